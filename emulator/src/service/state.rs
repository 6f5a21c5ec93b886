//! What the service remembers.

use crate::calls::call::{Call, CallState, RosterEntry};
use crate::calls::error::RequestError;
use crate::calls::operation::Operation;
use crate::calls::service_id::parse_uuid;
use crate::ids::Ids;
use crate::notifications::body::BodyWriter;
use crate::notifications::outbox::Outbox;
use crate::notifications::quirk::Quirks;
use crate::person::PersonId;
use crate::scheduler::Scheduler;
use crate::service::behavior::Behavior;
use crate::service::event::Event;
use crate::service::ledger::Ledger;
use crate::service::tokens::IssuedTokens;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) ids: Arc<Ids>,
    calls: HashMap<Uuid, Call>,
    behaviors: HashMap<PersonId, Behavior>,
    pub(crate) ledger: Ledger,
    pub(crate) tokens: IssuedTokens,
    /// What people will do.
    pub(crate) events: Arc<Scheduler<Event>>,
    pub(crate) outbox: Arc<Outbox>,
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
            calls: HashMap::new(),
            behaviors: HashMap::new(),
            ledger: Ledger::default(),
            tokens: IssuedTokens::default(),
            events: Arc::default(),
            outbox,
        }
    }

    pub(crate) fn add_call(&mut self, call: Call) -> Uuid {
        let id = call.id;
        self.calls.insert(id, call);
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

    pub(crate) fn set_behavior(&mut self, person: PersonId, behavior: Behavior) {
        self.behaviors.insert(person, behavior);
    }

    pub(crate) fn behavior(&self, person: &PersonId) -> Behavior {
        self.behaviors.get(person).copied().unwrap_or_default()
    }

    /// Sends notifications about a call, also about one that has ended.
    pub(crate) fn notify<const N: usize>(
        &self,
        id: Uuid,
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
                .send(body, callback.clone(), call.id, call.tenant);
        }
    }
}
