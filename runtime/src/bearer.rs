//! A token as it is sent, and what to look for where an answer repeats it.

use crate::token::{AccessToken, TokenError};
use reqwest::header::HeaderValue;
use serde_json::Value;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

const SCHEME: &str = "Bearer ";
/// Shortest text that is taken for a token. What is shorter stands in any answer.
const SHORTEST: usize = 8;

/// The value of an `Authorization` header.
#[derive(Clone)]
pub(crate) struct Bearer {
    header: HeaderValue,
    /// Where in it the token is, and its pieces, longest first: found once, for every answer is
    /// searched for them.
    words: Arc<[Range<usize>]>,
}

impl Bearer {
    pub(crate) fn of(token: &AccessToken) -> Result<Self, TokenError> {
        let text = format!("{SCHEME}{}", token.expose());
        let words = words(&text).into();
        let mut header = HeaderValue::try_from(text)
            .map_err(|_| "the token has characters that no header can carry")?;
        header.set_sensitive(true);
        Ok(Self { header, words })
    }

    pub(crate) const fn header(&self) -> &HeaderValue {
        &self.header
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let text = str::from_utf8(self.header.as_bytes()).unwrap_or_default();
        self.words.iter().filter_map(|word| text.get(word.clone()))
    }

    /// The text without the token.
    pub(crate) fn hide(&self, text: &str) -> String {
        // To look for a long word in a short text is free; to get ready to replace it is not.
        self.words().fold(text.to_owned(), |text, word| {
            if text.contains(word) {
                text.replace(word, "…")
            } else {
                text
            }
        })
    }

    /// Whether any text in this JSON may have it. What is written without escapes shows it as it is.
    pub(crate) fn may_be_in(&self, json: &[u8]) -> bool {
        str::from_utf8(json)
            .is_ok_and(|json| json.contains('\\') || self.words().any(|word| json.contains(word)))
    }

    /// Takes the token out of every text.
    pub(crate) fn strip(&self, json: &mut Value) {
        match json {
            Value::String(text) => {
                if self.words().any(|word| text.contains(word)) {
                    *text = self.hide(text);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.strip(item)),
            Value::Object(object) => object.values_mut().for_each(|value| self.strip(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The whole token, and its pieces: JSON, HTML and URLs each write some characters in a way of their
/// own, and what is between those alike.
fn words(header: &str) -> Vec<Range<usize>> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let mut words = Vec::new();
    let mut from = SCHEME.len();
    for (at, c) in header.char_indices().skip(SCHEME.len()) {
        if !is_plain(c) {
            words.push(from..at);
            from = at + c.len_utf8();
        }
    }
    words.extend([from..header.len(), SCHEME.len()..header.len()]);
    words.retain(|word| word.len() >= SHORTEST);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

/// Two are the same if they are sent alike.
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
    use crate::token::AccessToken;
    use serde_json::json;

    fn bearer(token: &str) -> Bearer {
        Bearer::of(&AccessToken::new(token)).unwrap()
    }

    fn hidden(token: &str, said: &str) -> String {
        bearer(token).hide(said)
    }

    #[test]
    fn a_token_is_hidden_wherever_it_stands() {
        for (token, said, told) in [
            ("0.AXoAopaque", "<0.AXoAopaque> is old", "<…> is old"),
            ("0.AXoAopaque", "x0.AXoAopaque0.AXoAopaquex", "x……x"),
            // As it is, in JSON twice, and in a URL.
            ("EwBabcdef+ghijklmn==", "EwBabcdef+ghijklmn==", "…"),
            (
                "EwBabcdef+ghijklmn==",
                r"EwBabcdef\u002bghijklmn=",
                r"…\u002b…=",
            ),
            ("EwBabcdef/ghijklmn", r"EwBabcdef\/ghijklmn", r"…\/…"),
            ("EwBabcdef+ghijklmn", "EwBabcdef%2Bghijklmn", "…%2B…"),
        ] {
            assert_eq!(hidden(token, said), told);
        }
    }

    #[test]
    fn what_is_too_short_for_a_token_leaves_the_text_as_it_is() {
        for token in ["", "e", "eyJ0", "7504", "a+b/c=d"] {
            let said = "7504: the eyJ0 is here a+b/c=d";
            assert_eq!(hidden(token, said), said);
        }
    }

    #[test]
    fn json_is_known_to_be_without_it() {
        let bearer = bearer("0.AXoAopaque");
        assert!(!bearer.may_be_in(br#"{"id":"0.AXoA"}"#));
        for json in [r#"["0.AXoAopaque"]"#, r#"{"a":"\u0030.AXoAopaque"}"#] {
            assert!(bearer.may_be_in(json.as_bytes()), "{json}");
        }
    }

    #[test]
    fn json_loses_it_however_deep() {
        let mut json = json!({"a": [{"b": "-0.AXoAopaque-"}, 7, null], "c": "d"});
        bearer("0.AXoAopaque").strip(&mut json);
        assert_eq!(json, json!({"a": [{"b": "-…-"}, 7, null], "c": "d"}));
    }
}
