//! Redaction of personal data and tokens in texts of the service.

pub(crate) mod mri;

use crate::invite::Invite;
use crate::invite::identity::Identity;
use crate::invite::participant::Participant;
use std::fmt;
use url::Url;

/// A text from the service. `Display` and `Debug` hide phone numbers, and the names and opaque ids of
/// the invite. Only [`raw`](Self::raw) returns the whole text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Redacted {
    raw: String,
    shown: String,
}

impl Redacted {
    pub(crate) fn new(raw: String, personal: &PersonalData) -> Self {
        let shown = personal.hide(&raw);
        Self { raw, shown }
    }

    pub(crate) fn raw(&self) -> &str {
        &self.raw
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shown, f)
    }
}

/// A word of the service, such as a reason, without phone numbers, opaque ids and tokens.
pub(crate) fn redact_word(text: &str) -> String {
    PersonalData::default().hide(text)
}

/// Shows a URL without its credentials, query and fragment, which may be secrets.
pub(crate) struct UrlWithoutSecrets<'a>(pub(crate) &'a Url);

impl fmt::Debug for UrlWithoutSecrets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.0;
        write!(f, "{}://{}", url.scheme(), url.host_str().unwrap_or("…"))?;
        if let Some(port) = url.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(url.path())
    }
}

/// The personal data in an invite.
#[derive(Default)]
pub(crate) struct PersonalData(Vec<String>);

impl PersonalData {
    pub(crate) fn of(invite: &Invite) -> Self {
        let texts = invite.participants().iter().flat_map(Participant::personal);
        let mut texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
        // The longest text first: it may contain a shorter one, and then a part of it would remain.
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(texts)
    }

    fn hide(&self, text: &str) -> String {
        let known = self
            .0
            .iter()
            .fold(text.to_owned(), |text, word| text.replace(word, "…"));
        mri::hide(&hide_phones(&hide_tokens(&known)))
    }
}

impl Participant {
    fn personal(&self) -> impl Iterator<Item = String> {
        let id = match &self.identity {
            // Only the digits, because the service may write them after `+`, `tel:` or `4:`.
            Identity::Phone(number) => Some(number.to_string().split_off(1)),
            Identity::Guest(id) => Some(id.to_string()),
            Identity::Encrypted(id) => Some(id.to_string()),
            Identity::OnPremises(id) => Some(id.to_string()),
            Identity::AcsUser(id) => Some(id.to_string()),
            Identity::User(_) | Identity::Application(_) | Identity::ApplicationInstance(_) => None,
        };
        id.into_iter()
            .chain(self.name.iter().map(ToString::to_string))
    }
}

/// Hides the digits after every `+`.
fn hide_phones(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut pieces = text.split('+');
    shown.extend(pieces.next());
    for piece in pieces {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        shown.push_str(if rest.len() == piece.len() {
            "+"
        } else {
            "+…"
        });
        shown.push_str(rest);
    }
    shown
}

/// Hides the word after each `Bearer`, and every word that contains the beginning of a JWT, because
/// some gateways repeat the headers of a request.
fn hide_tokens(text: &str) -> String {
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
    use super::{PersonalData, Redacted};
    use crate::graph_invite;

    #[test]
    fn personal_data_of_an_invite_is_hidden() {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+4930555014" named "Ada", guest "8:teamsvisitor:Ada"],
        };
        let text = "no route to 4:+4930555014 for Ada, 8:teamsvisitor:Ada; ask +49111 or C++";
        let shown = Redacted::new(text.to_owned(), &PersonalData::of(&invite));
        assert_eq!(
            shown.to_string(),
            "no route to 4:+… for …, …; ask +… or C++"
        );
        assert_eq!(format!("{shown:?}"), format!("{:?}", shown.to_string()));
        assert_eq!(shown.raw(), text);
    }

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
            let shown = Redacted::new(text.to_owned(), &PersonalData::default());
            assert_eq!(shown.to_string(), expected);
        }
    }
}
