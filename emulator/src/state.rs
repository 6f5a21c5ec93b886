//! All that the emulator remembers, as plain data, and how it changes.

use crate::agenda::Agenda;
use crate::call::{Call, Operation, Stage};
use crate::course::Event;
use crate::delivery::Delivery;
use crate::entra::Tokens;
use crate::invitation::{Invitation, Invited, at};
use crate::ledger::{Ledger, Person};
use crate::manner::Manner;
use crate::notice::Notices;
use crate::oddity::Oddities;
use crate::outbox::Outbox;
use crate::refusal::Refusal;
use graph_invite_rules::{Clause, InviteError};
use serde_json::Value;
use std::collections::HashMap;
use std::time::Duration;
use uuid::Uuid;

#[derive(Default)]
pub(crate) struct State {
    calls: HashMap<Uuid, Call>,
    manners: HashMap<Person, Manner>,
    pub(crate) ledger: Ledger,
    pub(crate) tokens: Tokens,
    pub(crate) ring_time: Duration,
    pub(crate) forgets_operations: bool,
    pub(crate) oddities: Oddities,
    pub(crate) delivery: Delivery,
    /// What people will do.
    pub(crate) events: Agenda<Event>,
    pub(crate) outbox: Outbox,
}

impl State {
    pub(crate) fn add(&mut self, call: Call) -> Uuid {
        let id = call.id;
        self.calls.insert(id, call);
        id
    }

    /// Nothing of the call is known any more, and nothing rang in it.
    pub(crate) fn forget(&mut self, id: Uuid) {
        self.hang_up(id);
        self.calls.remove(&id);
        self.ledger.forget(id);
    }

    /// A call that is not over.
    pub(crate) fn call(&self, id: Uuid) -> Result<&Call, Refusal> {
        self.calls
            .get(&id)
            .filter(|call| call.stage != Stage::Terminated)
            .ok_or(Refusal::NoSuchCall)
    }

    /// As [`call`](Self::call), to be changed.
    pub(crate) fn call_mut(&mut self, id: Uuid) -> Result<&mut Call, Refusal> {
        self.calls
            .get_mut(&id)
            .filter(|call| call.stage != Stage::Terminated)
            .ok_or(Refusal::NoSuchCall)
    }

    pub(crate) fn set_manner(&mut self, person: Person, manner: Manner) {
        self.manners.insert(person, manner);
    }

    pub(crate) fn manner(&self, person: &Person) -> Manner {
        self.manners.get(person).copied().unwrap_or_default()
    }

    /// An operation, as long as the service knows it.
    pub(crate) fn operation(&self, call: Uuid, id: &str) -> Result<&Operation, Refusal> {
        self.call(call)?
            .operation(id)
            .filter(|operation| operation.is_running() || !self.forgets_operations)
            .ok_or(Refusal::NoSuchOperation)
    }

    /// Lets the phones ring, if the service accepts the invite. `respond` sees the operation as it
    /// is then, before anybody has answered.
    pub(crate) fn invite<T>(
        &mut self,
        id: Uuid,
        invitation: Invitation,
        respond: impl FnOnce(&Call, &Operation) -> T,
    ) -> Result<T, Refusal> {
        self.call(id)?.takes(&invitation.participants)?;
        for (place, invited) in invitation.participants.iter().enumerate() {
            self.leaves_rightly(id, place, invited)?;
        }
        let people = invitation.participants.iter();
        let people: Vec<Person> = people.map(|invited| invited.callee.person()).collect();
        let operation = Operation::of(invitation);
        let number = operation.id;
        let call = self.call_mut(id)?;
        let response = respond(call, &operation);
        call.begin(operation);
        self.tell_running(id, number);
        for person in people {
            self.ring(id, number, person);
        }
        Ok(response)
    }

    /// Tells the bot something of a call.
    pub(crate) fn tell<const N: usize>(
        &mut self,
        id: Uuid,
        say: impl FnOnce(&Call, &Notices<'_>) -> [Option<Value>; N],
    ) {
        let Some(call) = self.calls.get(&id) else {
            return;
        };
        if self.outbox.callback.is_none() {
            return;
        }
        for body in say(call, &Notices(&self.oddities)).iter().flatten() {
            self.outbox.tell(body, call.tenant, &mut self.delivery);
        }
    }

    /// Whether the call that somebody is to leave is one they can leave for `joins`.
    fn leaves_rightly(&self, joins: Uuid, place: usize, who: &Invited) -> Result<(), Refusal> {
        let Some(left) = &who.leaves else {
            return Ok(());
        };
        if left.uuid() == Some(joins) {
            let parameter = format!("{}.{}", at(place), Clause::Replaces.json_name());
            return Err(Refusal::invalid(parameter, InviteError::ReplacesTargetCall));
        }
        let roster = self.call(left.uuid().ok_or(Refusal::NoSuchCall)?)?.roster();
        match &who.entry {
            Some(id) if !roster.iter().any(|entry| id.uuid() == Some(entry.id)) => {
                Err(Refusal::NotOnRoster)
            }
            _ => Ok(()),
        }
    }
}
