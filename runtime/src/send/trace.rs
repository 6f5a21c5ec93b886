//! The span of an invite, and how its send ends.

use crate::http::graph_error::GraphError;
use crate::http::trace::ERROR;
use crate::send::error::{NotSent, SendError};
use crate::send::ringing::Ringing;
use crate::send::unknown::UnknownReason;
use crate::values::invite_key::InviteKey;
use std::fmt;
use tracing::field::{Empty, display};
use tracing::{Span, info, info_span, warn};

/// Opens the span, before the first request.
pub(super) fn invite(key: &InviteKey) -> Span {
    info_span!(
        "invite",
        call = %key.call,
        client_context = %key.client_context,
        client_request_id = %key.client_request_id,
        attempts = Empty,
        end = Empty,
        kind = Empty,
        request_id = Empty,
        otel.status_code = Empty,
    )
}

/// Records the end of the send.
pub(super) fn ended(span: &Span, sent: &Result<Ringing, SendError>) {
    let _inside = span.enter();
    match sent {
        Ok(ringing) => {
            let end = "Ringing";
            span.record("attempts", ringing.attempts());
            span.record("end", end);
            span.record("request_id", ringing.request_id.as_ref().map(display));
            info!(end, "the service accepted the invite");
        }
        Err(error) => {
            let end = match error {
                SendError::NotSent(_) => "NotSent",
                SendError::Refused(_) => "Refused",
                SendError::Unknown(_) => "Unknown",
            };
            let graph = error.graph_error();
            span.record("attempts", error.attempts());
            span.record("end", end);
            span.record("kind", display(Kind(error)));
            let request_id = graph.and_then(GraphError::redacted_request_id);
            span.record("request_id", request_id.map(display));
            span.record("otel.status_code", ERROR);
            warn!(
                end,
                kind = %Kind(error),
                http.response.status_code = error.status(),
                graph_code = graph.and_then(GraphError::redacted_code).map(display),
                "{error}"
            );
        }
    }
}

/// The reason in one word: a variant of `NotSent`, `FailureKind` or `UnknownReason`.
struct Kind<'a>(&'a SendError);

impl fmt::Display for Kind<'_> {
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
            SendError::Refused(refused) => return write!(f, "{:?}", refused.kind()),
            SendError::Unknown(unknown) => match unknown.reason() {
                UnknownReason::Timeout(_) => "Timeout",
                UnknownReason::Interrupted(_) => "Interrupted",
                UnknownReason::Status { .. } => "Status",
                UnknownReason::Redirect { .. } => "Redirect",
            },
        })
    }
}
