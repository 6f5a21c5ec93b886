//! The error of a request without a response.

use crate::box_error::BoxError;
use std::fmt;

/// A failure of the HTTP client. It is the source of other errors.
///
/// `Display` never shows the URL of the request. The error of the HTTP library is the
/// [`source`](std::error::Error::source).
///
/// ```
/// # fn show(error: &graph_invite::error::TransportError) {
/// if error.is_timeout() {
///     eprintln!("no answer in time: {error}");
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct TransportError {
    phase: FailurePhase,
    source: BoxError,
}

/// Where a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailurePhase {
    /// The request was not built.
    Build,
    /// There was no connection, so the request was not sent.
    Connect,
    /// The request was sent, and no response arrived in time.
    Timeout,
    /// The request was sent, and the connection broke.
    Interrupted,
}

impl TransportError {
    pub(crate) fn new(phase: FailurePhase, source: impl Into<BoxError>) -> Self {
        Self {
            phase,
            source: source.into(),
        }
    }

    /// An error of the setup, such as TLS.
    pub(crate) fn build(source: impl Into<BoxError>) -> Self {
        Self::new(FailurePhase::Build, source)
    }

    /// An error of a request.
    pub(crate) fn of_request(error: reqwest::Error) -> Self {
        let phase = if error.is_connect() {
            FailurePhase::Connect
        } else if error.is_builder() {
            FailurePhase::Build
        } else if error.is_timeout() {
            FailurePhase::Timeout
        } else {
            FailurePhase::Interrupted
        };
        // A URL may hold ids, which must not appear in an error.
        Self::new(phase, error.without_url())
    }

    pub(crate) const fn phase(&self) -> FailurePhase {
        self.phase
    }

    /// Whether there was no connection, so that the request was not sent.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(self.phase, FailurePhase::Connect)
    }

    /// Whether the request was sent and no response arrived in time.
    #[must_use]
    pub const fn is_timeout(&self) -> bool {
        matches!(self.phase, FailurePhase::Timeout)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.phase {
            FailurePhase::Build => "failed to set up the request",
            FailurePhase::Connect => "failed to connect",
            FailurePhase::Timeout => "no answer in time",
            FailurePhase::Interrupted => "the connection broke",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
