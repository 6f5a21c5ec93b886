//! What is told to `tracing`: every span, and how each invite ends. `docs/observability.md` lists
//! it all.

use crate::graph::result_code::Class;
use crate::http::graph_error::GraphError;
use crate::http::response::Place;
use crate::inbox::Slot;
use crate::progress::evidence::Finding;
use crate::progress::outcome::{CallEnd, Event, Outcome};
use crate::send::Post;
use crate::send::error::{NotSent, SendError, UnknownCause};
use crate::send::ringing::Ringing;
use reqwest::{Response, Version};
use std::fmt;
use tracing::field::{Empty, debug, display};
use tracing::{Span, debug, info, info_span, warn};
use url::Url;

/// The value of `otel.status_code` where something failed.
const ERROR: &str = "ERROR";

/// The span of an invite, from before its first request to its end.
pub(crate) fn invite(post: &Post) -> Span {
    info_span!(
        "invite",
        call = %post.invite.call(),
        client_context = %post.context,
        client_request_id = %post.client_request_id,
        attempts = Empty,
        end = Empty,
        class = Empty,
        request_id = Empty,
        otel.status_code = Empty,
    )
}

/// The end of an invite, in its span.
pub(crate) fn ended(span: &Span, sent: &Result<Ringing, SendError>) {
    let _inside = span.enter();
    let error = match sent {
        Ok(ringing) => {
            let end = "Ringing";
            span.record("attempts", ringing.attempts);
            span.record("end", end);
            span.record("request_id", ringing.request_id());
            info!(end, "the service accepted the invite");
            return;
        }
        Err(error) => error,
    };
    let (end, status, graph) = match error {
        SendError::NotSent(_) => ("NotSent", None, None),
        SendError::Refused(refused) => ("Refused", Some(refused.status), Some(&refused.graph)),
        SendError::Unknown(unknown) => match &unknown.cause {
            UnknownCause::Status { status, graph } => ("Unknown", Some(*status), Some(graph)),
            UnknownCause::Redirect { status } => ("Unknown", Some(*status), None),
            UnknownCause::Timeout(_) | UnknownCause::Broken(_) => ("Unknown", None, None),
        },
    };
    span.record("attempts", error.attempts());
    span.record("end", end);
    span.record("class", display(Why(error)));
    span.record("request_id", graph.and_then(GraphError::request_id));
    span.record("otel.status_code", ERROR);
    warn!(
        end,
        class = %Why(error),
        http.response.status_code = status,
        graph_code = graph.and_then(GraphError::shown_code).map(display),
        "{error}"
    );
}

/// Why an invite does not ring, in one word: a name of `NotSent`, `Class` or `UnknownCause`.
struct Why<'a>(&'a SendError);

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            SendError::NotSent(reason) => match reason {
                NotSent::Invalid(_) => "Invalid",
                NotSent::Cloud { .. } => "Cloud",
                NotSent::Token(_) => "Token",
                NotSent::TokenTimeout { .. } => "TokenTimeout",
                NotSent::Connect { .. } => "Connect",
                NotSent::Request(_) => "Request",
            },
            SendError::Refused(refused) => return write!(f, "{:?}", refused.class()),
            SendError::Unknown(unknown) => match unknown.cause {
                UnknownCause::Timeout(_) => "Timeout",
                UnknownCause::Broken(_) => "Broken",
                UnknownCause::Status { .. } => "Status",
                UnknownCause::Redirect { .. } => "Redirect",
            },
        })
    }
}

/// The span of one request, by the names of OpenTelemetry. `resent` counts those before it.
pub(crate) fn request(method: &'static str, url: &Url, resent: u32) -> Span {
    info_span!(
        "request",
        otel.name = %format_args!("{method} {}", Template(url)),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = method,
        http.request.resend_count = resent,
        http.response.status_code = Empty,
        url.full = %url,
        url.template = %Template(url),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        network.protocol.version = Empty,
        error.type = Empty,
        request_id = Empty,
    )
}

/// The path of a URL without the ids in it.
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

/// A request has its answer.
pub(crate) fn answered(span: &Span, response: &Response) {
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

/// A request has none.
pub(crate) fn unanswered(span: &Span, place: Place) {
    span.record("error.type", debug(place));
    span.record("otel.status_code", ERROR);
    span.in_scope(|| debug!(error.type = ?place, "not answered"));
}

/// The span of a look at the service, with its requests.
pub(crate) fn look(slot: &Slot) -> Span {
    info_span!(
        "look",
        call = %slot.call,
        client_context = %slot.context,
        finding = Empty,
        error.type = Empty,
    )
}

/// What a look has found, in its span. `is_whole` unless it took too long.
pub(crate) fn looked(span: &Span, finding: Finding, is_whole: bool) {
    span.record("finding", debug(finding));
    if !is_whole {
        span.record("error.type", "Timeout");
    }
    span.in_scope(|| info!(?finding, "looked for the invite"));
}

/// What is told of an event: nothing in the words of the service.
#[derive(Clone, Copy, Default)]
pub(crate) struct Heard {
    event: &'static str,
    participant: Option<usize>,
    outcome: Option<&'static str>,
    class: Option<Class>,
    code: Option<i64>,
    subcode: Option<i64>,
}

impl Heard {
    pub(crate) fn of(event: &Event) -> Self {
        let seen = |event, participant: &usize| Self {
            event,
            participant: Some(*participant),
            ..Self::default()
        };
        let over = |event, end: &CallEnd| Self {
            event,
            code: end.result.as_ref().and_then(|result| result.code),
            subcode: end.result.as_ref().and_then(|result| result.subcode),
            ..Self::default()
        };
        match event {
            Event::Ended(outcome) => Self::ended(outcome),
            Event::InLobby { participant, .. } => seen("InLobby", participant),
            Event::Joined { participant, .. } => seen("Joined", participant),
            Event::Left { participant, .. } => seen("Left", participant),
            Event::ReplacedCallEnded(end) => over("ReplacedCallEnded", end),
            Event::CallEnded(end) => over("CallEnded", end),
        }
    }

    fn ended(outcome: &Outcome) -> Self {
        let ended = |outcome| Self {
            event: "Ended",
            outcome: Some(outcome),
            ..Self::default()
        };
        match outcome {
            Outcome::Completed => ended("Completed"),
            Outcome::Unknown => ended("Unknown"),
            Outcome::Failed(failure) => Self {
                class: Some(failure.class),
                code: failure.code,
                subcode: failure.subcode,
                ..ended("Failed")
            },
        }
    }
}

/// Something was heard of an invite. Its span is over by then, so call and client context say
/// which.
pub(crate) fn heard(slot: &Slot, heard: &Heard) {
    if let Some(outcome) = heard.outcome {
        info!(
            call = %slot.call,
            client_context = %slot.context,
            outcome,
            class = heard.class.map(debug),
            code = heard.code,
            subcode = heard.subcode,
            after_seconds = slot.since.elapsed().as_secs_f64(),
            "the operation ended"
        );
    } else {
        debug!(
            call = %slot.call,
            client_context = %slot.context,
            event = heard.event,
            participant = heard.participant,
            code = heard.code,
            subcode = heard.subcode,
            after_seconds = slot.since.elapsed().as_secs_f64(),
            "heard of the invite"
        );
    }
}
