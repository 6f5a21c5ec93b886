//! The errors of callbacks. None of them contains a part of the token.

use crate::http::proxy::ProxyError;
use crate::http::root_certificates::UNREADABLE_ROOT;
use crate::http::transport_error::TransportError;
use std::sync::Arc;

/// Why a callback is rejected.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The callback has no `Authorization` header.
    #[error("the callback has no Authorization header")]
    Missing,
    /// The callback has more than one `Authorization` header. None of them counts.
    #[error("the callback has more than one Authorization header")]
    SeveralHeaders,
    /// The `Authorization` header is not `Bearer` and a token.
    #[error("the Authorization header contains no bearer token")]
    NotBearer,
    /// The token is too long. It is not read.
    #[error("the token is longer than {max} bytes")]
    TooLong {
        /// The maximum length of a token, in bytes.
        max: usize,
    },
    /// The token is not a readable JWT, or it is not signed.
    #[error("the token is not a signed JWT")]
    Malformed,
    /// The token is not signed with RS256, RS384 or RS512.
    #[error("the token is not signed with RS256, RS384 or RS512")]
    Algorithm,
    /// The token has no key id, or the service has no key with this id.
    #[error("the token has no key id, or the service has no key with this id")]
    UnknownKey,
    /// The signing keys of the service are not available.
    #[error(transparent)]
    NoKeys(Arc<KeysError>),
    /// The signature does not match the key.
    #[error("the signature of the token is wrong")]
    Signature,
    /// The token has expired.
    #[error("the token has expired")]
    Expired,
    /// The token is not valid yet.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The issuer of the token is not accepted.
    #[error("the token has an issuer that is not accepted")]
    Issuer,
    /// The token is for another application.
    #[error("the token is for another application")]
    Audience,
    /// A required claim is missing or unreadable.
    #[error("a required claim of the token is missing or unreadable")]
    Claim,
    /// The token belongs to an application that is not allowed, or to none.
    #[error("the token belongs to an application that is not allowed")]
    AppNotAllowed,
    /// The token has no tenant.
    #[error("the token has no tenant")]
    NoTenant,
    /// The call belongs to a tenant that is not allowed.
    #[error("the token belongs to a tenant that is not allowed")]
    TenantNotAllowed,
}

impl CallbackError {
    /// The HTTP status of the response: 503 if the signing keys are not available, otherwise 401.
    ///
    /// ```
    /// use graph_invite::callback::CallbackError;
    ///
    /// assert_eq!(CallbackError::Missing.status(), 401);
    /// ```
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NoKeys(_) => 503,
            _ => 401,
        }
    }
}

const NO_KEYS: &str = "the signing keys of the service are not available";

/// Why the signing keys of the service are not available.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// The key server sent no complete response.
    #[error("{NO_KEYS}: the key server sent no complete response")]
    Transport(#[source] TransportError),
    /// The key server answered with a status other than 200. Redirects are not followed.
    #[error("{NO_KEYS}: the key server answered HTTP {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// A document is too long. It is not read.
    #[error("{NO_KEYS}: a document of the key server is longer than {max} bytes")]
    TooLarge {
        /// The maximum length of a document, in bytes.
        max: usize,
    },
    /// A document is not JSON.
    #[error("{NO_KEYS}: a document of the key server is not JSON")]
    NotJson,
    /// The OIDC configuration has no URL of keys, or one that is not https.
    #[error("{NO_KEYS}: the OIDC configuration has no https URL of keys")]
    KeysUrl,
    /// The key of a token is unknown, but the keys were fetched a moment ago, and the next fetch is
    /// not due yet (see [`refresh_interval`](super::VerifierBuilder::refresh_interval)).
    #[error("{NO_KEYS}: the key is unknown, and the next request for keys is not due yet")]
    TooSoon,
    /// The request was interrupted, for example because its Tokio runtime was shut down.
    #[error("{NO_KEYS}: the request for keys was interrupted")]
    Interrupted,
    /// None of the keys is an RSA key for signatures.
    #[error("{NO_KEYS}: the key server has no RSA key for signatures")]
    NoKey,
}

/// Why a verifier cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifierBuildError {
    /// No tenant is allowed.
    #[error(
        "no tenant is allowed: allow tenants with `.tenant(…)`, or all tenants with `.any_tenant()`"
    )]
    NoTenant,
    /// No issuer is accepted: no issuers are known for a custom cloud.
    #[error(
        "no issuer is accepted: add an issuer with `.issuer(…)`, or choose another `.cloud(…)`"
    )]
    NoIssuer,
    /// With plain `http`, others could replace the keys of an issuer.
    #[error("the URL of an OIDC configuration is not secure: use `https`, or `http` on loopback")]
    NotHttps,
    /// The proxy can't be used.
    #[error(transparent)]
    Proxy(ProxyError),
    /// A root certificate is unreadable.
    #[error("{UNREADABLE_ROOT}")]
    RootCertificate(#[source] TransportError),
    /// The HTTP client cannot be built, for example because the platform has no certificates.
    #[error("failed to build the HTTP client")]
    Http(#[source] TransportError),
}
