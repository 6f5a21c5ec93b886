//! An accepted invite: the operation that rings people into a call.

use crate::calls::callee::Callee;
use crate::calls::invitation::{Invitation, InvitedParticipant};
use crate::ids::Ids;
use crate::person::PersonId;
use uuid::Uuid;

pub(crate) struct Operation {
    pub(crate) id: Uuid,
    /// A later operation has a higher number.
    pub(crate) number: u64,
    pub(crate) purpose: Purpose,
    pub(crate) context: Option<String>,
    pub(crate) legs: Vec<Leg>,
}

/// What rings the phones.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Invite,
    /// The call itself, which rings its targets. The service does not show that as an operation.
    NewCall,
}

/// One participant of an operation.
pub(crate) struct Leg {
    /// Their id as a participant. It becomes that of their entry on the roster.
    pub(crate) id: Uuid,
    pub(crate) invited: InvitedParticipant,
    pub(crate) progress: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Ringing,
    Joined,
    Failed(CallFailure),
}

/// Why an invited person did not join.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallFailure {
    Declined,
    Busy,
    NotAnswered,
    /// The bot removed them while their phone rang.
    Cancelled,
    CallEnded,
    /// The bot did not keep the call alive.
    NotKeptAlive,
}

impl CallFailure {
    /// Code, subcode and reason of a `resultInfo`.
    ///
    /// Sources: the subcode table of Azure Communication Services (8528, 8537, 8538, 8539, 8542), and its
    /// page on how calls end (487 with 10004, 603). No source says what follows a cancelled invite:
    /// its code is the general one of cancelled calls.
    pub(crate) const fn result(self) -> (u16, u32, &'static str) {
        match self {
            Self::Declined => (603, 8538, "The callee declined the call"),
            Self::Busy => (486, 8539, "The callee is busy"),
            Self::NotAnswered => (487, 10004, "The call was not answered in time"),
            Self::Cancelled => (487, 8542, "The call was cancelled"),
            Self::CallEnded => (400, 8528, "The call is terminated"),
            Self::NotKeptAlive => (408, 8537, "The call was not kept alive"),
        }
    }
}

impl Operation {
    /// A new operation. Every phone rings.
    pub(crate) fn new(ids: &Ids, invitation: Invitation) -> Self {
        Self {
            id: ids.next(),
            number: ids.drawn(),
            purpose: Purpose::Invite,
            context: invitation.context,
            legs: legs(ids, invitation.participants),
        }
    }

    /// What a new call does to its targets.
    pub(crate) fn of_new_call(ids: &Ids, targets: Vec<InvitedParticipant>) -> Self {
        Self {
            id: ids.next(),
            number: ids.drawn(),
            purpose: Purpose::NewCall,
            context: None,
            legs: legs(ids, targets),
        }
    }

    pub(crate) fn people(&self) -> Vec<PersonId> {
        let legs = self.legs.iter();
        legs.map(|leg| leg.invited.callee.person()).collect()
    }

    pub(crate) fn is_running(&self) -> bool {
        self.legs.iter().any(Leg::is_ringing)
    }

    /// Why it failed, and who failed first. The documentation does not say what becomes of an
    /// operation of which only some legs fail: here it completes if at least one person joins.
    pub(crate) fn failure(&self) -> Option<(CallFailure, &Callee)> {
        let joined = |leg: &Leg| leg.progress == Progress::Joined;
        if self.is_running() || self.legs.iter().any(joined) {
            return None;
        }
        self.legs.iter().find_map(|leg| match leg.progress {
            Progress::Failed(failure) => Some((failure, &leg.invited.callee)),
            Progress::Ringing | Progress::Joined => None,
        })
    }

    pub(crate) fn ringing_leg(&mut self, person: &PersonId) -> Option<&mut Leg> {
        let mut legs = self.legs.iter_mut();
        legs.find(|leg| leg.is_ringing() && leg.invited.callee.person() == *person)
    }

    /// Fails all legs that still ring.
    pub(crate) fn fail_ringing(&mut self, failure: CallFailure) {
        for leg in self.legs.iter_mut().filter(|leg| leg.is_ringing()) {
            leg.progress = Progress::Failed(failure);
        }
    }
}

fn legs(ids: &Ids, invited: Vec<InvitedParticipant>) -> Vec<Leg> {
    let legs = invited.into_iter().map(|invited| Leg {
        id: ids.next(),
        invited,
        progress: Progress::Ringing,
    });
    legs.collect()
}

impl Leg {
    pub(crate) fn is_ringing(&self) -> bool {
        self.progress == Progress::Ringing
    }
}
