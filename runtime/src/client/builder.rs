//! A client about to be built: what it is told, and where it must not send a token.

use super::{Client, Shared};
use crate::auth::cache::Tokens;
use crate::auth::token::TokenSource;
use crate::client::retry::RetryPolicy;
use crate::http::cloud::{Cloud, Version, check_root};
use crate::http::{self, Roots, UNREADABLE_ROOT};
use crate::inbox::Inbox;
use crate::send::error::TransportError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long it may take to be connected, unless set otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a whole request may take, token and answer included, unless set otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long the outcome of an invite is waited for, unless set otherwise: people are rung for about
/// 60 seconds.
const WAIT: Duration = Duration::from_secs(120);

/// A [`Client`] in the making.
#[must_use]
pub struct ClientBuilder {
    cloud: Cloud,
    version: Version,
    token: Option<Box<dyn TokenSource>>,
    connect_timeout: Duration,
    timeout: Duration,
    wait: Duration,
    retry: RetryPolicy,
    inbox: Option<Inbox>,
    roots: Roots,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            cloud: Cloud::default(),
            version: Version::default(),
            token: None,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            wait: WAIT,
            retry: RetryPolicy::default(),
            inbox: None,
            roots: Roots::default(),
        }
    }

    /// The cloud; [`Cloud::Global`] unless set.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The version of Graph; [`Version::V1_0`] unless set.
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// Where tokens come from: an [`AccessToken`](crate::AccessToken), an async closure, or your
    /// own [`TokenSource`].
    ///
    /// The token must be the application's own (client credentials) with the role
    /// `Calls.InitiateGroupCall.All`, from the tenant that the call belongs to.
    pub fn token(mut self, source: impl TokenSource) -> Self {
        self.token = Some(Box::new(source));
        self
    }

    /// How long it may take to be connected, the handshake of TLS included; 10 seconds unless set,
    /// and at most four fifths of the [`timeout`](Self::timeout).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long it may take to get a token, and then how long a request and its answer; 60 seconds
    /// each unless set. What is sent [again](Self::retry) has this time anew.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long [`Ringing::outcome`](crate::Ringing::outcome) waits; 120 seconds unless set, for
    /// people are rung for about 60.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// What is sent again, and how often; [`RetryPolicy::default`] unless set, which repeats only
    /// what surely rang nobody. No policy repeats anything else.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Where the notifications of the bot's calls arrive. Without one, the outcome of an invite is
    /// known only by a look at the service when the wait is over.
    pub fn inbox(mut self, inbox: Inbox) -> Self {
        self.inbox = Some(inbox);
        self
    }

    /// Trusts one more root certificate, in PEM: of a gateway or proxy with a private CA, or of the
    /// emulator. What the platform trusts stays trusted. Each call adds to those before; of a
    /// bundle, all certificates are added.
    ///
    /// Takes the feature `rustls` or `native-tls`. What can't be read is told by
    /// [`build`](Self::build), as [`BuildError::RootCertificate`](crate::BuildError).
    ///
    /// ```
    /// use graph_invite::{AccessToken, BuildError, Client};
    ///
    /// fn client(pem: &[u8]) -> Result<Client, BuildError> {
    ///     let client = Client::builder().token(AccessToken::new("eyJ0"));
    ///     client.root_certificate(pem).build()
    /// }
    /// # assert!(matches!(client(b"no PEM"), Err(BuildError::RootCertificate(_))));
    /// ```
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.add(pem.as_ref());
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A [`BuildError`]: no token source, a root to which no token may be sent, or a certificate
    /// that can't be read.
    pub fn build(self) -> Result<Client, BuildError> {
        let token = self.token.ok_or(BuildError::NoToken)?;
        let root = self.cloud.root().map_err(|_| BuildError::NotABase)?;
        check_root(&root)?;
        let http = http::client(&root, self.connect_timeout, self.timeout, &self.roots)
            .map_err(BuildError::RootCertificate)?;
        let scope = format!("{}/.default", root.as_str().trim_end_matches('/'));
        let mut calls = root;
        calls
            .path_segments_mut()
            .map_err(|()| BuildError::NotABase)?
            .pop_if_empty()
            .extend([self.version.segment(), "communications", "calls"]);
        let shared = Shared {
            http: http
                .http1_only()
                .build()
                .map_err(|error| BuildError::Http(error.into()))?,
            calls,
            cloud: self.cloud,
            tokens: Tokens::new(token, scope.into(), self.timeout),
            wait: self.wait,
            retry: self.retry,
            inbox: self.inbox,
        };
        Ok(Client {
            shared: Arc::new(shared),
            tenant: None,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("cloud", &self.cloud)
            .field("version", &self.version)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("wait", &self.wait)
            .field("retry", &self.retry)
            .field("inbox", &self.inbox)
            .field("roots", &self.roots)
            .finish_non_exhaustive()
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// No token source was set.
    #[error("no token source: Graph refuses every request without one; set it by `.token(…)`")]
    NoToken,
    /// The root is not the beginning of other URLs.
    #[error(
        "the root of the cloud has credentials, a query or a fragment, or no host: write scheme, host and at most a path"
    )]
    NotABase,
    /// The root would send the token in the clear.
    #[error(
        "the root of the cloud is neither https nor loopback, so that others could read the token: write `https://`"
    )]
    NotHttps,
    /// A certificate that is to be trusted can't be read.
    #[error("{UNREADABLE_ROOT}")]
    RootCertificate(#[source] TransportError),
    /// The HTTP client could not be made, such as for lack of certificates.
    #[error("the HTTP client can't be made")]
    Http(#[source] TransportError),
}
