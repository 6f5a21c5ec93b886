//! The log event of each event of an invite. It holds no text of the service.

use crate::graph::operation::{Operation, OperationStatus};
use crate::graph::result_code::failure_kind::FailureKind;
use crate::progress::outcome::{CallEnd, InviteEvent, Outcome};
use crate::redact::log_text::{short_code, short_id};
use crate::redact::redact_word;
use crate::values::service_id::CallId;
use std::time::Duration;
use tracing::{debug, info, warn};

/// Shorter than the path of this module.
const TARGET: &str = "graph_invite::inbox";

/// The fields that an event adds.
#[derive(Clone, Copy, Default)]
pub(super) struct EventFields {
    event: &'static str,
    participant: Option<usize>,
    outcome: Option<&'static str>,
    kind: Option<FailureKind>,
    code: Option<i64>,
    subcode: Option<i64>,
}

impl EventFields {
    pub(super) fn of(event: &InviteEvent) -> Self {
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
            InviteEvent::Ended(outcome) => Self::ended(outcome),
            InviteEvent::InLobby { participant, .. } => seen("InLobby", participant),
            InviteEvent::Joined { participant, .. } => seen("Joined", participant),
            InviteEvent::Left { participant, .. } => seen("Left", participant),
            InviteEvent::ReplacedCallEnded(end) => over("ReplacedCallEnded", end),
            InviteEvent::CallEnded(end) => over("CallEnded", end),
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
                kind: Some(failure.kind()),
                code: failure.code(),
                subcode: failure.subcode(),
                ..ended("Failed")
            },
        }
    }

    /// Logs the event, in the span of the invite.
    pub(super) fn log(&self, after: Duration) {
        let after_seconds = (after.as_secs_f64() * 10.0).round() / 10.0;
        if let Some(outcome) = self.outcome {
            info!(
                target: TARGET,
                outcome,
                kind = self.kind.map(tracing::field::debug),
                code = short_code(self.code),
                subcode = short_code(self.subcode),
                after_seconds,
                "the operation ended"
            );
        } else {
            debug!(
                target: TARGET,
                event = self.event,
                participant = self.participant,
                code = short_code(self.code),
                subcode = short_code(self.subcode),
                after_seconds,
                "the invite has news"
            );
        }
    }
}

/// Logs the end of an invite that no invite of this inbox takes.
pub(super) fn unmatched(call: &CallId, operation: &Operation) {
    let status = match operation.status {
        OperationStatus::Completed => "Completed",
        _ => "Failed",
    };
    warn!(
        target: TARGET,
        call = %short_id(&call.to_string()),
        client_context = operation.client_context.as_deref().map(redact_word),
        outcome = status,
        code = short_code(operation.result.as_ref().and_then(|result| result.code)),
        subcode = short_code(operation.result.as_ref().and_then(|result| result.subcode)),
        "an invite ended that nothing here waits for"
    );
}
