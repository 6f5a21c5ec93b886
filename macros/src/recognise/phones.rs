//! Text where a phone number belongs.

use super::skype::{
    digits, instead_of_skype, is_separator, is_skype, number, participant, strip_scheme,
};
use graph_invite_rules::{IdentityKind, parse_guid};

/// Where a phone number belongs.
pub(super) fn as_phone(text: &str) -> Option<(&'static str, String)> {
    let write = |number: &str| format!("write {number:?}");
    let without_extension =
        |number: &str| format!("write {number:?}, because an invite takes no extension");
    if let Some(uri) = strip_scheme(text, "tel:") {
        let write: &dyn Fn(&str) -> String = match split_extension(uri) {
            (_, true) => &without_extension,
            (_, false) => &write,
        };
        return number(uri).map(|number| ("a `tel:` URI", write(&number)));
    }
    if let Some(rest) = text.strip_prefix("4:") {
        return number(rest).map(|number| ("a Skype id", write(&number)));
    }
    if strip_scheme(text, "sip:").is_some() || text.contains('@') {
        let help = "write the number, or `user` and the object id that Entra shows for this user";
        let found = if text.contains(':') {
            "a `sip:` URI"
        } else {
            "an email address"
        };
        return Some((found, help.to_owned()));
    }
    if is_skype(text) {
        return instead_of_skype(text).map(|help| ("a Skype id", help));
    }
    if parse_guid(text).is_ok() {
        return Some(("a GUID", participant(IdentityKind::User, text)));
    }
    let (main, extension) = split_extension(text);
    if extension {
        let help = match number(main) {
            Some(number) => without_extension(&number),
            None => "write the number of the extension itself, or the main number".to_owned(),
        };
        return Some(("one with an extension", help));
    }
    if text.contains("(0)") {
        let found = "one with the 0 of national calls";
        return number(&text.replace("(0)", "")).map(|number| (found, write(&number)));
    }
    if text.starts_with("00")
        && let Some(number) = number(&text.replacen("00", "+", 1))
    {
        return Some(("one with `00` for `+`", write(&number)));
    }
    if text.starts_with('+') {
        let spaced = text
            .chars()
            .any(is_separator)
            .then(|| number(text))
            .flatten();
        return spaced.map(|number| ("one with separators", write(&number)));
    }
    let is_number = |c: char| c.is_ascii_digit() || is_separator(c);
    if text.is_empty() || !text.chars().all(is_number) {
        return None;
    }
    let digits = digits(text);
    if digits.len() <= 4 {
        let help = "write `+`, the country code and the whole number, because an invite takes no short number";
        return Some(("a short number", help.to_owned()));
    }
    digits.starts_with('0').then(|| {
        let help = "write `+`, the country code, and the number without its first 0";
        ("a national number", help.to_owned())
    })
}

/// The number before an extension, and whether there is one.
fn split_extension(text: &str) -> (&str, bool) {
    let lower = text.to_ascii_lowercase();
    let begin = [";ext", "ext", "x", "#", ","]
        .iter()
        .find_map(|sign| lower.find(sign));
    match begin.and_then(|begin| text.get(..begin)) {
        Some(main) if main.chars().any(|c| c.is_ascii_digit()) => (main, true),
        _ => (text, false),
    }
}
