//! Texts: the client context, opaque ids and names.

use super::macros::checked;
use graph_invite_rules::{Id, TextError, check_context, check_text};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $rule:path, $example:literal) => {
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("use graph_invite::", stringify!($name), ";")]
        ///
        #[doc = concat!("let value = ", stringify!($name), "::parse(\"", $example, "\")?;")]
        #[doc = concat!("assert_eq!(value.as_str(), \"", $example, "\");")]
        #[doc = concat!("assert!(", stringify!($name), "::parse(\"\").is_err());")]
        /// # Ok::<(), graph_invite::TextError>(())
        /// ```
        #[derive(Clone, PartialEq, Eq, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// Checks the text.
            ///
            /// # Errors
            ///
            /// A [`TextError`] that names the first thing wrong with it.
            pub fn parse(text: impl Into<String>) -> Result<Self, TextError> {
                let text = text.into();
                $rule(&text)?;
                Ok(Self(Cow::Owned(text)))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// A literal that `graph_invite!` has checked.
            #[doc(hidden)]
            #[must_use]
            pub const fn proven(text: &'static str) -> Self {
                Self(Cow::Borrowed(text))
            }
        }

        checked!($name, TextError, |text: &str| Self::parse(text));

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

checked_text! {
    /// What the service repeats in everything it says about an invite (`clientContext`): 1 to 256
    /// UTF-16 units (rule 8). Make it unique, for it is the one key by which an answer that comes
    /// late is matched. An invite without one is sent with a fresh UUID.
    ClientContext, check_context, "f2fa86af-3c51-4bc2-8fc0-475452d9764f"
}

impl From<Uuid> for ClientContext {
    fn from(uuid: Uuid) -> Self {
        Self(Cow::Owned(uuid.to_string()))
    }
}

impl fmt::Debug for ClientContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientContext").field(&self.0).finish()
    }
}

/// An id whose form only the service knows (rule 10).
macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        checked_text! {
            $(#[$doc])*
            ///
            /// The form is the service's own, so all that is checked is that there is text without
            /// control characters (rule 10). `Debug` does not show it.
            $name, check_text, $example
        }

        impl $name {
            pub(crate) fn id(&self) -> Id<'_> {
                Id::of(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
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

/// Any text, because it identifies no one.
macro_rules! free_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// A text known while compiling.
            #[must_use]
            pub const fn from_static(text: &'static str) -> Self {
                Self(Cow::Borrowed(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether there is nothing to see, so that it is left out of the request.
            #[must_use]
            pub fn is_blank(&self) -> bool {
                self.0.trim().is_empty()
            }

            /// A literal that `graph_invite!` has checked.
            #[doc(hidden)]
            #[must_use]
            pub const fn proven(text: &'static str) -> Self {
                Self::from_static(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Cow::Owned(text.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Cow::Owned(text))
            }
        }

        impl From<Cow<'static, str>> for $name {
            fn from(text: Cow<'static, str>) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

free_text! {
    /// The name shown while it rings (`displayName`). A blank one is left out of the request.
    /// `Debug` does not show it.
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

impl fmt::Debug for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DisplayName(…)")
    }
}

free_text! {
    /// Who vouches for an identity (`identityProvider`), such as `AAD`. A blank one is left out of
    /// the request.
    ///
    /// ```
    /// assert!(graph_invite::Provider::from(" ").is_blank());
    /// ```
    Provider
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{AcsUserId, ClientContext, DisplayName};

    #[test]
    fn what_may_be_personal_stays_out_of_debug() {
        let shown = format!(
            "{:?} {:?}",
            DisplayName::from("Ada"),
            AcsUserId::parse("8:acs:a")
        );
        assert_eq!(shown, "DisplayName(…) Ok(AcsUserId(…))");
    }

    #[test]
    fn texts_cross_serde_and_are_checked_on_the_way_in() {
        let context: ClientContext = serde_json::from_str("\"rota 7\"").unwrap();
        assert_eq!(serde_json::to_string(&context).unwrap(), "\"rota 7\"");
        let long = format!("{:?}", "a".repeat(257));
        let error = serde_json::from_str::<ClientContext>(&long).unwrap_err();
        assert!(error.to_string().contains("257"), "{error}");
    }
}
