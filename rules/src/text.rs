//! Rules 8 and 10: the client context, opaque ids and names.

use crate::limits::MAX_CONTEXT_UNITS;
use crate::utf8::{Chars, is_control};
use core::fmt;

/// Checks a client context: 1 to 256 UTF-16 code units.
///
/// # Errors
///
/// [`TextError::Empty`] or [`TextError::TooLong`].
///
/// ```
/// use graph_invite_rules::{TextError, check_context};
///
/// assert_eq!(check_context("rota 7"), Ok(()));
/// assert_eq!(check_context(""), Err(TextError::Empty));
/// ```
pub const fn check_context(text: &str) -> Result<(), TextError> {
    match utf16_units(text) {
        0 => Err(TextError::Empty),
        units if units > MAX_CONTEXT_UNITS => Err(TextError::TooLong { units }),
        _ => Ok(()),
    }
}

/// The length of a text as the service counts it, in UTF-16 code units.
///
/// ```
/// assert_eq!(graph_invite_rules::utf16_units("a😀"), 3);
/// ```
#[must_use]
pub const fn utf16_units(text: &str) -> usize {
    let mut chars = Chars::new(text);
    let mut units = 0;
    while let Some(c) = chars.next() {
        units += c.len_utf16();
    }
    units
}

/// Checks an opaque id or a name: at least one visible character, and no control characters.
///
/// # Errors
///
/// [`TextError::Empty`], [`TextError::Blank`] or [`TextError::Control`].
///
/// ```
/// use graph_invite_rules::{TextError, check_text};
///
/// assert_eq!(check_text("8:acs:resource_user"), Ok(()));
/// assert_eq!(check_text("Ada\n"), Err(TextError::Control { position: 4 }));
/// ```
pub const fn check_text(text: &str) -> Result<(), TextError> {
    let mut chars = Chars::new(text);
    let mut blank = true;
    while let Some(c) = chars.next() {
        if is_control(c) {
            return Err(TextError::Control {
                position: chars.position,
            });
        }
        blank = blank && c.is_whitespace();
    }
    match chars.position {
        0 => Err(TextError::Empty),
        _ if blank => Err(TextError::Blank),
        _ => Ok(()),
    }
}

/// Checks an id that the service returned: a text that one segment of a URL can carry.
///
/// # Errors
///
/// As [`check_text`], and [`TextError::DotSegment`].
///
/// ```
/// use graph_invite_rules::{TextError, check_service_id};
///
/// assert_eq!(check_service_id("57DAB8B1894C409AB240BD8BEAE78896"), Ok(()));
/// assert_eq!(check_service_id(".."), Err(TextError::DotSegment));
/// ```
pub const fn check_service_id(id: &str) -> Result<(), TextError> {
    match id.as_bytes() {
        b"." | b".." => Err(TextError::DotSegment),
        _ => check_text(id),
    }
}

/// Why a text is not a client context, an opaque id or a name. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextError {
    /// The text is empty.
    Empty,
    /// The text is only white space.
    Blank,
    /// The text contains a control character.
    Control {
        /// Its position.
        position: usize,
    },
    /// The text is `.` or `..`, which have a meaning of their own in a URL.
    DotSegment,
    /// The text is longer than [`MAX_CONTEXT_UNITS`].
    TooLong {
        /// How many UTF-16 code units it has.
        units: usize,
    },
}

impl TextError {
    /// What to write instead, as one sentence without a full stop.
    ///
    /// ```
    /// use graph_invite_rules::TextError;
    ///
    /// assert_eq!(TextError::Control { position: 4 }.help(), "remove the control character");
    /// ```
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Empty | Self::Blank => "write at least one visible character",
            Self::Control { .. } => "remove the control character",
            Self::DotSegment => "write the id that Graph returned",
            Self::TooLong { .. } => "shorten the text, or write a GUID and store the rest under it",
        }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => f.write_str("expected text, found an empty string"),
            Self::Blank => f.write_str("expected text, found only white space"),
            Self::Control { position } => write!(
                f,
                "invalid text: unexpected control character at character {position}",
            ),
            Self::DotSegment => f.write_str("expected an id, found `.` or `..`"),
            Self::TooLong { units } => write!(
                f,
                "text too long: expected at most {MAX_CONTEXT_UNITS} UTF-16 code units, \
                 found {units}",
            ),
        }
    }
}

impl core::error::Error for TextError {}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{MAX_CONTEXT_UNITS, TextError, check_context, check_text, utf16_units};
    use proptest::prelude::*;
    use std::string::String;

    proptest! {
        #[test]
        fn counts_as_encode_utf16_counts(text: String) {
            prop_assert_eq!(utf16_units(&text), text.encode_utf16().count());
        }

        #[test]
        fn a_context_has_1_to_256_units(text in r"[a😀é]{0,300}") {
            let units = text.encode_utf16().count();
            prop_assert_eq!(check_context(&text).is_ok(), (1..=MAX_CONTEXT_UNITS).contains(&units));
        }

        #[test]
        fn a_text_has_a_visible_character_and_no_control_characters(sample in r"\PC{0,9}|[ \t\u{3000}a\u{85}]{0,4}") {
            let seen = !sample.trim().is_empty() && !sample.chars().any(char::is_control);
            prop_assert_eq!(check_text(&sample).is_ok(), seen);
        }
    }

    #[test]
    fn the_limit_is_256_units_not_characters_or_bytes() {
        assert_eq!(check_context(&"é".repeat(256)), Ok(()));
        assert_eq!(check_context(&"😀".repeat(128)), Ok(()));
        assert_eq!(
            check_context(&"a".repeat(257)),
            Err(TextError::TooLong { units: 257 })
        );
        assert_eq!(
            check_context(&"😀".repeat(129)),
            Err(TextError::TooLong { units: 258 })
        );
    }

    #[test]
    fn names_common_mistakes() {
        assert_eq!(check_text(""), Err(TextError::Empty));
        assert_eq!(check_text(" \u{3000}"), Err(TextError::Blank));
        assert_eq!(check_text("a\tb"), Err(TextError::Control { position: 2 }));
    }
}
