//! The tokens that a client keeps, one for each tenant.
//!
//! A token that expires soon is still used while one request gets the next one. The cache of the
//! callback keys has the same vocabulary but other rules: it looks up keys by id, refreshes in a
//! task of its own, and never drops a key because of its age.

use crate::auth::bearer::Bearer;
use crate::auth::token::{TokenRequest, TokenSource};
use crate::box_error::BoxError;
use crate::values::guid_id::TenantId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tracing::{debug, warn};

/// A token is refreshed when one part in this many of its lifetime is left ...
const REFRESH_FRACTION: u32 = 5;
/// ... but at most this long before it expires.
const MAX_REFRESH_MARGIN: Duration = Duration::from_secs(5 * 60);
/// How long a refresh may take while the old token is still valid.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait after the start of a refresh before the next one.
const REFRESH_BACKOFF: Duration = Duration::from_secs(30);
/// The maximum number of tenants whose tokens are kept.
const MAX_TENANTS: usize = 1_000;

/// A token source and its tokens.
pub(crate) struct TokenCache {
    source: Box<dyn TokenSource>,
    scope: Arc<str>,
    /// How long a request waits for a token.
    timeout: Duration,
    tenants: Mutex<HashMap<Option<TenantId>, Arc<Tenant>>>,
}

/// Why there is no token.
#[derive(Debug)]
pub(crate) enum TokenFailure {
    /// The error of the source.
    Source(BoxError),
    /// The source gave no token in this time.
    TimedOut { after: Duration },
}

/// A token that the service refused.
#[derive(Clone, Copy)]
pub(crate) struct Renewal<'a> {
    pub(crate) refused: &'a Bearer,
    /// The claims that the next token must have.
    pub(crate) claims: Option<&'a Arc<str>>,
}

impl TokenCache {
    pub(crate) fn new(source: Box<dyn TokenSource>, scope: Arc<str>, timeout: Duration) -> Self {
        Self {
            source,
            scope,
            timeout,
            tenants: Mutex::default(),
        }
    }

    /// The cached token, or a new one if there is none or the service refused it.
    pub(crate) async fn bearer(
        &self,
        tenant: Option<TenantId>,
        renewal: Option<Renewal<'_>>,
    ) -> Result<Bearer, TokenFailure> {
        let after = self.timeout;
        match timeout(after, self.get_or_fetch(tenant, renewal)).await {
            Ok(token) => token.map_err(TokenFailure::Source),
            Err(_) => Err(TokenFailure::TimedOut { after }),
        }
    }

    async fn get_or_fetch(
        &self,
        name: Option<TenantId>,
        renewal: Option<Renewal<'_>>,
    ) -> Result<Bearer, BoxError> {
        let request = TokenRequest {
            tenant: name,
            scope: Arc::clone(&self.scope),
            force_refresh: renewal.is_some(),
            claims: renewal.and_then(|renewal| renewal.claims.cloned()),
        };
        let tenant = self.tenant(name);
        let refused = renewal.map(|renewal| renewal.refused);
        match tenant.state(refused) {
            CacheState::Fresh(token) => return Ok(token),
            CacheState::Stale(token) => {
                return Ok(self.refresh_or_keep(token, &tenant, request).await);
            }
            CacheState::Uncached => return self.fetch(&tenant, request).await,
            CacheState::Miss => {}
        }
        let refresh_lock = tenant.refresh_lock.lock().await;
        // The previous owner of the lock may have cached a token, or seen that no token is cached.
        match tenant.state(refused) {
            CacheState::Fresh(token) | CacheState::Stale(token) => return Ok(token),
            CacheState::Uncached => drop(refresh_lock),
            CacheState::Miss => {}
        }
        self.fetch(&tenant, request).await
    }

    /// A new token, or the old one if another request is fetching, the fetch fails, or it takes too
    /// long.
    async fn refresh_or_keep(&self, old: Bearer, tenant: &Tenant, request: TokenRequest) -> Bearer {
        let Ok(_lock) = tenant.refresh_lock.try_lock() else {
            return old;
        };
        tenant.cached().postpone_refresh(Instant::now());
        if let Ok(Ok(token)) = timeout(REFRESH_TIMEOUT, self.fetch(tenant, request)).await {
            return token;
        }
        warn!("the token source gave no new token; the old token is still used");
        old
    }

    async fn fetch(&self, tenant: &Tenant, request: TokenRequest) -> Result<Bearer, BoxError> {
        debug!(force_refresh = request.force_refresh, "asking for a token");
        let token = self.source.token(request).await?;
        let bearer = Bearer::of(&token)?;
        let now = Instant::now();
        *tenant.cached() = match token.expires() {
            None => Cached::Never,
            Some(expires) => {
                let margin = expires.duration_since(now) / REFRESH_FRACTION;
                Cached::Token {
                    bearer: bearer.clone(),
                    refresh: expires - margin.min(MAX_REFRESH_MARGIN),
                    expires,
                }
            }
        };
        Ok(bearer)
    }

    fn tenant(&self, name: Option<TenantId>) -> Arc<Tenant> {
        let tenants = self.tenants.lock();
        let mut tenants = tenants.unwrap_or_else(PoisonError::into_inner);
        if tenants.len() >= MAX_TENANTS && !tenants.contains_key(&name) {
            // The other tenants fetch theirs again when they need one.
            tenants.clear();
        }
        Arc::clone(tenants.entry(name).or_default())
    }
}

#[derive(Default)]
struct Tenant {
    cached: Mutex<Cached>,
    /// Held by the one request that fetches a token for the others.
    refresh_lock: tokio::sync::Mutex<()>,
}

impl Tenant {
    fn state(&self, refused: Option<&Bearer>) -> CacheState {
        self.cached().state(refused, Instant::now())
    }

    fn cached(&self) -> MutexGuard<'_, Cached> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
enum Cached {
    #[default]
    Nothing,
    /// The tokens of the source have no lifetime, so that none is kept.
    Never,
    Token {
        bearer: Bearer,
        refresh: Instant,
        expires: Instant,
    },
}

enum CacheState {
    Miss,
    /// Every request fetches its own token.
    Uncached,
    Fresh(Bearer),
    /// Still valid, but due for a refresh.
    Stale(Bearer),
}

impl Cached {
    fn state(&self, refused: Option<&Bearer>, now: Instant) -> CacheState {
        match self {
            Self::Token {
                bearer, expires, ..
            } if refused == Some(bearer) || *expires <= now => CacheState::Miss,
            Self::Token {
                bearer, refresh, ..
            } if *refresh <= now => CacheState::Stale(bearer.clone()),
            Self::Token { bearer, .. } => CacheState::Fresh(bearer.clone()),
            Self::Never => CacheState::Uncached,
            Self::Nothing => CacheState::Miss,
        }
    }

    fn postpone_refresh(&mut self, now: Instant) {
        if let Self::Token { refresh, .. } = self {
            *refresh = now + REFRESH_BACKOFF;
        }
    }
}

#[cfg(test)]
mod tests;
