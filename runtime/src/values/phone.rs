//! Phone numbers.

use super::macros::{from_text, wrong_constant};
use graph_invite_rules::{Id, PhoneError, parse_phone};
use serde::{Serialize, Serializer};
use std::fmt;

/// A phone number in E.164 form (rule 2): `+` and 2 to 15 digits, the first of them not 0.
///
/// All ways from text are strict: `parse`, `FromStr`, `TryFrom` and `Deserialize`. `Display` shows the
/// number, and `Debug` does not.
///
/// ```
/// use graph_invite::PhoneNumber;
///
/// let number = PhoneNumber::parse("+12345678901")?;
/// assert_eq!(number.to_string(), "+12345678901");
/// assert_eq!(format!("{number:?}"), "PhoneNumber(…)");
/// # Ok::<(), graph_invite::error::PhoneError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(
    /// The digits, read as one number: the first is not 0, so none is lost.
    u64,
);

impl PhoneNumber {
    /// Checks the text of a phone number.
    ///
    /// # Errors
    ///
    /// A [`PhoneError`] that shows the first mistake in the text.
    pub const fn parse(text: &str) -> Result<Self, PhoneError> {
        match parse_phone(text) {
            Ok(digits) => Ok(Self(digits)),
            Err(error) => Err(error),
        }
    }

    /// A number that is known at compile time. For a number of run time, use [`parse`](Self::parse).
    ///
    /// # Panics
    ///
    /// If the text is not an E.164 number (rule 2). In a constant, this is a compile error.
    ///
    /// ```
    /// use graph_invite::PhoneNumber;
    ///
    /// const FRONT_DESK: PhoneNumber = PhoneNumber::from_static("+12345678901");
    /// assert_eq!(FRONT_DESK.to_string(), "+12345678901");
    /// ```
    #[must_use]
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        match parse_phone(text) {
            Ok(digits) => Self(digits),
            Err(error) => wrong_constant(error.help()),
        }
    }

    /// The number with these digits, which are not checked.
    pub(crate) const fn from_digits(digits: u64) -> Self {
        Self(digits)
    }

    pub(crate) const fn id(self) -> Id<'static> {
        Id::Phone(self.0)
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

from_text!(PhoneNumber, PhoneError, expected: "a string with an E.164 phone number", read: Self::parse);
