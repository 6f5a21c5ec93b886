//! Reads a string with serde. An error never repeats the value, because it may be a phone number.

use serde::de::{Deserializer, Error, Unexpected, Visitor};
use std::fmt;

/// Deserializes a string and gives it to `read`. `expected` is for the error if it is no string.
pub(super) fn string<'de, D, T, E>(
    deserializer: D,
    expected: &'static str,
    read: fn(&str) -> Result<T, E>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
{
    deserializer.deserialize_str(StringVisitor { expected, read })
}

struct StringVisitor<T, E> {
    expected: &'static str,
    read: fn(&str) -> Result<T, E>,
}

/// For these types serde's own error would repeat the value.
macro_rules! refuse {
    ($($visit:ident: $found:ty, $name:literal;)*) => {
        $(
            fn $visit<R: Error>(self, _: $found) -> Result<T, R> {
                Err(R::invalid_type(Unexpected::Other($name), &self))
            }
        )*
    };
}

impl<T, E: fmt::Display> Visitor<'_> for StringVisitor<T, E> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<R: Error>(self, text: &str) -> Result<T, R> {
        (self.read)(text).map_err(R::custom)
    }

    refuse! {
        visit_bool: bool, "boolean";
        visit_i64: i64, "number";
        visit_i128: i128, "number";
        visit_u64: u64, "number";
        visit_u128: u128, "number";
        visit_f64: f64, "number";
    }
}
