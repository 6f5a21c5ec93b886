//! The certificate of an emulator, made at its start.

use rcgen::{
    CertificateParams, CertifiedKey, DnType, ExtendedKeyUsagePurpose, KeyPair, SerialNumber,
};
use std::io;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use uuid::Uuid;

/// The names by which clients reach the emulator.
const NAMES: [&str; 4] = ["127.0.0.1", "::1", "localhost", "host.docker.internal"];
/// How long it is valid, from a day before now. Some platforms refuse more than two years.
const LIFETIME: Duration = Duration::days(365);

/// A new self-signed certificate in PEM, and a server that shows it.
pub(crate) fn generate() -> io::Result<(String, Arc<ServerConfig>)> {
    let CertifiedKey { cert, signing_key } = self_signed().map_err(io::Error::other)?;
    let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
    let server = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok((cert.pem(), Arc::new(server)))
}

fn self_signed() -> Result<CertifiedKey<KeyPair>, rcgen::Error> {
    let signing_key = KeyPair::generate()?;
    let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
    // No two have the same name, so each vouches only for itself.
    let id = Uuid::new_v4();
    let name = format!("graph-invite emulator {id}");
    params.distinguished_name.push(DnType::CommonName, name);
    params.serial_number = Some(SerialNumber::from_slice(id.as_bytes()));
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.not_before = OffsetDateTime::now_utc() - Duration::DAY;
    params.not_after = params.not_before + LIFETIME;
    let cert = params.self_signed(&signing_key)?;
    Ok(CertifiedKey { cert, signing_key })
}
