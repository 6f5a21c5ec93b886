//! Hunt groups: several invites, until somebody is in the call.
//!
//! [`sequential`] invites one after the other. [`simultaneous`] invites all, some at once: the first who
//! joins wins, and the other invites are cancelled. Both are made of [`Invite::send`](crate::Invite::send),
//! [`SentInvite::events`](crate::SentInvite::events) and
//! [`SentInvite::cancel`](crate::SentInvite::cancel) alone, so a bot can build another kind of hunt itself.
//!
//! ```no_run
//! # async fn page(client: graph_invite::Client, invites: Vec<graph_invite::Invite>) {
//! use graph_invite::hunt::{self, Step};
//! use std::time::Duration;
//!
//! let mut hunt = hunt::sequential(&client, invites)
//!     .ring_time(Duration::from_secs(20))
//!     .start();
//! while let Some(event) = hunt.recv().await {
//!     if let Step::Joined { .. } = event.step {
//!         println!("invite {} has brought somebody into the call", event.invite);
//!     }
//! }
//! println!("{:?}", hunt.result().await.joined);
//! # }
//! ```
//!
//! # When is somebody in the call?
//!
//! When a roster shows them there. An operation that completed is not enough: the person may wait in
//! the lobby. So a hunt needs a call with a roster, which a peer-to-peer call does not have.
//!
//! See also the page [Hunting](crate::guide::hunting) of the guide.
//!
//! # What may still be ringing
//!
//! An invite that is [`SendError::Unknown`](crate::SendError::Unknown) counts as one that rings: it has its
//! ring time, takes part in the limit of invites at once, can win, and is cancelled. If no proof comes
//! that it is over, not even after it was cancelled, the hunt goes on without it. It still wins if somebody
//! joins by it later, and it is in [`HuntResult::unsettled`] if nobody does.
//!
//! Two invites for the same person are never under way at once. If the earlier one may still be ringing
//! when the turn of the later one comes, the later one is [skipped](Step::Skipped).
//!
//! # Two who answer at the same moment
//!
//! If the hunt knows that a person is in the call, it does not remove them. But a person may answer at the
//! moment when it cancels their invite. The service then keeps them in the call, or removes them. If the roster
//! shows them there, they are in [`HuntResult::also_joined`], and the bot decides: [`Step::Joined`] names
//! the entry that [`Client::remove`](crate::Client::remove) needs. If it does not, they are in
//! [`HuntResult::unsettled`].
//!
//! # Dropping a hunt
//!
//! A hunt runs in a task of the tokio runtime. If you drop the [`Hunt`], that task invites nobody else and
//! cancels what rings. It needs the runtime for up to some 40 seconds: if the process or the runtime ends
//! before, phones ring on. [`Hunt::stop`] does the same and waits for it.

pub(crate) mod builder;
pub(crate) mod event;
pub(crate) mod group;
mod plan;
mod ring;

pub use builder::{HuntBuilder, sequential, simultaneous};
pub use event::{HuntEvent, HuntResult, Step};
pub use group::Hunt;
