//! How an accepted invite goes on, and what the bot is told of it.

use crate::call::{Call, Stage};
use crate::invitation::{Callee, SpelledId};
use crate::ledger::Person;
use crate::manner::{Ending, Manner};
use crate::notice::Notices;
use crate::oddity::Oddity;
use crate::state::State;
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Something that somebody does later.
pub(crate) struct Event {
    call: Uuid,
    what: What,
}

enum What {
    Answers { operation: Uuid, person: Person },
    GivesUp { operation: Uuid, person: Person },
    IsLetIn(Uuid),
    Leaves(Uuid),
}

impl State {
    /// Somebody's phone rings, and they do what they do.
    pub(crate) fn ring(&mut self, call: Uuid, operation: Uuid, person: Person) {
        let context = self.call(call).ok().and_then(|call| {
            let operation = call.find(operation)?;
            operation.context.clone()
        });
        self.ledger
            .ring(call, context.unwrap_or_default(), person.clone());
        let which = Some(operation);
        match self.manner(&person) {
            Manner::Answers => {
                let _ = self.take_up(call, which, &person, false);
            }
            Manner::AnswersAfter(time) => {
                self.later(call, time, What::Answers { operation, person });
            }
            Manner::LeavesAfter(time) => {
                if let Some(entry) = self.take_up(call, which, &person, false) {
                    self.later(call, time, What::Leaves(entry));
                }
            }
            Manner::WaitsInLobby(time) => {
                if let Some(entry) = self.take_up(call, which, &person, true) {
                    self.later(call, time, What::IsLetIn(entry));
                }
            }
            Manner::Declines => self.fail(call, operation, &person, Ending::Declined),
            Manner::IsBusy => self.fail(call, operation, &person, Ending::Busy),
            Manner::NoAnswer => {
                self.later(call, self.ring_time, What::GivesUp { operation, person });
            }
            Manner::RingsOn => {}
        }
    }

    fn later(&mut self, call: Uuid, time: Duration, what: What) {
        // What never comes is left out.
        if let Some(at) = Instant::now().checked_add(time) {
            self.events.enter(at, Event { call, what });
        }
    }

    pub(crate) fn happen(&mut self, Event { call, what }: Event) {
        match what {
            What::Answers { operation, person } => {
                let _ = self.take_up(call, Some(operation), &person, false);
            }
            What::GivesUp { operation, person } => {
                self.fail(call, operation, &person, Ending::NotAnswered);
            }
            What::IsLetIn(entry) => self.change(call, |call| call.let_in(entry)),
            What::Leaves(entry) => self.change(call, |call| call.leave(entry)),
        }
    }

    /// Somebody whose phone rings answers, and leaves the call they are to leave. `which` is the
    /// operation, if it must be a certain one.
    pub(crate) fn take_up(
        &mut self,
        id: Uuid,
        which: Option<Uuid>,
        person: &Person,
        in_lobby: bool,
    ) -> Option<Uuid> {
        let answered = self.call_mut(id).ok()?.answer(which, person, in_lobby)?;
        let left = answered.invited.leaves.as_ref().and_then(SpelledId::uuid);
        let entry = answered.invited.entry.as_ref().and_then(SpelledId::uuid);
        let left_call = left.and_then(|left| self.call(left).ok());
        // A meeting's rosters come under its own path alone, or a bot could not tell whose they are.
        let left_call = left_call.filter(|left| !left.has_roster());
        let left_call = left_call.map(|left| left.id);
        let roster_first = self.delivery.roster_first;
        self.tell(id, |call, notices| {
            let ended = ended(call, notices, answered.operation);
            let operation = call.find(answered.operation);
            let roster = call
                .has_roster()
                .then(|| notices.roster(call, operation, left_call));
            if roster_first {
                [roster, ended]
            } else {
                [ended, roster]
            }
        });
        match (left, entry) {
            (Some(left), Some(entry)) => self.change(left, |call| call.leave(entry)),
            (Some(left), None) => self.hang_up(left),
            (None, _) => {}
        }
        Some(answered.entry)
    }

    fn fail(&mut self, id: Uuid, operation: Uuid, person: &Person, ending: Ending) {
        let call = self.call_mut(id).ok();
        if call.is_some_and(|call| call.fail(operation, person, ending)) {
            self.tell(id, |call, notices| [ended(call, notices, operation)]);
        }
    }

    /// Somebody is in a call without an invite.
    pub(crate) fn join(&mut self, id: Uuid, callee: Callee) -> Option<Uuid> {
        let entry = self.call_mut(id).ok()?.join(callee);
        self.tell_roster(id);
        Some(entry)
    }

    fn change(&mut self, id: Uuid, change: impl FnOnce(&mut Call)) {
        if let Ok(call) = self.call_mut(id) {
            change(call);
            self.tell_roster(id);
        }
    }

    fn tell_roster(&mut self, id: Uuid) {
        self.tell(id, |call, notices| {
            let roster = call.has_roster();
            [roster.then(|| notices.roster(call, None, None))]
        });
    }

    pub(crate) fn establish(&mut self, id: Uuid) {
        if let Ok(call) = self.call_mut(id) {
            call.stage = Stage::Established;
            self.tell(id, |call, notices| {
                [Some(notices.state(call, "established"))]
            });
        }
    }

    pub(crate) fn hang_up(&mut self, id: Uuid) {
        let Ok(call) = self.call_mut(id) else {
            return;
        };
        for operation in call.hang_up() {
            self.tell(id, |call, notices| [ended(call, notices, operation)]);
        }
        self.tell(id, |call, notices| {
            let terminating = notices.state(call, "terminating");
            [Some(terminating), Some(notices.terminated(call))]
        });
    }

    pub(crate) fn tell_running(&mut self, id: Uuid, operation: Uuid) {
        if self.oddities.has(Oddity::TellsRunning) {
            self.tell(id, |call, notices| {
                let operation = call.find(operation);
                [operation.map(|operation| notices.running(call, operation))]
            });
        }
    }
}

fn ended(call: &Call, notices: &Notices<'_>, operation: Uuid) -> Option<Value> {
    let operation = call.ended(operation)?;
    Some(notices.ended(call, operation))
}
