//! One call: its roster, and the operations that ring people into it.

use crate::entra::Bearer;
use crate::invitation::{Callee, Invitation, Invited};
use crate::ledger::Person;
use crate::manner::Ending;
use crate::refusal::Refusal;
use graph_invite_rules::{Field, Id, IdentityKind, check_bot_count};
use uuid::Uuid;

/// How a call came to be, on which hangs what may be asked of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    PeerToPeer,
    /// Made by a bot through targets, hence without a chat.
    Group,
    GroupWithChat,
    Meeting,
}

/// Where a call is in its life.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Establishing,
    Established,
    /// Nothing answers for it any more.
    Terminated,
}

pub(crate) struct Call {
    pub(crate) id: Uuid,
    pub(crate) tenant: Uuid,
    pub(crate) origin: Origin,
    pub(crate) stage: Stage,
    people: Vec<Entry>,
    operations: Vec<Operation>,
}

/// Somebody in a call.
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    pub(crate) callee: Callee,
    pub(crate) in_lobby: bool,
}

/// An invite that was accepted.
pub(crate) struct Operation {
    pub(crate) id: Uuid,
    pub(crate) context: Option<String>,
    pub(crate) legs: Vec<Leg>,
}

/// One participant of an operation.
pub(crate) struct Leg {
    pub(crate) invited: Invited,
    pub(crate) progress: Progress,
}

/// What has become of somebody who was invited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Ringing,
    Joined,
    Failed(Ending),
}

/// Somebody has answered.
pub(crate) struct Answered {
    pub(crate) operation: Uuid,
    pub(crate) invited: Invited,
    /// Where they are on the roster now.
    pub(crate) entry: Uuid,
}

impl Call {
    pub(crate) fn new(tenant: Uuid, origin: Origin, stage: Stage) -> Self {
        Self {
            id: Uuid::new_v4(),
            tenant,
            origin,
            stage,
            people: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// Whether somebody with this token may invite to it.
    pub(crate) fn admits(&self, bearer: Bearer) -> Result<(), Refusal> {
        match bearer {
            Bearer::Bot(tenant) if tenant != self.tenant => Err(Refusal::WrongTenant),
            Bearer::Bot(_) | Bearer::Anybody => Ok(()),
        }
    }

    /// Whether it has the `chatInfo` that an invite of several people needs.
    pub(crate) const fn has_chat(&self) -> bool {
        matches!(self.origin, Origin::GroupWithChat | Origin::Meeting)
    }

    /// Whether the service says who is in it: of a peer-to-peer call it never does.
    pub(crate) const fn has_roster(&self) -> bool {
        !matches!(self.origin, Origin::PeerToPeer)
    }

    /// Who the service says is in it.
    pub(crate) fn roster(&self) -> &[Entry] {
        if self.has_roster() { &self.people } else { &[] }
    }

    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        let id = Id::of(id);
        self.operations
            .iter()
            .find(|operation| Id::Guid(operation.id.as_u128()).same_as(id))
    }

    /// Whether this call by itself takes the invited.
    pub(crate) fn takes(&self, invited: &[Invited]) -> Result<(), Refusal> {
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
        let is_bot = |callee: &&Callee| callee.kind == IdentityKind::Application;
        let new = invited.iter().map(|invited| &invited.callee);
        if new.clone().any(|callee| is_bot(&callee)) {
            let bots = self.callees().chain(new).filter(is_bot).count();
            check_bot_count(bots)
                .map_err(|why| Refusal::invalid(Field::Participants.json_name(), why))?;
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
        let ringing = ringing.filter(|leg| leg.rings());
        let people = self.people.iter().map(|entry| &entry.callee);
        people.chain(ringing.map(|leg| &leg.invited.callee))
    }

    pub(crate) fn begin(&mut self, operation: Operation) {
        self.operations.push(operation);
    }

    /// An operation by its number.
    pub(crate) fn find(&self, id: Uuid) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The same, if it has ended.
    pub(crate) fn ended(&self, id: Uuid) -> Option<&Operation> {
        self.find(id).filter(|operation| !operation.is_running())
    }

    /// Somebody whose phone rings for this call takes it.
    pub(crate) fn answer(
        &mut self,
        which: Option<Uuid>,
        person: &Person,
        in_lobby: bool,
    ) -> Option<Answered> {
        let (operation, leg) = self.ringing(which, person)?;
        leg.progress = Progress::Joined;
        let invited = leg.invited.clone();
        let entry = self.enter(invited.callee.clone(), in_lobby);
        Some(Answered {
            operation,
            invited,
            entry,
        })
    }

    /// Somebody whose phone rings for this call does not come. Says whether it did ring.
    pub(crate) fn fail(&mut self, operation: Uuid, person: &Person, ending: Ending) -> bool {
        let ringing = self.ringing(Some(operation), person);
        ringing.is_some_and(|(_, leg)| {
            leg.progress = Progress::Failed(ending);
            true
        })
    }

    fn ringing(&mut self, which: Option<Uuid>, person: &Person) -> Option<(Uuid, &mut Leg)> {
        let operations = self.operations.iter_mut();
        let mut operations = operations.filter(|one| which.is_none_or(|id| one.id == id));
        operations.find_map(|operation| {
            let mut legs = operation.legs.iter_mut();
            let leg = legs.find(|leg| leg.rings() && leg.invited.callee.person() == *person)?;
            Some((operation.id, leg))
        })
    }

    /// Nobody is reached through it any more. Says which operations end by that.
    pub(crate) fn hang_up(&mut self) -> Vec<Uuid> {
        self.stage = Stage::Terminated;
        let running = self.operations.iter_mut().filter(|one| one.is_running());
        running
            .map(|operation| {
                for leg in operation.legs.iter_mut().filter(|leg| leg.rings()) {
                    leg.progress = Progress::Failed(Ending::CallEnded);
                }
                operation.id
            })
            .collect()
    }

    pub(crate) fn join(&mut self, callee: Callee) -> Uuid {
        self.enter(callee, false)
    }

    fn enter(&mut self, callee: Callee, in_lobby: bool) -> Uuid {
        let id = Uuid::new_v4();
        self.people.push(Entry {
            id,
            callee,
            in_lobby,
        });
        id
    }

    pub(crate) fn let_in(&mut self, id: Uuid) {
        let mut people = self.people.iter_mut();
        if let Some(entry) = people.find(|entry| entry.id == id) {
            entry.in_lobby = false;
        }
    }

    pub(crate) fn leave(&mut self, id: Uuid) {
        self.people.retain(|entry| entry.id != id);
    }
}

impl Leg {
    fn rings(&self) -> bool {
        self.progress == Progress::Ringing
    }
}

impl Operation {
    /// Every phone begins to ring.
    pub(crate) fn of(invitation: Invitation) -> Self {
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

    pub(crate) fn is_running(&self) -> bool {
        self.legs.iter().any(Leg::rings)
    }

    /// Why it has failed, and whose fault it was first. The documentation does not say what
    /// becomes of an operation of which only some fail: here it completes if anybody has come.
    pub(crate) fn failure(&self) -> Option<(Ending, &Callee)> {
        let came = |leg: &Leg| leg.progress == Progress::Joined;
        if self.is_running() || self.legs.iter().any(came) {
            return None;
        }
        self.legs.iter().find_map(|leg| match leg.progress {
            Progress::Failed(ending) => Some((ending, &leg.invited.callee)),
            Progress::Ringing | Progress::Joined => None,
        })
    }
}
