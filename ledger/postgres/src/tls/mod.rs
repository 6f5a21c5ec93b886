//! TLS by the library that the features choose.

#[cfg(feature = "rustls")]
mod by_rustls;
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod by_the_platform;
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
mod none;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod refusal;

#[cfg(feature = "rustls")]
use by_rustls as library;
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
use by_the_platform as library;
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
use none as library;

use crate::error::ConnectError;
use tokio_postgres::config::SslMode;

pub(crate) use library::Connector;

/// What makes connections secure. It needs nothing where none is to be.
pub(crate) fn connector(mode: SslMode, roots: &[Vec<u8>]) -> Result<Connector, ConnectError> {
    library::connector(mode == SslMode::Disable, roots)
}
