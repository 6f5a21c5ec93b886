//! Which types are accepted as a value of the language.
//!
//! The expansion of [`graph_invite!`](crate::graph_invite) converts each value by one of these traits.
//! Implement one for a type of your own to use it in an invite:
//!
//! ```
//! use graph_invite::convert::IntoCallId;
//! use graph_invite::{CallId, graph_invite};
//!
//! struct Meeting {
//!     id: CallId,
//! }
//!
//! impl IntoCallId for Meeting {
//!     fn into_call_id(self) -> CallId {
//!         self.id
//!     }
//! }
//!
//! fn ring(meeting: Meeting) -> graph_invite::Invite {
//!     graph_invite! {
//!         call: meeting,
//!         participants: [phone "+12345678901"],
//!     }
//! }
//! ```

pub use crate::invite::participants::IntoParticipants;
pub use crate::values::into::*;
