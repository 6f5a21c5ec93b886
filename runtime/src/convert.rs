//! Which types are accepted as a value of the language.
//!
//! The expansion of [`graph_invite!`](crate::graph_invite) converts each value by one of these traits.
//! Implement [`IntoValue`] for a type of your own to use it in an invite. It is then also taken as an
//! `Option` where a word may be left out:
//!
//! ```
//! use graph_invite::convert::IntoValue;
//! use graph_invite::{CallId, graph_invite};
//!
//! struct Meeting {
//!     id: CallId,
//! }
//!
//! impl IntoValue<CallId> for Meeting {
//!     fn into_value(self) -> CallId {
//!         self.id
//!     }
//! }
//!
//! fn ring(meeting: Meeting, earlier: Option<Meeting>) -> graph_invite::Invite {
//!     graph_invite! {
//!         call: meeting,
//!         participants: [phone "+12345678901" replaces earlier],
//!     }
//! }
//! ```

pub use crate::invite::participants::IntoParticipants;
pub use crate::values::into::*;
