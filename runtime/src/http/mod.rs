//! Requests and responses, and the settings of every request that a bot sends.

pub(crate) mod answer_summary;
pub(crate) mod body;
pub(crate) mod cloud;
pub(crate) mod graph_error;
pub(crate) mod proxy;
pub(crate) mod response;
pub(crate) mod retry_after;
pub(crate) mod root_certificates;
pub(crate) mod trace;
pub(crate) mod transport_error;

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use root_certificates::RootCertificates;
use std::time::Duration;
use transport_error::TransportError;

/// The time to connect: `wanted`, but less than that of the request. A timeout of the connection must
/// be a connect error, because then no request was sent.
pub(crate) fn connect_timeout(wanted: Duration, request: Duration) -> Duration {
    wanted.min(request / 5 * 4)
}

/// An HTTP client. It sends each request once and follows no redirect. Fails if a root certificate is
/// unreadable.
pub(crate) fn client(
    to_connect: Duration,
    timeout: Duration,
    roots: &RootCertificates,
) -> Result<ClientBuilder, TransportError> {
    let http = reqwest::Client::builder()
        // A redirect would send the invite, and sometimes the token, to another host. And only the
        // configured host may choose the keys of callbacks.
        .redirect(Policy::none())
        .referer(false)
        // Only the retry policy repeats a request: it knows whether phones may have rung.
        .retry(reqwest::retry::never())
        .connect_timeout(connect_timeout(to_connect, timeout))
        .timeout(timeout)
        .user_agent(concat!("graph-invite/", env!("CARGO_PKG_VERSION")));
    roots.install_into(http)
}
