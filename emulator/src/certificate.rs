//! The certificate of an emulator, made when it starts.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    CertificateParams, DnType, Error, ExtendedKeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
    PublicKeyData, SerialNumber, SignatureAlgorithm, SigningKey,
};
use std::io;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use uuid::Uuid;

/// By which names the emulator is reached.
const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];
/// How long it is good for, from a day before now: some platforms refuse more than two years.
const LIFE: Duration = Duration::days(365);

/// A new certificate that vouches for itself, in PEM, and a server that shows it.
pub(crate) fn make() -> io::Result<(String, Arc<ServerConfig>)> {
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).map_err(io::Error::other)?;
    let secret = key.to_pkcs8v1().map_err(io::Error::other)?;
    let secret = PrivatePkcs8KeyDer::from(secret.as_ref().to_vec());
    let names = NAMES.map(str::to_owned);
    let mut asked = CertificateParams::new(names).map_err(io::Error::other)?;
    // No two have one name, so that each vouches for itself alone.
    let id = Uuid::new_v4();
    let name = format!("graph-invite emulator {id}");
    asked.distinguished_name.push(DnType::CommonName, name);
    asked.serial_number = Some(SerialNumber::from_slice(id.as_bytes()));
    asked.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    asked.not_before = OffsetDateTime::now_utc() - Duration::DAY;
    asked.not_after = asked.not_before + LIFE;
    let made = asked.self_signed(&Key(key)).map_err(io::Error::other)?;
    let server = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![made.der().clone()], secret.into())
        .map_err(io::Error::other)?;
    Ok((pem(made.der()), Arc::new(server)))
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines = lines.collect::<Vec<_>>().join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}

/// A key that signs certificates.
struct Key(EcdsaKeyPair);

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signature = self.0.sign(&SystemRandom::new(), message);
        let signature = signature.map_err(|_| Error::RemoteKeyError)?;
        Ok(signature.as_ref().to_vec())
    }
}
