//! The permissions of an application that the service asks for, as roles of its tokens.

use graph_invite_rules::wire::ROLE;

pub(crate) const INITIATE: &str = "Calls.Initiate.All";
pub(crate) const INITIATE_GROUP: &str = ROLE;
pub(crate) const JOIN_GROUP: &str = "Calls.JoinGroupCall.All";
const JOIN_GROUP_AS_GUEST: &str = "Calls.JoinGroupCallAsGuest.All";

/// Each allows a bot to join a meeting, and to remove participants.
pub(crate) const JOIN: [&str; 2] = [JOIN_GROUP, JOIN_GROUP_AS_GUEST];
