//! What a token allows, by its own word: the claims of its payload, whose signature is nobody's
//! business here. It is read to explain a refusal, never to decide anything.

use crate::graph::json::Object;
use crate::graph::json::{find, text};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use graph_invite_rules::wire::ROLE;
use reqwest::header::HeaderValue;
use serde_json::Value;

/// Longest base64 read, in bytes. The payloads of Graph's tokens have about 2,000.
const MAX_PAYLOAD: usize = 64 * 1024;

/// As base64url should be, and as some write it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenPermission {
    /// It does not say, or not in a form that is known.
    Unknown,
    /// Its `roles` name the one that an invite needs.
    Granted,
    /// They don't.
    Missing,
    /// It is delegated: it has `scp`, and stands for a person.
    Delegated,
}

impl TokenPermission {
    /// What the token in an `Authorization` header allows.
    pub(crate) fn of(authorization: &HeaderValue) -> Self {
        let payload = authorization.to_str().ok().and_then(payload);
        let json = payload.as_deref().unwrap_or_default();
        let json = serde_json::from_slice(json).unwrap_or(Value::Null);
        json.as_object().map_or(Self::Unknown, Self::by)
    }

    fn by(claims: &Object) -> Self {
        let is_role = |role: &str| role.eq_ignore_ascii_case(ROLE);
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

/// What base64 in either alphabet stands for, up to a bound.
pub(crate) fn base64url(text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_PAYLOAD {
        return None;
    }
    let url_safe = text.replace('+', "-").replace('/', "_");
    BASE64.decode(url_safe).ok()
}

#[cfg(test)]
mod tests {
    use super::{BASE64, MAX_PAYLOAD, ROLE, TokenPermission};
    use base64::Engine;
    use reqwest::header::HeaderValue;
    use serde_json::{Value, json};

    fn of(authorization: &str) -> TokenPermission {
        TokenPermission::of(&HeaderValue::from_str(authorization).unwrap())
    }

    #[test]
    fn the_claims_say_what_a_token_allows() {
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
    fn what_can_t_be_read_says_nothing() {
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
        assert_eq!(TokenPermission::of(&bytes), TokenPermission::Unknown);
    }
}
