//! Where access tokens come from.

use secrecy::{ExposeSecret, SecretString};
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

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
pub struct AccessToken(SecretString);

impl AccessToken {
    /// A token as the token endpoint gave it, without `Bearer`.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self(SecretString::from(token.into()))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
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
        Self(token)
    }
}

/// What a token is wanted for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scope to ask the token endpoint for: the root of the cloud and `/.default`.
    pub scope: Arc<str>,
    /// Whether the service has just refused the token given before (401): give another, past any
    /// cache. If it is the same again, the refusal stands.
    pub fresh: bool,
}

/// A source of access tokens, asked before every request: keep tokens for as long as they last, or
/// until a [`fresh`](TokenRequest::fresh) one is wanted.
///
/// An [`AccessToken`] is one that never changes, and so is every closure that gives a future of
/// a token:
///
/// ```
/// use graph_invite::{AccessToken, Client, TokenRequest};
/// # async fn from_vault(_scope: &str) -> std::io::Result<String> { Ok(String::new()) }
///
/// let client = Client::builder()
///     .token(|request: TokenRequest| async move { from_vault(&request.scope).await })
///     .build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::BuildError>(())
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// A token for `request`, valid now.
    fn token(&self, request: TokenRequest) -> TokenFuture<'_>;
}

/// A token that will be there, or the reason why not.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

/// Why there is no token: whatever error the source gives. It is kept as it is, as the cause of
/// [`NotSent::Token`](crate::NotSent::Token), so keep secrets out of it.
pub type TokenError = Box<dyn Error + Send + Sync>;

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
    E: Into<TokenError>,
{
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        let token = self(request);
        Box::pin(async { token.await.map(Into::into).map_err(Into::into) })
    }
}
