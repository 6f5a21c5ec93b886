//! Invites people into Microsoft Teams calls, from bots written in Rust.
//!
//! [`graph_invite!`] turns Microsoft Graph's `POST /communications/calls/{id}/participants/invite`
//! into a small language that the compiler checks: an invite that compiles is one the service
//! accepts. [`Invite::send`] sends it once and tells its ends apart: accepted ([`Ringing`]), not
//! sent, refused, or unknown ([`SendError`]). [`Ringing::outcome`] tells how an accepted one ended.
//!
//! ```
//! use graph_invite::{CallId, Client, Ringing, SendError, graph_invite};
//!
//! async fn hand_over(client: &Client, call: &CallId) -> Result<Ringing, SendError> {
//!     graph_invite! {
//!         call: call,
//!         participants: [
//!             user "278405a3-f568-4b3e-b684-009193463064" named "Ada"
//!                 replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
//!         ],
//!     }
//!     .send(client)
//!     .await
//! }
//! ```
//!
//! # Where to read on
//!
//! - [`graph_invite!`]: the language, word by word and rule by rule.
//! - [`Invite::builder`]: the same words as methods, for invites made at run time.
//! - [`CallId`], [`UserId`], [`PhoneNumber`], [`ClientContext`] and their like: text is checked
//!   where it enters the program, and the type carries the proof.
//! - [`Client`] and [`Cloud`]: where requests go, with which token, how long they may take.
//! - [`SendError`]: what did not ring, and what may; [`Refused::advice`], what to do.
//! - [`Ringing`], [`Outcome`] and [`Event`]: how it ended, who came, which call they left.
//! - [`Inbox`]: takes the bodies of your callback, in whatever web framework.
//! - [`Failure`] and [`Class`]: why it came to nothing, and what to do.
//! - `emulator` (feature): the calls service in process, so that bots are tested without a tenant.
//!
//! # What never happens
//!
//! A request is not repeated and a redirect is not followed, for either could ring somebody twice
//! or carry the invite elsewhere. The token goes to the root of the [`Cloud`] only, over https. No
//! token is in any log, error or `Debug`, and no phone number, name or opaque id of an invite.
//!
//! # Features
//!
//! | Feature | Default | What it brings |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS by rustls, which trusts what the platform trusts |
//! | `native-tls` | no | TLS by the platform's own library |
//! | `emulator` | no | the calls service in process |

mod answer;
mod body;
mod call_news;
mod checked;
mod class;
mod clause;
mod client;
mod cloud;
mod convert;
#[cfg(feature = "emulator")]
pub mod emulator;
mod error;
mod events;
mod facts;
mod failure;
mod graph_error;
mod id;
mod inbox;
mod invalid;
mod invite;
mod json;
mod listening;
mod mri;
mod notification;
mod operation;
mod outcome;
mod participant;
mod phone;
mod presence;
mod retry_after;
mod ringing;
mod roster;
mod send;
mod shown;
mod slot;
mod stored;
mod text;
mod token;

pub use call_news::{CallNews, CallState};
pub use class::Class;
pub use clause::Moving;
pub use client::{BuildError, Client, ClientBuilder};
pub use cloud::{Cloud, Version};
pub use convert::*;
pub use error::{NotSent, Refused, SendError, TransportError, Unknown, UnknownCause};
pub use events::Events;
pub use failure::{DiagCode, Failure};
pub use graph_error::GraphError;
pub use graph_invite_rules::{GuidError, InviteError, PhoneError, TextError};
pub use id::{ApplicationId, ApplicationInstanceId, CallId, ParticipantId, TenantId, UserId};
pub use inbox::{DeliverError, Delivered, Inbox, InboxBuilder};
pub use invalid::InvalidInvite;
pub use invite::{IntoParticipants, Invite, InviteBuilder, Participants};
pub use notification::{ChangeType, News, Notification};
pub use operation::{Operation, OperationStatus, ResultInfo};
pub use outcome::{CallEnd, Event, Outcome};
pub use participant::{Identity, Participant};
pub use phone::PhoneNumber;
pub use presence::Presence;
pub use ringing::Ringing;
pub use roster::{IdentityId, Roster, RosterEntry};
pub use text::{
    AcsUserId, ClientContext, DisplayName, EncryptedId, GuestId, OnPremisesId, Provider,
};
pub use token::{AccessToken, TokenError, TokenFuture, TokenRequest, TokenSource};
pub use url::Url;
pub use uuid::Uuid;

/// An invite, checked while compiling.
///
/// Gives an [`Invite`], or, if participants are spread in by `..`, a
/// [`Result<Invite, InvalidInvite>`](InvalidInvite).
///
/// # Grammar
///
/// ```text
/// invite       := field ("," field)* ","?            in any order, each once
/// field        := "call" ":" id
///               | "participants" ":" "[" (participant ("," participant)* ","?)? "]"
///               | "context" ":" text                 may be left out
/// participant  := kind id clause*                    in any order, each once
///               | ".." expression                    spreads participants made elsewhere
/// kind         := "user" | "phone" | "application" | "application_instance"
///               | "guest" | "encrypted" | "on_premises" | "acs_user"
/// clause       := "named" text | "tenant" id | "provider" text
///               | "replaces" id | "moves" id "from" id
///               | "hidden" | "off_main_mix"
/// id, text     := a string literal, checked now | any expression of a checked type
/// ```
///
/// The invite stands in `{}`, `()` or `[]`. Every word is the method or constructor of the same
/// name, which has its documentation:
///
/// - fields: [`call`](InviteBuilder::call), [`participants`](InviteBuilder::participants),
///   [`context`](InviteBuilder::context);
/// - kinds: [`user`](Participant::user), [`phone`](Participant::phone),
///   [`application`](Participant::application),
///   [`application_instance`](Participant::application_instance), [`guest`](Participant::guest),
///   [`encrypted`](Participant::encrypted), [`on_premises`](Participant::on_premises),
///   [`acs_user`](Participant::acs_user);
/// - clauses: [`named`](Participant::named), [`tenant`](Participant::tenant),
///   [`provider`](Participant::provider), [`replaces`](Participant::replaces),
///   [`moves`](Participant::moves) with [`from`](Moving::from), [`hidden`](Participant::hidden),
///   [`off_main_mix`](Participant::off_main_mix).
///
/// # Values
///
/// A string literal is checked by the rule of its place. Any other expression is checked by its
/// type: [`IntoCallId`] and its like say what is as good. A name is free text, and a blank one is
/// left out.
///
/// ```
/// use graph_invite::{CallId, DisplayName, UserId, Uuid, graph_invite};
///
/// # fn main() -> Result<(), graph_invite::GuidError> {
/// let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
/// let invite = graph_invite! {
///     call: CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?,
///     participants: [user ada named format!("{} on call", "Ada")],
///     context: Uuid::new_v4(),
/// };
/// # let _ = invite;
/// # Ok(())
/// # }
/// ```
///
/// Where a variable has the name of a word, as in `user named named "Ada"`, the first is the
/// variable.
///
/// # Rules
///
/// 1. An id of a call, user, application, application instance, tenant or roster entry is GUID
///    text, `8-4-4-4-12` in any case, and not the nil GUID.
/// 2. A phone number is E.164: `+`, a digit from 1 to 9, 2 to 15 digits in all.
/// 3. There are one to five participants.
/// 4. There is one participant alone, once `replaces` or `moves` is there: the service would read
///    the first and drop the rest without a word.
/// 5. At most one participant is an `application`.
/// 6. Nobody is there twice.
/// 7. The call they leave is not the call they join.
/// 8. A context has 1 to 256 UTF-16 units.
/// 9. Every word is there once; `call` and `participants` are there.
/// 10. Opaque ids, and names given as literals, hold something to see, and no control characters.
///
/// What is literal is checked while compiling. What only the values of expressions can break,
/// rules 6 and 7 and the nil GUID, is checked again by [`Invite::send`] before anything leaves.
///
/// ```compile_fail
/// # use graph_invite::graph_invite;
/// graph_invite! {
///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
///     participants: [
///         user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"
///             replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
///         user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",   // would be dropped: rule 4
///     ],
/// };
/// ```
///
/// # Constants
///
/// An invite of literals alone is a constant: nothing is parsed or allocated when it is used.
///
/// ```
/// use graph_invite::{Invite, graph_invite};
///
/// const ON_CALL: Invite = graph_invite! {
///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
///     participants: [phone "+12345678901"],
/// };
/// assert_eq!(ON_CALL.participants().len(), 1);
/// ```
///
/// # Spreads
///
/// `..` takes whatever gives [`Participant`]s. How many there are is known at run time only, so
/// the whole is checked then, and the macro gives a `Result`.
///
/// ```
/// use graph_invite::{Participant, UserId, graph_invite};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let rota = ["7e1b4346-85a6-4bdd-abe3-d11c5d420efe", "1e126418-44a0-4a94-a6f8-0efe1ad71acb"];
/// let ids = rota.map(UserId::parse).into_iter().collect::<Result<Vec<_>, _>>()?;
/// let invite = graph_invite! {
///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
///     participants: [phone "+12345678901", ..ids.into_iter().map(Participant::user)],
/// }?;
/// assert_eq!(invite.participants().len(), 3);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! graph_invite {
    ($($invite:tt)*) => {
        $crate::__private::graph_invite!([$crate] $($invite)*)
    };
}

/// What the expansion of `graph_invite!` names besides the builder. Not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use graph_invite_macros::graph_invite;
}
