//! Hashes that stand for calls, contexts and people, and show nothing of them without the key.

use graph_invite_rules::Id;
use std::fmt;
use std::sync::Arc;

/// The bytes of a key.
pub(crate) const KEY_BYTES: usize = 32;

/// What a hash is of. Equal values of different kinds have different hashes.
#[derive(Clone, Copy)]
pub(crate) enum Hashed {
    Call,
    Entry,
    Person,
    Invite,
    Fact,
}

/// HMAC-SHA-256 with one key, cut to 16 bytes.
#[cfg(feature = "ledger")]
#[derive(Clone)]
pub(crate) struct KeyedHash(Arc<aws_lc_rs::hmac::Key>);

#[cfg(feature = "ledger")]
impl KeyedHash {
    pub(crate) fn new(key: &[u8; KEY_BYTES]) -> Self {
        use aws_lc_rs::hmac;
        Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, key)))
    }

    pub(crate) fn hash(&self, kind: Hashed, parts: &[&[u8]]) -> [u8; 16] {
        let mut context = aws_lc_rs::hmac::Context::with_key(&self.0);
        context.update(&[kind as u8]);
        for part in parts {
            // With its length, so that no two lists of parts look the same.
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut hash = [0; 16];
        for (to, from) in hash.iter_mut().zip(context.sign().as_ref()) {
            *to = *from;
        }
        hash
    }
}

impl KeyedHash {
    /// The hash of ids as they are compared, in whatever spelling.
    pub(crate) fn hash_ids<const N: usize>(&self, kind: Hashed, ids: [Id<'_>; N]) -> [u8; 16] {
        let canonical = ids.map(|id| match id {
            Id::Guid(number) => format!("guid {number:x}"),
            Id::Phone(number) => format!("phone {number}"),
            Id::Text(text) => format!("text {}", text.to_ascii_lowercase()),
        });
        let parts = canonical.each_ref().map(String::as_bytes);
        self.hash(kind, &parts)
    }
}

/// Without the feature `ledger` there is none.
#[cfg(not(feature = "ledger"))]
#[derive(Clone)]
pub(crate) struct KeyedHash(Arc<std::convert::Infallible>);

#[cfg(not(feature = "ledger"))]
impl KeyedHash {
    pub(crate) fn hash(&self, _: Hashed, _: &[&[u8]]) -> [u8; 16] {
        match *self.0 {}
    }
}

/// Shows nothing of the key.
impl fmt::Debug for KeyedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyedHash(…)")
    }
}

#[cfg(all(test, feature = "ledger"))]
mod tests {
    use super::{Hashed, KeyedHash};

    #[test]
    fn equal_hashes_have_equal_key_kind_and_parts() {
        let hash = KeyedHash::new(&[1; 32]);
        let known = hash.hash(Hashed::Call, &[b"ab", b"c"]);
        assert_eq!(
            known,
            KeyedHash::new(&[1; 32]).hash(Hashed::Call, &[b"ab", b"c"])
        );
        for other in [
            KeyedHash::new(&[2; 32]).hash(Hashed::Call, &[b"ab", b"c"]),
            hash.hash(Hashed::Entry, &[b"ab", b"c"]),
            hash.hash(Hashed::Call, &[b"a", b"bc"]),
            hash.hash(Hashed::Call, &[b"abc"]),
        ] {
            assert_ne!(known, other);
        }
    }
}
