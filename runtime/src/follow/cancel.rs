//! Cancelling an invite: asking for it, and waiting for what follows.

use crate::calls::error::RequestError;
use crate::client::retry::jitter;
use crate::follow::cancellation::{Cancellation, CancellationUnknown};
use crate::follow::watch::InviteWatch;
use crate::graph::failure::Failure;
use crate::graph::result_code::failure_kind::FailureKind;
use crate::progress::outcome::Outcome;
use crate::progress::presence::Presence;
use crate::progress::state::InviteState;
use crate::progress::status::SendPhase;
use crate::values::service_id::ParticipantId;
use std::time::Duration;
use tokio::select;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tracing::field::Empty;
use tracing::{Instrument, Span, info, info_span};

/// How long each step may take: the answer to an invite that is still being sent, a look for ids, a
/// request to remove somebody, and what follows it.
const PATIENCE: Duration = Duration::from_secs(10);
/// The waits between two looks at the operation: they double from the first to the longest.
const FIRST_LOOK: Duration = Duration::from_millis(250);
const LONGEST_LOOK: Duration = Duration::from_secs(2);
/// How many requests to remove somebody are under way at once.
const MAX_REQUESTS: usize = 8;
/// They answered on another device: that is no cancellation, though its code is.
const ANSWERED_ELSEWHERE: i64 = 10003;

impl InviteWatch {
    pub(crate) async fn cancel(&self) -> Cancellation {
        let span = cancel_span(self.span());
        let cancellation = self.try_to_cancel().instrument(span.clone()).await;
        let name = cancellation.name();
        span.record("cancellation", name);
        span.in_scope(|| info!(cancellation = name, "tried to cancel the invite"));
        cancellation
    }

    async fn try_to_cancel(&self) -> Cancellation {
        self.sent.abandon();
        self.change(|state, _| {
            // The send sets its phase before it looks whether it is abandoned, so nothing leaves now.
            if state.phase() == SendPhase::BetweenRequests {
                state.set_phase(SendPhase::NotRinging);
            }
        });
        let is_sent = |state: &InviteState| state.is_answered() || known_end(state).is_some();
        // Without an answer, the roster may still show an id.
        let _ = timeout(PATIENCE, self.changes().wait_for(is_sent)).await;
        if let Some(end) = known_end(&self.state()) {
            return end;
        }
        if self.state().removable().any(|id| id.is_none()) {
            let _ = timeout(PATIENCE, self.look()).await;
            if let Some(end) = known_end(&self.state()) {
                return end;
            }
        }
        let ids: Vec<_> = self.state().removable().flatten().cloned().collect();
        if ids.is_empty() {
            return Cancellation::Unknown(CancellationUnknown::NoId);
        }
        self.change(|state, _| state.set_cancelling());
        let unanswered = match self.remove_all(ids).await.judge() {
            Judgement::NothingDone(known) => return known,
            Judgement::MayFollow(unanswered) => unanswered,
        };
        let end = async {
            select! {
                biased;
                () = self.known_to_have_ended() => {}
                () = self.look_for_end() => {}
            }
        };
        let _ = timeout(PATIENCE, end).await;
        let state = self.state();
        known_end(&state).unwrap_or_else(|| {
            if has_joined(&state) {
                return Cancellation::TooLate;
            }
            Cancellation::Unknown(match unanswered {
                Some(error) => CancellationUnknown::NoAnswer(error),
                None => CancellationUnknown::NothingFollowed,
            })
        })
    }

    async fn remove_all(&self, ids: Vec<ParticipantId>) -> Answers {
        let mut answers = Answers::default();
        let mut requests = JoinSet::new();
        for id in ids {
            if requests.len() >= MAX_REQUESTS {
                answers.extend(requests.join_next().await);
            }
            let watch = self.clone();
            let request = async move {
                let call = watch.key().call();
                let client = &watch.client;
                client
                    .remove_within(PATIENCE, call, &id, watch.personal())
                    .await
            };
            requests.spawn(request.in_current_span());
        }
        while let Some(answer) = requests.join_next().await {
            answers.extend([answer]);
        }
        answers
    }

    async fn known_to_have_ended(&self) {
        let mut state = self.changes();
        // The sender lives as long as this, so there is no error to wait for.
        let _ = state.wait_for(|state| known_end(state).is_some()).await;
    }

    /// Asks the service again and again, and does not end.
    async fn look_for_end(&self) {
        let mut wait = FIRST_LOOK;
        loop {
            sleep(wait).await;
            wait = wait.saturating_mul(2).min(LONGEST_LOOK);
            self.look().await;
        }
    }

    /// Asks the service once, unless it has asked the client to wait.
    async fn look(&self) {
        let _asking = self.begin_to_ask().await;
        let begun = Instant::now();
        if !self.sent.polls().makes_needless(begun) {
            let throttled = self.poll_once().await;
            self.sent.polls().end(begun, throttled, jitter());
        }
    }
}

/// What proves how the invite ended, if anything does yet.
fn known_end(state: &InviteState) -> Option<Cancellation> {
    match state.outcome() {
        Some(Outcome::Completed) => Some(Cancellation::TooLate),
        Some(Outcome::Failed(_)) if has_joined(state) => Some(Cancellation::TooLate),
        Some(Outcome::Failed(failure)) if state.is_cancelling() && is_cancelled(failure) => {
            Some(Cancellation::Cancelled)
        }
        Some(Outcome::Failed(failure)) => Some(Cancellation::Ended(failure.clone())),
        Some(Outcome::Unknown) | None if state.phase() == SendPhase::NotRinging => {
            Some(Cancellation::NotRinging)
        }
        Some(Outcome::Unknown) | None => {
            let is_anyone_outside = state.removable().next().is_some();
            (!is_anyone_outside && has_joined(state)).then_some(Cancellation::TooLate)
        }
    }
}

fn has_joined(state: &InviteState) -> bool {
    state.presence().contains(&Presence::Joined)
}

fn is_cancelled(failure: &Failure) -> bool {
    failure.kind() == FailureKind::Cancelled && failure.subcode() != Some(ANSWERED_ELSEWHERE)
}

/// What the requests to remove people have brought.
#[derive(Default)]
struct Answers {
    /// Whether the service took one, or knew no such participant.
    is_taken: bool,
    /// An error that does not show what the service did.
    open: Option<RequestError>,
    refused: Option<RequestError>,
    not_sent: Option<RequestError>,
}

/// What the answers prove together.
enum Judgement {
    NothingDone(Cancellation),
    /// The error, if none of the requests was taken.
    MayFollow(Option<RequestError>),
}

impl Answers {
    /// Takes answers. A task that did not end left it open.
    fn extend<E>(
        &mut self,
        answers: impl IntoIterator<Item = Result<Result<(), RequestError>, E>>,
    ) {
        for answer in answers.into_iter().flatten() {
            match answer {
                Ok(()) => self.is_taken = true,
                // It has ended, or they are gone. What follows shows it.
                Err(error) if error.is_not_found() => self.is_taken = true,
                Err(error) => {
                    let slot = self.slot(&error);
                    *slot = Some(error);
                }
            }
        }
    }

    fn slot(&mut self, error: &RequestError) -> &mut Option<RequestError> {
        match error {
            RequestError::NotSent(_) => &mut self.not_sent,
            RequestError::Status(error) if error.proves_nothing_was_done() => &mut self.refused,
            _ => &mut self.open,
        }
    }

    fn judge(self) -> Judgement {
        if self.is_taken || self.open.is_some() {
            return Judgement::MayFollow(self.open.filter(|_| !self.is_taken));
        }
        match (self.refused, self.not_sent) {
            (Some(RequestError::Status(error)), _) => {
                Judgement::NothingDone(Cancellation::Refused(error))
            }
            (_, Some(error)) => {
                Judgement::NothingDone(Cancellation::Unknown(CancellationUnknown::NotAsked(error)))
            }
            _ => Judgement::MayFollow(None),
        }
    }
}

fn cancel_span(invite: &Span) -> Span {
    info_span!(parent: invite, "cancel", cancellation = Empty)
}
