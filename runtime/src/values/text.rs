//! Texts: the client context, opaque ids and names.

use super::macros::{deserialize, from_text, wrong_constant};
use graph_invite_rules::{Id, TextError, check_context, check_text};
use serde::Serialize;
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use uuid::Uuid;

/// A type that holds text.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            pub(crate) const fn unchecked(text: &'static str) -> Self {
                Self(Cow::Borrowed(text))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0.into_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! shown_in_debug {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    };
}

macro_rules! hidden_in_debug {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

/// Text that keeps a rule.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $rule:path, $example:literal) => {
        text! {
            $(#[$doc])*
            ///
            /// All ways from text are strict: `parse`, `FromStr`, `TryFrom` and `Deserialize`.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("let value = ", stringify!($name), "::parse(\"", $example, "\")?;")]
            #[doc = concat!("assert_eq!(value.as_str(), \"", $example, "\");")]
            #[doc = concat!("assert!(", stringify!($name), "::parse(\"\").is_err());")]
            /// # Ok::<(), graph_invite::error::TextError>(())
            /// ```
            $name
        }

        impl $name {
            /// Checks the text.
            ///
            /// # Errors
            ///
            /// A [`TextError`] that shows the first mistake in it.
            pub fn parse(text: impl Into<String>) -> Result<Self, TextError> {
                let text = text.into();
                $rule(&text)?;
                Ok(Self(Cow::Owned(text)))
            }

            /// A text that is known at compile time. For a text of run time, use
            /// [`parse`](Self::parse).
            ///
            /// # Panics
            ///
            /// If the text breaks its rule. In a constant, this is a compile error.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("const VALUE: ", stringify!($name), " = ", stringify!($name), "::from_static(\"", $example, "\");")]
            #[doc = concat!("assert_eq!(VALUE.as_str(), \"", $example, "\");")]
            /// ```
            #[must_use]
            #[track_caller]
            pub const fn from_static(text: &'static str) -> Self {
                match $rule(text) {
                    Ok(()) => Self::unchecked(text),
                    Err(error) => wrong_constant(error.help()),
                }
            }
        }

        from_text!($name, TextError, expected: "a string", read: |text: &str| Self::parse(text));
    };
}

checked_text! {
    /// The text that the service repeats in every notification about an invite (`clientContext`): 1
    /// to 256 UTF-16 code units (rule 8).
    ///
    /// Make it unique: it is the only key that matches a late notification to its invite. An invite
    /// without one is sent with a new UUID.
    ClientContext, check_context, "f2fa86af-3c51-4bc2-8fc0-475452d9764f"
}

shown_in_debug!(ClientContext);

impl From<Uuid> for ClientContext {
    fn from(uuid: Uuid) -> Self {
        Self(Cow::Owned(uuid.to_string()))
    }
}

/// An id whose form only the service knows (rule 10).
macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        checked_text! {
            $(#[$doc])*
            ///
            /// Only the service knows the form of such an id, so the only check is that it is visible
            /// text without control characters (rule 10). `Debug` does not show it.
            $name, check_text, $example
        }

        hidden_in_debug!($name);

        impl $name {
            pub(crate) fn id(&self) -> Id<'_> {
                Id::of(&self.0)
            }
        }
    };
}

opaque_id! {
    /// A guest, by the id that a roster shows.
    GuestId, "8:teamsvisitor:4f1c"
}

opaque_id! {
    /// A person whose identity the service hides from this bot.
    EncryptedId, "29:1tKBWc"
}

opaque_id! {
    /// A Skype for Business user.
    OnPremisesId, "8:sfb:ada"
}

opaque_id! {
    /// A user of Azure Communication Services.
    AcsUserId, "8:acs:resource_user"
}

/// Any text, because it identifies no one. What a person can't see would break rule 10, and is
/// replaced: an odd name must not stop a call for help.
macro_rules! free_text {
    ($(#[$doc:meta])* $name:ident) => {
        text! {
            $(#[$doc])*
            ///
            /// Conversions from text, and `Deserialize`, put a space in the place of each control
            /// character (rule 10).
            $name
        }

        impl $name {
            /// A text that is known at compile time.
            ///
            /// # Panics
            ///
            /// If the text is blank or has control characters (rule 10). In a constant, this is a
            /// compile error.
            #[must_use]
            #[track_caller]
            pub const fn from_static(text: &'static str) -> Self {
                match check_text(text) {
                    Ok(()) => Self::unchecked(text),
                    Err(error) => wrong_constant(error.help()),
                }
            }

            /// Whether there is only white space. Then the text is left out of the request.
            #[must_use]
            pub fn is_blank(&self) -> bool {
                self.0.trim().is_empty()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(Cow::Owned(text))
            }
        }

        impl From<Cow<'static, str>> for $name {
            fn from(text: Cow<'static, str>) -> Self {
                if text.contains(char::is_control) {
                    return Self(Cow::Owned(text.replace(char::is_control, " ")));
                }
                Self(text)
            }
        }

        deserialize!($name, "a string", |text: &str| Ok::<_, Infallible>(Self::from(text)));
    };
}

free_text! {
    /// The name that a phone shows while it rings (`displayName`). A blank one is left out of the
    /// request. `Debug` does not show it.
    ///
    /// ```
    /// use graph_invite::DisplayName;
    ///
    /// let name = DisplayName::from("Ada");
    /// assert_eq!(name.as_str(), "Ada");
    /// assert_eq!(format!("{name:?}"), "DisplayName(…)");
    /// ```
    DisplayName
}

hidden_in_debug!(DisplayName);

free_text! {
    /// The identity provider (`identityProvider`), such as `AAD`. A blank one is left out of the
    /// request.
    ///
    /// ```
    /// assert!(graph_invite::Provider::from(" ").is_blank());
    /// ```
    Provider
}

shown_in_debug!(Provider);

#[cfg(test)]
mod tests {
    use super::{AcsUserId, ClientContext, DisplayName, GuestId, check_text};
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn debug_hides_names_and_opaque_ids() {
        let shown = format!(
            "{:?} {:?}",
            DisplayName::from("Ada"),
            AcsUserId::parse("8:acs:a")
        );
        assert_eq!(shown, "DisplayName(…) Ok(AcsUserId(…))");
    }

    #[test]
    fn text_is_serialized_as_a_string_and_checked_when_read() {
        let context: ClientContext = serde_json::from_str("\"rota 7\"").unwrap();
        assert_eq!(serde_json::to_string(&context).unwrap(), "\"rota 7\"");
        let long = format!("{:?}", "a".repeat(257));
        let error = serde_json::from_str::<ClientContext>(&long).unwrap_err();
        assert!(error.to_string().contains("257"), "{error}");
        let name = DisplayName::from("Ada");
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"Ada\"");
    }

    #[test]
    fn text_converts_to_str_and_string() {
        let guest = GuestId::parse("8:teamsvisitor:4f1c").unwrap();
        assert_eq!(guest.as_ref(), "8:teamsvisitor:4f1c");
        assert_eq!(String::from(guest), "8:teamsvisitor:4f1c");
        assert!(DisplayName::from("Ada") < DisplayName::from("Bob"));
    }

    proptest! {
        #[test]
        fn a_name_of_any_text_keeps_rule_10(text in r"\PC{0,8}[\x00-\x1F\u{7F}-\u{9F}]{0,3}\PC{0,8}") {
            let json = serde_json::to_string(&text).unwrap();
            for name in [
                DisplayName::from(text.as_str()),
                DisplayName::from(text.clone()),
                DisplayName::from(Cow::Owned(text.clone())),
                serde_json::from_str(&json).unwrap(),
            ] {
                prop_assert!(name.is_blank() || check_text(name.as_str()).is_ok());
                prop_assert_eq!(name.as_str().chars().count(), text.chars().count());
            }
        }
    }

    #[test]
    #[should_panic(expected = "remove the control character")]
    fn a_static_name_is_checked() {
        let _ = DisplayName::from_static("Ada\n");
    }
}
