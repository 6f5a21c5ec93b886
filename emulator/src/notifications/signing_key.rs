//! The keys that prove that a notification or a token is the emulator's.

use crate::lock::lock;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, LazyLock, Mutex};
use time::OffsetDateTime;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;
use uuid::Uuid;

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
    pair: KeyPair,
}

impl SigningKey {
    /// Makes a new one. That takes a fraction of a second of work.
    fn generate() -> io::Result<Self> {
        Ok(Self {
            id: Uuid::new_v4().simple().to_string(),
            pair: KeyPair::generate(KeySize::Rsa2048).map_err(io::Error::other)?,
        })
    }

    /// The public half as a JSON Web Key, as a key server shows it.
    pub(crate) fn public(&self) -> Value {
        let key = self.pair.public_key();
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": base64(key.modulus().big_endian_without_leading_zero()),
            "e": base64(key.exponent().big_endian_without_leading_zero()),
        })
    }

    /// A JSON Web Token with these claims.
    pub(crate) fn sign(&self, claims: &Value) -> io::Result<String> {
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": self.id });
        let [header, claims] = [&header, claims].map(|part| base64(part.to_string().as_bytes()));
        let signed = format!("{header}.{claims}");
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = SystemRandom::new();
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &random,
                signed.as_bytes(),
                &mut signature,
            )
            .map_err(io::Error::other)?;
        Ok(format!("{signed}.{}", base64(&signature)))
    }
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Now, as tokens count it: in seconds since 1970.
pub(crate) fn unix_now() -> u64 {
    OffsetDateTime::now_utc()
        .unix_timestamp()
        .try_into()
        .unwrap_or_default()
}
