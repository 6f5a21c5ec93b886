//! One request, one answer: settings that hold for every request that leaves a bot.

pub(crate) mod cloud;
pub(crate) mod graph_error;
pub(crate) mod response;
pub(crate) mod retry_after;
pub(crate) mod root_certificates;
pub(crate) mod trace;
pub(crate) mod transport_error;

use cloud::is_loopback_host;
use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use root_certificates::RootCertificates;
use std::time::Duration;
use transport_error::TransportError;
use url::Url;

/// An HTTP client for one host, which sends each request once and follows no redirect. Fails for a
/// root certificate that can't be read.
pub(crate) fn client(
    to: &Url,
    connect_timeout: Duration,
    timeout: Duration,
    roots: &RootCertificates,
) -> Result<ClientBuilder, TransportError> {
    let mut http = reqwest::Client::builder()
        // A redirect would carry the invite, and in some cases the token, to another host. And the
        // configured host alone says which keys sign a callback.
        .redirect(Policy::none())
        .referer(false)
        // The retry policy decides about repeats: it knows what may have rung.
        .retry(reqwest::retry::never())
        // A timeout while connecting must show as one: nothing has left by then.
        .connect_timeout(connect_timeout.min(timeout / 5 * 4))
        .timeout(timeout)
        .user_agent(concat!("graph-invite/", env!("CARGO_PKG_VERSION")));
    if is_loopback_host(to) {
        // Over http a proxy could read the request, and over https it would connect to itself.
        http = http.no_proxy();
    }
    roots.install_into(http)
}
