//! The claims challenge: the claims that the service requires of a token.

use crate::auth::roles::base64url;
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use serde_json::Value;
use std::sync::Arc;

/// The claims of a challenge, as JSON.
///
/// Source: RFC 9470 and the page on claims challenges of the Microsoft identity platform:
/// `WWW-Authenticate: Bearer error="insufficient_claims", claims="eyJ…"`, the claims in base64.
pub(crate) fn claims(headers: &HeaderMap) -> Option<Arc<str>> {
    let values = headers.get_all(WWW_AUTHENTICATE).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .find_map(claims_of)
}

fn claims_of(value: &str) -> Option<Arc<str>> {
    let challenges = http_auth::parse_challenges(value).ok()?;
    let encoded = challenges
        .iter()
        .filter(|challenge| challenge.scheme.eq_ignore_ascii_case("bearer"))
        .flat_map(|challenge| &challenge.params)
        .find(|(name, _)| name.eq_ignore_ascii_case("claims"))
        .map(|(_, value)| value.to_unescaped())?;
    let text = String::from_utf8(base64url(&encoded)?).ok()?;
    serde_json::from_str::<Value>(&text).ok()?.as_object()?;
    Some(text.into())
}

#[cfg(test)]
mod tests {
    use super::claims;
    use reqwest::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};

    const JSON: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1726077595"}}}"#;
    const BASE64: &str =
        "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzI2MDc3NTk1In19fQ==";

    fn of(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(value).unwrap());
        }
        claims(&headers).map(|claims| claims.to_string())
    }

    #[test]
    fn claims_of_a_bearer_challenge_are_read() {
        let bare = BASE64.trim_end_matches('=');
        for value in [
            format!(r#"Bearer error="insufficient_claims", claims="{BASE64}""#),
            format!(r#"bearer CLAIMS="{bare}""#),
            format!("Bearer claims={bare}"),
            format!(
                r#"PoP nonce="a", Bearer realm="", authorization_uri="https://login.example/common", error="insufficient_claims", claims="{BASE64}""#
            ),
        ] {
            assert_eq!(of(&[&value]).as_deref(), Some(JSON), "{value}");
            assert_eq!(of(&["Basic", &value]).as_deref(), Some(JSON), "{value}");
        }
        // Both alphabets of base64: `{"a":"~~~???"}`.
        for encoded in ["eyJhIjoifn5-Pz8_In0", "eyJhIjoifn5+Pz8/In0="] {
            let value = format!(r#"Bearer claims="{encoded}""#);
            assert_eq!(of(&[&value]).as_deref(), Some(r#"{"a":"~~~???"}"#));
        }
    }

    #[test]
    fn a_header_without_a_valid_challenge_has_no_claims() {
        for value in [
            "",
            "Bearer",
            r#"Bearer realm="""#,
            r#"Bearer claims="""#,
            r#"Bearer claims="!""#,
            r#"Bearer claims="WzFd""#,
            r#"Bearer claims="_w""#,
            r#"Bearer claims="eyJ"#,
            &format!(r#"PoP claims="{BASE64}""#),
        ] {
            assert_eq!(of(&[value]), None, "{value}");
        }
        assert_eq!(of(&[]), None);
    }
}
