//! All that the emulator remembers, as plain data, and how it changes.

use super::agenda::Agenda;
use super::call::{Call, Operation, Stage};
use super::course::Event;
use super::delivery::Delivery;
use super::entra::Tokens;
use super::invitation::{Invitation, Invited, at};
use super::ledger::{Ledger, Person};
use super::manner::Manner;
use super::notice::Notices;
use super::oddity::Oddities;
use super::outbox::Outbox;
use super::refusal::Refusal;
use crate::values::id::CallId;
use graph_invite_rules::{Clause, InviteError};
use serde_json::Value;
use std::collections::HashMap;
use std::time::Duration;

#[derive(Default)]
pub(super) struct State {
    calls: HashMap<CallId, Call>,
    manners: HashMap<Person, Manner>,
    pub(super) ledger: Ledger,
    pub(super) tokens: Tokens,
    pub(super) ring_time: Duration,
    pub(super) forgets_operations: bool,
    pub(super) oddities: Oddities,
    pub(super) delivery: Delivery,
    /// What people will do.
    pub(super) events: Agenda<Event>,
    pub(super) outbox: Outbox,
}

impl State {
    pub(super) fn add(&mut self, call: Call) -> CallId {
        let id = CallId::from_uuid(call.id);
        self.calls.insert(id.clone(), call);
        id
    }

    /// Nothing of the call is known any more, and nothing rang in it.
    pub(super) fn forget(&mut self, id: &CallId) {
        self.hang_up(id);
        self.calls.remove(id);
        self.ledger.forget(id);
    }

    /// A call that is not over.
    pub(super) fn call(&self, id: &CallId) -> Result<&Call, Refusal> {
        self.calls
            .get(id)
            .filter(|call| call.stage != Stage::Terminated)
            .ok_or(Refusal::NoSuchCall)
    }

    /// As [`call`](Self::call), to be changed.
    pub(super) fn call_mut(&mut self, id: &CallId) -> Result<&mut Call, Refusal> {
        self.calls
            .get_mut(id)
            .filter(|call| call.stage != Stage::Terminated)
            .ok_or(Refusal::NoSuchCall)
    }

    pub(super) fn set_manner(&mut self, person: Person, manner: Manner) {
        self.manners.insert(person, manner);
    }

    pub(super) fn manner(&self, person: &Person) -> Manner {
        self.manners.get(person).copied().unwrap_or_default()
    }

    /// An operation, as long as the service knows it.
    pub(super) fn operation(&self, call: &CallId, id: &str) -> Result<&Operation, Refusal> {
        self.call(call)?
            .operation(id)
            .filter(|operation| operation.is_running() || !self.forgets_operations)
            .ok_or(Refusal::NoSuchOperation)
    }

    /// Lets the phones ring, if the service accepts the invite. `respond` sees the operation as it
    /// is then, before anybody has answered.
    pub(super) fn invite<T>(
        &mut self,
        id: &CallId,
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
    pub(super) fn tell<const N: usize>(
        &mut self,
        id: &CallId,
        say: impl FnOnce(&Call, &Notices<'_>) -> [Option<Value>; N],
    ) {
        let Some(call) = self.calls.get(id) else {
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
    fn leaves_rightly(&self, joins: &CallId, place: usize, who: &Invited) -> Result<(), Refusal> {
        let Some(left) = &who.leaves else {
            return Ok(());
        };
        if left == joins {
            let parameter = format!("{}.{}", at(place), Clause::Replaces.json_name());
            return Err(Refusal::invalid(parameter, InviteError::ReplacesTargetCall));
        }
        let roster = self.call(left)?.roster();
        match &who.entry {
            Some(id) if !roster.iter().any(|entry| entry.id == *id) => Err(Refusal::NotOnRoster),
            _ => Ok(()),
        }
    }
}
