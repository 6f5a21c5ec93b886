//! The check of the `Authorization` header.

use super::claims::{Audience, Claims};
use super::error::CallbackError;
use super::issuer::Issuer;
use crate::values::guid_id::{ApplicationId, TenantId};
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::de::IgnoredAny;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The maximum length of a token, in bytes. Most web servers accept no longer header.
const MAX_TOKEN: usize = 16 * 1024;
/// Fixed, because the OIDC configuration of the service has an algorithm that does not exist. All
/// are of one family, so that a public key is never used as a shared secret.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512];

/// Checks that a callback comes from the service. Clones are cheap and share their keys.
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

struct Inner {
    issuers: Vec<Issuer>,
    audiences: Vec<Audience>,
    app: Option<ApplicationId>,
    tenants: Tenants,
    /// The check of the signature and of the times.
    validation: Validation,
}

/// The tenants whose calls are allowed.
#[derive(Clone, Debug)]
pub(super) enum Tenants {
    Any,
    These(Vec<TenantId>),
}

/// The sender of a verified callback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedCaller {
    /// The tenant of the call.
    pub tenant: TenantId,
    /// The application that sent the callback: the claim `appid` or `azp` of the token, if it has one.
    pub app: Option<String>,
}

impl Verifier {
    pub(super) fn new(
        issuers: Vec<Issuer>,
        audiences: Vec<Audience>,
        app: Option<ApplicationId>,
        tenants: Tenants,
        clock_skew: Duration,
    ) -> Self {
        // Without this, jsonwebtoken has no backend if another crate enables a second one. A backend
        // that the program has installed stays.
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.algorithms = ALGORITHMS.into();
        validation.leeway = clock_skew.as_secs();
        validation.validate_nbf = true;
        validation.set_required_spec_claims(&["exp"]);
        // Each issuer has its own keys, so the issuer is checked before, and the audience with it.
        validation.validate_aud = false;
        Self(Arc::new(Inner {
            issuers,
            audiences,
            app,
            tenants,
            validation,
        }))
    }

    /// Verifies the value of the `Authorization` header, and returns the sender of the callback.
    ///
    /// It waits for the key server at the first callback, for a new key id, and when the keys are
    /// old, but never longer than the timeouts of the two documents and the
    /// [`refresh_interval`](super::VerifierBuilder::refresh_interval).
    ///
    /// A request with two such headers must be rejected: see [`verify_headers`](Self::verify_headers).
    ///
    /// # Errors
    ///
    /// A [`CallbackError`], the first problem of the token. Answer with its
    /// [`status`](CallbackError::status), and do not read the body.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime, if it must fetch keys.
    pub async fn verify(
        &self,
        authorization: Option<&str>,
    ) -> Result<VerifiedCaller, CallbackError> {
        let token = bearer(authorization)?;
        let header = decode_header(token).map_err(|_| CallbackError::Malformed)?;
        if header.crit.is_some() {
            return Err(CallbackError::Malformed);
        }
        if !ALGORITHMS.contains(&header.alg) {
            return Err(CallbackError::Algorithm);
        }
        let id = header.kid.ok_or(CallbackError::UnknownKey)?;
        // These claims prove nothing yet. They show whose key to use, and that no key is needed.
        let claims = Claims::unverified(token)?;
        let issuer = self.issuer(&claims)?;
        if !claims.is_for(&self.0.audiences)? {
            return Err(CallbackError::Audience);
        }
        self.verify_signature(token, &issuer.key(&id).await?)?;
        // Only now is it certain that the issuer wrote the claims.
        if let Some(app) = self.0.app
            && !claims.is_of(app)
        {
            return Err(CallbackError::AppNotAllowed);
        }
        let tenant = claims.tenant()?;
        match &self.0.tenants {
            Tenants::These(tenants) if !tenants.contains(&tenant) => {
                Err(CallbackError::TenantNotAllowed)
            }
            Tenants::These(_) | Tenants::Any => Ok(VerifiedCaller {
                tenant,
                app: claims.app().map(str::to_owned),
            }),
        }
    }

    /// Does the same for all `Authorization` headers of a request. If there are two, neither counts:
    /// something between the service and the bot may have checked the other one.
    ///
    /// ```
    /// # async fn check(verifier: graph_invite::callback::Verifier) {
    /// use graph_invite::callback::CallbackError;
    ///
    /// let two = verifier.verify_headers(["Bearer one", "Bearer two"]).await;
    /// assert!(matches!(two, Err(CallbackError::SeveralHeaders)));
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    ///
    /// # Panics
    ///
    /// As [`verify`](Self::verify).
    pub async fn verify_headers<'a>(
        &self,
        authorization: impl IntoIterator<Item = &'a str>,
    ) -> Result<VerifiedCaller, CallbackError> {
        let mut headers = authorization.into_iter();
        match (headers.next(), headers.next()) {
            (header, None) => self.verify(header).await,
            (_, Some(_)) => Err(CallbackError::SeveralHeaders),
        }
    }

    fn issuer(&self, claims: &Claims) -> Result<&Issuer, CallbackError> {
        let name = claims.issuer()?;
        let issuer = self.0.issuers.iter().find(|issuer| issuer.is(name));
        issuer.ok_or(CallbackError::Issuer)
    }

    fn verify_signature(&self, token: &str, key: &DecodingKey) -> Result<(), CallbackError> {
        let token = decode::<IgnoredAny>(token, key, &self.0.validation);
        token.map(drop).map_err(|error| reason(error.kind()))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("issuers", &self.0.issuers)
            .field("audiences", &self.0.audiences)
            .field("app", &self.0.app)
            .field("tenants", &self.0.tenants)
            .finish_non_exhaustive()
    }
}

fn bearer(authorization: Option<&str>) -> Result<&str, CallbackError> {
    let header = authorization.ok_or(CallbackError::Missing)?;
    if header.len() > MAX_TOKEN {
        return Err(CallbackError::TooLong { max: MAX_TOKEN });
    }
    match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(CallbackError::NotBearer),
    }
}

fn reason(kind: &ErrorKind) -> CallbackError {
    match kind {
        ErrorKind::InvalidAlgorithm | ErrorKind::UnsupportedAlgorithm => CallbackError::Algorithm,
        ErrorKind::InvalidSignature => CallbackError::Signature,
        ErrorKind::ExpiredSignature => CallbackError::Expired,
        ErrorKind::ImmatureSignature => CallbackError::NotYetValid,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => {
            CallbackError::Claim
        }
        _ => CallbackError::Malformed,
    }
}
