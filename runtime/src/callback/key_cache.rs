//! The cached signing keys of a key server, and when they are fetched again.

use super::error::{CallbackError, KeysError};
use super::jwks::{JwksClient, KeySet};
use crate::auth::refreshing::{Fetched, Got, Limit, Pace, Refreshing};
use jsonwebtoken::DecodingKey;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tracing::field::display;
use tracing::{debug, warn};

/// How long callbacks wait for the keys before one of them fetches them again, or uses the old ones.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait after a failed refresh before the next one, if the interval is longer.
const REFRESH_BACKOFF: Duration = Duration::from_secs(5);

pub(super) struct JwksCache {
    client: Arc<JwksClient>,
    max_age: Duration,
    keys: Arc<Refreshing<Arc<KeySet>, Arc<KeysError>>>,
}

impl JwksCache {
    pub(super) fn new(client: JwksClient, max_age: Duration, refresh_interval: Duration) -> Self {
        let backoff = refresh_interval.min(REFRESH_BACKOFF);
        Self {
            client: Arc::new(client),
            // Old keys, too, are fetched only once in an interval.
            max_age: max_age.max(refresh_interval),
            keys: Refreshing::new(Pace {
                patience: REFRESH_TIMEOUT,
                refresh_backoff: backoff,
                limit: Some(Limit {
                    interval: refresh_interval,
                    interval_after_failure: backoff,
                    too_soon: Arc::new(KeysError::TooSoon),
                }),
                interrupted: Arc::new(KeysError::Interrupted),
            }),
        }
    }

    /// Whether a key with this id is cached.
    pub(super) fn has(&self, id: &str) -> bool {
        self.keys.has(|keys| keys.contains_key(id))
    }

    /// The key with this id, cached or fetched.
    pub(super) async fn get_or_fetch(&self, id: &str) -> Result<DecodingKey, CallbackError> {
        let fetch = || fetch(Arc::clone(&self.client), self.max_age);
        let keys = self.keys.get_or_fetch(|keys| keys.contains_key(id), fetch);
        let (Got::Current(keys) | Got::Old(keys)) = keys.await.map_err(CallbackError::NoKeys)?;
        keys.get(id).cloned().ok_or(CallbackError::UnknownKey)
    }
}

async fn fetch(
    client: Arc<JwksClient>,
    max_age: Duration,
) -> Result<Fetched<Arc<KeySet>>, Arc<KeysError>> {
    match client.fetch().await {
        Ok(keys) => {
            debug!(count = keys.len(), "fetched the signing keys");
            Ok(Fetched::Shared {
                value: Arc::new(keys),
                refresh: Instant::now().checked_add(max_age),
                expires: None,
            })
        }
        Err(error) => {
            let cause = match &error {
                KeysError::Transport(error) => Some(display(error.cause())),
                _ => None,
            };
            warn!(%error, cause, "failed to fetch the signing keys");
            Err(Arc::new(error))
        }
    }
}
