//! TLS by the library that the features choose.

#[cfg(feature = "rustls")]
mod by_rustls;
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod by_the_platform;
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
mod none;

#[cfg(feature = "rustls")]
use by_rustls as library;
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
use by_the_platform as library;
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
use none as library;

use crate::error::ConnectError;
use tokio_postgres::config::SslMode;

pub(crate) use library::Connector;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
const UNREADABLE: &str = "a root certificate can't be read: give PEM, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`";

/// What makes connections secure. It needs nothing where none is to be.
pub(crate) fn connector(mode: SslMode, roots: &[Vec<u8>]) -> Result<Connector, ConnectError> {
    library::connector(mode == SslMode::Disable, roots)
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn error(reason: &'static str, source: impl Into<crate::error::BoxError>) -> ConnectError {
    ConnectError::Tls {
        reason,
        source: Some(source.into()),
    }
}
