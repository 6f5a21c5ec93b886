//! Tokens in a text.

/// Hides the word after each `Bearer`, and every word that contains the beginning of a JWT, because
/// some gateways repeat the headers of a request.
pub(super) fn hide(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut is_token = false;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if bare.is_empty() {
            shown.push_str(word);
            continue;
        }
        if is_token || word.contains("eyJ") {
            shown.push('…');
            shown.extend(word.chars().rev().take_while(|c| c.is_whitespace()));
        } else {
            shown.push_str(word);
        }
        is_token = bare
            .get(bare.len().saturating_sub(6)..)
            .is_some_and(|end| end.eq_ignore_ascii_case("bearer"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::hide;

    #[test]
    fn a_repeated_token_is_hidden() {
        for (text, expected) in [
            (
                "authorization: Bearer a7Q.b, sent",
                "authorization: Bearer … sent",
            ),
            ("Authorization:bearer  a7Q\nx", "Authorization:bearer  …\nx"),
            (r#"{"token":"eyJ0eXAi"} is old"#, "… is old"),
            ("no bearer", "no bearer"),
            ("Ünï Bärer x", "Ünï Bärer x"),
        ] {
            assert_eq!(hide(text), expected);
        }
    }
}
