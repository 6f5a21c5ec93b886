//! The token of a request, and how to remove it from a response that repeats it.

use crate::auth::token::AccessToken;
use crate::auth::token_error::TokenError;
use reqwest::header::HeaderValue;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::mem;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

const SCHEME: &str = "Bearer ";
/// The minimum length of a fragment of a token, in bytes. A shorter text occurs in any response.
const MIN_FRAGMENT: usize = size_of::<u64>();

/// The value of an `Authorization` header.
#[derive(Clone)]
pub(crate) struct Bearer {
    header: HeaderValue,
    /// Computed once, because every response to a request with this token is searched for them.
    fragments: Arc<OnceLock<Fragments>>,
}

/// All fragments of the minimum length. A longer one consists of them.
type Fragments = HashSet<u64, BuildHasherDefault<FragmentHasher>>;

impl Bearer {
    pub(crate) fn of(token: &AccessToken) -> Result<Self, TokenError> {
        let mut header = HeaderValue::try_from(format!("{SCHEME}{}", token.expose()))
            .map_err(|_| TokenError::Malformed)?;
        header.set_sensitive(true);
        Ok(Self {
            header,
            fragments: Arc::default(),
        })
    }

    pub(crate) const fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// The text without the token, and without any fragment of it.
    pub(crate) fn scrub<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let fragments = self.fragments_in(text);
        if fragments.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut scrubbed = String::with_capacity(text.len());
        let mut end = 0;
        for fragment in fragments {
            scrubbed.extend(text.get(end..fragment.start));
            scrubbed.push('…');
            end = fragment.end;
        }
        scrubbed.extend(text.get(end..));
        Cow::Owned(scrubbed)
    }

    /// Scrubs every text and name in a JSON value.
    pub(crate) fn scrub_json(&self, json: &mut Value) {
        match json {
            Value::String(text) => {
                if let Cow::Owned(scrubbed) = self.scrub(text) {
                    *text = scrubbed;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.scrub_json(item)),
            Value::Object(object) => {
                if object
                    .keys()
                    .any(|name| !self.fragments_in(name).is_empty())
                {
                    *object = mem::take(object)
                        .into_iter()
                        .map(|(name, value)| (self.scrub(&name).into_owned(), value))
                        .collect();
                }
                object.values_mut().for_each(|value| self.scrub_json(value));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The places in a text where it repeats a fragment of the token, as long as possible.
    fn fragments_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let fragments = self.fragments();
        for (start, fragment) in windows(text.as_bytes()) {
            if !fragments.contains(&fragment) {
                continue;
            }
            let end = start + MIN_FRAGMENT;
            match found.last_mut() {
                Some(last) if start < last.end => last.end = end,
                _ => found.push(start..end),
            }
        }
        // A token may have characters of several bytes.
        for range in &mut found {
            while !text.is_char_boundary(range.start) {
                range.start -= 1;
            }
            while !text.is_char_boundary(range.end) {
                range.end += 1;
            }
        }
        found
    }

    fn fragments(&self) -> &Fragments {
        self.fragments.get_or_init(|| {
            let token = self.header.as_bytes().get(SCHEME.len()..);
            windows(token.unwrap_or_default())
                .map(|(_, fragment)| fragment)
                .collect()
        })
    }
}

/// Every sequence of bytes of the minimum length in a text, and where it starts.
fn windows(text: &[u8]) -> impl Iterator<Item = (usize, u64)> {
    let mut window = 0;
    text.iter().enumerate().filter_map(move |(last, byte)| {
        window = window << 8 | u64::from(*byte);
        Some(((last + 1).checked_sub(MIN_FRAGMENT)?, window))
    })
}

/// Spreads the bits of a fragment. It is much faster than the hasher of the standard library, which
/// resists chosen collisions: only the token endpoint chooses a token.
#[derive(Default)]
struct FragmentHasher(u64);

impl Hasher for FragmentHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, fragment: u64) {
        let mixed = (self.0 ^ fragment).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
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
    use super::{Bearer, MIN_FRAGMENT};
    use crate::auth::token::AccessToken;
    use serde_json::{Value, json};

    fn bearer(token: &str) -> Bearer {
        Bearer::of(&AccessToken::new(token)).unwrap()
    }

    fn scrubbed(token: &str, text: &str) -> String {
        bearer(token).scrub(text).into_owned()
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
                r"…\u002b…",
            ),
            ("EwBabcdef/ghijklmn", r"EwBabcdef\/ghijklmn", r"…\…"),
            ("EwBabcdef+ghijklmn", "EwBabcdef%2Bghijklmn", "…%2B…"),
            ("Ärger-über-alles", "(rger-über-alle)", "(…)"),
        ] {
            assert_eq!(scrubbed(token, text), expected);
        }
    }

    #[test]
    fn every_fragment_of_the_minimum_length_is_removed() {
        let token = "eyJhbGciOiJub25lIn0.U0VDUkVU.SIGNATURE-_1";
        for start in 0..token.len() {
            for end in start + 1..=token.len() {
                let fragment = token.get(start..end).unwrap();
                let expected = match fragment.len() {
                    length if length < MIN_FRAGMENT => fragment,
                    _ => "…",
                };
                let text = format!("token '{fragment}' is old");
                let expected = format!("token '{expected}' is old");
                assert_eq!(scrubbed(token, &text), expected);
            }
        }
        let spaced = token.replace('.', " . ");
        assert_eq!(scrubbed(token, &spaced), "… . … . …");
    }

    #[test]
    fn a_token_shorter_than_a_fragment_leaves_the_text_unchanged() {
        for token in ["", "e", "eyJ0", "7504", "a+b/c=d"] {
            let text = "7504: the eyJ0 is here a+b/c=d";
            assert_eq!(scrubbed(token, text), text);
        }
    }

    #[test]
    fn a_token_is_removed_from_json_at_every_depth() {
        let bearer = bearer("0.AXoAopaque");
        for (body, without) in [
            (
                r#"{"id":"0.AXoA", "a":[]}"#,
                json!({ "id": "0.AXoA", "a": [] }),
            ),
            (r#"{"id": "a\nb"}"#, json!({ "id": "a\nb" })),
            (
                r#"{"a": [{"b": "-0.AXoAopaque-"}, 7]}"#,
                json!({ "a": [{ "b": "-…-" }, 7] }),
            ),
            (r#"["\u0030.AXoAopaque", null]"#, json!(["…", null])),
            (
                r#"{"0.AXoAopaque":{"\u0030.AXoAopaque":7}}"#,
                json!({ "…": { "…": 7 } }),
            ),
            (r#""<0.AXoAopaque>""#, json!("<…>")),
        ] {
            let mut json: Value = serde_json::from_str(body).unwrap();
            bearer.scrub_json(&mut json);
            assert_eq!(json, without);
        }
    }
}
