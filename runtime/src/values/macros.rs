//! The traits that every checked value has, in macros.

/// Ends `from_static` of a text that breaks its rule: in a constant, as a compile error there.
#[track_caller]
#[allow(clippy::panic, reason = "each `from_static` documents it")]
pub(crate) const fn wrong_constant(help: &str) -> ! {
    panic!("{}", help)
}

/// Conversions from text, for a type with `parse`. Serde uses `$read`, which is more lenient for ids that
/// the service makes.
macro_rules! from_text {
    ($name:ident, $error:ty, expected: $expected:literal, read: $read:expr) => {
        /// Strict: the same as `parse`.
        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        /// Strict: the same as `parse`.
        impl TryFrom<&str> for $name {
            type Error = $error;

            fn try_from(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        /// Strict: the same as `parse`.
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.as_str().try_into()
            }
        }

        $crate::values::macros::deserialize!($name, $expected, $read);
    };
}

macro_rules! deserialize {
    ($name:ident, $expected:literal, $read:expr) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                // Not serde's error, which repeats the value: it may be a phone number.
                let text = String::deserialize(deserializer)
                    .map_err(|_| D::Error::custom(concat!("expected ", $expected)))?;
                ($read)(&text).map_err(D::Error::custom)
            }
        }
    };
}

/// What all ids have that can be made from a GUID, for a type with `from_uuid`.
macro_rules! from_guid {
    ($name:ident, $example:literal) => {
        impl $name {
            /// Checks GUID text (rule 1): `8-4-4-4-12` hexadecimal digits in any case, not all of
            /// them zero.
            ///
            /// # Errors
            ///
            /// A [`GuidError`] that shows the first mistake in the text.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("let id = ", stringify!($name), "::parse(\"", $example, "\")?;")]
            #[doc = concat!("assert_eq!(id.to_string(), \"", $example, "\");")]
            /// # Ok::<(), graph_invite::error::GuidError>(())
            /// ```
            pub const fn parse(text: &str) -> Result<Self, GuidError> {
                match parse_guid(text) {
                    Ok(number) => Ok(Self::from_uuid(Uuid::from_u128(number))),
                    Err(error) => Err(error),
                }
            }
        }

        impl $name {
            /// An id that is known at compile time. For an id of run time, use [`parse`](Self::parse).
            ///
            /// # Panics
            ///
            /// If the text is not a GUID (rule 1). In a constant, this is a compile error.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("const ID: ", stringify!($name), " = ", stringify!($name), "::from_static(\"", $example, "\");")]
            #[doc = concat!("assert_eq!(ID.to_string(), \"", $example, "\");")]
            /// ```
            #[must_use]
            #[track_caller]
            pub const fn from_static(text: &'static str) -> Self {
                match parse_guid(text) {
                    Ok(number) => Self::from_uuid(Uuid::from_u128(number)),
                    Err(error) => wrong_constant(error.help()),
                }
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self::from_uuid(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.id() {
                    // The service writes the identity of a person into some ids: `8:acs:…`.
                    Id::Phone(_) => f.write_str(concat!(stringify!($name), "(…)")),
                    Id::Text(text) if text.contains(':') => {
                        f.write_str(concat!(stringify!($name), "(…)"))
                    }
                    Id::Guid(_) | Id::Text(_) => write!(f, "{}({self})", stringify!($name)),
                }
            }
        }
    };
}

pub(crate) use {deserialize, from_guid, from_text};
