//! How the send of an invite ends, in the log.

use crate::auth::token_error::TokenError;
use crate::http::answer_summary::word_of_code;
use crate::http::graph_error::GraphError;
use crate::http::trace::ERROR;
use crate::http::transport_error::TransportError;
use crate::redact::log_text::short_id;
use crate::redact::{Redacted, redact_word};
use crate::send::error::SendError;
use crate::send::not_sent::NotSent;
use crate::send::ringing::Ringing;
use crate::send::unknown::UnknownReason;
use crate::values::invite_key::InviteKey;
use std::fmt;
use tracing::field::display;
use tracing::{Span, info, warn};

/// Logs the end of the send, and then records it in the span.
pub(super) fn ended(span: &Span, key: &InviteKey, sent: &Result<Ringing, SendError>) {
    let _inside = span.enter();
    match sent {
        Ok(ringing) => {
            info!(
                target: TARGET,
                client_request_id = %key.client_request_id,
                request_id = ringing.request_id.as_ref().map(shown).map(display),
                "the service accepted the invite"
            );
            span.record("attempts", ringing.attempts());
        }
        Err(error) => {
            failed(error, key);
            span.record("attempts", error.attempts());
            span.record("kind", display(Kind(error)));
            span.record("otel.status_code", ERROR);
        }
    }
}

fn failed(error: &SendError, key: &InviteKey) {
    let graph = error.graph_error();
    let request_id = graph.and_then(GraphError::redacted_request_id).map(shown);
    // One id is enough to find the request, and the line stays short.
    let client_request_id = request_id.is_none().then(|| key.client_request_id());
    warn!(
        target: TARGET,
        kind = %Kind(error),
        status = error.status(),
        graph_code = graph.and_then(word_of_code).map(|code| display(short_id(&code))),
        retry_after = error.retry_after().map(|wait| wait.as_secs()),
        cause = error.transport_error().map(TransportError::cause).map(display),
        request_id = request_id.map(display),
        client_request_id = client_request_id.map(display),
        "{}",
        match error {
            SendError::NotSent(_) => "the invite was not sent",
            SendError::Refused(_) => "the invite was refused",
            SendError::Unknown(_) => "a phone may be ringing",
        }
    );
}

/// Shorter than the path of this module.
const TARGET: &str = "graph_invite::send";

fn shown(id: &Redacted) -> String {
    short_id(&redact_word(&id.to_string()))
}

/// The reason in one word: `TokenTimeout`, or a variant of `NotSent`, `FailureKind` or `UnknownReason`.
struct Kind<'a>(&'a SendError);

impl fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            SendError::NotSent(reason) => match reason {
                NotSent::Invalid(_) => "Invalid",
                NotSent::Cloud { .. } => "Cloud",
                NotSent::Token(TokenError::Timeout { .. }) => "TokenTimeout",
                NotSent::Token(_) => "Token",
                NotSent::NoContext => "NoContext",
                NotSent::Taken => "Taken",
                NotSent::Ledger(_) => "Ledger",
                NotSent::Cancelled => "Cancelled",
                NotSent::Connect { .. } => "Connect",
                NotSent::Request(_) => "Request",
            },
            SendError::Refused(refused) => return write!(f, "{:?}", refused.kind()),
            SendError::Unknown(unknown) => match unknown.reason() {
                UnknownReason::Timeout(_) => "Timeout",
                UnknownReason::Interrupted(_) => "Interrupted",
                UnknownReason::Status { .. } => "Status",
                UnknownReason::Orphaned => "Orphaned",
                UnknownReason::Redirect { .. } => "Redirect",
            },
        })
    }
}
