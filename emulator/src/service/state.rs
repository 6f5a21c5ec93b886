//! What the service remembers.

use crate::calls::call::{Call, CallState, RosterEntry};
use crate::calls::error::RequestError;
use crate::calls::operation::Operation;
use crate::calls::service_id::parse_uuid;
use crate::clock::Clock;
use crate::clock::scheduler::Scheduler;
use crate::ids::Ids;
use crate::log::{Entry, EntryKind, Log};
use crate::notifications::body::BodyWriter;
use crate::notifications::outbox::Outbox;
use crate::notifications::quirk::Quirks;
use crate::person::PersonId;
use crate::service::behavior::Behavior;
use crate::service::event::Event;
use crate::service::ledger::Ledger;
use crate::service::tokens::{Bearer, IssuedTokens};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::mem::take;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) ids: Arc<Ids>,
    pub(crate) clock: Clock,
    calls: HashMap<Uuid, Call>,
    behaviors: HashMap<PersonId, Behaviors>,
    pub(crate) ledger: Ledger,
    pub(crate) tokens: IssuedTokens,
    /// What people will do.
    pub(crate) events: Arc<Scheduler<Event>>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) log: Arc<Log>,
}

/// What a person does at each ring.
struct Behaviors {
    now: Behavior,
    /// At the next rings. The last one stays.
    next: VecDeque<Behavior>,
}

#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub(crate) struct Settings {
    pub(crate) ring_time: Duration,
    pub(crate) forget_ended_operations: bool,
    /// Whether the answer to an invite shows the ids of the invited.
    pub(crate) shows_participant_ids: bool,
    /// Whether the service knows the bot as one that calls.
    pub(crate) knows_bot: bool,
    /// Whether the tenant lets the bot remove participants.
    pub(crate) allows_removal: bool,
    pub(crate) quirks: Quirks,
}

impl State {
    pub(crate) fn new(settings: Settings, ids: Arc<Ids>, outbox: Arc<Outbox>) -> Self {
        Self {
            settings,
            ids,
            clock: outbox.clock.clone(),
            calls: HashMap::new(),
            behaviors: HashMap::new(),
            ledger: Ledger::default(),
            tokens: IssuedTokens::default(),
            events: Arc::new(Scheduler::new(outbox.clock.clone())),
            log: Arc::clone(&outbox.log),
            outbox,
        }
    }

    pub(crate) fn add_token(&mut self, token: &str, tenant: Uuid, lifetime: Duration) {
        self.tokens.add(token, tenant, lifetime, self.clock.now());
    }

    /// Who sends a request with this token, if it is valid.
    pub(crate) fn bearer(&self, token: &str) -> Option<Bearer> {
        self.tokens.bearer(token, self.clock.now())
    }

    pub(crate) fn log_call(&self, id: Uuid, state: &str) {
        self.log
            .add(Entry::of_call(EntryKind::CallChanged, id).detail(state));
    }

    pub(crate) fn add_call(&mut self, call: Call) -> Uuid {
        let id = call.id;
        self.calls.insert(id, call);
        self.log_call(id, "new");
        id
    }

    /// Removes a call that has ended, and how often it rang anybody.
    pub(crate) fn remove_call(&mut self, id: Uuid) {
        self.calls.remove(&id);
        self.ledger.forget_call(id);
    }

    /// A call that has not ended.
    pub(crate) fn call(&self, id: Uuid) -> Result<&Call, RequestError> {
        self.calls
            .get(&id)
            .filter(|call| call.state != CallState::Terminated)
            .ok_or(RequestError::CallNotFound)
    }

    pub(crate) fn call_mut(&mut self, id: Uuid) -> Result<&mut Call, RequestError> {
        self.calls
            .get_mut(&id)
            .filter(|call| call.state != CallState::Terminated)
            .ok_or(RequestError::CallNotFound)
    }

    /// A call that has not ended, by its id in a path.
    pub(crate) fn find_call(&self, id: &str) -> Result<&Call, RequestError> {
        self.call(parse_uuid(id).ok_or(RequestError::CallNotFound)?)
    }

    /// An operation, while the service knows it, by the ids in a path.
    pub(crate) fn find_operation(&self, call: &str, id: &str) -> Result<&Operation, RequestError> {
        let call = self.find_call(call)?;
        parse_uuid(id)
            .and_then(|id| call.invite(id))
            .filter(|operation| operation.is_running() || !self.settings.forget_ended_operations)
            .ok_or(RequestError::OperationNotFound)
    }

    /// A participant of a call, by the ids in a path, and the place of their entry.
    pub(crate) fn find_participant(
        &self,
        call: &str,
        id: &str,
    ) -> Result<(&RosterEntry, usize), RequestError> {
        let call = self.find_call(call)?;
        parse_uuid(id)
            .and_then(|id| call.participant(id))
            .ok_or(RequestError::ParticipantNotFound)
    }

    /// What a person does at each ring; at the last for good.
    pub(crate) fn set_behaviors(&mut self, person: PersonId, behaviors: Vec<Behavior>) {
        if let Some(first) = behaviors.first().copied() {
            let next = VecDeque::from(behaviors);
            self.behaviors
                .insert(person, Behaviors { now: first, next });
        } else {
            self.behaviors.remove(&person);
        }
    }

    /// What each person will do at the next rings, if that was set.
    pub(crate) fn behaviors(&self, person: &PersonId) -> Vec<Behavior> {
        let set = self.behaviors.get(person);
        set.map_or_else(Vec::new, |set| set.next.iter().copied().collect())
    }

    /// What a person does at the ring that begins now.
    pub(crate) fn next_behavior(&mut self, person: &PersonId) -> Behavior {
        let Some(behaviors) = self.behaviors.get_mut(person) else {
            return Behavior::default();
        };
        behaviors.now = behaviors.next.front().copied().unwrap_or_default();
        if behaviors.next.len() > 1 {
            behaviors.next.pop_front();
        }
        behaviors.now
    }

    /// What a person does at the ring that is there already.
    pub(crate) fn behavior(&self, person: &PersonId) -> Behavior {
        let behaviors = self.behaviors.get(person);
        behaviors.map_or_else(Behavior::default, |behaviors| behaviors.now)
    }

    /// All calls, also those that have ended.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.values()
    }

    /// A call, also one that has ended.
    pub(crate) fn any_call(&self, id: Uuid) -> Option<&Call> {
        self.calls.get(&id)
    }

    /// Forgets all calls, people, recordings and tokens, and draws ids from the start again.
    pub(crate) fn reset(&mut self) {
        // Another thread frees the large maps, so that the lock is held only for a moment.
        let (calls, behaviors) = (take(&mut self.calls), take(&mut self.behaviors));
        let ledger = self.ledger.take();
        std::thread::spawn(move || drop((calls, behaviors, ledger)));
        self.tokens.revoke_all();
        self.events.clear();
        self.outbox.reset();
        self.clock.run(true);
        self.ids.reset();
        self.log.add(Entry::new(EntryKind::Changed).detail("reset"));
    }

    /// Sends notifications about a call, also about one that has ended.
    pub(crate) fn notify<const N: usize>(
        &self,
        id: Uuid,
        write: impl FnOnce(&Call, &BodyWriter<'_>) -> [Option<Value>; N],
    ) {
        self.notify_about(id, None, write);
    }

    /// Sends notifications about a call and one of its operations.
    pub(crate) fn notify_about<const N: usize>(
        &self,
        id: Uuid,
        operation: Option<Uuid>,
        write: impl FnOnce(&Call, &BodyWriter<'_>) -> [Option<Value>; N],
    ) {
        let Some(call) = self.calls.get(&id) else {
            return;
        };
        let Some(callback) = call.callback.clone().or_else(|| self.outbox.callback()) else {
            return;
        };
        let writer = BodyWriter(&self.settings.quirks);
        for body in write(call, &writer).iter().flatten() {
            self.outbox
                .send(body, callback.clone(), call.id, call.tenant, operation);
        }
    }
}
