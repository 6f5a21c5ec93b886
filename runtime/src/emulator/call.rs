//! One call: its roster, and the operations that ring people into it.

use super::invitation::{Callee, Invitation, Invited};
use super::ledger::Person;
use super::refusal::Refusal;
use crate::id::ParticipantId;
use graph_invite_rules::{Field, Id, Kind, bot_count};
use uuid::Uuid;

/// How a call came to be, on which hangs what may be asked of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    PeerToPeer,
    /// Made by a bot through targets, hence without a chat.
    Group,
    GroupWithChat,
    Meeting,
}

/// Where a call is in its life.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Establishing,
    Established,
    /// Nothing answers for it any more.
    Terminated,
}

pub(super) struct Call {
    pub(super) id: Uuid,
    pub(super) origin: Origin,
    pub(super) stage: Stage,
    people: Vec<Entry>,
    operations: Vec<Operation>,
}

/// Somebody in a call.
pub(super) struct Entry {
    pub(super) id: ParticipantId,
    pub(super) callee: Callee,
}

/// An invite that was accepted.
pub(super) struct Operation {
    pub(super) id: Uuid,
    pub(super) context: Option<String>,
    pub(super) legs: Vec<Leg>,
}

/// One participant of an operation.
pub(super) struct Leg {
    pub(super) invited: Invited,
    pub(super) progress: Progress,
}

/// What has become of somebody who was invited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Ringing,
    Joined,
}

impl Call {
    pub(super) fn new(origin: Origin, stage: Stage) -> Self {
        Self {
            id: Uuid::new_v4(),
            origin,
            stage,
            people: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// Whether it has the `chatInfo` that an invite of several people needs.
    pub(super) const fn has_chat(&self) -> bool {
        matches!(self.origin, Origin::GroupWithChat | Origin::Meeting)
    }

    /// Who the service says is in it: of a peer-to-peer call it never says.
    pub(super) fn roster(&self) -> &[Entry] {
        match self.origin {
            Origin::PeerToPeer => &[],
            Origin::Group | Origin::GroupWithChat | Origin::Meeting => &self.people,
        }
    }

    pub(super) fn operation(&self, id: &str) -> Option<&Operation> {
        let id = Id::of(id);
        self.operations
            .iter()
            .find(|operation| Id::Guid(operation.id.as_u128()).is(id))
    }

    /// Whether this call by itself takes the invited.
    pub(super) fn takes(&self, invited: &[Invited]) -> Result<(), Refusal> {
        let several = invited.len() > 1;
        if self.stage != Stage::Established {
            return Err(Refusal::NotEstablished);
        }
        if several && self.origin == Origin::PeerToPeer {
            return Err(Refusal::NotGroupCall);
        }
        if several && !self.has_chat() {
            return Err(Refusal::NoChat);
        }
        let is_bot = |callee: &&Callee| callee.kind == Kind::Application;
        let new = invited.iter().map(|invited| &invited.callee);
        if new.clone().any(|callee| is_bot(&callee)) {
            let bots = self.callees().chain(new).filter(is_bot).count();
            bot_count(bots).map_err(|why| Refusal::invalid(Field::Participants.wire(), why))?;
        }
        let mut there: Vec<Person> = self.callees().map(Callee::person).collect();
        for (place, invited) in invited.iter().enumerate() {
            let person = invited.callee.person();
            if there.contains(&person) {
                return Err(Refusal::AlreadyThere { place });
            }
            there.push(person);
        }
        Ok(())
    }

    /// Everybody in the call or ringing.
    fn callees(&self) -> impl Iterator<Item = &Callee> {
        let ringing = self.operations.iter().flat_map(|operation| &operation.legs);
        let ringing = ringing.filter(|leg| leg.progress == Progress::Ringing);
        let people = self.people.iter().map(|entry| &entry.callee);
        people.chain(ringing.map(|leg| &leg.invited.callee))
    }

    pub(super) fn begin(&mut self, operation: Operation) {
        self.operations.push(operation);
    }

    /// Somebody whose phone rings for this call takes it.
    pub(super) fn answer(&mut self, person: &Person) -> Option<Invited> {
        let legs = self.operations.iter_mut().flat_map(|one| &mut one.legs);
        let leg = legs
            .filter(|leg| leg.progress == Progress::Ringing)
            .find(|leg| leg.invited.callee.person() == *person)?;
        leg.progress = Progress::Joined;
        let invited = leg.invited.clone();
        self.join(invited.callee.clone());
        Some(invited)
    }

    pub(super) fn join(&mut self, callee: Callee) -> ParticipantId {
        let id = ParticipantId::from_uuid(Uuid::new_v4());
        self.people.push(Entry {
            id: id.clone(),
            callee,
        });
        id
    }

    pub(super) fn leave(&mut self, id: &ParticipantId) {
        self.people.retain(|entry| entry.id != *id);
    }
}

impl Operation {
    /// Every phone begins to ring.
    pub(super) fn of(invitation: Invitation) -> Self {
        let legs = invitation.participants.into_iter().map(|invited| Leg {
            invited,
            progress: Progress::Ringing,
        });
        Self {
            id: Uuid::new_v4(),
            context: invitation.context,
            legs: legs.collect(),
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.legs
            .iter()
            .any(|leg| leg.progress == Progress::Ringing)
    }
}
