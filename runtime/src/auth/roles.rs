//! The permissions of a token, from the claims of its payload. They only explain a refusal and
//! decide nothing, so the signature is not checked.

use crate::graph::json::Object;
use crate::graph::json::{find, text};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use reqwest::header::HeaderValue;
use serde_json::Value;

/// The maximum length of the base64 text, in bytes. The payload of a Graph token has about 2,000.
const MAX_PAYLOAD: usize = 64 * 1024;

/// Accepts base64url with and without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Whether a token has the permission for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenPermission {
    /// The token has no readable claims.
    Unknown,
    /// The `roles` contain one that the request needs.
    Granted,
    /// The `roles` contain none of them.
    Missing,
    /// The token is delegated: it has `scp` and acts for a user.
    Delegated,
}

impl TokenPermission {
    /// The permission of the token in an `Authorization` header, which needs one of these roles.
    pub(crate) fn of(authorization: &HeaderValue, needed: &[&str]) -> Self {
        let payload = authorization.to_str().ok().and_then(payload);
        let json = payload.as_deref().unwrap_or_default();
        let json = serde_json::from_slice(json).unwrap_or(Value::Null);
        let claims = json.as_object();
        claims.map_or(Self::Unknown, |claims| Self::by(claims, needed))
    }

    fn by(claims: &Object, needed: &[&str]) -> Self {
        let is_role = |role: &str| needed.iter().any(|name| role.eq_ignore_ascii_case(name));
        let has_role = match find(claims, &["roles"]) {
            Some(Value::Array(roles)) => roles.iter().filter_map(Value::as_str).any(is_role),
            Some(Value::String(roles)) => roles.split_whitespace().any(is_role),
            _ => false,
        };
        match (text(claims, "scp"), has_role) {
            (Some(_), _) => Self::Delegated,
            (None, true) => Self::Granted,
            (None, false) => Self::Missing,
        }
    }
}

fn payload(authorization: &str) -> Option<Vec<u8>> {
    base64url(authorization.split('.').nth(1)?)
}

/// Decodes base64 in either alphabet, up to a maximum length.
pub(crate) fn base64url(text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_PAYLOAD {
        return None;
    }
    let url_safe = text.replace('+', "-").replace('/', "_");
    BASE64.decode(url_safe).ok()
}

#[cfg(test)]
mod tests {
    use super::{BASE64, MAX_PAYLOAD, TokenPermission};
    use base64::Engine;
    use graph_invite_rules::wire::ROLE;
    use reqwest::header::HeaderValue;
    use serde_json::{Value, json};

    fn of(authorization: &str) -> TokenPermission {
        TokenPermission::of(&HeaderValue::from_str(authorization).unwrap(), &[ROLE])
    }

    #[test]
    fn claims_show_the_permission_of_a_token() {
        for (claims, grant) in [
            (json!({ "roles": [ROLE] }), TokenPermission::Granted),
            (
                json!({ "roles": ["Calls.JoinGroupCall.All", ROLE.to_lowercase()] }),
                TokenPermission::Granted,
            ),
            (
                json!({ "roles": format!("A {ROLE}") }),
                TokenPermission::Granted,
            ),
            (
                json!({ "roles": ["Calls.InitiateGroupCalls.All"] }),
                TokenPermission::Missing,
            ),
            (json!({ "roles": [] }), TokenPermission::Missing),
            (json!({ "roles": [7, null] }), TokenPermission::Missing),
            (json!({ "roles": null }), TokenPermission::Missing),
            (json!({}), TokenPermission::Missing),
            (
                json!({ "scp": "Calls.Initiate User.Read" }),
                TokenPermission::Delegated,
            ),
            (
                json!({ "scp": "User.Read", "roles": [ROLE] }),
                TokenPermission::Delegated,
            ),
            (
                json!({ "scp": "", "roles": [ROLE] }),
                TokenPermission::Granted,
            ),
            (json!([1]), TokenPermission::Unknown),
        ] {
            let payload = BASE64.encode(claims.to_string());
            let bare = payload.trim_end_matches('=');
            assert_eq!(of(&format!("Bearer h.{bare}.s")), grant, "{claims}");
            assert_eq!(of(&format!("Bearer h.{payload}.s")), grant, "{claims}");
        }
    }

    #[test]
    fn an_unreadable_token_has_an_unknown_permission() {
        let long = BASE64.encode(Value::from("a".repeat(MAX_PAYLOAD)).to_string());
        for token in [
            "opaque",
            "a.b",
            "a..c",
            "a.!.c",
            "",
            "...",
            &format!("a.{long}.c"),
        ] {
            assert_eq!(of(&format!("Bearer {token}")), TokenPermission::Unknown);
        }
        let bytes = HeaderValue::from_bytes(b"Bearer \xff.\xff").unwrap();
        assert_eq!(
            TokenPermission::of(&bytes, &[ROLE]),
            TokenPermission::Unknown
        );
    }
}
