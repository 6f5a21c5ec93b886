//! Text where a GUID belongs.

use super::skype::{instead_of_skype, is_skype, participant, phone, strip_scheme};
use graph_invite_rules::{Clause, GuidError, IdentityKind, Word, parse_guid, parse_phone};

/// Where a GUID belongs.
pub(super) fn as_guid(word: Word, text: &str) -> Option<(&'static str, String)> {
    let is_kind = matches!(word, Word::Kind(_));
    if let Some(found) = thread_or_link(text) {
        return Some((
            found,
            in_url(word, text).unwrap_or_else(|| source(word).to_owned()),
        ));
    }
    if is_skype(text) {
        let help = instead_of_skype(text).filter(|_| is_kind);
        return Some((
            "a Skype id",
            help.unwrap_or_else(|| source(word).to_owned()),
        ));
    }
    if is_kind && parse_phone(text).is_ok() {
        return Some(("a phone number", participant(IdentityKind::Phone, text)));
    }
    if let Some(uri) = strip_scheme(text, "tel:") {
        let help = phone(uri).filter(|_| is_kind);
        return Some((
            "a `tel:` URI",
            help.unwrap_or_else(|| source(word).to_owned()),
        ));
    }
    if strip_scheme(text, "sip:").is_some() {
        return Some(("a `sip:` URI", source(word).to_owned()));
    }
    if let Some((_, domain)) = text.split_once('@') {
        let found = "an email address or user principal name";
        return Some((
            found,
            of_domain(word, domain).unwrap_or_else(|| source(word).to_owned()),
        ));
    }
    if word == Word::Clause(Clause::Tenant)
        && matches!(text, "common" | "organizations" | "consumers")
    {
        return Some((
            "a name that stands for many tenants",
            source(word).to_owned(),
        ));
    }
    if let Some(help) = of_domain(word, text) {
        return Some(("a domain", help));
    }
    if let Err(GuidError::Decorated | GuidError::NoDashes) = parse_guid(text) {
        return Some((spelling(text), format!("write {:?}", plain_guid(text)?)));
    }
    None
}

/// Where the author finds the GUID that belongs after a word.
const fn source(word: Word) -> &'static str {
    match word {
        Word::Field(_) | Word::Clause(Clause::Replaces | Clause::From) => {
            "write the id that Graph returned when this bot created or answered the call"
        }
        Word::Clause(Clause::Moves) => "write the id of the entry on the roster of the meeting",
        Word::Clause(_) => "write the tenant id that Entra shows",
        Word::Kind(IdentityKind::User) => {
            "write the object id that Entra shows for the user, because Graph does not resolve names here"
        }
        Word::Kind(IdentityKind::Application) => {
            "write the application (client) id that Entra shows"
        }
        Word::Kind(_) => "write the object id that Entra shows",
    }
}

/// The id of a call in its URL.
fn in_url(word: Word, text: &str) -> Option<String> {
    if !matches!(
        word,
        Word::Field(_) | Word::Clause(Clause::Replaces | Clause::From)
    ) {
        return None;
    }
    let (_, rest) = text.split_once("/calls/")?;
    let id = rest.split(['/', '?']).next()?;
    let is_guid = parse_guid(id).is_ok();
    is_guid.then(|| format!("write only the id after `/calls/`, {id:?}"))
}

/// Where the tenant of a domain is found.
fn of_domain(word: Word, domain: &str) -> Option<String> {
    (word == Word::Clause(Clause::Tenant) && is_domain(domain)).then(|| {
        format!(
            "write the GUID after `issuer` in \
             https://login.microsoftonline.com/{domain}/v2.0/.well-known/openid-configuration"
        )
    })
}

/// A meeting, a chat or an address in the web.
fn thread_or_link(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    if lower.starts_with("19:") {
        return Some(if lower.contains("meeting_") {
            "the thread id of a meeting"
        } else {
            "the id of a chat"
        });
    }
    let is_link = lower.starts_with("https://") || lower.starts_with("http://");
    let is_meeting = lower.contains("/meetup-join/") || lower.contains("/meet/");
    is_link.then_some(if is_meeting {
        "a meeting link"
    } else {
        "a URL"
    })
}

fn is_domain(text: &str) -> bool {
    let labels = text.split('.');
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.contains('.') && labels.clone().all(is_label)
}

/// How a GUID is spelled that is not plain.
fn spelling(text: &str) -> &'static str {
    match text.chars().next() {
        Some('{') => "a GUID in braces",
        Some('(') => "a GUID in parentheses",
        Some('u' | 'U') => "a GUID with `urn:uuid:`",
        _ => "a GUID without dashes",
    }
}

/// The GUID in another spelling, with its dashes.
fn plain_guid(text: &str) -> Option<String> {
    let text = strip_scheme(text, "urn:uuid:").unwrap_or(text);
    let mut guid: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    if guid.len() != 32 {
        return None;
    }
    for dash in [20, 16, 12, 8] {
        guid.insert(dash, '-');
    }
    parse_guid(&guid).is_ok().then_some(guid)
}
