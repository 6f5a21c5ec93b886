//! Signs tokens with test keys.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::{aws_lc, sign};
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

    /// Signs any text as header and claims.
    pub(super) fn sign_text(&self, header: &str, claims: &str) -> Result<String> {
        let _ = aws_lc::DEFAULT_PROVIDER.install_default();
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = sign(signed.as_bytes(), &self.key, Algorithm::RS256)?;
        Ok(format!("{signed}.{signature}"))
    }

    pub(super) fn sign_with(&self, header: &Header, claims: &impl Serialize) -> Result<String> {
        encode(header, claims, &self.key)
    }
}
