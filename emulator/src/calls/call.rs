//! One call: its roster, and the operations that ring people into it.

use crate::calls::call_kind::CallKind;
use crate::calls::callee::Callee;
use crate::calls::error::RequestError;
use crate::calls::invitation::InvitedParticipant;
use crate::calls::new_call::NewCall;
use crate::calls::operation::{CallFailure, Leg, Operation, Progress, Purpose};
use crate::ids::Ids;
use crate::person::PersonId;
use graph_invite_rules::{Field, IdentityKind, check_bot_count};
use tokio::time::Instant;
use url::Url;
use uuid::Uuid;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallState {
    /// It rings at the bot.
    Incoming,
    Establishing,
    Established,
    /// The service does not find the call any more.
    Terminated,
}

pub(crate) struct Call {
    pub(crate) id: Uuid,
    pub(crate) tenant: Uuid,
    pub(crate) kind: CallKind,
    pub(crate) state: CallState,
    pub(crate) origin: Origin,
    /// Where notifications go, if not to the callback of the bot.
    pub(crate) callback: Option<Url>,
    /// When the bot last kept it alive. `None` if the bot need not.
    pub(crate) kept_alive: Option<Instant>,
    /// Why it has ended, if that is not just that it is over.
    pub(crate) failure: Option<CallFailure>,
    people: Vec<RosterEntry>,
    operations: Vec<Operation>,
}

/// Who made a call.
pub(crate) enum Origin {
    /// The test did, or the bot did before the test began.
    Earlier,
    /// The bot, as itself or as this source.
    Bot(Option<Callee>),
    /// This person calls the bot.
    Person(Callee),
}

/// A participant of a call.
pub(crate) struct RosterEntry {
    pub(crate) id: Uuid,
    pub(crate) callee: Callee,
    pub(crate) in_lobby: bool,
}

/// An answered phone.
pub(crate) struct Answered {
    pub(crate) operation: Uuid,
    pub(crate) invited: InvitedParticipant,
    /// The entry on the roster of the call.
    pub(crate) entry: Uuid,
}

impl Call {
    pub(crate) fn new(ids: &Ids, tenant: Uuid, kind: CallKind, state: CallState) -> Self {
        Self {
            id: ids.next(),
            tenant,
            kind,
            state,
            origin: Origin::Earlier,
            callback: None,
            kept_alive: None,
            failure: None,
            people: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// A call that the bot makes, and that rings nobody yet.
    pub(crate) fn outgoing(ids: &Ids, tenant: Uuid, new: NewCall) -> Self {
        let mut call = Self::new(ids, tenant, new.kind, CallState::Establishing);
        call.origin = Origin::Bot(new.source);
        call.callback = Some(new.callback);
        if !new.targets.is_empty() {
            call.begin(Operation::of_new_call(ids, new.targets));
        }
        call
    }

    /// A call of a person to the bot.
    pub(crate) fn incoming(ids: &Ids, tenant: Uuid, caller: Callee) -> Self {
        let mut call = Self::new(ids, tenant, CallKind::PeerToPeer, CallState::Incoming);
        call.join(ids, caller.clone());
        call.origin = Origin::Person(caller);
        call
    }

    /// The operation by which it rings its targets, if it has any.
    pub(crate) fn dialing(&self) -> Option<&Operation> {
        let first = self.operations.first();
        first.filter(|operation| operation.purpose == Purpose::NewCall)
    }

    /// Whether this is a call between the bot and this participant alone.
    pub(crate) fn is_between(&self, entry: Uuid) -> bool {
        let is_only_person = matches!(&*self.people, [person] if person.id == entry);
        self.kind == CallKind::PeerToPeer && is_only_person
    }

    /// Whether it has the `chatInfo` that an invite of several people needs.
    pub(crate) const fn has_chat(&self) -> bool {
        matches!(self.kind, CallKind::GroupWithChat | CallKind::Meeting)
    }

    /// Whether the service shows who is in it. It never does for a peer-to-peer call.
    pub(crate) const fn has_roster(&self) -> bool {
        !matches!(self.kind, CallKind::PeerToPeer)
    }

    /// Who is in it, as far as the service shows.
    pub(crate) fn roster(&self) -> &[RosterEntry] {
        if self.has_roster() { &self.people } else { &[] }
    }

    /// A participant, and the place of their entry on the roster, counted from 1.
    pub(crate) fn participant(&self, id: Uuid) -> Option<(&RosterEntry, usize)> {
        let mut entries = self.roster().iter().zip(1..);
        entries.find(|(entry, _)| entry.id == id)
    }

    /// Whose phone rings as this participant, and by which operation.
    pub(crate) fn ringing_participant(&self, id: Uuid) -> Option<(Uuid, PersonId)> {
        self.operations.iter().find_map(|operation| {
            let mut legs = operation.legs.iter();
            let leg = legs.find(|leg| leg.id == id && leg.is_ringing())?;
            Some((operation.id, leg.invited.callee.person()))
        })
    }

    /// All operations, oldest first.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// All participants, also those that the service does not show.
    pub(crate) fn people(&self) -> &[RosterEntry] {
        &self.people
    }

    /// Found sooner if it is one of the newest.
    pub(crate) fn operation(&self, id: Uuid) -> Option<&Operation> {
        let mut operations = self.operations.iter();
        operations.rfind(|operation| operation.id == id)
    }

    /// An invite.
    pub(crate) fn invite(&self, id: Uuid) -> Option<&Operation> {
        self.operation(id)
            .filter(|operation| operation.purpose == Purpose::Invite)
    }

    /// An invite, if it has ended.
    pub(crate) fn ended_invite(&self, id: Uuid) -> Option<&Operation> {
        self.invite(id).filter(|invite| !invite.is_running())
    }

    /// Whether this call accepts these participants.
    pub(crate) fn accepts(&self, invited: &[InvitedParticipant]) -> Result<(), RequestError> {
        let several = invited.len() > 1;
        if self.state != CallState::Established {
            return Err(RequestError::NotEstablished);
        }
        if several && self.kind == CallKind::PeerToPeer {
            return Err(RequestError::NotGroupCall);
        }
        if several && !self.has_chat() {
            return Err(RequestError::NoChat);
        }
        let is_bot = |callee: &&Callee| callee.kind == IdentityKind::Application;
        let new = invited.iter().map(|invited| &invited.callee);
        if new.clone().any(|callee| is_bot(&callee)) {
            let bots = self.callees().chain(new).filter(is_bot).count();
            check_bot_count(bots)
                .map_err(|error| RequestError::invalid(Field::Participants.json_name(), error))?;
        }
        let present: Vec<PersonId> = self.callees().map(Callee::person).collect();
        let mut people = invited.iter().map(|invited| invited.callee.person());
        match people.position(|person| present.contains(&person)) {
            Some(place) => Err(RequestError::AlreadyInCall { place }),
            None => Ok(()),
        }
    }

    /// All participants, and all whose phones ring.
    fn callees(&self) -> impl Iterator<Item = &Callee> {
        let legs = self.operations.iter().flat_map(|operation| &operation.legs);
        let ringing = legs.filter(|leg| leg.is_ringing());
        let people = self.people.iter().map(|entry| &entry.callee);
        people.chain(ringing.map(|leg| &leg.invited.callee))
    }

    pub(crate) fn begin(&mut self, operation: Operation) {
        self.operations.push(operation);
    }

    /// A person answers the phone: the ring of this operation, or of any if it is `None`.
    pub(crate) fn answer(
        &mut self,
        operation: Option<Uuid>,
        person: &PersonId,
        in_lobby: bool,
    ) -> Option<Answered> {
        let (operation, leg) = self.ringing_leg(operation, person)?;
        leg.progress = Progress::Joined;
        let (entry, invited) = (leg.id, leg.invited.clone());
        self.people.push(RosterEntry {
            id: entry,
            callee: invited.callee.clone(),
            in_lobby,
        });
        Some(Answered {
            operation,
            invited,
            entry,
        })
    }

    /// A person does not join. Returns whether their phone did ring.
    pub(crate) fn fail(&mut self, operation: Uuid, person: &PersonId, why: CallFailure) -> bool {
        let Some((_, leg)) = self.ringing_leg(Some(operation), person) else {
            return false;
        };
        leg.progress = Progress::Failed(why);
        true
    }

    fn ringing_leg(
        &mut self,
        operation: Option<Uuid>,
        person: &PersonId,
    ) -> Option<(Uuid, &mut Leg)> {
        let mut operations = self.operations.iter_mut();
        if let Some(id) = operation {
            let operation = operations.rfind(|one| one.id == id)?;
            return Some((id, operation.ringing_leg(person)?));
        }
        operations.find_map(|operation| Some((operation.id, operation.ringing_leg(person)?)))
    }

    /// Ends the call. Returns the operations that end with it.
    pub(crate) fn end(&mut self) -> Vec<Uuid> {
        self.state = CallState::Terminated;
        let running = self.operations.iter_mut().filter(|one| one.is_running());
        running
            .map(|operation| {
                operation.fail_ringing(CallFailure::CallEnded);
                operation.id
            })
            .collect()
    }

    /// Adds a participant to the roster, and returns the id of the entry.
    pub(crate) fn join(&mut self, ids: &Ids, callee: Callee) -> Uuid {
        let id = ids.next();
        self.people.push(RosterEntry {
            id,
            callee,
            in_lobby: false,
        });
        id
    }

    pub(crate) fn admit_from_lobby(&mut self, id: Uuid) {
        if let Some(entry) = self.people.iter_mut().find(|entry| entry.id == id) {
            entry.in_lobby = false;
        }
    }

    pub(crate) fn leave(&mut self, id: Uuid) {
        self.people.retain(|entry| entry.id != id);
    }
}
