//! Rule 1: ids of calls, people, bots and tenants are GUIDs.

use crate::limits::GUID_LENGTH;
use crate::utf8::Chars;
use core::fmt;

/// Reads GUID text, `8-4-4-4-12` hexadecimal digits in any case, as a number.
///
/// # Errors
///
/// A [`GuidError`] that names the first mistake in the text.
///
/// ```
/// use graph_invite_rules::{GuidError, parse_guid};
///
/// assert!(parse_guid("278405A3-F568-4B3E-B684-009193463064").is_ok());
/// assert_eq!(
///     parse_guid("278405a3-f568-4b3e-b684-00919346306x"),
///     Err(GuidError::Character { position: 36, found: 'x' }),
/// );
/// ```
pub const fn parse_guid(text: &str) -> Result<u128, GuidError> {
    let (length, has_dash) = match scan(text) {
        Ok(counts) => counts,
        Err(error) => return Err(error),
    };
    if length == 0 {
        return Err(GuidError::Empty);
    }
    let dashed = has_dash || length != 32;
    match hex(text, dashed) {
        Ok(_) if !dashed => Err(GuidError::NoDashes),
        Ok(_) if length != GUID_LENGTH => Err(GuidError::Length { found: length }),
        Ok(0) => Err(GuidError::Nil),
        other => other,
    }
}

/// Counts characters, looks for a dash, and recognises what is not a plain GUID.
const fn scan(text: &str) -> Result<(usize, bool), GuidError> {
    let mut chars = Chars::new(text);
    let mut has_dash = false;
    let mut decorated = matches!(
        text.as_bytes(),
        [b'u' | b'U', b'r' | b'R', b'n' | b'N', b':', ..]
    );
    let mut space = false;
    while let Some(c) = chars.next() {
        space = c.is_whitespace();
        match c {
            '@' => return Err(GuidError::UserPrincipalName),
            '{' | '}' | '(' | ')' => decorated = true,
            '-' => has_dash = true,
            _ if space && chars.position == 1 => return Err(GuidError::Whitespace { position: 1 }),
            _ => {}
        }
    }
    let position = chars.position;
    if space {
        return Err(GuidError::Whitespace { position });
    }
    if decorated {
        return Err(GuidError::Decorated);
    }
    Ok((position, has_dash))
}

/// Reads the digits, with or without the dashes between them.
#[allow(clippy::cast_lossless, reason = "`From` is not const")]
const fn hex(text: &str, dashed: bool) -> Result<u128, GuidError> {
    let mut chars = Chars::new(text);
    let mut number: u128 = 0;
    while let Some(found) = chars.next() {
        let position = chars.position;
        if dashed && matches!(position, 9 | 14 | 19 | 24) {
            if found != '-' {
                return Err(GuidError::Dash { position, found });
            }
        } else if position <= GUID_LENGTH {
            let Some(digit) = found.to_digit(16) else {
                return Err(GuidError::Character { position, found });
            };
            number = number << 4 | digit as u128;
        }
    }
    Ok(number)
}

/// Why a text is not a GUID that Graph accepts. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GuidError {
    /// The text is empty.
    Empty,
    /// The text contains `@`: it is an email address or a user principal name.
    UserPrincipalName,
    /// Braces, parentheses or `urn:uuid:` are around the GUID.
    Decorated,
    /// White space is before or after the GUID.
    Whitespace {
        /// Its position.
        position: usize,
    },
    /// All 32 digits are there, but none of the four dashes.
    NoDashes,
    /// Another character is in the place of a dash.
    Dash {
        /// Its position.
        position: usize,
        /// The character.
        found: char,
    },
    /// Another character is in the place of a hexadecimal digit.
    Character {
        /// Its position.
        position: usize,
        /// The character.
        found: char,
    },
    /// There are too few or too many characters.
    Length {
        /// How many there are.
        found: usize,
    },
    /// All digits are zero: the nil GUID, which is the id of nothing.
    Nil,
}

impl GuidError {
    /// What to write instead, as one sentence without a full stop.
    ///
    /// ```
    /// use graph_invite_rules::GuidError;
    ///
    /// assert_eq!(GuidError::NoDashes.help(), "add a dash after digits 8, 12, 16 and 20");
    /// ```
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Empty | Self::Dash { .. } | Self::Character { .. } | Self::Length { .. } => {
                "write 8-4-4-4-12 hexadecimal digits, as Graph and Entra show them"
            }
            Self::UserPrincipalName => {
                "write the object id of the user, because Graph does not resolve names here"
            }
            Self::Decorated => "write only the 36 characters of the GUID",
            Self::Whitespace { .. } => "remove the white space, because Graph does not trim ids",
            Self::NoDashes => "add a dash after digits 8, 12, 16 and 20",
            Self::Nil => "write the id that Graph or Entra shows",
        }
    }
}

impl fmt::Display for GuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid GUID: ")?;
        match *self {
            Self::Empty => f.write_str("the text is empty"),
            Self::UserPrincipalName => {
                f.write_str("expected an id, found an email address or user principal name")
            }
            Self::Decorated => f.write_str("unexpected braces, parentheses or `urn:` prefix"),
            Self::Whitespace { position } => {
                write!(f, "unexpected white space at character {position}")
            }
            Self::NoDashes => f.write_str("missing dashes"),
            Self::Dash { position, found } => {
                write!(f, "expected '-' at character {position}, found {found:?}")
            }
            Self::Character { position, found } => write!(
                f,
                "expected a hexadecimal digit at character {position}, found {found:?}",
            ),
            Self::Length { found } => {
                write!(f, "expected {GUID_LENGTH} characters, found {found}")
            }
            Self::Nil => f.write_str("all digits are zero"),
        }
    }
}

impl core::error::Error for GuidError {}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{GuidError, parse_guid};
    use proptest::prelude::*;
    use std::string::{String, ToString};
    use uuid::Uuid;

    proptest! {
        #[test]
        fn parses_every_guid_like_the_uuid_crate(number in 1_u128.., upper: bool) {
            let text = Uuid::from_u128(number).to_string();
            let text = if upper { text.to_uppercase() } else { text };
            prop_assert_eq!(parse_guid(&text), Ok(number));
        }

        /// Texts that are almost right, so that some are accepted and some are not.
        #[test]
        fn accepts_the_hyphenated_form_of_the_uuid_crate(text in "[0-9a-fA-F]{7,8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-g]{4}-[0-9a-f]{12}") {
            let reference = Uuid::try_parse(&text).ok().map(|uuid| uuid.as_u128());
            prop_assert_eq!(parse_guid(&text).ok(), reference.filter(|_| text.len() == 36));
        }

        #[test]
        fn rejects_every_text_that_the_uuid_crate_rejects(text: String) {
            if let Ok(number) = parse_guid(&text) {
                prop_assert_eq!(Uuid::try_parse(&text).map(|uuid| uuid.as_u128()), Ok(number));
            }
        }

        #[test]
        fn reports_the_position_of_one_wrong_character(number in 1_u128.., at in 0_usize..36, wrong in "[g-tv-z!]") {
            let mut text = Uuid::from_u128(number).to_string();
            text.replace_range(at..=at, &wrong);
            let position = at + 1;
            let found = wrong.chars().next().unwrap();
            let expected = if matches!(position, 9 | 14 | 19 | 24) {
                GuidError::Dash { position, found }
            } else {
                GuidError::Character { position, found }
            };
            prop_assert_eq!(parse_guid(&text), Err(expected));
        }
    }

    #[test]
    fn names_common_mistakes() {
        for (text, error) in [
            ("", GuidError::Empty),
            ("ada@example.com", GuidError::UserPrincipalName),
            (
                "{278405a3-f568-4b3e-b684-009193463064}",
                GuidError::Decorated,
            ),
            (
                "urn:uuid:278405a3-f568-4b3e-b684-009193463064",
                GuidError::Decorated,
            ),
            (
                " 278405a3-f568-4b3e-b684-009193463064",
                GuidError::Whitespace { position: 1 },
            ),
            ("278405a3f5684b3eb684009193463064", GuidError::NoDashes),
            (
                "278405a3-f568-4b3e-b684-00919346306",
                GuidError::Length { found: 35 },
            ),
            (
                "278405a3-f568-4b3e-b684-0091934630644",
                GuidError::Length { found: 37 },
            ),
            (
                "278405a3_f568-4b3e-b684-009193463064",
                GuidError::Dash {
                    position: 9,
                    found: '_',
                },
            ),
            (
                "278405а3-f568-4b3e-b684-009193463064",
                GuidError::Character {
                    position: 7,
                    found: 'а',
                },
            ),
            ("00000000-0000-0000-0000-000000000000", GuidError::Nil),
        ] {
            assert_eq!(parse_guid(text), Err(error), "{text}");
        }
    }
}
