//! The tokens that a client keeps, one for each tenant.

#[cfg(feature = "azure-identity")]
use crate::auth::azure;
use crate::auth::bearer::Bearer;
use crate::auth::refreshing::{Fetched, Got, Pace, Refreshing};
use crate::auth::token::{TokenRequest, TokenSource};
use crate::auth::token_error::TokenError;
use crate::box_error::{BoxError, SharedError};
use crate::values::guid_id::TenantId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tracing::{debug, warn};

/// A token is refreshed when one part in this many of its lifetime is left ...
const REFRESH_FRACTION: u32 = 5;
/// ... but at most this long before it expires.
const MAX_REFRESH_MARGIN: Duration = Duration::from_secs(5 * 60);
/// How long requests wait for one token before they ask for another one, or use the old one. At most
/// half of the time that the client waits for a token.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait after the start of a refresh before the next one.
const REFRESH_BACKOFF: Duration = Duration::from_secs(30);
/// The maximum number of tenants whose tokens are kept.
const MAX_TENANTS: usize = 1_000;

/// A token source and its tokens.
pub(crate) struct TokenCache {
    source: Arc<dyn TokenSource>,
    scope: Arc<str>,
    /// How long a request waits for a token.
    timeout: Duration,
    tenants: Mutex<HashMap<Option<TenantId>, Arc<Token>>>,
}

/// The token of one tenant.
type Token = Refreshing<Bearer, TokenError>;

/// A token that the service refused.
#[derive(Clone, Copy)]
pub(crate) struct Renewal<'a> {
    pub(crate) refused: &'a Bearer,
    /// The claims that the next token must have.
    pub(crate) claims: Option<&'a Arc<str>>,
}

impl TokenCache {
    pub(crate) fn new(source: Arc<dyn TokenSource>, scope: Arc<str>, timeout: Duration) -> Self {
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
    ) -> Result<Bearer, TokenError> {
        let request = TokenRequest {
            tenant,
            scope: Arc::clone(&self.scope),
            force_refresh: renewal.is_some(),
            claims: renewal.and_then(|renewal| renewal.claims.cloned()),
        };
        let refused = renewal.map(|renewal| renewal.refused);
        let token = self.tenant(tenant);
        let token = token.get_or_fetch(
            |bearer| refused != Some(bearer),
            || fetch(Arc::clone(&self.source), request.clone(), self.timeout),
        );
        match timeout(self.timeout, token).await {
            Ok(Ok(Got::Current(bearer))) => Ok(bearer),
            Ok(Ok(Got::Old(bearer))) => {
                warn!("the token source gave no new token; the old token is still used");
                Ok(bearer)
            }
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(TokenError::Timeout {
                after: self.timeout,
            }),
        }
    }

    fn tenant(&self, tenant: Option<TenantId>) -> Arc<Token> {
        let tenants = self.tenants.lock();
        let mut tenants = tenants.unwrap_or_else(PoisonError::into_inner);
        if tenants.len() >= MAX_TENANTS && !tenants.contains_key(&tenant) {
            // The other tenants fetch theirs again when they need one.
            tenants.clear();
        }
        let token = tenants.entry(tenant).or_insert_with(|| {
            Refreshing::new(Pace {
                patience: REFRESH_TIMEOUT.min(self.timeout / 2),
                refresh_backoff: REFRESH_BACKOFF,
                limit: None,
                interrupted: TokenError::Interrupted,
            })
        });
        Arc::clone(token)
    }
}

async fn fetch(
    source: Arc<dyn TokenSource>,
    request: TokenRequest,
    after: Duration,
) -> Result<Fetched<Bearer>, TokenError> {
    debug!(force_refresh = request.force_refresh, "asking for a token");
    let token = timeout(after, source.token(request)).await;
    let token = token
        .map_err(|_| TokenError::Timeout { after })?
        .map_err(sort_out)?;
    let bearer = Bearer::of(&token)?;
    let now = Instant::now();
    // A token that has expired already comes from a clock that is wrong. It is used once: the
    // service decides.
    Ok(match token.expires().filter(|expires| *expires > now) {
        None => Fetched::Own(bearer),
        Some(expires) => {
            let margin = expires.duration_since(now) / REFRESH_FRACTION;
            Fetched::Shared {
                value: bearer,
                refresh: Some(expires - margin.min(MAX_REFRESH_MARGIN)),
                expires: Some(expires),
            }
        }
    })
}

/// What the error of a token source shows.
fn sort_out(error: BoxError) -> TokenError {
    let error = match error.downcast::<TokenError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    #[cfg(feature = "azure-identity")]
    let error = match azure::sort_out(error) {
        Ok(error) => return error,
        Err(error) => error,
    };
    TokenError::Source(SharedError::new(error))
}

#[cfg(test)]
mod tests;
