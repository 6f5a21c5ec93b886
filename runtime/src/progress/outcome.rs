//! How an invite ends, in the words of its author.

use crate::graph::failure::Failure;
use crate::graph::operation::ResultInfo;
use crate::values::id::ParticipantId;

/// How the operation behind an invite ended.
///
/// That is one fact of three. Whether somebody is seen on the roster, and whether the call they
/// left has ended, are told apart from it: any of them may come first, or never.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It ended well.
    Completed,
    /// It ended badly, and this is why.
    Failed(Failure),
    /// Nobody has said yet. They may still be rung, or be in the call: do not take it for a
    /// failure.
    Unknown,
}

/// Something heard of an invite. Of several people, `participant` says which, by their place in
/// [`Invite::participants`](crate::Invite::participants), from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InviteEvent {
    /// The operation ended.
    Ended(Outcome),
    /// Somebody waits in the lobby, and is not in the call yet.
    InLobby {
        /// Who.
        participant: usize,
        /// Their entry on the roster, if the service names it.
        entry: Option<ParticipantId>,
    },
    /// Somebody is in the call.
    Joined {
        /// Who.
        participant: usize,
        /// Their entry on the roster, if the service names it.
        entry: Option<ParticipantId>,
    },
    /// Somebody is in the call no more.
    Left {
        /// Who.
        participant: usize,
        /// Why, if the service says so.
        reason: Option<String>,
    },
    /// The call that they were to leave has ended.
    ReplacedCallEnded(CallEnd),
    /// The call that they were invited to has ended.
    CallEnded(CallEnd),
}

/// How a call ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallEnd {
    /// The codes, where there is something to say.
    pub result: Option<ResultInfo>,
    /// Why, in one word, such as `CallTerminated`.
    pub reason: Option<String>,
}
