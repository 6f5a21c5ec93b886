//! What an error tells an author to write is right.

use crate::value_type::ValueType;
use graph_invite_rules::{IdentityKind, Vocabulary as _};

const STARTS: [&str; 14] = [
    "",
    "8:orgid:",
    "28:",
    "4:",
    "29:",
    "8:acs:",
    "8:teamsvisitor:",
    "tel:",
    "TEL:",
    "urn:uuid:",
    "{",
    "00",
    "https://graph.microsoft.com/v1.0/communications/calls/",
    "sip:",
];

const MIDDLES: [&str; 12] = [
    "",
    "278405a3-f568-4b3e-b684-009193463064",
    "278405a3f5684b3eb684009193463064",
    "278405a3",
    "00000000-0000-0000-0000-000000000000",
    "+12345678901",
    "+1 (234) 567-8901",
    "+49 (0)30 1234567",
    "49 30 1234567",
    "112",
    "ada@contoso.com",
    "\u{1f600}",
];

const ENDS: [&str; 7] = ["", "}", " x7", ";ext=7", "#7", "/participants", " "];

/// The kind that a help names, or the one that is there, and the text in quotes.
fn shown(kind: IdentityKind, help: &str) -> Option<(IdentityKind, &str)> {
    let (before, rest) = help.split_once('"')?;
    let (text, _) = rest.split_once('"')?;
    let named = IdentityKind::ALL.iter().copied();
    let mut named = named.filter(|kind| before.ends_with(&format!("`{} ", kind.word())));
    Some((named.next().unwrap_or(kind), text))
}

#[test]
fn each_text_to_write_keeps_its_rule() {
    let mut shown_texts = 0;
    for kind in [
        IdentityKind::User,
        IdentityKind::Application,
        IdentityKind::Phone,
    ] {
        for (start, middle, end) in combinations() {
            let written = format!("{start}{middle}{end}");
            let Err(error) = ValueType::of_kind(kind).check_after(kind.into(), &written) else {
                continue;
            };
            // An example is no suggestion.
            let help = error.help.replace(", as in \"+12345678901\"", "");
            if let Some((kind, text)) = shown(kind, &help) {
                assert!(
                    ValueType::of_kind(kind).check(text).is_ok(),
                    "{written}: {help}"
                );
                shown_texts += 1;
            }
        }
    }
    assert!(shown_texts > 100, "{shown_texts}");
}

fn combinations() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let starts = STARTS.into_iter();
    starts.flat_map(|start| {
        let middles = MIDDLES.into_iter();
        middles.flat_map(move |middle| ENDS.into_iter().map(move |end| (start, middle, end)))
    })
}
