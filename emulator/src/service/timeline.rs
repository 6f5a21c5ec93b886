//! How calls go on: an invite rings, people answer or not, join, and leave.

use crate::calls::call::{Call, CallState};
use crate::calls::callee::Callee;
use crate::calls::error::RequestError;
use crate::calls::invitation::{Invitation, InvitedParticipant};
use crate::calls::operation::{CallFailure, Operation};
use crate::calls::service_id::{ServiceId, parse_uuid};
use crate::log::{Entry, EntryKind};
use crate::notifications::body::BodyWriter;
use crate::notifications::quirk::Quirk;
use crate::person::PersonId;
use crate::service::Service;
use crate::service::behavior::Behavior;
use crate::service::event::{Action, Event};
use crate::service::state::State;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Runs the events that are due, and does not end.
pub(crate) async fn run(service: Arc<Service>) {
    let events = Arc::clone(&service.state().events);
    loop {
        events.due().await;
        service.state().run_due_events();
    }
}

impl State {
    /// Rings the invited, if the service accepts the invite. `respond` sees the operation as it is
    /// then, before anybody has answered.
    pub(crate) fn invite<T>(
        &mut self,
        id: Uuid,
        invitation: Invitation,
        respond: impl FnOnce(&Operation) -> T,
    ) -> Result<T, RequestError> {
        let call = self.call(id)?;
        invitation.check(id)?;
        call.accepts(&invitation.participants)?;
        for invited in &invitation.participants {
            self.check_replaced_call(invited)?;
        }
        if invitation.dropped > 0 {
            let entry = Entry::of_call(EntryKind::Dropped, id);
            self.log.add(entry.detail(invitation.dropped.to_string()));
        }
        let operation = Operation::new(&self.ids, invitation);
        let people = operation.people();
        let number = operation.id;
        let response = respond(&operation);
        self.call_mut(id)?.begin(operation);
        self.notify_running(id, number);
        for person in people {
            self.ring(id, number, person);
        }
        Ok(response)
    }

    /// Whether a participant can leave the call that they are to leave.
    fn check_replaced_call(&self, invited: &InvitedParticipant) -> Result<(), RequestError> {
        let Some(replaced) = &invited.replaced_call else {
            return Ok(());
        };
        let replaced = replaced.uuid().ok_or(RequestError::CallNotFound)?;
        let roster = self.call(replaced)?.roster();
        let is_there = |id: &ServiceId| roster.iter().any(|entry| id.uuid() == Some(entry.id));
        match &invited.moved_entry {
            Some(entry) if !is_there(entry) => Err(RequestError::NotOnRoster),
            _ => Ok(()),
        }
    }

    /// A phone rings, and the person behaves as the test has set.
    pub(crate) fn ring(&mut self, call: Uuid, operation: Uuid, person: PersonId) {
        let context = self.call(call).ok().and_then(|call| {
            let operation = call.operation(operation)?;
            operation.context.clone()
        });
        let context = context.unwrap_or_default();
        self.ledger.add_ring(call, context, person.clone());
        self.log_phone(EntryKind::Ringing, call, operation, &person);
        match self.next_behavior(&person) {
            Behavior::Answers => {
                self.answer(call, Some(operation), &person, false);
            }
            Behavior::AnswersAfter(time) => {
                self.later(call, time, Action::Answer { operation, person });
            }
            Behavior::LeavesAfter(time) => {
                if let Some(entry) = self.answer(call, Some(operation), &person, false) {
                    self.later(call, time, Action::Leave { entry });
                }
            }
            Behavior::WaitsInLobby(time) => {
                if let Some(entry) = self.answer(call, Some(operation), &person, true) {
                    self.later(call, time, Action::AdmitFromLobby { entry });
                }
            }
            Behavior::Declines => self.fail(call, operation, &person, CallFailure::Declined),
            Behavior::Busy => self.fail(call, operation, &person, CallFailure::Busy),
            Behavior::NoAnswer => {
                let time = self.settings.ring_time;
                self.later(call, time, Action::GiveUp { operation, person });
            }
            Behavior::KeepsRinging | Behavior::AnswersWhenRemoved => {}
        }
    }

    pub(crate) fn later(&mut self, call: Uuid, time: Duration, action: Action) {
        self.events.add(time, Event { call, action });
    }

    pub(crate) fn run_due_events(&mut self) {
        while let Some(event) = self.events.pop_due() {
            self.run_event(event);
        }
    }

    fn run_event(&mut self, Event { call, action }: Event) {
        match action {
            Action::Answer { operation, person } => {
                self.answer(call, Some(operation), &person, false);
            }
            Action::GiveUp { operation, person } => {
                self.fail(call, operation, &person, CallFailure::NotAnswered);
            }
            Action::AdmitFromLobby { entry } => {
                self.admit_entry(call, entry);
            }
            Action::Leave { entry } => self.leave(call, entry),
            Action::StopRingingBot => self.stop_ringing_bot(call),
            Action::EndUnlessKeptAlive => self.end_unless_kept_alive(call),
        }
    }

    /// A person answers the phone, and leaves the call that they are to leave. Returns their roster
    /// entry, or `None` if the phone did not ring. `operation` is the one to answer; `None` is any.
    pub(crate) fn answer(
        &mut self,
        id: Uuid,
        operation: Option<Uuid>,
        person: &PersonId,
        in_lobby: bool,
    ) -> Option<Uuid> {
        let answered = self
            .call_mut(id)
            .ok()?
            .answer(operation, person, in_lobby)?;
        let kind = if in_lobby {
            EntryKind::Lobby
        } else {
            EntryKind::Answered
        };
        self.log_phone(kind, id, answered.operation, person);
        self.log_end(id, answered.operation);
        let is_target = self.call(id).ok()?.invite(answered.operation).is_none();
        if is_target && self.call(id).ok()?.state == CallState::Establishing {
            self.establish_call(id);
        }
        let replaced = answered.invited.replaced_call.as_ref();
        let replaced = replaced.and_then(ServiceId::uuid);
        let left = replaced.and_then(|replaced| self.call(replaced).ok());
        // A meeting has its own roster. Under its path, a bot could not distinguish the two.
        let left = left.filter(|left| !left.has_roster()).map(|left| left.id);
        let roster_first = self.outbox.roster_first();
        self.notify_about(id, Some(answered.operation), |call, writer| {
            let ended = ended(call, writer, answered.operation);
            let operation = call.operation(answered.operation);
            let has_roster = call.has_roster();
            let roster = has_roster.then(|| writer.roster(call, operation, left));
            if roster_first {
                [roster, ended]
            } else {
                [ended, roster]
            }
        });
        let moved = answered.invited.moved_entry.as_ref();
        match (replaced, moved.and_then(ServiceId::uuid)) {
            (Some(replaced), Some(entry)) => {
                self.change_roster(replaced, |call| call.leave(entry));
            }
            (Some(replaced), None) => self.end_call(replaced),
            (None, _) => {}
        }
        Some(answered.entry)
    }

    pub(crate) fn fail(
        &mut self,
        id: Uuid,
        operation: Uuid,
        person: &PersonId,
        failure: CallFailure,
    ) {
        let Ok(call) = self.call_mut(id) else {
            return;
        };
        if !call.fail(operation, person, failure) {
            return;
        }
        self.log_phone(EntryKind::Failed, id, operation, person);
        self.log_end(id, operation);
        let Ok(call) = self.call_mut(id) else {
            return;
        };
        let no_target_answers = call
            .dialing()
            .is_some_and(|dialing| dialing.id == operation && dialing.failure().is_some());
        if no_target_answers {
            call.failure = Some(failure);
            self.end_call(id);
        } else {
            self.notify_about(id, Some(operation), |call, writer| {
                [ended(call, writer, operation)]
            });
        }
    }

    /// A person leaves. If they are the only other one of a peer-to-peer call, it ends.
    pub(crate) fn leave(&mut self, id: Uuid, entry: Uuid) {
        self.log.add(Entry::of_call(EntryKind::Left, id));
        if self.call(id).is_ok_and(|call| call.is_between(entry)) {
            self.end_call(id);
        } else {
            self.change_roster(id, |call| call.leave(entry));
        }
    }

    /// The bot removes a participant: a person in the call, or one whose phone rings.
    pub(crate) fn remove(&mut self, id: Uuid, participant: &str) -> Result<(), RequestError> {
        if !self.settings.allows_removal {
            return Err(RequestError::RemovalForbidden);
        }
        let participant = parse_uuid(participant).ok_or(RequestError::ParticipantNotFound)?;
        let call = self.call(id)?;
        if call.participant(participant).is_some() {
            self.change_roster(id, |call| call.leave(participant));
            return Ok(());
        }
        let (operation, person) = call
            .ringing_participant(participant)
            .ok_or(RequestError::ParticipantNotFound)?;
        if self.behavior(&person) == Behavior::AnswersWhenRemoved {
            self.answer(id, Some(operation), &person, false);
        } else {
            self.fail(id, operation, &person, CallFailure::Cancelled);
        }
        Ok(())
    }

    /// A person joins a call without an invite.
    pub(crate) fn join(&mut self, id: Uuid, callee: Callee) -> Option<Uuid> {
        let ids = Arc::clone(&self.ids);
        let entry = self.call_mut(id).ok()?.join(&ids, callee);
        self.notify_roster(id);
        Some(entry)
    }

    pub(crate) fn admit_entry(&mut self, id: Uuid, entry: Uuid) {
        self.log.add(Entry::of_call(EntryKind::Admitted, id));
        self.change_roster(id, |call| call.admit_from_lobby(entry));
    }

    fn change_roster(&mut self, id: Uuid, change: impl FnOnce(&mut Call)) {
        if let Ok(call) = self.call_mut(id) {
            change(call);
            self.notify_roster(id);
        }
    }

    pub(crate) fn establish_call(&mut self, id: Uuid) {
        if let Ok(call) = self.call_mut(id) {
            call.state = CallState::Established;
            self.log_call(id, "established");
            self.notify_state(id, "established");
        }
    }

    pub(crate) fn end_call(&mut self, id: Uuid) {
        let Ok(call) = self.call_mut(id) else {
            return;
        };
        let operations = call.end();
        self.log_call(id, "terminated");
        for operation in operations {
            self.log_end(id, operation);
            self.notify_about(id, Some(operation), |call, writer| {
                [ended(call, writer, operation)]
            });
        }
        self.notify(id, |call, writer| {
            let terminating = writer.call_state(call, "terminating");
            [Some(terminating), Some(writer.call_terminated(call))]
        });
    }

    pub(crate) fn notify_state(&self, id: Uuid, state: &str) {
        self.notify(id, |call, writer| [Some(writer.call_state(call, state))]);
    }

    fn notify_roster(&self, id: Uuid) {
        self.notify(id, |call, writer| {
            let has_roster = call.has_roster();
            [has_roster.then(|| writer.roster(call, None, None))]
        });
    }

    fn notify_running(&self, id: Uuid, operation: Uuid) {
        if self.settings.quirks.has(Quirk::RunningUpdate) {
            self.notify_about(id, Some(operation), |call, writer| {
                let operation = call.operation(operation);
                [operation.map(|operation| writer.operation_running(call, operation))]
            });
        }
    }
}

fn ended(call: &Call, writer: &BodyWriter<'_>, operation: Uuid) -> Option<Value> {
    let operation = call.ended_invite(operation)?;
    Some(writer.operation_ended(call, operation))
}
