//! The token of a request, where its answer repeats it.

use reqwest::header::HeaderValue;
use serde_json::Value;

/// Shortest text that is taken for a token. What is shorter stands in any answer.
const SHORTEST: usize = 8;

/// The token of one request, and its pieces, longest first. Borrowed, so that it lives no longer
/// than the request.
pub(crate) struct Repeated<'a>(Vec<&'a str>);

impl<'a> Repeated<'a> {
    /// The token in an `Authorization` header.
    pub(crate) fn of(authorization: &'a HeaderValue) -> Self {
        let text = str::from_utf8(authorization.as_bytes()).unwrap_or_default();
        let token = text.strip_prefix("Bearer ").unwrap_or_default().trim();
        // JSON, HTML and URLs each write these characters in a way of their own, and the pieces
        // between them alike.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let mut words = vec![token];
        // Most tokens are one long piece, and to split those takes longer than to see it.
        if !token.bytes().all(is_plain) {
            words.extend(token.split(|c| !u8::try_from(c).is_ok_and(is_plain)));
        }
        words.retain(|word| word.len() >= SHORTEST);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// The text without the token.
    pub(crate) fn hide(&self, text: &str) -> String {
        // To look for a long word in a short text is free; to get ready to replace it is not.
        let words = self.0.iter();
        words.fold(text.to_owned(), |text, word| {
            if text.contains(word) {
                text.replace(word, "…")
            } else {
                text
            }
        })
    }

    /// Takes the token out of every text.
    pub(crate) fn strip(&self, json: &mut Value) {
        match json {
            Value::String(text) => {
                if self.0.iter().any(|word| text.contains(word)) {
                    *text = self.hide(text);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.strip(item)),
            Value::Object(object) => object.values_mut().for_each(|value| self.strip(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Repeated;
    use reqwest::header::HeaderValue;
    use serde_json::json;

    fn hidden(token: &str, said: &str) -> String {
        let authorization = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        Repeated::of(&authorization).hide(said)
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
    fn json_loses_it_however_deep() {
        let authorization = HeaderValue::from_static("Bearer 0.AXoAopaque");
        let mut json = json!({"a": [{"b": "-0.AXoAopaque-"}, 7, null], "c": "d"});
        Repeated::of(&authorization).strip(&mut json);
        assert_eq!(json, json!({"a": [{"b": "-…-"}, 7, null], "c": "d"}));
    }
}
