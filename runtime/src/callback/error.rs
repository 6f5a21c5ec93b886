//! Why a callback is not let in. Nothing here tells anything of the token but what is wrong.

use crate::http::root_certificates::UNREADABLE_ROOT;
use crate::http::transport_error::TransportError;
use std::sync::Arc;

/// Why a callback does not count as one of the service.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// There is no `Authorization` header.
    #[error("the callback has no Authorization header")]
    Missing,
    /// The header is not `Bearer` and a token.
    #[error("the Authorization header holds no bearer token")]
    NotBearer,
    /// The token is too long to be looked at.
    #[error("the token is longer than {max} bytes")]
    TooLong {
        /// Most bytes of a token.
        max: usize,
    },
    /// The token is no JWT that can be read, or says it is not signed.
    #[error("the token is no signed JWT")]
    Malformed,
    /// The token is signed in another way than RS256, RS384 or RS512.
    #[error("the token is not signed by RS256, RS384 or RS512")]
    Algorithm,
    /// The token names no key, or one that the service does not have.
    #[error("the token names no key that the service has")]
    UnknownKey,
    /// There are no keys to check any token by.
    #[error("the keys of the service can't be had")]
    NoKeys(#[source] Arc<KeysError>),
    /// The signature is not that of the named key.
    #[error("the signature of the token is wrong")]
    Signature,
    /// The token is over.
    #[error("the token has expired")]
    Expired,
    /// The token has not begun.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Somebody else issued the token.
    #[error("the token is of another issuer")]
    Issuer,
    /// The token is meant for another application.
    #[error("the token is meant for another application")]
    Audience,
    /// A claim that must be there is not, or can't be read.
    #[error("the token lacks a claim that must be there, or it can't be read")]
    Claim,
    /// The token names no tenant.
    #[error("the token names no tenant")]
    NoTenant,
    /// The call is of a tenant that the bot does not serve.
    #[error("the token is of a tenant that is not allowed")]
    TenantNotAllowed,
}

impl CallbackError {
    /// The HTTP status to answer with: 503 if it is not the callback's fault, or else 401.
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

/// Why the keys of the service can't be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// No connection, no answer in time, or one that broke off.
    #[error("the key server does not answer")]
    Transport(#[source] TransportError),
    /// Another status than 200. Redirects are not followed.
    #[error("the key server answers HTTP {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// A document is too long to be read.
    #[error("a document of the key server is longer than {max} bytes")]
    TooLarge {
        /// Most bytes of a document.
        max: usize,
    },
    /// A document is not JSON.
    #[error("a document of the key server is not JSON")]
    NotJson,
    /// The OIDC document tells no URL of keys, or one that is not https.
    #[error("the OIDC document tells no https URL of keys")]
    KeysUrl,
    /// There is no RSA key among the keys.
    #[error("the key server has no RSA key for signatures")]
    NoKey,
}

/// Why there is no verifier.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifierBuildError {
    /// No tenant was allowed.
    #[error(
        "no tenant is allowed: name those the bot serves by `.tenant(…)`, or all by `.any_tenant()`"
    )]
    NoTenant,
    /// No issuer was left.
    #[error("no issuer is believed: leave `.issuers(…)` out, or name one")]
    NoIssuer,
    /// Others could put their own keys in place of those of the service.
    #[error("the OIDC URL is neither https nor loopback, so that others could sign: write https")]
    NotHttps,
    /// A certificate that is to be trusted can't be read.
    #[error("{UNREADABLE_ROOT}")]
    RootCertificate(#[source] TransportError),
    /// The HTTP client could not be made, for example because the platform has no certificates.
    #[error("failed to build the HTTP client")]
    Http(#[source] TransportError),
}
