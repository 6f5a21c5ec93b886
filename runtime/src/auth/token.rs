//! Where access tokens come from.

use crate::box_error::BoxError;
use crate::values::id::TenantId;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// An access token for Microsoft Graph. Neither `Debug` nor an error shows it.
///
/// As a token source it is a fixed token, which is good for tests and for an hour.
///
/// ```
/// use graph_invite::AccessToken;
///
/// assert_eq!(format!("{:?}", AccessToken::new("eyJ0")), "AccessToken(…)");
/// ```
#[derive(Clone)]
pub struct AccessToken {
    token: SecretString,
    expires: Option<Instant>,
}

impl AccessToken {
    /// A token as the token endpoint gave it, without `Bearer`.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self::from(SecretString::from(token.into()))
    }

    /// How long it is good for, from now on: the endpoint's `expires_in`, in seconds there. The
    /// client keeps a token of which it knows this, and asks for the next shortly before.
    ///
    /// ```
    /// use graph_invite::AccessToken;
    /// use std::time::Duration;
    ///
    /// let token = AccessToken::new("eyJ0").expires_in(Duration::from_secs(3599));
    /// # let _ = token;
    /// ```
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires = Instant::now().checked_add(time);
        self
    }

    pub(crate) fn expose(&self) -> &str {
        self.token.expose_secret()
    }

    pub(crate) const fn expires(&self) -> Option<Instant> {
        self.expires
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl From<SecretString> for AccessToken {
    fn from(token: SecretString) -> Self {
        Self {
            token,
            expires: None,
        }
    }
}

/// What a token is wanted for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The tenant whose token it must be, if [`Client::tenant`](crate::Client::tenant) says: the
    /// tenant that the call belongs to, at whose endpoint a token is asked for.
    pub tenant: Option<TenantId>,
    /// The scope to ask the token endpoint for: the root of the cloud and `/.default`.
    pub scope: Arc<str>,
    /// Whether the service has just refused the token given before: give another, past any cache
    /// of yours. If it is the same again, the refusal stands.
    pub force_refresh: bool,
    /// What the service then said the next token must claim: JSON, for the parameter `claims` of
    /// the token endpoint.
    pub claims: Option<Arc<str>>,
}

/// A source of access tokens.
///
/// The client keeps a token that says how long it [is good for](AccessToken::expires_in), one for
/// each tenant. It asks for the next when a fifth of the time is left, five minutes at most; all
/// who want one at that moment share it, and while that is under way, or fails, the old one goes
/// on. For a token that does not say, it asks before every request.
///
/// An [`AccessToken`] is a source that never changes, and every closure is one that gives a future
/// of a token:
///
/// ```
/// use graph_invite::{AccessToken, Client, TokenRequest};
/// use std::time::Duration;
/// # async fn from_vault(_scope: &str) -> std::io::Result<(String, u64)> { Ok((String::new(), 0)) }
///
/// let client = Client::builder()
///     .token_source(|request: TokenRequest| async move {
///         let (token, seconds) = from_vault(&request.scope).await?;
///         let token = AccessToken::new(token).expires_in(Duration::from_secs(seconds));
///         Ok::<_, std::io::Error>(token)
///     })
///     .build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::BuildError>(())
/// ```
///
/// With the feature `azure-identity`, credentials of the Azure SDK are sources too.
pub trait TokenSource: Send + Sync + 'static {
    /// A token for `request`, valid now.
    fn token(&self, request: TokenRequest) -> TokenFuture<'_>;
}

/// A token that will be there, or the source's own error. That error is kept as it is, as the cause
/// of [`NotSent::Token`](crate::NotSent::Token), so keep secrets out of it.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + Send + 'a>>;

impl TokenSource for AccessToken {
    fn token(&self, _: TokenRequest) -> TokenFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl<S, F, T, E> TokenSource for S
where
    S: Fn(TokenRequest) -> F + Send + Sync + 'static,
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Into<AccessToken>,
    E: Into<BoxError>,
{
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        let token = self(request);
        Box::pin(async { token.await.map(Into::into).map_err(Into::into) })
    }
}
