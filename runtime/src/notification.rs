//! What the service says about calls, operations and participants.
//!
//! An [`Inbox`](crate::Inbox) reads callbacks for you. Use these types to read a callback body
//! yourself, for example to keep the roster of a call:
//!
//! ```
//! use graph_invite::notification::{Notification, NotificationResource};
//!
//! let body = br##"{"value": [{
//!     "changeType": "updated",
//!     "resourceUrl": "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/participants",
//!     "resourceData": [{"@odata.type": "#microsoft.graph.participant", "isInLobby": true}]
//! }]}"##;
//! for notification in Notification::parse_body(body)? {
//!     let NotificationResource::Roster(roster) = notification?.resource else {
//!         continue;
//!     };
//!     assert!(roster.entries.iter().all(|entry| entry.in_lobby));
//! }
//! # Ok::<(), graph_invite::error::BoxError>(())
//! ```

pub use crate::graph::call::{CallState, CallUpdate};
pub use crate::graph::notification::{
    ChangeType, Notification, NotificationResource, UnreadableNotification,
};
pub use crate::graph::operation::{Operation, OperationKind, OperationStatus, ResultInfo};
pub use crate::graph::roster::{IdentityRef, Roster, RosterEntry};
