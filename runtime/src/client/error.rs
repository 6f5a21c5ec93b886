//! Why a client can't be built.

use crate::http::cloud::RootError;
use crate::http::proxy::ProxyError;
use crate::http::root_certificates::UNREADABLE_ROOT;
use crate::http::transport_error::TransportError;

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// No token source was set.
    #[error(
        "no token source: Graph refuses every request without a token; set one with `.token_source(…)`"
    )]
    NoToken,
    /// A token must not go to the root of the cloud.
    #[error(transparent)]
    Root(#[from] RootError),
    /// The proxy can't be used.
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    /// A root certificate can't be read.
    #[error("{UNREADABLE_ROOT}")]
    RootCertificate(#[source] TransportError),
    /// The HTTP client could not be made, for example because the platform has no certificates.
    #[error("failed to build the HTTP client")]
    Http(#[source] TransportError),
}
