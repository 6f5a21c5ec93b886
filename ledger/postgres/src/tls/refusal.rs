//! Why TLS can't be set up.

use crate::error::{BoxError, ConnectError};

pub(super) const UNREADABLE: &str = "a root certificate can't be read: give PEM, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`";

pub(super) fn error(reason: &'static str, source: impl Into<BoxError>) -> ConnectError {
    ConnectError::Tls {
        reason,
        source: Some(source.into()),
    }
}
