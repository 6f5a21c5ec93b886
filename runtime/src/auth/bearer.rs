//! A token as it is sent, and what to look for where an answer repeats it.

use crate::auth::token::AccessToken;
use crate::box_error::BoxError;
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
    pub(crate) fn of(token: &AccessToken) -> Result<Self, BoxError> {
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

    /// What of it is in a text.
    fn words_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let words = self.words.iter();
        // Before the token is read at all, for it is long and most answers are short.
        let words = words.filter(|word| word.len() <= text.len());
        let words = words.filter_map(|word| self.header.as_bytes().get(word.clone()));
        words
            .filter_map(|word| str::from_utf8(word).ok())
            .filter(|word| text.contains(word))
    }

    /// The text without the token.
    pub(crate) fn hide(&self, text: &str) -> String {
        self.words_in(text)
            .fold(text.to_owned(), |left, word| left.replace(word, "…"))
    }

    /// The body of an answer without it.
    pub(crate) fn taken_out_of(&self, body: Vec<u8>) -> Vec<u8> {
        if !self.may_be_in(&body) {
            return body;
        }
        let Ok(mut json) = serde_json::from_slice(&body) else {
            return self.hide(&String::from_utf8_lossy(&body)).into_bytes();
        };
        if self.strip(&mut json) {
            return json.to_string().into_bytes();
        }
        body
    }

    /// JSON without escapes shows each text as it is. Most answers are without the token, and to
    /// look at each text takes longer than to see that.
    fn may_be_in(&self, body: &[u8]) -> bool {
        str::from_utf8(body).map_or(true, |body| body.contains('\\') || self.is_in(body))
    }

    fn is_in(&self, text: &str) -> bool {
        self.words_in(text).next().is_some()
    }

    /// Takes it out of every text and name. Says whether it was in any.
    fn strip(&self, json: &mut Value) -> bool {
        match json {
            Value::String(text) => {
                let is_in = self.is_in(text);
                if is_in {
                    *text = self.hide(text);
                }
                is_in
            }
            Value::Array(items) => items
                .iter_mut()
                .fold(false, |was_in, item| self.strip(item) | was_in),
            Value::Object(object) => {
                let names = object.keys().filter(|name| self.is_in(name));
                let names: Vec<String> = names.cloned().collect();
                for name in &names {
                    let value = object.remove(name).unwrap_or_default();
                    object.insert(self.hide(name), value);
                }
                object
                    .values_mut()
                    .fold(!names.is_empty(), |was_in, value| {
                        self.strip(value) | was_in
                    })
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
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
    use crate::auth::token::AccessToken;

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
    fn a_body_loses_it_however_deep_and_however_written() {
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
            let left = bearer.taken_out_of(body.as_bytes().to_owned());
            assert_eq!(String::from_utf8(left).unwrap(), without);
        }
        let left = bearer.taken_out_of(b"\xff0.AXoAopaque".to_vec());
        assert_eq!(left, "\u{fffd}…".as_bytes());
    }
}
