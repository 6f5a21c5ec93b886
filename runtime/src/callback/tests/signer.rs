//! Signs tokens with test keys.

use jsonwebtoken::errors::Result;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

/// An RSA key pair with a name.
pub(super) struct Signer {
    id: &'static str,
    key: EncodingKey,
    public: Jwk,
}

impl Signer {
    /// Takes a private key of 2048 bits as PKCS #1 DER.
    pub(super) fn new(id: &'static str, der: &[u8]) -> Self {
        let key = EncodingKey::from_rsa_der(der);
        let mut public = Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap();
        public.common.key_id = Some(id.to_owned());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Self { id, key, public }
    }

    /// The public key, as a key server publishes it.
    pub(super) fn public(&self) -> &Jwk {
        &self.public
    }

    pub(super) fn sign(&self, algorithm: Algorithm, claims: &impl Serialize) -> Result<String> {
        let mut header = Header::new(algorithm);
        header.kid = Some(self.id.to_owned());
        self.sign_with(&header, claims)
    }

    pub(super) fn sign_with(&self, header: &Header, claims: &impl Serialize) -> Result<String> {
        encode(header, claims, &self.key)
    }
}
