//! What holds for every request that leaves a bot.

pub(crate) mod cloud;
pub(crate) mod graph_error;
pub(crate) mod response;
pub(crate) mod retry_after;

use crate::http::cloud::is_here;
use crate::send::error::TransportError;
use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use std::fmt;
use std::time::Duration;
use url::Url;

/// What is said of a root certificate that can't be read.
pub(crate) const UNREADABLE_ROOT: &str = "a root certificate can't be read: give PEM, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`";

/// An HTTP client for one host, which goes where it is sent, and once. Fails for a root certificate
/// that can't be read.
pub(crate) fn client(
    to: &Url,
    connect_timeout: Duration,
    timeout: Duration,
    roots: &Roots,
) -> Result<ClientBuilder, TransportError> {
    let mut http = reqwest::Client::builder()
        // A redirect would carry the invite, and in some cases the token, to another host; and who
        // may sign a callback is what the configured host says, not whom it points to.
        .redirect(Policy::none())
        .referer(false)
        // What is sent again is decided by the retry policy, in sight of what it may ring.
        .retry(reqwest::retry::never())
        // Time that runs out while connecting is to say so: nothing had left by then.
        .connect_timeout(connect_timeout.min(timeout / 5 * 4))
        .timeout(timeout)
        .user_agent(concat!("graph-invite/", env!("CARGO_PKG_VERSION")));
    if is_here(to) {
        // Over http a proxy would read what is sent, and over https it would look on its own machine.
        http = http.no_proxy();
    }
    roots.trusted_by(http)
}

/// Root certificates that are trusted besides those of the platform, each as the PEM it was given.
#[derive(Clone, Default)]
pub(crate) struct Roots(Vec<Vec<u8>>);

impl Roots {
    pub(crate) fn add(&mut self, pem: &[u8]) {
        self.0.push(pem.to_vec());
    }

    /// The client that trusts them too.
    pub(crate) fn trusted_by(&self, http: ClientBuilder) -> Result<ClientBuilder, TransportError> {
        self.0.iter().try_fold(http, |http, pem| trust(http, pem))
    }
}

/// Shows only how many there are: whoever takes a wrong file may have given a key.
impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.len().fmt(f)
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn trust(http: ClientBuilder, pem: &[u8]) -> Result<ClientBuilder, TransportError> {
    let roots = reqwest::Certificate::from_pem_bundle(pem)?;
    if roots.is_empty() {
        return Err("there is no certificate in it".into());
    }
    // What is between the lines is read only when it comes to be used.
    reqwest::Client::builder()
        .tls_certs_only(roots.clone())
        .build()?;
    Ok(http.tls_certs_merge(roots))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn trust(_: ClientBuilder, _: &[u8]) -> Result<ClientBuilder, TransportError> {
    Err("there is no TLS: turn on the feature `rustls` or `native-tls` of graph-invite".into())
}
