//! The service itself: what it remembers, and how a call goes on.

pub(crate) mod behavior;
pub(crate) mod calling;
pub(crate) mod event;
pub(crate) mod exchange;
pub(crate) mod ledger;
pub(crate) mod phones;
pub(crate) mod recorded_request;
pub(crate) mod state;
mod time;
pub(crate) mod timeline;
pub(crate) mod tokens;

use crate::faults::plan::FaultPlan;
use crate::hosts::AllowedHosts;
use crate::identity::Identity;
use crate::ids::Ids;
use crate::lock::lock;
use crate::log::Log;
use crate::notifications::outbox::Outbox;
use crate::notifications::signing_key::{SigningKeys, unix_now};
use serde_json::json;
use state::State;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use uuid::Uuid;

/// What all connections and the API share.
pub(crate) struct Service {
    pub(crate) identity: Arc<Identity>,
    pub(crate) keys: Arc<SigningKeys>,
    pub(crate) faults: Arc<FaultPlan>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) log: Arc<Log>,
    /// Of requests.
    pub(crate) request_ids: Ids,
    /// Which names requests may have in `Host`.
    pub(crate) hosts: AllowedHosts,
    /// Whether the scenario is loaded, if there is one.
    ready: AtomicBool,
    state: Mutex<State>,
}

impl Service {
    pub(crate) fn new(
        identity: Arc<Identity>,
        keys: Arc<SigningKeys>,
        faults: Arc<FaultPlan>,
        request_ids: Ids,
        hosts: AllowedHosts,
        ready: bool,
        state: State,
    ) -> Self {
        Self {
            identity,
            keys,
            faults,
            request_ids,
            hosts,
            ready: AtomicBool::new(ready),
            outbox: Arc::clone(&state.outbox),
            log: Arc::clone(&state.log),
            state: Mutex::new(state),
        }
    }

    /// A token for the bot in a tenant, which is valid for this time.
    pub(crate) async fn issue_token(&self, tenant: Uuid, lifetime: Duration) -> io::Result<String> {
        let now = unix_now();
        let claims = json!({
            "aud": self.identity.root,
            "iss": format!("https://sts.windows.net/{tenant}/"),
            "tid": tenant,
            "appid": self.identity.app,
            "roles": self.identity.roles,
            "iat": now,
            "nbf": now,
            "exp": now.saturating_add(lifetime.as_secs()),
            // No two tokens are the same, not even within a second.
            "uti": self.request_ids.next(),
        });
        let token = self.keys.current().await?.sign(&claims)?;
        self.state().add_token(&token, tenant, lifetime);
        Ok(token)
    }

    pub(crate) fn set_ready(&self) {
        self.ready.store(true, Ordering::Release);
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
