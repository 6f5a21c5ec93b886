//! An invite: the call, the participants and the context.

pub(crate) mod builder;
pub(crate) mod clause;
mod const_moves;
mod deserialize;
pub(crate) mod identity;
pub(crate) mod participant;
pub(crate) mod participants;
pub(crate) mod serialize;
pub(crate) mod validate;

use crate::invite::participant::Participant;
use crate::invite::participants::Participants;
use crate::values::service_id::CallId;
use crate::values::text::ClientContext;

/// An invite that keeps the rules of the service: made by [`graph_invite!`](crate::graph_invite)
/// while compiling, or at run time by [`Invite::builder`].
///
/// It borrows nothing, so it can be kept, cloned, sent to another thread, and sent to the service
/// more than once. Serde writes it as the body of its request with one property more, `call`, and
/// checks it on the way back in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "an invite does nothing until it is sent"]
pub struct Invite {
    pub(crate) call: CallId,
    pub(crate) participants: Participants,
    pub(crate) context: Option<ClientContext>,
}

impl Invite {
    /// The call to join.
    #[must_use]
    pub const fn call(&self) -> &CallId {
        &self.call
    }

    /// The participants.
    #[must_use = "this only reads the participants"]
    pub const fn participants(&self) -> &[Participant] {
        self.participants.as_slice()
    }

    /// The client context, if the author gave one.
    #[must_use]
    pub const fn context(&self) -> Option<&ClientContext> {
        self.context.as_ref()
    }
}
