//! What happens in a hunt, and how it ends.

use crate::follow::cancellation::Cancellation;
use crate::graph::failure::Failure;
use crate::send::error::SendError;
use crate::values::service_id::ParticipantId;

/// An event of a hunt.
#[derive(Debug)]
#[non_exhaustive]
pub struct HuntEvent {
    /// Which invite: its index in the list of the hunt.
    pub invite: usize,
    /// What happened to it.
    pub step: Step,
}

/// What happens to an invite of a hunt. The last event of an invite may be missing if the hunt ends before.
#[derive(Debug)]
#[non_exhaustive]
pub enum Step {
    /// Its turn has come: it is being sent.
    Invited,
    /// It is not sent: an earlier invite for the same person may still be ringing.
    Skipped,
    /// The service has accepted it: a phone rings, or is about to.
    Ringing,
    /// It did not leave, or the service refused it: no phone rings.
    NotInvited(SendError),
    /// A phone may be ringing: no answer shows what the service did. It counts as one that rings.
    MayBeRinging(SendError),
    /// The operation completed. The person may not be in the call yet.
    Answered,
    /// The person waits in the lobby.
    InLobby,
    /// A person is in the call.
    Joined {
        /// Which person of the invite, by their index in its participants.
        participant: usize,
        /// Their entry on the roster, if the service names it.
        entry: Option<ParticipantId>,
    },
    /// A person has left the call or the lobby.
    Left {
        /// Which person of the invite, by their index in its participants.
        participant: usize,
    },
    /// It failed: nobody comes by it.
    Failed(Failure),
    /// The call of the invite has ended.
    CallEnded,
    /// It is being cancelled: its ring time is over, somebody else has joined, or the hunt was stopped.
    Cancelling,
    /// What came of it.
    Cancelled(Cancellation),
}

/// How a hunt ended. The numbers are indices in the list of the hunt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HuntResult {
    /// The invite by which the first person came into the call. `None` if nobody came.
    pub joined: Option<usize>,
    /// Other invites by which somebody is in the call, too: they answered at the same moment.
    pub also_joined: Vec<usize>,
    /// Invites that are not proved to be over: a phone may be ringing, or somebody may be in the
    /// lobby or come into the call.
    pub unsettled: Vec<usize>,
}
