//! The span of a request, with the names of OpenTelemetry.

use crate::http::transport_error::TransportError;
use crate::redact::redact;
use reqwest::{Response, Version};
use std::fmt;
use tracing::field::{Empty, debug, display};
use tracing::{Span, debug, info_span};
use url::Url;

/// The value of `otel.status_code` for a failure.
pub(crate) const ERROR: &str = "ERROR";

/// Creates the span. `resent` is the number of earlier attempts.
pub(crate) fn request(method: &'static str, url: &Url, resent: u32) -> Span {
    info_span!(
        "request",
        otel.name = %format_args!("{method} {}", Template(url)),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = method,
        http.request.resend_count = resent,
        http.response.status_code = Empty,
        url.full = %Shown(url),
        url.template = %Template(url),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        network.protocol.version = Empty,
        error.type = Empty,
        client_request_id = Empty,
        request_id = Empty,
    )
}

/// A URL with ids that the service has chosen, which are texts of the service.
struct Shown<'a>(&'a Url);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut segments = self.0.as_str().split('/');
        f.write_str(segments.next().unwrap_or_default())?;
        segments.try_for_each(|segment| write!(f, "/{}", redact(segment)))
    }
}

/// The path of a URL, with placeholders for the ids.
struct Template<'a>(&'a Url);

impl fmt::Display for Template<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for segment in self.0.path_segments().into_iter().flatten() {
            before = match before {
                "calls" => "{call}",
                "operations" => "{operation}",
                _ => segment,
            };
            write!(f, "/{before}")?;
        }
        Ok(())
    }
}

pub(super) fn answered(span: &Span, response: &Response) {
    let status = response.status();
    span.record("http.response.status_code", status.as_u16());
    if status.is_client_error() || status.is_server_error() {
        span.record("error.type", display(status.as_u16()));
        span.record("otel.status_code", ERROR);
    }
    let version = match response.version() {
        Version::HTTP_10 => Some("1.0"),
        Version::HTTP_11 => Some("1.1"),
        _ => None,
    };
    span.record("network.protocol.version", version);
    debug!(http.response.status_code = status.as_u16(), "answered");
}

pub(super) fn unanswered(span: &Span, error: &TransportError) {
    let phase = error.phase();
    span.record("error.type", debug(phase));
    span.record("otel.status_code", ERROR);
    span.in_scope(|| debug!(error.type = ?phase, cause = %error.cause(), "not answered"));
}
