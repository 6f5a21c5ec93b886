//! Ids that are GUIDs: of people, bots and tenants.

use super::macros::{from_guid, from_text, wrong_constant};
use graph_invite_rules::{GUID_LENGTH, GuidError, Id, parse_guid};
use serde::{Serialize, Serializer};
use std::fmt;
use uuid::Uuid;

macro_rules! guid_id {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        $(#[$doc])*
        ///
        /// All ways from text are strict: `parse`, `FromStr`, `TryFrom` and `Deserialize`.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this GUID. The nil GUID identifies no one, so an invite with it can't be
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

        from_guid!($name, $example);
        from_text!($name, GuidError, expected: "a string with a GUID", read: Self::parse);

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
    };
}

guid_id! {
    /// A person, by the object id that Entra ID shows for them.
    ///
    /// This call of Graph does not accept user principal names or email addresses.
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

#[cfg(test)]
mod tests {
    use super::UserId;
    use graph_invite_rules::GuidError;
    use uuid::Uuid;

    const ADA: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

    #[test]
    fn serialized_user_id_is_checked_when_read() {
        let user: UserId = serde_json::from_str(&format!("\"{ADA}\"")).unwrap();
        assert_eq!(serde_json::to_string(&user).unwrap(), format!("\"{ADA}\""));
        assert!(serde_json::from_str::<UserId>("\"ada@example.com\"").is_err());
        assert_eq!(
            UserId::try_from("ada@example.com"),
            Err(GuidError::UserPrincipalName)
        );
    }

    #[test]
    fn user_id_converts_to_uuid_and_back() {
        let user = UserId::parse(ADA).unwrap();
        assert_eq!(Uuid::from(user), Uuid::parse_str(ADA).unwrap());
        assert_eq!(UserId::from(user.as_uuid()), user);
        assert!(user < UserId::from(Uuid::max()));
    }
}
