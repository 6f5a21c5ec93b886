//! Access tokens and their sources.

use crate::box_error::BoxError;
use crate::values::guid_id::TenantId;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// An access token for Microsoft Graph. `Debug` and errors do not show it.
///
/// It is also a token source that always gives this token: enough for tests, and for as long as the
/// token is valid.
///
/// ```
/// use graph_invite::token::AccessToken;
///
/// assert_eq!(format!("{:?}", AccessToken::new("eyJ0")), "AccessToken(…)");
/// ```
#[derive(Clone)]
pub struct AccessToken {
    token: SecretString,
    expires: Option<Instant>,
}

impl AccessToken {
    /// Creates a token from the `access_token` of the token endpoint, without `Bearer`.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: SecretString::from(token.into()),
            expires: None,
        }
    }

    /// Sets for how long the token is valid from now on: the `expires_in` of the token endpoint,
    /// which is in seconds. The client keeps such a token and asks for the next one shortly before
    /// it expires.
    ///
    /// ```
    /// use graph_invite::token::AccessToken;
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

/// The request of a client to its token source.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The tenant of the call, if [`Client::for_tenant`](crate::Client::for_tenant) set one. The
    /// token must come from the token endpoint of this tenant.
    pub tenant: Option<TenantId>,
    /// The scope for the token endpoint: the root of the cloud and `/.default`.
    pub scope: Arc<str>,
    /// Whether the service has just refused the previous token. Then bypass any cache of yours and
    /// give another token. If it is the same token again, the send fails with the refusal.
    pub force_refresh: bool,
    /// The claims that the service then requires of the next token: JSON, for the parameter
    /// `claims` of the token endpoint.
    pub claims: Option<Arc<str>>,
}

impl TokenRequest {
    /// A request as the client makes it for this scope: for no tenant in particular, without a
    /// refused token before it, and without claims. Set the fields to make another one.
    ///
    /// Only tests of a token source need this:
    ///
    /// ```
    /// use graph_invite::token::{AccessToken, TokenRequest, TokenSource};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let source = |request: TokenRequest| async move {
    ///     match request.force_refresh {
    ///         true => Err(std::io::Error::other("the vault is closed")),
    ///         false => Ok(AccessToken::new("eyJ0")),
    ///     }
    /// };
    /// let mut request = TokenRequest::new("https://graph.microsoft.com/.default");
    /// assert!(source.token(request.clone()).await.is_ok());
    /// request.force_refresh = true;
    /// assert!(source.token(request).await.is_err());
    /// # }
    /// ```
    #[must_use]
    pub fn new(scope: impl Into<Arc<str>>) -> Self {
        Self {
            tenant: None,
            scope: scope.into(),
            force_refresh: false,
            claims: None,
        }
    }
}

/// A source of access tokens.
///
/// The client keeps one token for each tenant if the token has a
/// [lifetime](AccessToken::expires_in). It asks for the next one when a fifth of the lifetime is
/// left, but not earlier than five minutes before the end. While the call runs, and if it fails, the
/// client uses the old token.
///
/// All requests that wait for a token share one call of the source, and its error if it fails. A call
/// that takes longer than five seconds, or half of the client's timeout, does not hold them up: then
/// the client calls the source again, and uses the token that comes first. A request that is dropped
/// does not drop the call.
///
/// A token without a lifetime, or with one that is over, is for one request. The client then asks the
/// source before every request.
///
/// An [`AccessToken`] is a source that always gives itself. Every closure that returns a future of
/// a token, or of a `Result` with a token and any error, is a source too:
///
/// ```
/// use graph_invite::Client;
/// use graph_invite::token::{AccessToken, TokenRequest};
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
/// # Ok::<(), graph_invite::error::BuildError>(())
/// ```
///
/// So are a `Box<dyn TokenSource>` and an `Arc<dyn TokenSource>`, and with the feature `azure-identity`
/// the credentials of the Azure SDK. To test a
/// source, make a [`TokenRequest`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no source of tokens",
    label = "no token source",
    note = "give an `AccessToken`, an async closure such as `|request: TokenRequest| async move {{ … }}`, or a type that implements `TokenSource`"
)]
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a token for `request` that is valid now.
    fn token(&self, request: TokenRequest) -> TokenFuture<'_>;
}

/// The future of a token, or of an error of the source. The error becomes the cause of a
/// [`TokenError`](crate::token::TokenError), so keep secrets out of it. A `TokenError` stays as it is.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + Send + 'a>>;

impl TokenSource for AccessToken {
    fn token(&self, _: TokenRequest) -> TokenFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// A source of whatever type, for a choice at run time.
///
/// ```
/// use graph_invite::Client;
/// use graph_invite::token::{AccessToken, TokenRequest, TokenSource};
/// # async fn from_vault() -> Result<AccessToken, std::io::Error> { Ok(AccessToken::new("")) }
///
/// let token = std::env::var("GRAPH_TOKEN");
/// let source: Box<dyn TokenSource> = match token {
///     Ok(token) => Box::new(AccessToken::new(token)),
///     Err(_) => Box::new(|_: TokenRequest| from_vault()),
/// };
/// let client = Client::builder().token_source(source).build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::error::BuildError>(())
/// ```
impl TokenSource for Box<dyn TokenSource> {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        (**self).token(request)
    }
}

/// A source that several clients share. Each client keeps tokens of its own.
impl TokenSource for Arc<dyn TokenSource> {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        (**self).token(request)
    }
}

impl<S, F> TokenSource for S
where
    S: Fn(TokenRequest) -> F + Send + Sync + 'static,
    F: Future<Output: IntoToken> + Send + 'static,
{
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        let token = self(request);
        Box::pin(async { token.await.into_token() })
    }
}

/// What the closure of a [`TokenSource`] may return: an [`AccessToken`], its text, or a `Result` of
/// either with any error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no access token",
    label = "the closure of a token source returns this",
    note = "return an `AccessToken`, its text, or a `Result` of either, such as `Ok::<_, std::io::Error>(token)`"
)]
pub trait IntoToken {
    /// The token, or why there is none.
    ///
    /// # Errors
    ///
    /// That of the `Result`. An [`AccessToken`] and a text give none.
    fn into_token(self) -> Result<AccessToken, BoxError>;
}

impl IntoToken for AccessToken {
    fn into_token(self) -> Result<AccessToken, BoxError> {
        Ok(self)
    }
}

impl IntoToken for String {
    fn into_token(self) -> Result<AccessToken, BoxError> {
        Ok(self.into())
    }
}

impl IntoToken for &'static str {
    fn into_token(self) -> Result<AccessToken, BoxError> {
        Ok(self.into())
    }
}

impl<T: Into<AccessToken>, E: Into<BoxError>> IntoToken for Result<T, E> {
    fn into_token(self) -> Result<AccessToken, BoxError> {
        self.map(Into::into).map_err(Into::into)
    }
}
