//! Whom a client trusts besides those that the platform trusts.

use super::ClientBuilder;

impl ClientBuilder {
    /// Trusts one more root certificate, in PEM: of a gateway or proxy with a private CA, or of the
    /// emulator. What the platform trusts stays trusted. Each call adds to those before; of a
    /// bundle, all certificates are added.
    ///
    /// Takes the feature `rustls` or `native-tls`. What can't be read is told by
    /// [`build`](Self::build), as [`BuildError::RootCertificate`](crate::BuildError).
    ///
    /// ```
    /// use graph_invite::{AccessToken, BuildError, Client};
    ///
    /// fn client(pem: &[u8]) -> Result<Client, BuildError> {
    ///     let client = Client::builder().token(AccessToken::new("eyJ0"));
    ///     client.root_certificate(pem).build()
    /// }
    /// # assert!(matches!(client(b"no PEM"), Err(BuildError::RootCertificate(_))));
    /// ```
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.add(pem.as_ref());
        self
    }
}
