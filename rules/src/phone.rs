//! Rule 2: phone numbers are E.164.

use crate::limits::{MAX_PHONE_DIGITS, MIN_PHONE_DIGITS};
use crate::utf8::Chars;
use core::fmt;

/// Reads an E.164 phone number, `+` and 2 to 15 digits of which the first is not 0, as the number
/// its digits spell.
///
/// # Errors
///
/// A [`PhoneError`] that names the first mistake in the text.
///
/// ```
/// use graph_invite_rules::{PhoneError, parse_phone};
///
/// assert_eq!(parse_phone("+12345678901"), Ok(12_345_678_901));
/// assert_eq!(parse_phone("12345678901"), Err(PhoneError::NoPlus));
/// ```
#[allow(clippy::cast_lossless, reason = "`From` is not const")]
pub const fn parse_phone(text: &str) -> Result<u64, PhoneError> {
    let mut chars = Chars::new(text);
    match chars.next() {
        None => return Err(PhoneError::Empty),
        Some('+') => {}
        Some(_) => return Err(PhoneError::NoPlus),
    }
    let mut digits = 0;
    let mut number: u64 = 0;
    while let Some(found) = chars.next() {
        let position = chars.position;
        match found.to_digit(10) {
            Some(0) if digits == 0 => return Err(PhoneError::LeadingZero),
            Some(digit) => {
                digits += 1;
                if digits <= MAX_PHONE_DIGITS {
                    number = number * 10 + digit as u64;
                }
            }
            None => return Err(PhoneError::Character { position, found }),
        }
    }
    if digits < MIN_PHONE_DIGITS || digits > MAX_PHONE_DIGITS {
        return Err(PhoneError::Digits { found: digits });
    }
    Ok(number)
}

/// Whether the digits of `number` make an E.164 phone number.
///
/// ```
/// use graph_invite_rules::is_phone_number;
///
/// assert!(is_phone_number(12_345_678_901));
/// assert!(!is_phone_number(7));
/// ```
#[must_use]
pub const fn is_phone_number(number: u64) -> bool {
    match number.checked_ilog10() {
        Some(log) => MIN_PHONE_DIGITS <= log as usize + 1 && (log as usize) < MAX_PHONE_DIGITS,
        None => false,
    }
}

/// Why a text is not an E.164 phone number. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneError {
    /// The text is empty.
    Empty,
    /// The text does not begin with `+`.
    NoPlus,
    /// The digit after `+` is 0. No country code begins with it.
    LeadingZero,
    /// Another character is in the place of a digit.
    Character {
        /// Its position.
        position: usize,
        /// The character.
        found: char,
    },
    /// There are too few or too many digits.
    Digits {
        /// How many there are.
        found: usize,
    },
}

impl PhoneError {
    /// What to write instead, as one sentence without a full stop.
    ///
    /// ```
    /// use graph_invite_rules::PhoneError;
    ///
    /// assert!(PhoneError::NoPlus.help().contains("country code"));
    /// ```
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Character { .. } => {
                "write digits only after the `+`, as in \"+12345678901\", without an extension"
            }
            _ => "write `+`, the country code and the number, as in \"+12345678901\"",
        }
    }
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid E.164 phone number: ")?;
        match *self {
            Self::Empty => f.write_str("the text is empty"),
            Self::NoPlus => f.write_str("missing `+` at the beginning"),
            Self::LeadingZero => f.write_str("unexpected 0 after `+`"),
            Self::Character { position, found } => {
                write!(
                    f,
                    "expected a digit at character {position}, found {found:?}"
                )
            }
            Self::Digits { found } => write!(
                f,
                "expected {MIN_PHONE_DIGITS} to {MAX_PHONE_DIGITS} digits, found {found}",
            ),
        }
    }
}

impl core::error::Error for PhoneError {}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{PhoneError, is_phone_number, parse_phone};
    use proptest::prelude::*;
    use regex::Regex;
    use std::{format, string::String};

    proptest! {
        #[test]
        fn agrees_with_a_regular_expression_for_e164(text in r"\+?[0-9]{0,17}|\PC{0,20}|\+[0-9 ]{2,15}") {
            let e164 = Regex::new(r"^\+[1-9][0-9]{1,14}$").unwrap();
            prop_assert_eq!(parse_phone(&text).is_ok(), e164.is_match(&text), "{}", text);
        }

        #[test]
        fn the_number_spells_the_text(number in 10_u64..1_000_000_000_000_000) {
            prop_assert_eq!(parse_phone(&format!("+{number}")), Ok(number));
        }

        #[test]
        fn a_number_is_valid_if_its_text_is(number: u64) {
            prop_assert_eq!(is_phone_number(number), parse_phone(&format!("+{number}")).is_ok());
        }

        #[test]
        fn accepts_only_texts_that_its_number_spells(text: String) {
            if let Ok(number) = parse_phone(&text) {
                prop_assert_eq!(format!("+{number}"), text);
            }
        }
    }

    #[test]
    fn names_common_mistakes() {
        for (text, error) in [
            ("", PhoneError::Empty),
            ("12345678901", PhoneError::NoPlus),
            ("0012345678901", PhoneError::NoPlus),
            ("tel:+12345678901", PhoneError::NoPlus),
            ("+012345678901", PhoneError::LeadingZero),
            (
                "+1 234 567 8901",
                PhoneError::Character {
                    position: 3,
                    found: ' ',
                },
            ),
            (
                "+1-234-567-8901",
                PhoneError::Character {
                    position: 3,
                    found: '-',
                },
            ),
            (
                "+1234567890١",
                PhoneError::Character {
                    position: 12,
                    found: '١',
                },
            ),
            ("+", PhoneError::Digits { found: 0 }),
            ("+1", PhoneError::Digits { found: 1 }),
            ("+1234567890123456", PhoneError::Digits { found: 16 }),
        ] {
            assert_eq!(parse_phone(text), Err(error), "{text}");
        }
        for number in [0, 9, 1_000_000_000_000_000, u64::MAX] {
            assert!(!is_phone_number(number), "{number}");
        }
        for number in [10, 999_999_999_999_999] {
            assert!(is_phone_number(number), "{number}");
        }
    }
}
