//! The keys that prove that a notification or a token is the emulator's.

use crate::lock::lock;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;
use std::io;
use std::sync::{Arc, LazyLock, Mutex};
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;
use uuid::Uuid;

/// What PKCS #8 puts before a key of 2048 bits. The signer takes the key as PKCS #1 has it.
const PKCS8_PREFIX: usize = 26;

/// A key that is made when it is first needed, because that takes a while.
type LazyKey = Arc<OnceCell<Arc<SigningKey>>>;

/// The first key of every emulator in this process. At the service one key signs for all, too.
static FIRST_KEY: LazyLock<LazyKey> = LazyLock::new(LazyKey::default);

/// The key that an emulator signs with, and that it can change.
pub(crate) struct SigningKeys(Mutex<LazyKey>);

impl Default for SigningKeys {
    fn default() -> Self {
        Self(Mutex::new(Arc::clone(&FIRST_KEY)))
    }
}

impl SigningKeys {
    pub(crate) async fn current(&self) -> io::Result<Arc<SigningKey>> {
        let key = Arc::clone(&lock(&self.0));
        let generate = async || spawn_blocking(SigningKey::generate).await?.map(Arc::new);
        key.get_or_try_init(generate).await.cloned()
    }

    pub(crate) fn rotate(&self) {
        *lock(&self.0) = LazyKey::default();
    }
}

/// An RSA key pair with a name.
pub(crate) struct SigningKey {
    id: String,
    private: EncodingKey,
    public: Jwk,
}

impl SigningKey {
    /// Makes a new one. That takes a fraction of a second of work.
    fn generate() -> io::Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(io::Error::other)?;
        let der = pair.as_der().map_err(io::Error::other)?;
        let private = der.as_ref().get(PKCS8_PREFIX..).unwrap_or_default();
        let private = EncodingKey::from_rsa_der(private);
        let id = Uuid::new_v4().simple().to_string();
        let public = Jwk::from_encoding_key(&private, Algorithm::RS256);
        let mut public = public.map_err(io::Error::other)?;
        public.common.key_id = Some(id.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self {
            id,
            private,
            public,
        })
    }

    /// The public half, as a key server shows it.
    pub(crate) const fn public(&self) -> &Jwk {
        &self.public
    }

    /// A signed token.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> io::Result<String> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.id.clone());
        encode(&header, claims, &self.private).map_err(io::Error::other)
    }
}
