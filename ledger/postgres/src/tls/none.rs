//! No TLS.

use crate::error::ConnectError;

pub(crate) type Connector = tokio_postgres::NoTls;

pub(crate) fn connector(is_disabled: bool, _: &[Vec<u8>]) -> Result<Connector, ConnectError> {
    if is_disabled {
        return Ok(tokio_postgres::NoTls);
    }
    Err(ConnectError::Tls {
        reason: "it is not compiled in. Enable the feature `rustls` or `native-tls` of graph-invite-postgres",
        source: None,
    })
}
