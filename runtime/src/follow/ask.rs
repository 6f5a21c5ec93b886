//! Asking the service about one invite.

use crate::calls::error::RequestError;
use crate::follow::watch::InviteWatch;
use crate::graph::operation::Operation;
use crate::progress::evidence::RingStatus;
use crate::progress::operation_end::Correlation;
use std::time::Duration;
use tokio::join;
use tokio::sync::Notify;
use tokio::time::timeout;
use tracing::field::{Empty, debug};
use tracing::{Instrument, Span, debug_span, info, info_span};

/// How long each request of a check may take, its token included.
const CHECK_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the end of an operation waits for the roster that was asked for with it.
const ROSTER_GRACE: Duration = Duration::from_secs(1);
/// How long both requests together may take.
pub(super) const ROUND_TIMEOUT: Duration = CHECK_TIMEOUT.saturating_add(ROSTER_GRACE);

impl InviteWatch {
    /// Asks the service for the operation and for the roster. What the service does not find or
    /// does not say stays unknown: it may delete an operation that has ended, and a peer-to-peer
    /// call has no roster.
    pub(crate) async fn check(&self) -> RingStatus {
        self.checked().await.0
    }

    /// Checks. Also returns how long the service asks the client to wait, if it does.
    pub(super) async fn checked(&self) -> (RingStatus, Option<Duration>) {
        let span = check_span(self.span());
        let asked = self.ask().instrument(span.clone()).await;
        if asked.is_slow {
            span.record("error.type", "Timeout");
        }
        let status = RingStatus::of(&self.state());
        if status == RingStatus::Rang {
            self.write_evidence().await;
        }
        span.record("ring_status", debug(status));
        span.in_scope(|| info!(ring_status = ?status, "checked the invite"));
        (status, asked.throttled)
    }

    /// Asks once, without an entry in the log. Returns how long the service asks the client to wait,
    /// if it does.
    pub(super) async fn poll_once(&self) -> Option<Duration> {
        let asked = self.ask().instrument(poll_span(self.span()));
        asked.await.throttled
    }

    /// Asks for operation and roster at the same time. What comes counts, also if the other one
    /// does not come.
    async fn ask(&self) -> Asked {
        let roster_is_read = Notify::new();
        let roster = async {
            let read = timeout(CHECK_TIMEOUT, self.ask_for_roster()).await;
            roster_is_read.notify_one();
            read
        };
        let operation = async {
            let read = timeout(CHECK_TIMEOUT, self.ask_for_operation()).await;
            // A caller that waits for the end wants to know who is there, too.
            let _ = timeout(ROSTER_GRACE, roster_is_read.notified()).await;
            if let Ok(Ok(Some(operation))) = &read {
                let mut has_ended = false;
                self.change(|state, invitees| {
                    has_ended = state.ended(operation, Correlation::default(), invitees);
                });
                if has_ended {
                    self.write_end(operation);
                }
            }
            read
        };
        let (operation, roster) = join!(operation, roster);
        let cannot_be_read = match &operation {
            Ok(Ok(operation)) => operation.is_none(),
            Ok(Err(error)) => error.is_not_found(),
            Err(_) => false,
        };
        if cannot_be_read {
            self.change(|state, _| state.complete_by_roster());
        }
        let is_slow = operation.is_err() || roster.is_err();
        let throttled = |error: Option<RequestError>| error.and_then(|error| error.throttled());
        let of_operation = operation.ok().and_then(Result::err);
        let of_roster = roster.ok().and_then(Result::err);
        Asked {
            is_slow,
            throttled: throttled(of_operation).max(throttled(of_roster)),
        }
    }

    /// The operation; `None` if its id is not known.
    async fn ask_for_operation(&self) -> Result<Option<Operation>, RequestError> {
        let Some(id) = self.state().operation().map(str::to_owned) else {
            return Ok(None);
        };
        let call = self.key().call();
        self.client.operation(call, &id).await.map(Some)
    }

    async fn ask_for_roster(&self) -> Result<(), RequestError> {
        let before = self.state().presence();
        let roster = self.client.roster(self.key().call()).await?;
        self.change(|state, invitees| {
            // It has no number. A notification that came meanwhile is newer, or as new.
            if state.presence() == before {
                state.roster(&roster, invitees);
            }
        });
        Ok(())
    }
}

/// How a round of requests went.
struct Asked {
    /// Whether a request took too long.
    is_slow: bool,
    /// How long the service asks the client to wait.
    throttled: Option<Duration>,
}

fn poll_span(invite: &Span) -> Span {
    debug_span!(parent: invite, "poll")
}

fn check_span(invite: &Span) -> Span {
    info_span!(
        parent: invite,
        "check",
        ring_status = Empty,
        error.type = Empty,
    )
}
