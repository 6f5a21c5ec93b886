//! Rule 1: ids of calls, people, bots and tenants are GUIDs.

use crate::limits::GUID_LENGTH;
use crate::utf8::Chars;
use core::fmt;

/// Reads GUID text, `8-4-4-4-12` hexadecimal digits in any case, as a number.
///
/// # Errors
///
/// A [`GuidError`] that names the first thing wrong with the text.
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
    let (length, parted) = match scan(text) {
        Ok(counts) => counts,
        Err(error) => return Err(error),
    };
    if length == 0 {
        return Err(GuidError::Empty);
    }
    let dashed = parted || length != 32;
    match hex(text, dashed) {
        Ok(_) if !dashed => Err(GuidError::NoDashes),
        Ok(_) if length != GUID_LENGTH => Err(GuidError::Length { found: length }),
        Ok(0) => Err(GuidError::Nil),
        other => other,
    }
}

/// Counts characters, looks for a dash, and knows the disguises that a whole look at the text gives
/// away.
const fn scan(text: &str) -> Result<(usize, bool), GuidError> {
    let mut chars = Chars::new(text);
    let mut parted = false;
    let mut wrapped = matches!(
        text.as_bytes(),
        [b'u' | b'U', b'r' | b'R', b'n' | b'N', b':', ..]
    );
    let mut space = false;
    while let Some(c) = chars.next() {
        space = c.is_whitespace();
        match c {
            '@' => return Err(GuidError::UserPrincipalName),
            '{' | '}' | '(' | ')' => wrapped = true,
            '-' => parted = true,
            _ if space && chars.position == 1 => return Err(GuidError::Whitespace { position: 1 }),
            _ => {}
        }
    }
    let position = chars.position;
    if space {
        return Err(GuidError::Whitespace { position });
    }
    if wrapped {
        return Err(GuidError::Decorated);
    }
    Ok((position, parted))
}

/// Reads the digits, with or without the dashes that part them.
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

/// Why a text is no GUID. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GuidError {
    /// There is no text.
    Empty,
    /// The text holds an `@`: an e-mail address or a user principal name.
    UserPrincipalName,
    /// Braces, parentheses or `urn:uuid:` stand around the GUID.
    Decorated,
    /// White space stands before or after the GUID.
    Whitespace {
        /// Where it is.
        position: usize,
    },
    /// All 32 digits are there, but none of the four dashes.
    NoDashes,
    /// A dash belongs here.
    Dash {
        /// Where it is.
        position: usize,
        /// What stands there.
        found: char,
    },
    /// A hexadecimal digit belongs here.
    Character {
        /// Where it is.
        position: usize,
        /// What stands there.
        found: char,
    },
    /// Too few or too many characters.
    Length {
        /// How many there are.
        found: usize,
    },
    /// All digits are zero: the nil GUID, which names nobody.
    Nil,
}

impl fmt::Display for GuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => f.write_str("the id is empty: write the GUID, 8-4-4-4-12 hexadecimal digits"),
            Self::UserPrincipalName => f.write_str(
                "the id is an e-mail address or user principal name, which this call of Graph can't \
                 resolve: write the object id, a GUID",
            ),
            Self::Decorated => f.write_str(
                "the id has something around the GUID that Graph does not read: \
                 write its 36 characters alone, without braces or `urn:uuid:`",
            ),
            Self::Whitespace { position } => write!(
                f,
                "the id has white space at character {position}, which Graph does not trim: \
                 write the GUID without it",
            ),
            Self::NoDashes => f.write_str(
                "the id is a GUID without its dashes: write them after digits 8, 12, 16 and 20",
            ),
            Self::Dash { position, found } => write!(
                f,
                "the id is no GUID: character {position} is {found:?} where a dash belongs: \
                 write 8-4-4-4-12 hexadecimal digits, as Graph or Entra shows them",
            ),
            Self::Character { position, found } => write!(
                f,
                "the id is no GUID: character {position} is {found:?} where a hexadecimal digit \
                 belongs: write 8-4-4-4-12 of them, as Graph or Entra shows them",
            ),
            Self::Length { found } => write!(
                f,
                "the id is no GUID: it has {found} characters where a GUID has {GUID_LENGTH}: \
                 write 8-4-4-4-12 hexadecimal digits, as Graph or Entra shows them",
            ),
            Self::Nil => f.write_str(
                "the id is the nil GUID, which names nobody: write the id that Graph or Entra shows",
            ),
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
        fn every_guid_is_read_as_uuid_reads_it(number in 1_u128.., upper: bool) {
            let text = Uuid::from_u128(number).to_string();
            let text = if upper { text.to_uppercase() } else { text };
            prop_assert_eq!(parse_guid(&text), Ok(number));
        }

        /// Near misses, so that the answer is not always "no".
        #[test]
        fn accepts_what_uuid_accepts_in_its_hyphenated_form(text in "[0-9a-fA-F]{7,8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-g]{4}-[0-9a-f]{12}") {
            let reference = Uuid::try_parse(&text).ok().map(|uuid| uuid.as_u128());
            prop_assert_eq!(parse_guid(&text).ok(), reference.filter(|_| text.len() == 36));
        }

        #[test]
        fn accepts_no_text_that_uuid_refuses(text: String) {
            if let Ok(number) = parse_guid(&text) {
                prop_assert_eq!(Uuid::try_parse(&text).map(|uuid| uuid.as_u128()), Ok(number));
            }
        }

        #[test]
        fn one_wrong_character_is_found_where_it_is(number in 1_u128.., at in 0_usize..36, wrong in "[g-tv-z!]") {
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
    fn tells_the_usual_disguises_apart() {
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
