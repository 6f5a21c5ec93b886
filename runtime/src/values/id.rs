//! Ids: of people, bots and tenants, which are GUIDs; of calls and roster entries, which the
//! service may spell as it likes.

use super::macros::checked;
use graph_invite_rules::{GUID_LENGTH, GuidError, Id, TextError, check_service_id, parse_guid};
use serde::{Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use uuid::Uuid;

/// What every id has in common, however it is kept.
macro_rules! id {
    ($name:ident, $example:literal) => {
        impl $name {
            /// Checks GUID text (rule 1): `8-4-4-4-12` hexadecimal digits in any case, not all of
            /// them zero.
            ///
            /// # Errors
            ///
            /// A [`GuidError`] that names the first thing wrong with the text.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("let id = ", stringify!($name), "::parse(\"", $example, "\")?;")]
            #[doc = concat!("assert_eq!(id.to_string(), \"", $example, "\");")]
            /// # Ok::<(), graph_invite::GuidError>(())
            /// ```
            pub const fn parse(text: &str) -> Result<Self, GuidError> {
                match parse_guid(text) {
                    Ok(number) => Ok(Self::from_uuid(Uuid::from_u128(number))),
                    Err(error) => Err(error),
                }
            }

            /// A literal that `graph_invite!` has checked.
            #[doc(hidden)]
            #[must_use]
            pub const fn proven(number: u128) -> Self {
                Self::from_uuid(Uuid::from_u128(number))
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self::from_uuid(uuid)
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

macro_rules! guid_id {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this GUID. The nil GUID identifies no one and is refused when an invite is
            /// built or sent.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The id as a GUID.
            #[must_use]
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }

            pub(crate) const fn id(&self) -> Id<'static> {
                Id::Guid(self.0.as_u128())
            }
        }

        id!($name, $example);
        checked!($name, GuidError, Self::parse);

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.hyphenated().encode_lower(&mut [0; GUID_LENGTH]))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

    };
}

guid_id! {
    /// A person, by the object id that Entra ID shows for them.
    ///
    /// A user principal name or an e-mail address is no such id: this call of Graph does not
    /// resolve them.
    UserId, "278405a3-f568-4b3e-b684-009193463064"
}

guid_id! {
    /// A bot, by its application (client) id.
    ApplicationId, "832899f8-2ea1-4604-8413-27bd2892079f"
}

guid_id! {
    /// A resource account, by its object id (not the id of the application behind it).
    ApplicationInstanceId, "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11"
}

guid_id! {
    /// A tenant of Entra ID.
    TenantId, "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
}

/// An id that the service made: a GUID where one was given, else the text as it came.
#[derive(Clone)]
enum ServiceId {
    Guid(Uuid),
    Text(Arc<str>),
}

macro_rules! service_id {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        $(#[$doc])*
        ///
        /// Two ids are equal when they are one GUID, whatever the case and with dashes or without:
        /// the service spells ids in several ways.
        #[derive(Clone)]
        pub struct $name(ServiceId);

        impl $name {
            /// The id with this GUID. The nil GUID names nothing and is refused when an invite is
            /// built or sent.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(ServiceId::Guid(uuid))
            }

            /// An id as Graph wrote it, kept unchanged. Most of them are GUIDs, but not all.
            ///
            /// # Errors
            ///
            /// A [`TextError`] if the text is blank, has control characters, or is `.` or `..`.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("let heard = ", stringify!($name), "::from_graph(\"57DAB8B1894C409AB240BD8BEAE78896\")?;")]
            #[doc = concat!("let sent = ", stringify!($name), "::parse(\"57dab8b1-894c-409a-b240-bd8beae78896\")?;")]
            /// assert_eq!(heard, sent);
            /// assert_eq!(heard.to_string(), "57DAB8B1894C409AB240BD8BEAE78896");
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            pub fn from_graph(text: &str) -> Result<Self, TextError> {
                check_service_id(text)?;
                Ok(Self(ServiceId::Text(text.into())))
            }

            /// Bytes of its text.
            pub(crate) fn length(&self) -> usize {
                match &self.0 {
                    ServiceId::Guid(_) => GUID_LENGTH,
                    ServiceId::Text(text) => text.len(),
                }
            }

            /// Its text, unless it is a GUID.
            pub(crate) fn odd(&self) -> Option<&str> {
                match &self.0 {
                    ServiceId::Guid(_) => None,
                    ServiceId::Text(text) => Some(text),
                }
            }

            pub(crate) fn id(&self) -> Id<'_> {
                match &self.0 {
                    ServiceId::Guid(uuid) => Id::Guid(uuid.as_u128()),
                    ServiceId::Text(text) => Id::of(text),
                }
            }
        }

        id!($name, $example);
        checked!($name, GuidError, Self::from_graph);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match &self.0 {
                    ServiceId::Guid(uuid) => {
                        serializer.serialize_str(uuid.hyphenated().encode_lower(&mut [0; GUID_LENGTH]))
                    }
                    ServiceId::Text(text) => serializer.serialize_str(text),
                }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.id().same_as(other.id())
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                match self.id() {
                    Id::Guid(number) => number.hash(state),
                    Id::Phone(number) => number.hash(state),
                    Id::Text(text) => text.to_ascii_lowercase().hash(state),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match &self.0 {
                    ServiceId::Guid(uuid) => fmt::Display::fmt(uuid, f),
                    ServiceId::Text(text) => f.write_str(text),
                }
            }
        }

    };
}

service_id! {
    /// A call, by the id that the service gave it.
    CallId, "57dab8b1-894c-409a-b240-bd8beae78896"
}

service_id! {
    /// The entry of a person on the roster of a call. It belongs to that call, not to the person.
    ParticipantId, "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
}

#[cfg(test)]
mod tests {
    use super::{CallId, ParticipantId, UserId};
    use graph_invite_rules::{GuidError, TextError};
    use std::collections::HashSet;

    const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

    #[test]
    fn one_call_in_four_spellings_is_one_key() {
        let parsed = CallId::parse(CALL).unwrap();
        let spelled = [CALL, &CALL.to_uppercase(), &CALL.replace('-', "")]
            .map(|text| CallId::from_graph(text).unwrap());
        let keys: HashSet<CallId> = spelled.into_iter().chain([parsed]).collect();
        assert_eq!(keys.len(), 1);
    }

    #[test]
    fn an_odd_id_of_the_service_is_kept_to_the_letter() {
        let odd = CallId::from_graph("a/b c").unwrap();
        assert_eq!(odd.to_string(), "a/b c");
        assert_eq!(odd, CallId::from_graph("A/B C").unwrap());
        assert_eq!(CallId::from_graph(".."), Err(TextError::DotSegment));
        assert_eq!(CallId::from_graph(" "), Err(TextError::Blank));
    }

    #[test]
    fn the_identity_of_a_person_in_an_id_is_not_shown() {
        for (text, shown) in [
            ("8:teamsvisitor:4f1c", "ParticipantId(…)"),
            ("+4930555014", "ParticipantId(…)"),
            ("a/b c", "ParticipantId(a/b c)"),
            (CALL, &format!("ParticipantId({CALL})")),
        ] {
            let id = ParticipantId::from_graph(text).unwrap();
            assert_eq!(format!("{id:?}"), shown);
        }
    }

    #[test]
    fn ids_cross_serde_and_are_checked_on_the_way_in() {
        let user: UserId = serde_json::from_str(&format!("\"{CALL}\"")).unwrap();
        assert_eq!(serde_json::to_string(&user).unwrap(), format!("\"{CALL}\""));
        assert!(serde_json::from_str::<UserId>("\"ada@example.com\"").is_err());
        assert_eq!(
            UserId::try_from("ada@example.com"),
            Err(GuidError::UserPrincipalName)
        );
    }
}
