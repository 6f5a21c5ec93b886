//! The claims of a token.

use super::error::CallbackError;
use super::issuer::without_slash;
use crate::values::guid_id::{ApplicationId, TenantId};
use graph_invite_rules::Id;
use jsonwebtoken::dangerous::insecure_decode_claims;
use serde::Deserialize;
use serde_json::Value;
use std::fmt;
use uuid::Uuid;

/// The claims that a verifier reads. Any JSON, so that each has an error of its own.
#[derive(Deserialize)]
pub(super) struct Claims {
    #[serde(default)]
    iss: Value,
    #[serde(default)]
    aud: Value,
    #[serde(default)]
    tid: Value,
    #[serde(default)]
    appid: Value,
    #[serde(default)]
    azp: Value,
}

impl Claims {
    /// Reads the claims of a token whose signature is not verified. Until then, they prove nothing.
    pub(super) fn unverified(token: &str) -> Result<Self, CallbackError> {
        insecure_decode_claims(token).map_err(|_| CallbackError::Malformed)
    }

    pub(super) fn issuer(&self) -> Result<&str, CallbackError> {
        self.iss.as_str().ok_or(CallbackError::Claim)
    }

    pub(super) fn tenant(&self) -> Result<TenantId, CallbackError> {
        match self.tid.as_str().map(Id::of) {
            Some(Id::Guid(number)) => Ok(TenantId::from_uuid(Uuid::from_u128(number))),
            _ => Err(CallbackError::NoTenant),
        }
    }

    /// The application that sent the callback.
    pub(super) fn app(&self) -> Option<&str> {
        self.appid.as_str().or_else(|| self.azp.as_str())
    }

    /// Whether this application sent the callback.
    pub(super) fn is_of(&self, app: ApplicationId) -> bool {
        self.app().map(Audience::of) == Some(Audience::App(app.as_uuid()))
    }

    /// Whether the token is for one of these audiences.
    pub(super) fn is_for(&self, audiences: &[Audience]) -> Result<bool, CallbackError> {
        let is_ours = |name: &str| audiences.contains(&Audience::of(name));
        match &self.aud {
            Value::String(name) => Ok(is_ours(name)),
            Value::Array(names) => Ok(names.iter().filter_map(Value::as_str).any(is_ours)),
            _ => Err(CallbackError::Claim),
        }
    }
}

/// The receiver of a token.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Audience {
    /// The id of an application. The service may spell it in any way.
    App(Uuid),
    /// Any other name, without a slash at its end.
    Name(String),
}

impl Audience {
    pub(super) fn of(name: &str) -> Self {
        match Id::of(name) {
            Id::Guid(number) => Self::App(Uuid::from_u128(number)),
            Id::Phone(_) | Id::Text(_) => Self::Name(without_slash(name).to_owned()),
        }
    }
}

impl fmt::Debug for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App(id) => id.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}
