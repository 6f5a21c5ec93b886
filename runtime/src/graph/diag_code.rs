//! The code that messages of the service often end with.

use crate::stored::stored;
use serde::Serialize;
use std::fmt;

stored! {
    /// The code in a message of the service, such as `DiagCode: 412#10073` or `DiagCode: 7112`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    pub struct DiagCode {
        /// The first number: mostly the code, which follows SIP. A single number may be a subcode.
        pub code: i64,
        /// The subcode: the finer reason.
        pub subcode: Option<i64>,
    }
}

const MARK: &str = "DiagCode";

impl DiagCode {
    /// The first one in a message.
    pub(crate) fn find(message: &str) -> Option<Self> {
        let mut rest = message;
        loop {
            rest = rest.get(find_ignoring_case(rest, MARK)? + MARK.len()..)?;
            let (code, after) = digits(rest.trim_start_matches([':', '=', ' ']));
            if let Ok(code) = code.parse() {
                let subcode = after.strip_prefix('#').map(|subcode| digits(subcode).0);
                return Some(Self {
                    code,
                    subcode: subcode.and_then(|subcode| subcode.parse().ok()),
                });
            }
        }
    }
}

/// The digits at the start of a text, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

/// Where an ASCII word begins in a text, in upper or lower case.
pub(crate) fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(word.len());
    windows.position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

impl fmt::Display for DiagCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.subcode {
            Some(subcode) => write!(f, "{}#{subcode}", self.code),
            None => write!(f, "{}", self.code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DiagCode;

    #[test]
    fn a_diag_code_is_one_number_or_two() {
        for (message, found) in [
            ("DiagCode: 412#10073", Some((412, Some(10073)))),
            ("diagcode=403#10151.x", Some((403, Some(10151)))),
            ("Ä DIAGCODE:0#5002.@", Some((0, Some(5002)))),
            ("DiagCode: 7112", Some((7112, None))),
            ("DiagCode: 7112.@", Some((7112, None))),
            ("DiagCode: 1#", Some((1, None))),
            ("DiagCode: 1#x2", Some((1, None))),
            ("no DiagCode; DiagCode 500#1004", Some((500, Some(1004)))),
            ("DiagCode: x#1", None),
            ("DiagCode: 99999999999999999999", None),
            ("412#10073", None),
            ("DiagCod", None),
            ("", None),
        ] {
            let found = found.map(|(code, subcode)| DiagCode { code, subcode });
            assert_eq!(DiagCode::find(message), found, "{message}");
        }
    }

    #[test]
    fn a_diag_code_is_shown_as_it_is_written() {
        for text in ["412#10073", "7112"] {
            let code = DiagCode::find(&format!("DiagCode: {text}")).unwrap();
            assert_eq!(code.to_string(), text);
        }
    }
}
