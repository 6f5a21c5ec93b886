//! The span of a request, with the names of OpenTelemetry.

use crate::http::transport_error::TransportError;
use crate::redact::redact;
use reqwest::{Method, Response, StatusCode, Version};
use std::{fmt, mem};
use tracing::field::{Empty, debug, display};
use tracing::{Span, debug, info_span};
use url::Url;

/// The value of `otel.status_code` for a failure.
pub(crate) const ERROR: &str = "ERROR";
/// What the path of a call begins with, below the version.
const CALLS: [&str; 2] = ["communications", "calls"];

/// Creates the span. `resent` is the number of earlier attempts.
pub(crate) fn request(method: &Method, url: &Url, resent: u32) -> Span {
    let method = name(method);
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

/// The name of a method that everybody knows. Another one may be any text.
fn name(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::HEAD
        | Method::OPTIONS => method.as_str(),
        _ => "_OTHER",
    }
}

/// A URL without its query, as far as the crate knows what is in it: ids that the service has chosen
/// are texts of the service, and any other resource may be named after a person.
struct Shown<'a>(&'a Url);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}://{}",
            self.0.scheme(),
            self.0.host_str().unwrap_or("…")
        )?;
        if let Some(port) = self.0.port() {
            write!(f, ":{port}")?;
        }
        segments(self.0).try_for_each(|segment| match segment {
            Segment::Word(text) | Segment::Id(_, text) => write!(f, "/{}", redact(text)),
            Segment::Hidden => f.write_str("/…"),
        })
    }
}

/// The path of a URL, with placeholders for the ids.
struct Template<'a>(&'a Url);

impl fmt::Display for Template<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        segments(self.0).try_for_each(|segment| match segment {
            Segment::Word(text) => write!(f, "/{text}"),
            Segment::Id(name, _) => write!(f, "/{name}"),
            Segment::Hidden => f.write_str("/…"),
        })
    }
}

/// A segment of a path.
enum Segment<'a> {
    /// A word of Graph, or of the root.
    Word(&'a str),
    /// An id, and what stands for it in a template.
    Id(&'static str, &'a str),
    /// One that may name a person.
    Hidden,
}

/// The segments of a path. Those of a call are known; of any other resource only the first one after the
/// version is shown.
fn segments(url: &Url) -> impl Iterator<Item = Segment<'_>> {
    let all = || url.path_segments().into_iter().flatten();
    let is_version = |segment: &str| matches!(segment, "v1.0" | "beta");
    let version = all().position(is_version).unwrap_or(usize::MAX);
    let is_call = all().skip(version).skip(1).take(2).eq(CALLS);
    let mut before = "";
    all().enumerate().map(move |(number, segment)| {
        let before = mem::replace(&mut before, segment);
        match number.checked_sub(version) {
            None | Some(0 | 1) => Segment::Word(segment),
            Some(_) if !is_call => Segment::Hidden,
            Some(2) => Segment::Word(segment),
            Some(3) => Segment::Id("{call}", segment),
            Some(_) => below_call(before, segment),
        }
    })
}

/// A segment below a call, and the one before it.
fn below_call<'a>(before: &str, segment: &'a str) -> Segment<'a> {
    let action = segment.rsplit('.').next().unwrap_or_default();
    match before {
        "operations" => Segment::Id("{operation}", segment),
        "participants" if action != "invite" => Segment::Id("{participant}", segment),
        _ if segment.chars().all(|c| c.is_ascii_alphabetic() || c == '.') => Segment::Word(segment),
        _ => Segment::Id("{id}", segment),
    }
}

/// Records an answer in the span of its request.
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
}

/// Records in the span of a request that there is no answer.
pub(super) fn unanswered(span: &Span, error: &TransportError) {
    span.record("error.type", debug(error.phase()));
    span.record("otel.status_code", ERROR);
}

/// Logs how a request ended, outside its span: a line repeats all fields of its spans, and those of a
/// request are many.
pub(super) fn log(result: Result<StatusCode, &TransportError>) {
    match result {
        Ok(status) => debug!(target: TARGET, status = status.as_u16(), "answered"),
        Err(error) => {
            let (phase, cause) = (error.phase(), error.cause());
            debug!(target: TARGET, %cause, error.type = ?phase, "not answered");
        }
    }
}

/// Shorter than the path of this module.
const TARGET: &str = "graph_invite::http";

#[cfg(test)]
mod tests {
    use super::{Shown, Template};
    use url::Url;

    #[test]
    fn a_path_is_shown_without_query_and_without_names() {
        const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
        for (path, shown, template) in [
            ("/v1.0/communications/calls", None, None),
            (
                "/v1.0/communications/calls/{CALL}",
                None,
                Some("/v1.0/communications/calls/{call}"),
            ),
            (
                "/gateway/beta/communications/calls/{CALL}/participants/invite",
                None,
                Some("/gateway/beta/communications/calls/{call}/participants/invite"),
            ),
            (
                "/v1.0/communications/calls/{CALL}/participants/{CALL}/mute",
                None,
                Some("/v1.0/communications/calls/{call}/participants/{participant}/mute"),
            ),
            (
                "/v1.0/communications/calls/{CALL}/operations/8:orgid:1",
                Some("/v1.0/communications/calls/{CALL}/operations/8:orgid:…"),
                Some("/v1.0/communications/calls/{call}/operations/{operation}"),
            ),
            (
                "/v1.0/communications/calls/{CALL}/microsoft.graph.answer?x=Ada",
                Some("/v1.0/communications/calls/{CALL}/microsoft.graph.answer"),
                Some("/v1.0/communications/calls/{call}/microsoft.graph.answer"),
            ),
            (
                "/v1.0/communications/calls/{CALL}/audioRoutingGroups/{CALL}",
                None,
                Some("/v1.0/communications/calls/{call}/audioRoutingGroups/{id}"),
            ),
            (
                "/v1.0/users/ada@contoso.com/v1.0/communications/calls/Ada?$filter=Ada",
                Some("/v1.0/users/…/…/…/…/…"),
                Some("/v1.0/users/…/…/…/…/…"),
            ),
            (
                "/v1.0/communications/Ada",
                Some("/v1.0/communications/…"),
                Some("/v1.0/communications/…"),
            ),
        ] {
            let root = "https://graph.microsoft.com:8443";
            let url = Url::parse(&format!("{root}{}", path.replace("{CALL}", CALL))).unwrap();
            let shown = shown.unwrap_or(path).replace("{CALL}", CALL);
            assert_eq!(Shown(&url).to_string(), format!("{root}{shown}"));
            assert_eq!(Template(&url).to_string(), template.unwrap_or(path));
        }
    }
}
