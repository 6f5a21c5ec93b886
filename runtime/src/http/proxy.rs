//! Through which proxy requests go.

use crate::http::cloud::is_loopback_host;
use crate::http::transport_error::TransportError;
use crate::redact::UrlWithoutSecrets;
use reqwest::{ClientBuilder, Proxy};
use std::fmt;
use url::Url;

/// The choice of the bot.
#[derive(Clone, Default)]
pub(crate) enum ProxyChoice {
    /// What the environment says; for a root on this machine, none.
    #[default]
    Environment,
    /// None.
    Direct,
    /// This one, whatever the environment says.
    Through(Url),
}

/// Why a proxy is rejected. No error shows its credentials.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The proxy is not an HTTP proxy.
    #[error(
        "the proxy has the scheme `{scheme}`, and no request would reach it: use the URL of an HTTP proxy, with `http` or `https`"
    )]
    Scheme {
        /// The scheme of its URL.
        scheme: String,
    },
    /// The service is reached by plain `http`, so a proxy on another machine could read the token, and
    /// change the answers.
    #[error(
        "the proxy could read and change everything, because the service is not reached by `https`: use `https`, or a proxy on loopback"
    )]
    NotSecure,
    /// The HTTP library does not accept its URL.
    #[error("the proxy has a URL that can't be used: give a scheme, a host and a port")]
    Url(#[source] TransportError),
}

impl ProxyChoice {
    /// Sets it for requests to this root.
    pub(crate) fn install_into(
        &self,
        http: ClientBuilder,
        root: &Url,
    ) -> Result<ClientBuilder, ProxyError> {
        match self {
            // With http, a proxy could read the request. With https, it would connect to itself.
            Self::Environment if is_loopback_host(root) => Ok(http.no_proxy()),
            Self::Environment => Ok(http),
            Self::Direct => Ok(http.no_proxy()),
            Self::Through(url) => {
                if !matches!(url.scheme(), "http" | "https") {
                    let scheme = url.scheme().to_owned();
                    return Err(ProxyError::Scheme { scheme });
                }
                if root.scheme() != "https" && !is_loopback_host(url) {
                    return Err(ProxyError::NotSecure);
                }
                let proxy = Proxy::all(url.clone());
                let proxy = proxy
                    .map_err(|error| ProxyError::Url(TransportError::build(error.without_url())))?;
                Ok(http.no_proxy().proxy(proxy))
            }
        }
    }
}

/// Omits the credentials of the proxy.
impl fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("Environment"),
            Self::Direct => f.write_str("Direct"),
            Self::Through(url) => f
                .debug_tuple("Through")
                .field(&UrlWithoutSecrets(url))
                .finish(),
        }
    }
}
