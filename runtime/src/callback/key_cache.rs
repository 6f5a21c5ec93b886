//! The keys at hand, and when to fetch them anew.

use super::error::{CallbackError, KeysError};
use super::jwks::{KeySet, Source};
use jsonwebtoken::DecodingKey;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tracing::{debug, warn};

/// How long to leave the key server alone after it failed, unless the interval is shorter.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Keys {
    source: Source,
    max_age: Duration,
    refresh_interval: Duration,
    known: Mutex<Known>,
    /// Held by the one that asks the key server. The others wait for what it brings.
    asking: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Known {
    keys: KeySet,
    fetched: Option<Instant>,
    asked: Option<Instant>,
    failure: Option<Arc<KeysError>>,
}

impl Keys {
    pub(super) fn new(source: Source, max_age: Duration, refresh_interval: Duration) -> Arc<Self> {
        Arc::new(Self {
            source,
            max_age,
            refresh_interval,
            known: Mutex::default(),
            asking: Arc::default(),
        })
    }

    /// The key with this id, from the key server if need be.
    pub(super) async fn find(self: &Arc<Self>, id: &str) -> Result<DecodingKey, CallbackError> {
        if let Some(key) = self.fresh(id) {
            return Ok(key);
        }
        if self.is_due() {
            self.refresh(id).await;
        }
        let known = self.known();
        match (known.keys.get(id), &known.failure) {
            (Some(key), _) => Ok(key.clone()),
            (None, Some(failure)) => Err(CallbackError::NoKeys(Arc::clone(failure))),
            (None, None) => Err(CallbackError::UnknownKey),
        }
    }

    fn fresh(&self, id: &str) -> Option<DecodingKey> {
        let known = self.known();
        let young = known.fetched.is_some_and(|at| at.elapsed() < self.max_age);
        known.keys.get(id).filter(|_| young).cloned()
    }

    /// Whether the key server has been left alone for long enough.
    fn is_due(&self) -> bool {
        let known = self.known();
        let pause = match known.failure {
            Some(_) => self.refresh_interval.min(AFTER_FAILURE),
            None => self.refresh_interval,
        };
        known.asked.is_none_or(|at| at.elapsed() >= pause)
    }

    /// Whether an old key has to do, because the key server fails.
    fn makes_do(&self, id: &str) -> bool {
        let known = self.known();
        known.failure.is_some() && known.keys.contains_key(id)
    }

    async fn refresh(self: &Arc<Self>, id: &str) {
        let asking = Arc::clone(&self.asking);
        let turn = if self.makes_do(id) {
            asking.try_lock_owned().ok()
        } else {
            Some(asking.lock_owned().await)
        };
        // Another may have asked while this one waited.
        if turn.is_none() || self.fresh(id).is_some() || !self.is_due() {
            return;
        }
        let keys = Arc::clone(self);
        // A task of its own: a caller who hangs up does not end it for those who wait.
        let asking = tokio::spawn(async move {
            keys.take(keys.source.fetch().await);
            drop(turn);
        });
        if !self.makes_do(id) {
            drop(asking.await);
        }
    }

    fn take(&self, fetched: Result<KeySet, KeysError>) {
        let mut known = self.known();
        known.asked = Some(Instant::now());
        match fetched {
            Ok(keys) => {
                debug!(count = keys.len(), "fetched the keys of the service");
                known.keys = keys;
                known.fetched = Some(Instant::now());
                known.failure = None;
            }
            Err(error) => {
                let why = &error as &(dyn std::error::Error + 'static);
                warn!(error = why, "the keys of the service can't be fetched");
                known.failure = Some(Arc::new(error));
            }
        }
    }

    /// What is known, which every change leaves whole: a thread that panicked has spoilt nothing.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
