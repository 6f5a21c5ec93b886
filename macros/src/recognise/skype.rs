//! Ids of Skype, and what numbers and URIs have in common.

use graph_invite_rules::{IdentityKind, check_text, parse_guid, parse_phone};

/// A kind of participant, as an author writes it.
pub(super) fn participant(kind: IdentityKind, id: &str) -> String {
    format!("write `{} {id:?}`", kind.word())
}

/// How the ids of Skype begin, as activities and rosters show them, and the kind that each one means.
const PREFIXES: [(&str, IdentityKind); 6] = [
    ("8:orgid:", IdentityKind::User),
    ("28:", IdentityKind::Application),
    ("4:", IdentityKind::Phone),
    ("8:acs:", IdentityKind::AcsUser),
    ("8:teamsvisitor:", IdentityKind::Guest),
    ("29:", IdentityKind::Encrypted),
];

pub(super) fn is_skype(text: &str) -> bool {
    PREFIXES.iter().any(|(prefix, _)| text.starts_with(prefix))
}

/// What to write for an id of Skype, if the rest of it is right.
pub(super) fn instead_of_skype(text: &str) -> Option<String> {
    let (rest, kind) = PREFIXES
        .into_iter()
        .find_map(|(prefix, kind)| Some((text.strip_prefix(prefix)?, kind)))?;
    match kind {
        IdentityKind::Phone => phone(rest),
        IdentityKind::User | IdentityKind::Application => {
            parse_guid(rest).is_ok().then(|| participant(kind, rest))
        }
        _ => check_text(text).is_ok().then(|| participant(kind, text)),
    }
}

/// A phone, if the text is a number with separators.
pub(super) fn phone(text: &str) -> Option<String> {
    number(text).map(|number| participant(IdentityKind::Phone, &number))
}

/// The E.164 number in a text with separators and parameters.
pub(super) fn number(text: &str) -> Option<String> {
    let main = text.split(';').next().unwrap_or_default();
    let number = digits(main);
    parse_phone(&number).is_ok().then_some(number)
}

pub(super) fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// A number without separators.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(|c| !is_separator(*c)).collect()
}

pub(super) const fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}')
}
