//! Phones that ring, and what a test makes people do with them.

use crate::calls::operation::{CallFailure, Purpose};
use crate::calls::resources;
use crate::log::{Entry, EntryKind};
use crate::person::PersonId;
use crate::service::state::State;
use uuid::Uuid;

/// A phone that rings now.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RingingPhone {
    /// Whose phone it is.
    pub person: PersonId,
    /// The call for which it rings.
    pub call: Uuid,
    /// The operation that rings it: that of the invite, or of the new call.
    pub operation: Uuid,
}

/// Shows no id of a person.
impl std::fmt::Debug for RingingPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RingingPhone")
            .field("call", &self.call)
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// What a person does with the phone that rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reaction {
    /// Answers, and is in the call.
    Answers,
    /// Answers, and waits in the lobby.
    WaitsInLobby,
    /// Declines: 603, subcode 8538.
    Declines,
    /// Is in another call: 486, subcode 8539.
    Busy,
    /// Does not answer, and the phone stops: 487, subcode 10004.
    NoAnswer,
}

impl State {
    /// All phones that ring, in the order of calls' ids.
    pub(crate) fn ringing_phones(&self) -> Vec<RingingPhone> {
        let mut phones: Vec<_> = self
            .calls()
            .flat_map(|call| {
                let operations = call.operations().iter();
                operations.flat_map(|operation| {
                    let legs = operation.legs.iter().filter(|leg| leg.is_ringing());
                    legs.map(|leg| RingingPhone {
                        person: leg.invited.callee.person(),
                        call: call.id,
                        operation: operation.id,
                    })
                })
            })
            .collect();
        phones.sort_by_key(|phone| phone.call);
        phones
    }

    /// The phone of this person that rings: for this call, or for any.
    pub(crate) fn ringing_phone(
        &self,
        call: Option<Uuid>,
        person: &PersonId,
    ) -> Option<RingingPhone> {
        let mut phones = self.ringing_phones().into_iter();
        phones.find(|phone| phone.person == *person && call.is_none_or(|call| call == phone.call))
    }

    /// A person does something with the phone that rings for this call, or for any. Returns whether
    /// it did ring.
    pub(crate) fn react(
        &mut self,
        call: Option<Uuid>,
        person: &PersonId,
        reaction: Reaction,
    ) -> Option<RingingPhone> {
        let phone = self.ringing_phone(call, person)?;
        let (call, operation) = (phone.call, phone.operation);
        let failure = match reaction {
            Reaction::Answers => {
                self.answer(call, Some(operation), person, false);
                return Some(phone);
            }
            Reaction::WaitsInLobby => {
                self.answer(call, Some(operation), person, true);
                return Some(phone);
            }
            Reaction::Declines => CallFailure::Declined,
            Reaction::Busy => CallFailure::Busy,
            Reaction::NoAnswer => CallFailure::NotAnswered,
        };
        self.fail(call, operation, person, failure);
        Some(phone)
    }

    /// The roster entry of a person in a call, and whether it is in the lobby.
    pub(crate) fn entry_of(&self, call: Uuid, person: &PersonId) -> Option<(Uuid, bool)> {
        let mut people = self.call(call).ok()?.people().iter();
        let entry = people.find(|entry| entry.callee.person() == *person)?;
        Some((entry.id, entry.in_lobby))
    }

    /// A person in a call leaves it. Returns whether they were in it.
    pub(crate) fn leave_call(&mut self, call: Uuid, person: &PersonId) -> bool {
        let entry = self.entry_of(call, person);
        if let Some((entry, _)) = entry {
            self.leave(call, entry);
        }
        entry.is_some()
    }

    /// Somebody in a call admits a person from its lobby. Returns whether they were in it.
    pub(crate) fn admit(&mut self, call: Uuid, person: &PersonId) -> bool {
        match self.entry_of(call, person) {
            Some((entry, true)) => {
                self.admit_entry(call, entry);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn log_phone(
        &self,
        kind: EntryKind,
        call: Uuid,
        operation: Uuid,
        person: &PersonId,
    ) {
        let entry = Entry::of_call(kind, call);
        self.log.add(entry.of_person(person).of_invite(operation));
    }

    /// Records how an invite has ended, if it has.
    pub(crate) fn log_end(&self, call: Uuid, operation: Uuid) {
        let ended = self.any_call(call);
        let ended = ended.and_then(|call| call.operation(operation));
        let Some(ended) = ended.filter(|ended| ended.purpose == Purpose::Invite) else {
            return;
        };
        if !ended.is_running() {
            let detail = match resources::failure(ended) {
                Some((code, subcode, _)) => format!("failed {code}/{subcode}"),
                None => "completed".to_owned(),
            };
            let entry = Entry::of_call(EntryKind::OperationEnded, call);
            self.log.add(entry.of_invite(operation).detail(detail));
        }
    }
}
