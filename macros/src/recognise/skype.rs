//! Ids of Skype, and what numbers and URIs have in common.

use graph_invite_rules::IdentityKind;

/// A kind of participant, as an author writes it.
pub(super) fn participant(kind: IdentityKind, id: &str) -> String {
    format!("write `{} {id:?}`", kind.word())
}

/// The ids of Skype, as a bot's activities and rosters have them.
pub(super) fn skype(text: &str) -> Option<(&'static str, String)> {
    let found = "a Skype id";
    let help = if let Some(id) = text.strip_prefix("8:orgid:") {
        participant(IdentityKind::User, id)
    } else if text.starts_with("8:acs:") || text.starts_with("8:spool:") {
        participant(IdentityKind::AcsUser, text)
    } else if text.starts_with("8:teamsvisitor:") {
        participant(IdentityKind::Guest, text)
    } else if let Some(id) = text.strip_prefix("28:") {
        participant(IdentityKind::Application, id)
    } else if text.starts_with("29:") {
        participant(IdentityKind::Encrypted, text)
    } else if let Some(number) = text.strip_prefix("4:") {
        participant(IdentityKind::Phone, &digits(number))
    } else {
        return None;
    };
    Some((found, help))
}

pub(super) fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// A number without separators and parameters.
pub(super) fn digits(text: &str) -> String {
    let main = text.split(';').next().unwrap_or_default();
    main.chars().filter(|c| !is_separator(*c)).collect()
}

pub(super) const fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}')
}
