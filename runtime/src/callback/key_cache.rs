//! The cached signing keys of the service, and when they are fetched again.

use super::error::{CallbackError, KeysError};
use super::jwks::{JwksClient, KeySet};
use jsonwebtoken::DecodingKey;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tracing::{debug, warn};

/// How long to wait after a failed refresh before the next one, if the interval is longer.
const REFRESH_BACKOFF: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct JwksCache {
    client: JwksClient,
    max_age: Duration,
    refresh_interval: Duration,
    cached: Mutex<Cached>,
    /// Held by the one refresh. The other callers wait for its result.
    refresh_lock: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Cached {
    keys: KeySet,
    fetched: Option<Instant>,
    tried: Option<Instant>,
    failure: Option<Arc<KeysError>>,
}

impl JwksCache {
    pub(super) fn new(
        client: JwksClient,
        max_age: Duration,
        refresh_interval: Duration,
    ) -> Arc<Self> {
        Arc::new(Self {
            client,
            max_age,
            refresh_interval,
            cached: Mutex::default(),
            refresh_lock: Arc::default(),
        })
    }

    /// The key with this id, cached or fetched.
    pub(super) async fn get_or_fetch(
        self: &Arc<Self>,
        id: &str,
    ) -> Result<DecodingKey, CallbackError> {
        if let Some(key) = self.fresh(id) {
            return Ok(key);
        }
        if self.is_refresh_due() {
            self.refresh(id).await;
        }
        let cached = self.cached();
        match (cached.keys.get(id), &cached.failure) {
            (Some(key), _) => Ok(key.clone()),
            (None, Some(failure)) => Err(CallbackError::NoKeys(Arc::clone(failure))),
            (None, None) => Err(CallbackError::UnknownKey),
        }
    }

    fn fresh(&self, id: &str) -> Option<DecodingKey> {
        let cached = self.cached();
        let young = cached.fetched.is_some_and(|at| at.elapsed() < self.max_age);
        cached.keys.get(id).filter(|_| young).cloned()
    }

    /// Whether the last refresh was long enough ago.
    fn is_refresh_due(&self) -> bool {
        let cached = self.cached();
        let pause = match cached.failure {
            Some(_) => self.refresh_interval.min(REFRESH_BACKOFF),
            None => self.refresh_interval,
        };
        cached.tried.is_none_or(|at| at.elapsed() >= pause)
    }

    /// Whether this key is cached, and the last refresh failed. Then callers do not wait.
    fn can_serve_stale(&self, id: &str) -> bool {
        let cached = self.cached();
        cached.failure.is_some() && cached.keys.contains_key(id)
    }

    async fn refresh(self: &Arc<Self>, id: &str) {
        let lock = Arc::clone(&self.refresh_lock);
        let lock = if self.can_serve_stale(id) {
            lock.try_lock_owned().ok()
        } else {
            Some(lock.lock_owned().await)
        };
        // Another caller may have refreshed the keys in the meantime.
        if lock.is_none() || self.fresh(id).is_some() || !self.is_refresh_due() {
            return;
        }
        let cache = Arc::clone(self);
        // A separate task, because the other callers still need the keys when this one is cancelled.
        let refresh = tokio::spawn(async move {
            cache.store(cache.client.fetch().await);
            drop(lock);
        });
        if !self.can_serve_stale(id) {
            drop(refresh.await);
        }
    }

    fn store(&self, fetched: Result<KeySet, KeysError>) {
        let mut cached = self.cached();
        cached.tried = Some(Instant::now());
        match fetched {
            Ok(keys) => {
                debug!(count = keys.len(), "fetched the signing keys");
                cached.keys = keys;
                cached.fetched = Some(Instant::now());
                cached.failure = None;
            }
            Err(error) => {
                let source = &error as &(dyn std::error::Error + 'static);
                warn!(error = source, "failed to fetch the signing keys");
                cached.failure = Some(Arc::new(error));
            }
        }
    }

    /// Every change keeps the state consistent, so that a poisoned lock is harmless.
    fn cached(&self) -> MutexGuard<'_, Cached> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
