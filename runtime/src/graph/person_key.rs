//! An id of a person, as ids of different spellings are compared.

use crate::invite::identity::Identity;
use crate::redact::keyed_hash::{Hashed, KeyedHash};
use graph_invite_rules::Id;
use std::fmt;

/// The longest id that is kept, in bytes. GUIDs have 36, MRIs fewer than 100.
pub(crate) const MAX_ID: usize = 256;

/// Two ids with the same key are one person. Keys are hashed, so that a roster finds a person
/// without comparing each of its entries.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum PersonKey {
    Guid(u128),
    Phone(u64),
    /// In lower case, because the service changes the case of ids.
    Text(String),
}

/// Shows nothing of the person.
impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(…)")
    }
}

impl PersonKey {
    /// The key of someone in an invite. `None` for an id that is longer than any of the service.
    pub(crate) fn of(identity: &Identity) -> Option<Self> {
        Some(Self::from_id(identity.id())).filter(|key| key.heap_bytes() <= MAX_ID)
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Self::Guid(_) | Self::Phone(_) => 0,
            Self::Text(text) => text.len(),
        }
    }

    /// The key of an id that the service wrote, in any slot of an identity set: a GUID, a phone
    /// number or an MRI.
    pub(crate) fn read(text: &str) -> Self {
        let id = Id::of(text);
        // A GUID and a phone number are no MRI.
        if let Id::Text(_) = id
            && let Some(identity) = Identity::parse_mri(text)
        {
            return Self::from_id(identity.id());
        }
        Self::from_id(id)
    }

    /// The keyed hash of this key, which is a key like any other.
    pub(crate) fn hashed(&self, hash: &KeyedHash) -> Self {
        Self::Guid(u128::from_be_bytes(self.hash(hash)))
    }

    /// The bytes of that hash.
    pub(crate) fn hash(&self, hash: &KeyedHash) -> [u8; 16] {
        let id = match self {
            Self::Guid(number) => Id::Guid(*number),
            Self::Phone(number) => Id::Phone(*number),
            Self::Text(text) => Id::Text(text),
        };
        hash.hash_ids(Hashed::Person, [id])
    }

    fn from_id(id: Id<'_>) -> Self {
        match id {
            Id::Guid(number) => Self::Guid(number),
            Id::Phone(number) => Self::Phone(number),
            Id::Text(text) => Self::Text(text.to_ascii_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PersonKey;
    use crate::{Identity, PhoneNumber, UserId};

    const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";

    fn is(who: &Identity, text: &str) -> bool {
        PersonKey::of(who) == Some(PersonKey::read(text))
    }

    #[test]
    fn a_person_has_one_key_in_every_spelling() {
        let ada = Identity::User(UserId::parse(ADA).unwrap());
        for text in [
            ADA,
            &ADA.to_uppercase(),
            &ADA.replace('-', ""),
            &format!("8:orgid:{ADA}"),
        ] {
            assert!(is(&ada, text), "{text}");
        }
        let phone = Identity::Phone(PhoneNumber::parse("+12345678901").unwrap());
        assert!(
            is(&phone, "+12345678901")
                && is(&phone, "4:+12345678901")
                && is(&phone, "4:12345678901")
        );
        assert!(!is(&phone, "+12345678902") && !is(&phone, ADA));
    }
}
