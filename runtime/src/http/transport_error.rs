//! A request that came to no answer.

use crate::box_error::BoxError;
use std::fmt;

/// A failure of the HTTP client, kept as the cause of another error.
///
/// Its `Display` never holds the URL of the request. The error of the HTTP library is the
/// [`source`](std::error::Error::source).
///
/// ```
/// # fn show(error: &graph_invite::TransportError) {
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
    /// The request could not be made.
    Build,
    /// There was no connection to send it by.
    Connect,
    /// It left, and no answer came in time.
    Timeout,
    /// It left, and the connection broke.
    Interrupted,
}

impl TransportError {
    pub(crate) fn new(phase: FailurePhase, source: impl Into<BoxError>) -> Self {
        Self {
            phase,
            source: source.into(),
        }
    }

    /// What the HTTP library could not set up, such as TLS.
    pub(crate) fn build(source: impl Into<BoxError>) -> Self {
        Self::new(FailurePhase::Build, source)
    }

    /// What the HTTP library reports of a request.
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

    /// Whether there was no connection, so that nothing left.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(self.phase, FailurePhase::Connect)
    }

    /// Whether the request left and no answer came in time.
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
