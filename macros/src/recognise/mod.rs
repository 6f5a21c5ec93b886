//! What a wrong literal is instead: an id of Skype, a URI, a link, a domain, a number as people write it.

mod ids;
mod phones;
mod skype;

use graph_invite_rules::{Clause, Field, IdentityKind, Word};

/// What a text after `word` is that is no GUID, and what to write instead, if it is recognised.
pub(crate) fn guid(word: Word, text: &str) -> Option<(String, String)> {
    ids::as_guid(word, text).map(|(found, help)| (expected(word, found), help))
}

/// The same of a text that is no phone number.
pub(crate) fn phone(word: Word, text: &str) -> Option<(String, String)> {
    phones::as_phone(text).map(|(found, help)| (expected(word, found), help))
}

fn expected(word: Word, found: &str) -> String {
    format!("expected {}, found {found}", what(word))
}

/// What belongs after a word.
const fn what(word: Word) -> &'static str {
    match word {
        Word::Field(Field::Call) | Word::Clause(Clause::Replaces | Clause::From) => {
            "the id of a call"
        }
        Word::Clause(Clause::Tenant) => "the id of a tenant",
        Word::Clause(Clause::Moves) => "the id of a roster entry",
        Word::Kind(IdentityKind::Phone) => "an E.164 phone number",
        Word::Kind(IdentityKind::User) => "the object id of a user",
        Word::Kind(IdentityKind::Application) => "the id of an application",
        Word::Kind(IdentityKind::ApplicationInstance) => "the object id of a resource account",
        _ => "an id",
    }
}
