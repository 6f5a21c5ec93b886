//! People, by their ids.

use graph_invite_rules::Id;
use std::fmt;
use uuid::Uuid;

/// The id of a person: a user's object id, a phone number, or any other id of an identity.
///
/// The spelling does not matter: a GUID in upper case or without dashes is the same person.
/// `Display` writes a GUID in lower case with dashes, and any other id in lower case.
///
/// ```
/// use graph_invite_emulator::PersonId;
/// use uuid::uuid;
///
/// let ada = PersonId::from(uuid!("278405a3-f568-4b3e-b684-009193463064"));
/// assert_eq!(ada, PersonId::from("278405A3F5684B3EB684009193463064"));
/// assert_eq!(PersonId::from("+12345678901").as_str(), "+12345678901");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(String);

impl PersonId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Uuid> for PersonId {
    fn from(id: Uuid) -> Self {
        Self(id.to_string())
    }
}

impl From<&Uuid> for PersonId {
    fn from(id: &Uuid) -> Self {
        Self::from(*id)
    }
}

impl From<&str> for PersonId {
    fn from(id: &str) -> Self {
        match Id::of(id) {
            Id::Guid(number) => Self::from(Uuid::from_u128(number)),
            Id::Phone(_) | Id::Text(_) => Self(id.to_ascii_lowercase()),
        }
    }
}

impl From<&String> for PersonId {
    fn from(id: &String) -> Self {
        Self::from(id.as_str())
    }
}

impl From<String> for PersonId {
    fn from(id: String) -> Self {
        Self::from(id.as_str())
    }
}

impl From<&PersonId> for PersonId {
    fn from(id: &PersonId) -> Self {
        id.clone()
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
