//! Ids that the service makes: of calls and of roster entries. It may spell them in any way.

use super::macros::{from_guid, from_text, wrong_constant};
use graph_invite_rules::{GUID_LENGTH, GuidError, Id, TextError, check_service_id, parse_guid};
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use uuid::Uuid;

/// A GUID, or the text of the service.
#[derive(Clone)]
enum ServiceId {
    Guid(Uuid),
    Text(Arc<str>),
}

impl ServiceId {
    fn id(&self) -> Id<'_> {
        match self {
            Self::Guid(uuid) => Id::Guid(uuid.as_u128()),
            Self::Text(text) => Id::of(text),
        }
    }

    /// What order and hash depend on. Text counts in lower case.
    fn key(&self) -> (u8, u128, &str) {
        match self.id() {
            Id::Guid(number) => (0, number, ""),
            Id::Phone(number) => (1, number.into(), ""),
            Id::Text(text) => (2, 0, text),
        }
    }
}

impl PartialEq for ServiceId {
    fn eq(&self, other: &Self) -> bool {
        self.id().same_as(other.id())
    }
}

impl Eq for ServiceId {}

impl PartialOrd for ServiceId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ServiceId {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, other) = (self.key(), other.key());
        let by_number = (one.0, one.1).cmp(&(other.0, other.1));
        by_number.then_with(|| lower_case(one.2).cmp(lower_case(other.2)))
    }
}

impl Hash for ServiceId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (kind, number, text) = self.key();
        (kind, number, text.len()).hash(state);
        lower_case(text).for_each(|byte| state.write_u8(byte));
    }
}

fn lower_case(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}

impl Serialize for ServiceId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Guid(uuid) => {
                serializer.serialize_str(uuid.hyphenated().encode_lower(&mut [0; GUID_LENGTH]))
            }
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl fmt::Display for ServiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guid(uuid) => fmt::Display::fmt(uuid, f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

macro_rules! service_id {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        $(#[$doc])*
        ///
        /// The service spells ids in several ways. Two ids are equal if they are the same GUID, in any
        /// case and with dashes or without, or the same text in any case.
        ///
        /// `parse`, `FromStr` and `TryFrom` are strict: they are for text that a person writes.
        #[doc = concat!("[`from_graph`](", stringify!($name), "::from_graph)")]
        /// and `Deserialize` are lenient: they are for text from the service, and for ids that were
        /// serialized before.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(ServiceId);

        impl $name {
            /// The id with this GUID. The nil GUID names nothing, so an invite with it can't be built
            /// or sent.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(ServiceId::Guid(uuid))
            }

            /// The id as a GUID, if it is one in any spelling.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("let id = ", stringify!($name), "::from_graph(\"57DAB8B1894C409AB240BD8BEAE78896\")?;")]
            #[doc = concat!("assert_eq!(id.to_uuid().map(", stringify!($name), "::from), Some(id));")]
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            #[must_use]
            pub fn to_uuid(&self) -> Option<Uuid> {
                match self.id() {
                    Id::Guid(number) => Some(Uuid::from_u128(number)),
                    Id::Phone(_) | Id::Text(_) => None,
                }
            }

            /// An id in the spelling of Graph, which is kept. Most ids are GUIDs, but not all.
            ///
            /// # Errors
            ///
            /// A [`TextError`] if the text is blank, has control characters, or is `.` or `..`.
            ///
            /// ```
            #[doc = concat!("use graph_invite::", stringify!($name), ";")]
            ///
            #[doc = concat!("let received = ", stringify!($name), "::from_graph(\"57DAB8B1894C409AB240BD8BEAE78896\")?;")]
            #[doc = concat!("let sent = ", stringify!($name), "::parse(\"57dab8b1-894c-409a-b240-bd8beae78896\")?;")]
            /// assert_eq!(received, sent);
            /// assert_eq!(received.to_string(), "57DAB8B1894C409AB240BD8BEAE78896");
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            pub fn from_graph(text: &str) -> Result<Self, TextError> {
                check_service_id(text)?;
                Ok(Self(ServiceId::Text(text.into())))
            }

            /// The length of its text in bytes.
            pub(crate) fn encoded_len(&self) -> usize {
                self.as_opaque().map_or(GUID_LENGTH, str::len)
            }

            /// The text of the service, unless the id was made from a GUID.
            pub(crate) fn as_opaque(&self) -> Option<&str> {
                match &self.0 {
                    ServiceId::Guid(_) => None,
                    ServiceId::Text(text) => Some(text),
                }
            }

            pub(crate) fn id(&self) -> Id<'_> {
                self.0.id()
            }
        }

        from_guid!($name, $example);
        from_text!($name, GuidError, expected: "a string with an id", read: Self::from_graph);
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
    use super::{CallId, ParticipantId};
    use graph_invite_rules::{GuidError, TextError};
    use proptest::prelude::*;
    use std::collections::{BTreeSet, HashSet};

    const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

    #[test]
    fn one_call_in_four_spellings_is_one_key() {
        let parsed = CallId::parse(CALL).unwrap();
        let spelled = [CALL, &CALL.to_uppercase(), &CALL.replace('-', "")]
            .map(|text| CallId::from_graph(text).unwrap());
        let keys: HashSet<CallId> = spelled.iter().cloned().chain([parsed.clone()]).collect();
        assert_eq!(keys.len(), 1);
        let keys: BTreeSet<CallId> = spelled.into_iter().chain([parsed]).collect();
        assert_eq!(keys.len(), 1);
    }

    #[test]
    fn opaque_id_keeps_its_spelling() {
        let opaque = CallId::from_graph("a/b c").unwrap();
        assert_eq!(opaque.to_string(), "a/b c");
        assert_eq!(opaque, CallId::from_graph("A/B C").unwrap());
        assert_eq!(opaque.to_uuid(), None);
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
    fn strict_conversions_refuse_what_lenient_ones_read() {
        let opaque = CallId::from_graph("a/b c").unwrap();
        let json = serde_json::to_string(&opaque).unwrap();
        assert_eq!(serde_json::from_str::<CallId>(&json).unwrap(), opaque);
        assert!(serde_json::from_str::<CallId>("\"..\"").is_err());
        let refused = Err(GuidError::Character {
            position: 2,
            found: '/',
        });
        assert_eq!(CallId::parse("a/b c"), refused);
        assert_eq!("a/b c".parse::<CallId>(), refused);
        assert_eq!(CallId::try_from("a/b c"), refused);
        assert_eq!(CallId::try_from(String::from("a/b c")), refused);
    }

    proptest! {
        #[test]
        fn order_agrees_with_equality(one in "[aAbB+1]{1,4}", other in "[aAbB+1]{1,4}") {
            let [one, other] = [one, other].map(|text| CallId::from_graph(&text).unwrap());
            prop_assert_eq!(one.cmp(&other).is_eq(), one == other);
            prop_assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
            prop_assert_eq!(HashSet::from([one.clone(), other.clone()]).len() == 1, one == other);
        }
    }
}
