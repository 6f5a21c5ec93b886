//! TLS by the library of the platform.

use crate::error::ConnectError;
use crate::tls::refusal::{UNREADABLE, error};
use native_tls::{Certificate, TlsConnector};

pub(crate) type Connector = postgres_native_tls::MakeTlsConnector;

pub(crate) fn connector(_: bool, roots: &[Vec<u8>]) -> Result<Connector, ConnectError> {
    let mut builder = TlsConnector::builder();
    for pem in roots {
        let found = Certificate::stack_from_pem(pem).map_err(|it| error(UNREADABLE, it))?;
        if found.is_empty() {
            return Err(error(UNREADABLE, "the PEM holds no certificate"));
        }
        for root in found {
            builder.add_root_certificate(root);
        }
    }
    let tls = builder
        .build()
        .map_err(|it| error("the platform refuses it", it))?;
    Ok(postgres_native_tls::MakeTlsConnector::new(tls))
}
