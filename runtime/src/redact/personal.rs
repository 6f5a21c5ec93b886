//! The personal data of an invite, and how to hide it in any spelling.

use crate::invite::Invite;
use crate::invite::identity::Identity;
use crate::invite::participant::Participant;
use crate::redact::{mri, phone, token};
use std::ops::Range;

/// The most characters of a name or an id that are kept. What follows them in a text of the service
/// is hidden, whatever it is.
const MAX_TEXT: usize = 256;

/// The names, opaque ids and phone numbers in an invite.
#[derive(Default)]
pub(crate) struct PersonalData {
    /// Texts that are hidden wherever they occur.
    texts: Vec<String>,
    /// The words of names, which are hidden where they are words.
    words: Vec<String>,
    /// The digits of phone numbers.
    phones: Vec<String>,
}

impl PersonalData {
    pub(crate) fn of(invite: &Invite) -> Self {
        let mut this = Self::default();
        for participant in invite.participants() {
            this.add(participant);
        }
        // The longest text first: it may contain a shorter one, and then a part of it would remain.
        this.texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        this.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        this
    }

    fn add(&mut self, participant: &Participant) {
        if let Some(name) = &participant.name {
            let name = name.as_str();
            let beginning: String = name.chars().take(MAX_TEXT).collect();
            let words = beginning.split(|c: char| !c.is_alphanumeric());
            self.words
                .extend(words.filter(|word| is_long(word)).map(str::to_owned));
            self.add_text(name);
        }
        let id = match &participant.identity {
            Identity::Phone(number) => {
                let number = number.to_string();
                return self.phones.push(number.trim_start_matches('+').to_owned());
            }
            Identity::Guest(id) => id.to_string(),
            Identity::Encrypted(id) => id.to_string(),
            Identity::OnPremises(id) => id.to_string(),
            Identity::AcsUser(id) => id.to_string(),
            Identity::User(_) | Identity::Application(_) | Identity::ApplicationInstance(_) => {
                return;
            }
        };
        self.add_text(mri::without_prefix(&id));
        self.add_text(&id);
    }

    fn add_text(&mut self, text: &str) {
        let text = text.trim();
        if is_long(text) {
            self.texts.push(text.chars().take(MAX_TEXT).collect());
        } else if !text.is_empty() {
            self.words.push(text.to_owned());
        }
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        let texts = self.texts.iter().chain(&self.words).chain(&self.phones);
        texts
            .map(|text| size_of::<String>() + text.capacity())
            .sum()
    }

    pub(super) fn hide(&self, text: &str) -> String {
        let mut hidden = text.to_owned();
        for known in &self.texts {
            hidden = hide_all(&hidden, known, |_, _| true);
        }
        for known in &self.words {
            hidden = hide_all(&hidden, known, is_word);
        }
        mri::hide(&token::hide(&phone::hide(&hidden, &self.phones)))
    }
}

/// A shorter text is likely to be a part of another word.
fn is_long(text: &str) -> bool {
    text.chars().nth(1).is_some()
}

/// Whether a known text is only the beginning of a name or an id.
fn is_cut(known: &str) -> bool {
    known.chars().count() == MAX_TEXT
}

/// Whether no letter or digit is next to this part of a text.
fn is_word(text: &str, part: &Range<usize>) -> bool {
    let before = text
        .get(..part.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(part.end..).and_then(|text| text.chars().next());
    ![before, after]
        .into_iter()
        .flatten()
        .any(char::is_alphanumeric)
}

/// Replaces every occurrence of a known text, in any case, where `fits` is true.
fn hide_all(text: &str, known: &str, fits: impl Fn(&str, &Range<usize>) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut end = 0;
    for (start, _) in text.char_indices() {
        let rest = text.get(start..).unwrap_or_default();
        if start >= end
            && let Some(length) = prefix(rest, known)
            && fits(text, &(start..start + length))
        {
            shown.extend(text.get(end..start));
            shown.push('…');
            end = if is_cut(known) {
                text.len()
            } else {
                start + length
            };
        }
    }
    shown.extend(text.get(end..));
    shown
}

/// The length of a known text, in any case, at the beginning of a text.
fn prefix(text: &str, known: &str) -> Option<usize> {
    let mut known = known.chars().flat_map(char::to_lowercase).peekable();
    for (at, c) in text.char_indices() {
        if known.peek().is_none() {
            return Some(at);
        }
        for lower in c.to_lowercase() {
            if known.next() != Some(lower) {
                return None;
            }
        }
    }
    known.next().is_none().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::{MAX_TEXT, PersonalData};
    use crate::{CallId, Invite, Participant, UserId, graph_invite};
    use uuid::Uuid;

    fn hide(text: &str) -> String {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [
                phone "+4930555014" named "Zaphod Beeblebrox",
                guest "8:teamsvisitor:4f1cGUEST" named "Ö",
                encrypted "29:OPAQUE1tKB",
            ],
        };
        PersonalData::of(&invite).hide(text)
    }

    #[test]
    fn names_are_hidden_in_any_spelling() {
        for (text, shown) in [
            ("no way to Zaphod Beeblebrox", "no way to …"),
            ("ZAPHOD BEEBLEBROX, zaphod beeblebrox", "…, …"),
            ("Zaphod  Beeblebrox", "…  …"),
            ("zaphod.beeblebrox@example", "….…@example"),
            ("Zaphod&#32;Beeblebrox", "…&#32;…"),
            ("Beeblebrox, Zaphod", "…, …"),
            ("xZaphod Beeblebroxes", "x…es"),
            ("Zaphodia", "Zaphodia"),
            ("ö and Öl", "… and Öl"),
        ] {
            assert_eq!(hide(text), shown);
        }
    }

    #[test]
    fn nothing_is_shown_behind_the_beginning_of_a_very_long_name() {
        let name = "Ada ".repeat(1_000);
        let ada = Participant::user(UserId::from_uuid(Uuid::from_u128(1)))
            .named(Some(name.as_str().into()));
        let invite = Invite::builder().call(CallId::from_uuid(Uuid::from_u128(2)));
        let invite = invite.participants([ada].into()).build().unwrap();
        let personal = PersonalData::of(&invite);
        assert!(personal.heap_bytes() < 16 * MAX_TEXT);
        assert_eq!(personal.hide(&format!("no {name}Lovelace")), "no …");
    }

    #[test]
    fn opaque_ids_are_hidden_in_any_spelling() {
        for text in [
            "8:teamsvisitor:4f1cGUEST",
            "8:TEAMSVISITOR:4F1CGUEST",
            "8%3Ateamsvisitor%3A4f1cGUEST",
            "29:OPAQUE1tKB",
            "id=OPAQUE1tKB",
        ] {
            let shown = hide(text).to_lowercase();
            assert!(shown.contains('…'), "{shown}");
            assert!(
                !shown.contains("guest") && !shown.contains("opaque"),
                "{shown}"
            );
        }
    }

    #[test]
    fn phone_numbers_of_the_invite_are_hidden_in_any_spelling() {
        for (text, shown) in [
            ("4:+4930555014", "4:+…"),
            ("tel:+49 30 555014 is busy", "tel:+… is busy"),
            ("+49-30-555014", "+…"),
            ("+49 (0)30 555014", "+…"),
            ("(030) 555014", "(…"),
            ("0049 30555014", "…"),
            ("sip:4930555014@x", "sip:…@x"),
            ("%2B4930555014", "%2B…"),
            ("30/555.014", "…"),
        ] {
            assert_eq!(hide(text), shown);
        }
    }

    #[test]
    fn other_numbers_are_shown() {
        for text in [
            "DiagCode: 412#10073. at 2025-09-30T05:03:57",
            "278405a3-f568-4b3e-b684-009193463064",
            "C++ 11 or + 1",
        ] {
            assert_eq!(hide(text), text);
        }
    }
}
