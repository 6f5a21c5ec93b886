//! All that the emulator remembers, as plain data, and how it changes.

use super::call::{Call, Operation, Stage};
use super::invitation::{Invitation, Invited, at};
use super::ledger::{Ledger, Person};
use super::refusal::Refusal;
use crate::id::CallId;
use graph_invite_rules::{Clause, InviteError};
use std::collections::HashMap;

/// What somebody does when their phone rings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Manner {
    /// Answers as soon as the response to the invite is written.
    #[default]
    Answers,
    /// Lets it ring until [`Emulator::answer`](super::Emulator::answer).
    RingsOn,
}

#[derive(Default)]
pub(super) struct State {
    calls: HashMap<CallId, Call>,
    manners: HashMap<Person, Manner>,
    pub(super) ledger: Ledger,
}

impl State {
    pub(super) fn add(&mut self, call: Call) -> CallId {
        let id = CallId::from_uuid(call.id);
        self.calls.insert(id.clone(), call);
        id
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
        let call = self.call_mut(id)?;
        let response = respond(call, &operation);
        call.begin(operation);
        for person in people {
            self.ledger.ring(person.clone());
            match self.manners.get(&person).copied().unwrap_or_default() {
                Manner::Answers => {
                    self.answer(id, &person);
                }
                Manner::RingsOn => {}
            }
        }
        Ok(response)
    }

    /// Whether the call that somebody is to leave is one they can leave for `joins`.
    fn leaves_rightly(&self, joins: &CallId, place: usize, who: &Invited) -> Result<(), Refusal> {
        let Some(left) = &who.leaves else {
            return Ok(());
        };
        if left == joins {
            let parameter = format!("{}.{}", at(place), Clause::Replaces.wire());
            return Err(Refusal::invalid(parameter, InviteError::SameCall));
        }
        let roster = self.call(left)?.roster();
        match &who.entry {
            Some(id) if !roster.iter().any(|entry| entry.id == *id) => Err(Refusal::NotOnRoster),
            _ => Ok(()),
        }
    }

    /// Somebody whose phone rings answers, and leaves the call they are to leave.
    pub(super) fn answer(&mut self, id: &CallId, person: &Person) -> bool {
        let call = self.call_mut(id).ok();
        let Some(invited) = call.and_then(|call| call.answer(person)) else {
            return false;
        };
        let left = invited.leaves.and_then(|left| self.calls.get_mut(&left));
        match (left, &invited.entry) {
            (Some(left), Some(entry)) => left.leave(entry),
            (Some(left), None) => left.stage = Stage::Terminated,
            (None, _) => {}
        }
        true
    }
}
