//! Root certificates that a client trusts in addition to those of the platform.

use crate::http::transport_error::TransportError;
use reqwest::ClientBuilder;
use std::fmt;

/// The error message for an unreadable root certificate.
pub(crate) const UNREADABLE_ROOT: &str = "failed to read a root certificate: give PEM, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`";

/// Certificates in PEM, unparsed.
#[derive(Clone, Default)]
pub(crate) struct RootCertificates(Vec<Vec<u8>>);

impl RootCertificates {
    pub(crate) fn add(&mut self, pem: &[u8]) {
        self.0.push(pem.to_vec());
    }

    pub(crate) fn install_into(
        &self,
        http: ClientBuilder,
    ) -> Result<ClientBuilder, TransportError> {
        self.0.iter().try_fold(http, |http, pem| trust(http, pem))
    }
}

/// Shows only the number of certificates, because a wrong file may contain a private key.
impl fmt::Debug for RootCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.len().fmt(f)
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn trust(http: ClientBuilder, pem: &[u8]) -> Result<ClientBuilder, TransportError> {
    let roots = reqwest::Certificate::from_pem_bundle(pem).map_err(TransportError::build)?;
    if roots.is_empty() {
        return Err(TransportError::build("the PEM holds no certificate"));
    }
    // The bytes between the PEM lines are parsed only when a client is built.
    reqwest::Client::builder()
        .tls_certs_only(roots.clone())
        .build()
        .map_err(TransportError::build)?;
    Ok(http.tls_certs_merge(roots))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn trust(_: ClientBuilder, _: &[u8]) -> Result<ClientBuilder, TransportError> {
    Err(TransportError::build(
        "TLS is not compiled in: enable the feature `rustls` or `native-tls` of graph-invite",
    ))
}
