//! The emulator's own keys, by which a bot can tell that a notification is the emulator's.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use std::io;
use std::sync::{Arc, LazyLock};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// What PKCS #8 puts before a key of 2048 bits. The signer takes the key as PKCS #1 has it.
const PKCS8_PREFIX: usize = 26;

/// Keys that are made when somebody asks for them first.
pub(crate) type Keys = Arc<OnceCell<Arc<Signer>>>;

/// The keys of every emulator in this process until it gets others. As at the service, one key
/// signs for all; and it takes a while to make one.
pub(crate) static SHARED: LazyLock<Keys> = LazyLock::new(Keys::default);

/// An RSA key pair with a name.
pub(crate) struct Signer {
    id: String,
    key: EncodingKey,
    public: Jwk,
}

impl Signer {
    /// A new one. Takes a fraction of a second of work.
    pub(crate) fn generate() -> io::Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(io::Error::other)?;
        let der = pair.as_der().map_err(io::Error::other)?;
        let key = der.as_ref().get(PKCS8_PREFIX..).unwrap_or_default();
        let key = EncodingKey::from_rsa_der(key);
        let id = Uuid::new_v4().simple().to_string();
        let public = Jwk::from_encoding_key(&key, Algorithm::RS256);
        let mut public = public.map_err(io::Error::other)?;
        public.common.key_id = Some(id.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { id, key, public })
    }

    /// The public half, as a key server tells it.
    pub(crate) const fn public(&self) -> &Jwk {
        &self.public
    }

    /// A token, signed in a way of the RSA family.
    pub(crate) fn sign(&self, algorithm: Algorithm, claims: &impl Serialize) -> io::Result<String> {
        let mut header = Header::new(algorithm);
        header.kid = Some(self.id.clone());
        encode(&header, claims, &self.key).map_err(io::Error::other)
    }
}
