//! Building a client, and where it must not send a token.

use crate::auth::cache::TokenCache;
use crate::auth::token::TokenSource;
#[cfg(feature = "ledger")]
use crate::book::Book;
use crate::client::deadline::TimeLimits;
use crate::client::error::BuildError;
use crate::client::polling::Polling;
use crate::client::retry::RetryPolicy;
use crate::client::sent::SentInvites;
use crate::client::{CALLS_PATH, Client, Settings};
use crate::http;
use crate::http::cloud::{ApiVersion, Cloud, RootError};
use crate::http::proxy::ProxyChoice;
use crate::http::root_certificates::RootCertificates;
use crate::http::transport_error::TransportError;
use crate::inbox::Inbox;
#[cfg(feature = "ledger")]
use crate::ledger::LedgerSettings;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::Url;

/// The default time to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The default time of one request for a token, and of one request with its answer.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The default time of a whole send.
const DEADLINE: Duration = Duration::from_secs(90);
/// The default time to wait for an outcome. A phone rings for about 60 seconds.
const OUTCOME_TIMEOUT: Duration = Duration::from_secs(120);

/// Builds a [`Client`].
#[must_use]
pub struct ClientBuilder {
    cloud: Cloud,
    version: ApiVersion,
    token_source: Option<Arc<dyn TokenSource>>,
    connect_timeout: Duration,
    timeout: Duration,
    deadline: Duration,
    outcome_timeout: Duration,
    polling: Option<Polling>,
    retry_policy: RetryPolicy,
    inbox: Option<Inbox>,
    roots: RootCertificates,
    proxy: ProxyChoice,
    #[cfg(feature = "ledger")]
    ledger: Option<LedgerSettings>,
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            cloud: Cloud::default(),
            version: ApiVersion::default(),
            token_source: None,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            deadline: DEADLINE,
            outcome_timeout: OUTCOME_TIMEOUT,
            polling: None,
            retry_policy: RetryPolicy::default(),
            inbox: None,
            roots: RootCertificates::default(),
            proxy: ProxyChoice::default(),
            #[cfg(feature = "ledger")]
            ledger: None,
        }
    }
}

impl ClientBuilder {
    /// The cloud. The default is [`Cloud::Global`].
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The version of Graph. The default is [`ApiVersion::V1_0`].
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// Where tokens come from: an [`AccessToken`](crate::token::AccessToken), an async closure, or your
    /// own [`TokenSource`].
    ///
    /// The token must be the application's own (client credentials) with the role
    /// `Calls.InitiateGroupCall.All`, from the tenant that the call belongs to.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.token_source = Some(Arc::new(source));
        self
    }

    /// The time to connect, the TLS handshake included. The default is 10 seconds, and it is at most
    /// four fifths of the [`timeout`](Self::timeout) and two fifths of the
    /// [`deadline`](Self::deadline).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time of one request with its answer, and of one request for a token. The default is 60
    /// seconds each. Each [retry](Self::retry_policy) has this time again, but none goes on after the
    /// [`deadline`](Self::deadline).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time of a whole send: its tokens, requests, answers, and the waits between them. The
    /// default is 90 seconds.
    ///
    /// A request without an answer at the deadline is
    /// [`UnknownReason::Timeout`](crate::UnknownReason::Timeout). No request begins in the last part
    /// of the time, which is a little longer than the
    /// [`connect_timeout`](Self::connect_timeout): a connection that fails there would look like a
    /// missing answer. A wait that would end there is not begun: the send ends at once with the last
    /// error. If no token came until then, it ends as
    /// [`TokenError::Timeout`](crate::token::TokenError::Timeout).
    ///
    /// ```
    /// use graph_invite::Client;
    /// use graph_invite::token::AccessToken;
    /// use std::time::Duration;
    ///
    /// let client = Client::builder().token_source(AccessToken::new("eyJ0"));
    /// let hasty = client.deadline(Duration::from_secs(20)).build()?;
    /// # let _ = hasty;
    /// # Ok::<(), graph_invite::error::BuildError>(())
    /// ```
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long [`Ringing::outcome`](crate::Ringing::outcome) waits. The default is 120 seconds,
    /// because a phone rings for about 60.
    pub fn outcome_timeout(mut self, timeout: Duration) -> Self {
        self.outcome_timeout = timeout;
        self
    }

    /// How often [`Ringing::outcome`](crate::Ringing::outcome) asks the service while it waits. The
    /// default is [`Polling::default`] without an [`inbox`](Self::inbox), and
    /// [`Polling::beside_inbox`] with one.
    pub fn polling(mut self, polling: Polling) -> Self {
        self.polling = Some(polling);
        self
    }

    /// Which requests are repeated, and how often. The default is [`RetryPolicy::default`]. No policy
    /// repeats a request that may have rung a phone.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// Where the notifications of the bot's calls arrive. Without an inbox, the client learns the
    /// outcome of an invite only by asking the service: see [`polling`](Self::polling).
    pub fn inbox(mut self, inbox: Inbox) -> Self {
        self.inbox = Some(inbox);
        self
    }

    /// Where invites are written down, so that they outlive the process: an engine, or
    /// [`LedgerSettings`]. Every invite then needs a `context`, the same one in each delivery of its job, and
    /// is sent at most once, by whichever process. All clients that invite to a call need the same ledger.
    ///
    /// Without an [`inbox`](Self::inbox), the client makes one, which hears what the ledger hears.
    ///
    /// See the page [Several machines](crate::guide::several_machines) of the guide.
    ///
    /// ```
    /// use graph_invite::Client;
    /// use graph_invite::ledger::MemoryLedger;
    /// use graph_invite::token::AccessToken;
    ///
    /// let client = Client::builder().token_source(AccessToken::new("eyJ0"));
    /// let client = client.ledger(MemoryLedger::new()).build()?;
    /// # let _ = client;
    /// # Ok::<(), graph_invite::error::BuildError>(())
    /// ```
    #[cfg(feature = "ledger")]
    pub fn ledger(mut self, ledger: impl Into<LedgerSettings>) -> Self {
        self.ledger = Some(ledger.into());
        self.inbox.get_or_insert_default();
        self
    }

    /// Trusts one more root certificate, in PEM: of a gateway or proxy with a private CA, or of the
    /// emulator. The roots of the platform stay trusted. Each call adds to those before. A bundle adds
    /// all its certificates.
    ///
    /// Needs the feature `rustls` or `native-tls`. If the PEM can't be read, [`build`](Self::build)
    /// returns [`BuildError::RootCertificate`](crate::error::BuildError).
    ///
    /// ```
    /// use graph_invite::Client;
    /// use graph_invite::error::BuildError;
    /// use graph_invite::token::AccessToken;
    ///
    /// fn client(pem: &[u8]) -> Result<Client, BuildError> {
    ///     let client = Client::builder().token_source(AccessToken::new("eyJ0"));
    ///     client.root_certificate(pem).build()
    /// }
    /// # assert!(matches!(client(b"no PEM"), Err(BuildError::RootCertificate(_))));
    /// ```
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.add(pem.as_ref());
        self
    }

    /// Sends every request through this HTTP proxy, whatever the environment says. Without this and
    /// [`no_proxy`](Self::no_proxy), the variables `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` choose, and
    /// a root on this machine has no proxy. Of several calls of the two, the last one counts.
    ///
    /// The URL may contain a user name and a password, percent-encoded. No log, error or `Debug` output
    /// shows them. The proxy sees the host of the service, but not the request, which is encrypted.
    ///
    /// [`build`](Self::build) returns [`BuildError::Proxy`](crate::error::BuildError) if the scheme is
    /// neither `http` nor `https`, or if a proxy on another machine could read the token because the
    /// root is plain `http`.
    ///
    /// ```
    /// use graph_invite::token::AccessToken;
    /// use graph_invite::{Client, Url};
    ///
    /// let proxy = Url::parse("http://bot:secret@proxy.example:3128")?;
    /// let client = Client::builder().token_source(AccessToken::new("eyJ0")).proxy(proxy);
    /// assert!(!format!("{client:?}").contains("secret"));
    /// # client.build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn proxy(mut self, proxy: Url) -> Self {
        self.proxy = ProxyChoice::Through(proxy);
        self
    }

    /// Sends every request directly, whatever the environment says.
    ///
    /// ```
    /// use graph_invite::Client;
    /// use graph_invite::token::AccessToken;
    ///
    /// let client = Client::builder().token_source(AccessToken::new("eyJ0")).no_proxy().build()?;
    /// # let _ = client;
    /// # Ok::<(), graph_invite::error::BuildError>(())
    /// ```
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::Direct;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// A [`BuildError`]: no token source, a root to which no token may be sent, a proxy that can't be
    /// used, or a certificate that can't be read.
    pub fn build(self) -> Result<Client, BuildError> {
        let source = self.token_source.ok_or(BuildError::NoToken)?;
        let root = self.cloud.root()?;
        let limits = TimeLimits::new(self.deadline, self.timeout, self.connect_timeout);
        let http = http::client(limits.connect(), limits.request(), &self.roots)
            .map_err(BuildError::RootCertificate)?;
        let http = self.proxy.install_into(http, &root)?;
        let scope = format!("{}/.default", root.as_str().trim_end_matches('/'));
        let mut calls = root;
        calls
            .path_segments_mut()
            .map_err(|()| RootError::NotABase)?
            .pop_if_empty()
            .push(self.version.segment())
            .extend(CALLS_PATH);
        let settings = Settings {
            http: http
                .http1_only()
                .build()
                .map_err(|error| BuildError::Http(TransportError::build(error)))?,
            calls,
            cloud: self.cloud,
            tokens: TokenCache::new(source, scope.into(), limits.request()),
            limits,
            outcome_timeout: self.outcome_timeout,
            polling: self.polling.unwrap_or(match self.inbox {
                Some(_) => Polling::beside_inbox(),
                None => Polling::default(),
            }),
            retry_policy: self.retry_policy,
            inbox: self.inbox,
            sent_invites: SentInvites::default(),
            #[cfg(feature = "ledger")]
            book: self.ledger.map(Book::new),
            #[cfg(not(feature = "ledger"))]
            book: None,
            listener: OnceLock::new(),
        };
        Ok(Client {
            settings: Arc::new(settings),
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
            .field("deadline", &self.deadline)
            .field("outcome_timeout", &self.outcome_timeout)
            .field("polling", &self.polling)
            .field("retry_policy", &self.retry_policy)
            .field("inbox", &self.inbox)
            .field("roots", &self.roots)
            .field("proxy", &self.proxy)
            .finish_non_exhaustive()
    }
}
