//! The tokens that a client keeps, one for each tenant.

use crate::auth::bearer::Bearer;
use crate::auth::token::{TokenRequest, TokenSource};
use crate::box_error::BoxError;
use crate::values::id::TenantId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tracing::{debug, warn};

/// A kept token is renewed when this part of its time is left ...
const LAST_PART: u32 = 5;
/// ... or as much as this, if the part is longer.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long the source may take while the old token still serves, and how long it is then left in
/// peace.
const PATIENCE: Duration = Duration::from_secs(5);
const PEACE: Duration = Duration::from_secs(30);
/// Most tenants whose tokens are kept.
const MAX_TENANTS: usize = 1_000;

/// A token source, and what it gave.
pub(crate) struct Tokens {
    source: Box<dyn TokenSource>,
    scope: Arc<str>,
    /// How long anybody waits for a token.
    timeout: Duration,
    tenants: Mutex<HashMap<Option<TenantId>, Arc<Tenant>>>,
}

/// Why there is no token.
#[derive(Debug)]
pub(crate) enum TokenFailure {
    /// The error of the source.
    Source(BoxError),
    /// The source gave none in this time.
    TimedOut { after: Duration },
}

/// A token that the service refused.
#[derive(Clone, Copy)]
pub(crate) struct Renewal<'a> {
    pub(crate) refused: &'a Bearer,
    /// What the next one must claim.
    pub(crate) claims: Option<&'a Arc<str>>,
}

impl Tokens {
    pub(crate) fn new(source: Box<dyn TokenSource>, scope: Arc<str>, timeout: Duration) -> Self {
        Self {
            source,
            scope,
            timeout,
            tenants: Mutex::default(),
        }
    }

    /// What is kept, unless that is the one to be renewed.
    pub(crate) async fn bearer(
        &self,
        tenant: Option<TenantId>,
        renewal: Option<Renewal<'_>>,
    ) -> Result<Bearer, TokenFailure> {
        let after = self.timeout;
        match timeout(after, self.kept_or_asked(tenant, renewal)).await {
            Ok(token) => token.map_err(TokenFailure::Source),
            Err(_) => Err(TokenFailure::TimedOut { after }),
        }
    }

    async fn kept_or_asked(
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
        match tenant.look(refused) {
            Look::Good(token) => return Ok(token),
            Look::Late(token) => return Ok(self.renewed_or(token, &tenant, request).await),
            Look::EachTime => return self.ask(&tenant, request).await,
            Look::Nothing => {}
        }
        let turn = tenant.turn.lock().await;
        // Whoever had the turn before may have brought one, or found that all ask for themselves.
        match tenant.look(refused) {
            Look::Good(token) | Look::Late(token) => return Ok(token),
            Look::EachTime => drop(turn),
            Look::Nothing => {}
        }
        self.ask(&tenant, request).await
    }

    /// A new token in time, unless somebody else is getting it, or it can't be had now.
    async fn renewed_or(&self, old: Bearer, tenant: &Tenant, request: TokenRequest) -> Bearer {
        let Ok(_turn) = tenant.turn.try_lock() else {
            return old;
        };
        tenant.held().leave_in_peace(Instant::now());
        if let Ok(Ok(token)) = timeout(PATIENCE, self.ask(tenant, request)).await {
            return token;
        }
        warn!("the token is not renewed yet, for the source gave none; the old one serves");
        old
    }

    async fn ask(&self, tenant: &Tenant, request: TokenRequest) -> Result<Bearer, BoxError> {
        debug!(force_refresh = request.force_refresh, "asking for a token");
        let token = self.source.token(request).await?;
        let bearer = Bearer::of(&token)?;
        let now = Instant::now();
        *tenant.held() = token
            .expires()
            .map_or(Held::EachTime, |expires| Held::Token {
                bearer: bearer.clone(),
                renew: expires - (expires.duration_since(now) / LAST_PART).min(EARLY),
                expires,
            });
        Ok(bearer)
    }

    fn tenant(&self, name: Option<TenantId>) -> Arc<Tenant> {
        let tenants = self.tenants.lock();
        let mut tenants = tenants.unwrap_or_else(PoisonError::into_inner);
        if tenants.len() >= MAX_TENANTS && !tenants.contains_key(&name) {
            // Others are asked for again when they are wanted.
            tenants.clear();
        }
        Arc::clone(tenants.entry(name).or_default())
    }
}

#[derive(Default)]
struct Tenant {
    held: Mutex<Held>,
    /// Whose turn it is to ask the source.
    turn: tokio::sync::Mutex<()>,
}

impl Tenant {
    fn look(&self, refused: Option<&Bearer>) -> Look {
        self.held().look(refused, Instant::now())
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
enum Held {
    #[default]
    Nothing,
    /// The source does not say how long its tokens are good for.
    EachTime,
    Token {
        bearer: Bearer,
        renew: Instant,
        expires: Instant,
    },
}

enum Look {
    Nothing,
    EachTime,
    Good(Bearer),
    /// Still good, and to be renewed.
    Late(Bearer),
}

impl Held {
    fn look(&self, refused: Option<&Bearer>, now: Instant) -> Look {
        match self {
            Self::Token {
                bearer, expires, ..
            } if refused == Some(bearer) || *expires <= now => Look::Nothing,
            Self::Token { bearer, renew, .. } if *renew <= now => Look::Late(bearer.clone()),
            Self::Token { bearer, .. } => Look::Good(bearer.clone()),
            Self::EachTime => Look::EachTime,
            Self::Nothing => Look::Nothing,
        }
    }

    fn leave_in_peace(&mut self, now: Instant) {
        if let Self::Token { renew, .. } = self {
            *renew = now + PEACE;
        }
    }
}

#[cfg(test)]
mod tests;
