//! The token of a request, and how to remove it from a response that repeats it.

use crate::auth::token::AccessToken;
use crate::box_error::BoxError;
use reqwest::header::HeaderValue;
use serde_json::Value;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

const SCHEME: &str = "Bearer ";
/// The minimum length of a fragment of a token. A shorter text occurs in any response.
const MIN_FRAGMENT: usize = 8;

/// The value of an `Authorization` header.
#[derive(Clone)]
pub(crate) struct Bearer {
    header: HeaderValue,
    /// The ranges of the token and its fragments in the header, longest first. They are computed
    /// once, because every response is searched for them.
    fragments: Arc<[Range<usize>]>,
}

impl Bearer {
    pub(crate) fn of(token: &AccessToken) -> Result<Self, BoxError> {
        let text = format!("{SCHEME}{}", token.expose());
        let fragments = token_fragments(&text).into();
        let mut header = HeaderValue::try_from(text)
            .map_err(|_| "the token has characters that are not allowed in a header")?;
        header.set_sensitive(true);
        Ok(Self { header, fragments })
    }

    pub(crate) const fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// The fragments of the token that a text contains.
    fn fragments_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let header = self.header.as_bytes();
        self.fragments
            .iter()
            // Most responses are shorter than the token, so this skips most of the work.
            .filter(|range| range.len() <= text.len())
            .filter_map(|range| header.get(range.clone()))
            .filter_map(|fragment| str::from_utf8(fragment).ok())
            .filter(|fragment| text.contains(fragment))
    }

    /// The text without the token.
    pub(crate) fn scrub(&self, text: &str) -> String {
        self.fragments_in(text)
            .fold(text.to_owned(), |left, fragment| {
                left.replace(fragment, "…")
            })
    }

    /// The body of a response without the token.
    pub(crate) fn scrub_body(&self, body: Vec<u8>) -> Vec<u8> {
        if !self.might_contain_token(&body) {
            return body;
        }
        let Ok(mut json) = serde_json::from_slice(&body) else {
            return self.scrub(&String::from_utf8_lossy(&body)).into_bytes();
        };
        if self.scrub_json(&mut json) {
            return json.to_string().into_bytes();
        }
        body
    }

    /// Without escapes, JSON contains each text literally. This fast check is enough for most
    /// bodies, because few contain the token or an escape.
    fn might_contain_token(&self, body: &[u8]) -> bool {
        str::from_utf8(body).map_or(true, |body| body.contains('\\') || self.is_token_in(body))
    }

    fn is_token_in(&self, text: &str) -> bool {
        self.fragments_in(text).next().is_some()
    }

    /// Scrubs every text and name. Returns whether any of them contained the token.
    fn scrub_json(&self, json: &mut Value) -> bool {
        match json {
            Value::String(text) => {
                let is_in = self.is_token_in(text);
                if is_in {
                    *text = self.scrub(text);
                }
                is_in
            }
            Value::Array(items) => items
                .iter_mut()
                .fold(false, |was_in, item| self.scrub_json(item) | was_in),
            Value::Object(object) => {
                let names = object.keys().filter(|name| self.is_token_in(name));
                let names: Vec<String> = names.cloned().collect();
                for name in &names {
                    let value = object.remove(name).unwrap_or_default();
                    object.insert(self.scrub(name), value);
                }
                object
                    .values_mut()
                    .fold(!names.is_empty(), |was_in, value| {
                        self.scrub_json(value) | was_in
                    })
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
}

/// The whole token, and its fragments between the characters that JSON, HTML or URLs escape.
fn token_fragments(header: &str) -> Vec<Range<usize>> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let mut fragments = Vec::new();
    let mut from = SCHEME.len();
    for (at, c) in header.char_indices().skip(SCHEME.len()) {
        if !is_plain(c) {
            fragments.push(from..at);
            from = at + c.len_utf8();
        }
    }
    fragments.extend([from..header.len(), SCHEME.len()..header.len()]);
    fragments.retain(|range| range.len() >= MIN_FRAGMENT);
    fragments.sort_by_key(|range| std::cmp::Reverse(range.len()));
    fragments.dedup();
    fragments
}

/// Equal if the headers are.
impl PartialEq for Bearer {
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Bearer;
    use crate::auth::token::AccessToken;

    fn bearer(token: &str) -> Bearer {
        Bearer::of(&AccessToken::new(token)).unwrap()
    }

    fn scrubbed(token: &str, text: &str) -> String {
        bearer(token).scrub(text)
    }

    #[test]
    fn a_token_is_removed_at_every_place_and_in_every_encoding() {
        for (token, text, expected) in [
            ("0.AXoAopaque", "<0.AXoAopaque> is old", "<…> is old"),
            ("0.AXoAopaque", "x0.AXoAopaque0.AXoAopaquex", "x……x"),
            // Literally, in JSON with two escapes, and in a URL.
            ("EwBabcdef+ghijklmn==", "EwBabcdef+ghijklmn==", "…"),
            (
                "EwBabcdef+ghijklmn==",
                r"EwBabcdef\u002bghijklmn=",
                r"…\u002b…=",
            ),
            ("EwBabcdef/ghijklmn", r"EwBabcdef\/ghijklmn", r"…\/…"),
            ("EwBabcdef+ghijklmn", "EwBabcdef%2Bghijklmn", "…%2B…"),
        ] {
            assert_eq!(scrubbed(token, text), expected);
        }
    }

    #[test]
    fn a_token_shorter_than_a_fragment_leaves_the_text_unchanged() {
        for token in ["", "e", "eyJ0", "7504", "a+b/c=d"] {
            let text = "7504: the eyJ0 is here a+b/c=d";
            assert_eq!(scrubbed(token, text), text);
        }
    }

    #[test]
    fn a_token_is_removed_from_a_body_at_every_depth() {
        let bearer = bearer("0.AXoAopaque");
        for (body, without) in [
            (r#"{"id":"0.AXoA", "a":[]}"#, r#"{"id":"0.AXoA", "a":[]}"#),
            (r#"{"id": "a\nb"}"#, r#"{"id": "a\nb"}"#),
            (
                r#"{"a": [{"b": "-0.AXoAopaque-"}, 7]}"#,
                r#"{"a":[{"b":"-…-"},7]}"#,
            ),
            (r#"["\u0030.AXoAopaque", null]"#, r#"["…",null]"#),
            (
                r#"{"0.AXoAopaque":{"\u0030.AXoAopaque":7}}"#,
                r#"{"…":{"…":7}}"#,
            ),
            ("<0.AXoAopaque>", "<…>"),
        ] {
            let left = bearer.scrub_body(body.as_bytes().to_owned());
            assert_eq!(String::from_utf8(left).unwrap(), without);
        }
        let left = bearer.scrub_body(b"\xff0.AXoAopaque".to_vec());
        assert_eq!(left, "\u{fffd}…".as_bytes());
    }
}
