//! The check of the `Authorization` header.

use super::error::CallbackError;
use super::key_cache::JwksCache;
use crate::values::guid_id::{ApplicationId, TenantId};
use graph_invite_rules::Id;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The maximum length of a token, in bytes. Most web servers accept no longer header.
const MAX_TOKEN: usize = 16 * 1024;
/// Fixed, because the OIDC configuration of the service has an algorithm that does not exist. All
/// are of one family, so that a public key is never used as a shared secret.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512];

/// Checks that a callback comes from the service. Clones are cheap and share their keys.
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

struct Inner {
    validation: Validation,
    tenants: Tenants,
    keys: Arc<JwksCache>,
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

#[derive(Deserialize)]
struct Claims {
    tid: Option<String>,
    appid: Option<String>,
    azp: Option<String>,
}

impl Verifier {
    /// A verifier for tokens of these issuers and this audience.
    pub(super) fn new(
        audience: ApplicationId,
        issuers: &[String],
        clock_skew: Duration,
        tenants: Tenants,
        keys: Arc<JwksCache>,
    ) -> Self {
        // Without this, jsonwebtoken has no backend if another crate enables a second one. A backend
        // that the program has installed stays.
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.algorithms = ALGORITHMS.into();
        validation.leeway = clock_skew.as_secs();
        validation.validate_nbf = true;
        validation.set_issuer(issuers);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        Self(Arc::new(Inner {
            validation,
            tenants,
            keys,
        }))
    }

    /// Verifies the value of the `Authorization` header, and returns the sender of the callback.
    ///
    /// It waits for the key server at the first callback, for a new key id, and when the keys are
    /// old, but never longer than the timeouts of the two documents.
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
        let key = header.kid.ok_or(CallbackError::UnknownKey)?;
        let key = self.0.keys.get_or_fetch(&key).await?;
        let token = decode::<Claims>(token, &key, &self.0.validation);
        let claims = token.map_err(|error| reason(error.kind()))?.claims;
        let tenant = claims.tid.as_deref().and_then(tenant);
        let tenant = tenant.ok_or(CallbackError::NoTenant)?;
        match &self.0.tenants {
            Tenants::These(tenants) if !tenants.contains(&tenant) => {
                Err(CallbackError::TenantNotAllowed)
            }
            Tenants::These(_) | Tenants::Any => Ok(VerifiedCaller {
                tenant,
                app: claims.appid.or(claims.azp),
            }),
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("issuers", &self.0.validation.iss)
            .field("audience", &self.0.validation.aud)
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

fn tenant(text: &str) -> Option<TenantId> {
    match Id::of(text) {
        Id::Guid(number) => Some(TenantId::from_uuid(Uuid::from_u128(number))),
        Id::Phone(_) | Id::Text(_) => None,
    }
}

fn reason(kind: &ErrorKind) -> CallbackError {
    match kind {
        ErrorKind::InvalidAlgorithm | ErrorKind::UnsupportedAlgorithm => CallbackError::Algorithm,
        ErrorKind::InvalidSignature => CallbackError::Signature,
        ErrorKind::ExpiredSignature => CallbackError::Expired,
        ErrorKind::ImmatureSignature => CallbackError::NotYetValid,
        ErrorKind::InvalidIssuer => CallbackError::Issuer,
        ErrorKind::InvalidAudience => CallbackError::Audience,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => {
            CallbackError::Claim
        }
        _ => CallbackError::Malformed,
    }
}
