//! The service itself: what it remembers, and how a call goes on.

pub(crate) mod behavior;
pub(crate) mod calling;
pub(crate) mod event;
pub(crate) mod ledger;
pub(crate) mod recorded_request;
pub(crate) mod state;
pub(crate) mod timeline;
pub(crate) mod tokens;

use crate::faults::plan::FaultPlan;
use crate::identity::Identity;
use crate::ids::Ids;
use crate::lock::lock;
use crate::notifications::outbox::Outbox;
use crate::notifications::signing_key::SigningKeys;
use state::State;
use std::sync::{Arc, Mutex, MutexGuard};

/// What all connections and the API share.
pub(crate) struct Service {
    pub(crate) identity: Arc<Identity>,
    pub(crate) keys: Arc<SigningKeys>,
    pub(crate) faults: Arc<FaultPlan>,
    pub(crate) outbox: Arc<Outbox>,
    /// Of requests.
    pub(crate) request_ids: Ids,
    state: Mutex<State>,
}

impl Service {
    pub(crate) fn new(
        identity: Arc<Identity>,
        keys: Arc<SigningKeys>,
        faults: Arc<FaultPlan>,
        request_ids: Ids,
        state: State,
    ) -> Self {
        Self {
            identity,
            keys,
            faults,
            request_ids,
            outbox: Arc::clone(&state.outbox),
            state: Mutex::new(state),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
