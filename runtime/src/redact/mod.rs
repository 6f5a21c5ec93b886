//! Redaction of personal data and tokens in texts of the service.

pub(crate) mod keyed_hash;
pub(crate) mod log_text;
pub(crate) mod mri;
mod personal;
mod phone;
mod token;

pub(crate) use personal::PersonalData;
use std::fmt;
use url::Url;

/// The maximum length of a word, in bytes.
const MAX_WORD: usize = 64;
/// More characters than a name or an id has.
const MARGIN: usize = 512;

/// A text from the service. `Display` and `Debug` hide phone numbers, and the names and opaque ids of
/// the invite. Only [`raw`](Self::raw) returns the whole text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Redacted {
    raw: Box<str>,
    /// `None` if nothing in it is hidden.
    shown: Option<Box<str>>,
}

impl Redacted {
    pub(crate) fn new(raw: String, personal: &PersonalData) -> Self {
        let shown = personal.hide(&raw);
        Self {
            shown: (shown != raw).then(|| shown.into()),
            raw: raw.into(),
        }
    }

    /// The first characters of a text.
    pub(crate) fn up_to(max: usize, text: &str, personal: &PersonalData) -> Self {
        let first = |count: usize| text.chars().take(count).collect::<String>();
        // A cut may leave the beginning of a name, which is not hidden. So the text is cut later.
        let longer = Self::new(first(max.saturating_add(MARGIN)), personal);
        let shown = longer.shown().chars().take(max).collect::<String>();
        let raw = first(max);
        Self {
            shown: (shown != raw).then(|| shown.into()),
            raw: raw.into(),
        }
    }

    /// A text that was stored, and how it was shown if that differs.
    pub(crate) fn stored(raw: String, shown: Option<String>) -> Self {
        match shown {
            Some(shown) => Self {
                raw: raw.into(),
                shown: Some(shown.into()),
            },
            None => Self::new(raw, &PersonalData::default()),
        }
    }

    pub(crate) fn into_raw(self) -> String {
        self.raw.into()
    }

    /// How it is shown, if something in it is hidden.
    pub(crate) fn if_hidden(&self) -> Option<&str> {
        self.shown.as_deref()
    }

    pub(crate) fn raw(&self) -> &str {
        &self.raw
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.raw.len() + self.shown.as_ref().map_or(0, |shown| shown.len())
    }

    fn shown(&self) -> &str {
        self.shown.as_ref().unwrap_or(&self.raw)
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.shown(), f)
    }
}

/// A word of the service, such as a status. A text of several words may contain a name, and digits
/// alone may be a phone number, so nothing of them is shown.
pub(crate) fn redact_word(text: &str) -> String {
    let has_word_form = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_.:#/".contains(c));
    let is_number = text.len() >= phone::MIN_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
    if text.len() > MAX_WORD || !has_word_form || is_number {
        return "…".to_owned();
    }
    redact(text)
}

/// A text that is about no invite in particular, without phone numbers, opaque ids and tokens.
pub(crate) fn redact(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::{PersonalData, Redacted, redact_word};
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
    fn a_cut_leaves_no_part_of_a_name() {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+4930555014" named "Ada Lovelace"],
        };
        let personal = PersonalData::of(&invite);
        for max in 0..30 {
            let text = "no Ada Lovelace +4930555014";
            let cut = Redacted::up_to(max, text, &personal);
            assert_eq!(cut.raw(), text.chars().take(max).collect::<String>());
            assert!("no … +…".starts_with(&cut.to_string()), "{cut}");
        }
    }

    #[test]
    fn only_a_word_is_shown_of_a_word() {
        for word in [
            "CallTerminated",
            "#microsoft.graph.call",
            "a-b_c:d/1",
            "480",
            "",
        ] {
            assert_eq!(redact_word(word), word);
        }
        for text in [
            "Ada hung up",
            "Ädä",
            "4930555014",
            "+4930555014",
            &"a".repeat(65),
        ] {
            assert_eq!(redact_word(text), "…");
        }
        assert_eq!(redact_word("29:abc_d"), "29:…");
        assert_eq!(redact_word("eyJ0eXAi"), "…");
    }
}
