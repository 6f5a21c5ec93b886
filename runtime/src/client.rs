//! The client: where requests go, with which token, and how long they may take.

use crate::answer::Answer;
use crate::bearer::Bearer;
use crate::cloud::{Cloud, Version, check_root, is_here};
use crate::error::{NotSent, TransportError};
use crate::http::{self, Roots};
use crate::id::{CallId, TenantId};
use crate::inbox::Inbox;
use crate::retry::RetryPolicy;
use crate::token::TokenSource;
use crate::tokens::{Renewal, Tokens};
use crate::trace;
use reqwest::StatusCode;
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How long it may take to be connected, unless set otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a whole request may take, token and answer included, unless set otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long the outcome of an invite is waited for, unless set otherwise: people are rung for about
/// 60 seconds.
const WAIT: Duration = Duration::from_secs(120);

/// Sends invites to one cloud, with tokens of one source. Cheap to clone: clones share their
/// connections and their tokens.
///
/// ```
/// use graph_invite::{AccessToken, Client};
///
/// let client = Client::builder().token(AccessToken::new("eyJ0")).build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::BuildError>(())
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    tenant: Option<TenantId>,
}

struct Shared {
    http: reqwest::Client,
    /// The URL before the id of a call.
    calls: Url,
    cloud: Cloud,
    tokens: Tokens,
    wait: Duration,
    retry: RetryPolicy,
    inbox: Option<Inbox>,
}

impl Client {
    /// Begins a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
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

    /// The same client for the calls of one tenant: what it sends has a token of that tenant,
    /// which [`TokenRequest::tenant`](crate::TokenRequest::tenant) asks for. A bot whose calls are
    /// all of one tenant needs this only if its token source does.
    ///
    /// A call belongs to the tenant in whose name it was made or answered, which need not be that
    /// of the people in it; a token of any other is refused (403, code 7505).
    ///
    /// ```no_run
    /// # async fn ring(client: graph_invite::Client, call: graph_invite::CallId)
    /// #     -> Result<(), Box<dyn std::error::Error>> {
    /// use graph_invite::{TenantId, graph_invite};
    ///
    /// let fabrikam = client.tenant(TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?);
    /// graph_invite! {
    ///     call: call,
    ///     participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    /// }
    /// .send(&fabrikam)
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn tenant(&self, tenant: TenantId) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            tenant: Some(tenant),
        }
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.shared.http
    }

    pub(crate) fn cloud(&self) -> &Cloud {
        &self.shared.cloud
    }

    pub(crate) fn retry(&self) -> &RetryPolicy {
        &self.shared.retry
    }

    pub(crate) fn wait(&self) -> Duration {
        self.shared.wait
    }

    pub(crate) fn inbox(&self) -> Option<&Inbox> {
        self.shared.inbox.as_ref()
    }

    /// The URL of a call and of what belongs to it. Every segment is percent-encoded, so that no
    /// id reaches another resource.
    pub(crate) fn call_url(&self, call: &CallId, rest: &[&str]) -> Url {
        let mut url = self.shared.calls.clone();
        // A root that can't be a base was refused when the client was built.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push(&call.to_string()).extend(rest);
        }
        url
    }

    /// What the service says of a resource, if it says anything.
    pub(crate) async fn get(&self, url: Url) -> Option<Map<String, Value>> {
        let bearer = self.bearer(None).await.ok()?;
        let span = trace::request("GET", &url, 0);
        let request = self.http().get(url);
        let answer = Answer::to(request, &bearer, span).await.ok()?;
        match (answer.status, answer.json()) {
            (StatusCode::OK, Value::Object(json)) => Some(json),
            _ => None,
        }
    }

    /// A token as it is sent, which is another than the refused one if that can be had.
    pub(crate) async fn bearer(&self, renewal: Option<Renewal<'_>>) -> Result<Bearer, NotSent> {
        self.shared.tokens.bearer(self.tenant, renewal).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("calls", &self.shared.calls.as_str())
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

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
        let http = http::client(self.connect_timeout, self.timeout).http1_only();
        let roots = self.roots.trusted_by(http);
        let mut http = roots.map_err(BuildError::RootCertificate)?;
        if is_here(&root) {
            // Over http a proxy would read the token, and over https it would look on its own
            // machine.
            http = http.no_proxy();
        }
        let scope = format!("{}/.default", root.as_str().trim_end_matches('/'));
        let mut calls = root;
        calls
            .path_segments_mut()
            .map_err(|()| BuildError::NotABase)?
            .pop_if_empty()
            .extend([self.version.segment(), "communications", "calls"]);
        let shared = Shared {
            http: http
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
    #[error(
        "a root certificate can't be read: give PEM, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`"
    )]
    RootCertificate(#[source] TransportError),
    /// The HTTP client could not be made, such as for lack of certificates.
    #[error("the HTTP client can't be made")]
    Http(#[source] TransportError),
}

mod roots;
#[cfg(test)]
mod tests;
