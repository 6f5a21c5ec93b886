//! The usual ways from text to a checked value.

/// `FromStr`, `TryFrom` and `Deserialize` for a type with `parse`. What serde reads is checked by
/// `$read`, which for ids of the service is more lenient.
macro_rules! checked {
    ($name:ident, $error:ty, $read:expr) => {
        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $error;

            fn try_from(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                Self::parse(&text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                ($read)(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use checked;
