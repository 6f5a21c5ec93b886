//! Rules 8 and 10: the client context, opaque ids and names.

use crate::chars::{Chars, is_control};
use core::fmt;

/// Most UTF-16 units of a client context. The service counts as .NET does.
pub const MAX_CONTEXT_UNITS: usize = 256;

/// Checks a client context: 1 to 256 UTF-16 units.
///
/// # Errors
///
/// [`TextError::Empty`] or [`TextError::TooLong`].
///
/// ```
/// use graph_invite_rules::{TextError, context};
///
/// assert_eq!(context("rota 7"), Ok(()));
/// assert_eq!(context(""), Err(TextError::Empty));
/// ```
pub const fn context(text: &str) -> Result<(), TextError> {
    match utf16_units(text) {
        0 => Err(TextError::Empty),
        units if units > MAX_CONTEXT_UNITS => Err(TextError::TooLong { units }),
        _ => Ok(()),
    }
}

/// The length of a text as the service counts it, in UTF-16 units.
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

/// Checks an opaque id or a name: something to see, and no control characters.
///
/// # Errors
///
/// [`TextError::Empty`], [`TextError::Blank`] or [`TextError::Control`].
///
/// ```
/// use graph_invite_rules::{TextError, text};
///
/// assert_eq!(text("8:acs:resource_user"), Ok(()));
/// assert_eq!(text("Ada\n"), Err(TextError::Control { position: 4 }));
/// ```
pub const fn text(text: &str) -> Result<(), TextError> {
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

/// Checks an id that the service itself handed out: a text that one segment of a URL can carry.
///
/// # Errors
///
/// As [`text()`], and [`TextError::Dots`].
///
/// ```
/// use graph_invite_rules::{TextError, service_id};
///
/// assert_eq!(service_id("57DAB8B1894C409AB240BD8BEAE78896"), Ok(()));
/// assert_eq!(service_id(".."), Err(TextError::Dots));
/// ```
pub const fn service_id(id: &str) -> Result<(), TextError> {
    match id.as_bytes() {
        b"." | b".." => Err(TextError::Dots),
        _ => text(id),
    }
}

/// Why a text is no client context, opaque id or name. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextError {
    /// There is no text.
    Empty,
    /// There is nothing but white space.
    Blank,
    /// A control character stands in the text.
    Control {
        /// Where it is.
        position: usize,
    },
    /// The text is `.` or `..`.
    Dots,
    /// The text is longer than [`MAX_CONTEXT_UNITS`].
    TooLong {
        /// How many UTF-16 units it has.
        units: usize,
    },
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => f.write_str("the text is empty: write some text, or leave it out"),
            Self::Blank => {
                f.write_str("the text is nothing but white space: write some text, or leave it out")
            }
            Self::Control { position } => write!(
                f,
                "the text has a control character at character {position}, which no id or name has: \
                 leave it out",
            ),
            Self::Dots => f.write_str(
                "the text is `.` or `..`, which a URL takes for a folder: write the id itself",
            ),
            Self::TooLong { units } => write!(
                f,
                "the text has {units} characters (UTF-16 units) where the service takes \
                 {MAX_CONTEXT_UNITS}: shorten it, or write a GUID and keep the rest yourself",
            ),
        }
    }
}

impl core::error::Error for TextError {}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{MAX_CONTEXT_UNITS, TextError, context, text, utf16_units};
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
            prop_assert_eq!(context(&text).is_ok(), (1..=MAX_CONTEXT_UNITS).contains(&units));
        }

        #[test]
        fn a_text_has_something_to_see_and_no_control_characters(sample in r"\PC{0,9}|[ \t\u{3000}a\u{85}]{0,4}") {
            let seen = !sample.trim().is_empty() && !sample.chars().any(char::is_control);
            prop_assert_eq!(text(&sample).is_ok(), seen);
        }
    }

    #[test]
    fn the_limit_is_256_units_not_characters_or_bytes() {
        assert_eq!(context(&"é".repeat(256)), Ok(()));
        assert_eq!(context(&"😀".repeat(128)), Ok(()));
        assert_eq!(
            context(&"a".repeat(257)),
            Err(TextError::TooLong { units: 257 })
        );
        assert_eq!(
            context(&"😀".repeat(129)),
            Err(TextError::TooLong { units: 258 })
        );
    }

    #[test]
    fn tells_blank_from_empty() {
        assert_eq!(text(""), Err(TextError::Empty));
        assert_eq!(text(" \u{3000}"), Err(TextError::Blank));
        assert_eq!(text("a\tb"), Err(TextError::Control { position: 2 }));
    }
}
