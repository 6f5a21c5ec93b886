//! The error of a request without a response.

use crate::box_error::BoxError;
use crate::redact::log_text::short_cause;
use std::error::Error;
use std::{fmt, io, iter};

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
    /// The same, because the certificate of the server was refused. It would be refused again.
    Certificate,
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
            if causes(&error).any(refuses_certificate) {
                FailurePhase::Certificate
            } else {
                FailurePhase::Connect
            }
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

    /// The innermost cause in a few words, such as `Connection refused (os error 111)`. It holds no URL.
    pub(crate) fn cause(&self) -> String {
        let innermost = causes(&*self.source).last().map(ToString::to_string);
        short_cause(&innermost.unwrap_or_default())
    }

    /// The error of the HTTP library.
    pub(crate) fn into_source(self) -> BoxError {
        self.source
    }

    pub(crate) const fn phase(&self) -> FailurePhase {
        self.phase
    }

    /// Whether there was no connection, so that the request was not sent.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(
            self.phase,
            FailurePhase::Connect | FailurePhase::Certificate
        )
    }

    /// Whether there was no connection because the certificate of the server was refused: its
    /// authority is unknown, it is for another host, it has expired, or it is not valid yet. Another
    /// try would fail in the same way.
    ///
    /// With the feature `native-tls` this is recognized with OpenSSL only, not with the libraries of
    /// Windows and macOS. There, such an error looks like any other failure to connect.
    #[must_use]
    pub const fn is_certificate(&self) -> bool {
        matches!(self.phase, FailurePhase::Certificate)
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
            FailurePhase::Certificate => {
                "failed to connect: the certificate of the server was refused"
            }
            FailurePhase::Timeout => "no answer in time",
            FailurePhase::Interrupted => "the connection broke",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// An error and its causes. The `source` of an `io::Error` leaves out the error in it.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| {
        match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}

/// Whether this is the error of a TLS library about the certificate of the server.
fn refuses_certificate(error: &(dyn Error + 'static)) -> bool {
    is_of_rustls(error) || is_of_openssl(error)
}

#[cfg(feature = "rustls")]
fn is_of_rustls(error: &(dyn Error + 'static)) -> bool {
    use rustls::CertificateError::UnknownRevocationStatus;
    use rustls::Error::InvalidCertificate;

    // Whether a certificate is revoked depends on another server, which may answer the next time.
    matches!(error.downcast_ref(), Some(InvalidCertificate(why)) if *why != UnknownRevocationStatus)
}

#[cfg(not(feature = "rustls"))]
fn is_of_rustls(_: &(dyn Error + 'static)) -> bool {
    false
}

/// `native-tls` keeps the error of OpenSSL, and its codes, private. Only the text is left.
#[cfg(feature = "native-tls")]
fn is_of_openssl(error: &(dyn Error + 'static)) -> bool {
    error.to_string().contains("certificate verify failed")
}

#[cfg(not(feature = "native-tls"))]
fn is_of_openssl(_: &(dyn Error + 'static)) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::{causes, refuses_certificate};
    use std::io;

    #[test]
    fn error_inside_nested_io_errors_is_found() {
        let inner = io::Error::other(io::Error::other("inside"));
        let shown: Vec<_> = causes(&inner).map(ToString::to_string).collect();
        assert_eq!(shown, ["inside"; 3]);
    }

    #[cfg(feature = "native-tls")]
    #[test]
    fn refused_certificate_of_openssl_is_recognized() {
        let refused = "error:0A000086:SSL routines:tls_post_process_server_certificate:\
            certificate verify failed:../ssl/statem/statem_clnt.c:1889: (hostname mismatch)";
        for (text, expected) in [(refused, true), ("unexpected EOF", false)] {
            let error = io::Error::other(io::Error::other(text));
            assert_eq!(causes(&error).any(refuses_certificate), expected, "{text}");
        }
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn refused_certificate_of_rustls_is_recognized() {
        use rustls::CertificateError::{Expired, UnknownRevocationStatus};
        use rustls::Error::{HandshakeNotComplete, InvalidCertificate};

        for (error, expected) in [
            (InvalidCertificate(Expired), true),
            (InvalidCertificate(UnknownRevocationStatus), false),
            (HandshakeNotComplete, false),
        ] {
            let error = io::Error::other(io::Error::other(error));
            assert_eq!(
                causes(&error).any(refuses_certificate),
                expected,
                "{error:?}"
            );
        }
    }
}
