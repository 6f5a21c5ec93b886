//! Waiting for the outcome of an invite: listening and asking.

use crate::client::polling::FOREVER;
use crate::client::retry::jitter;
use crate::follow::ask::ROUND_TIMEOUT;
use crate::follow::watch::InviteWatch;
use crate::progress::outcome::Outcome;
use crate::progress::state::InviteState;
use crate::progress::status::SendPhase;
use std::future::pending;
use std::time::Duration;
use tokio::select;
use tokio::sync::MutexGuard;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

impl InviteWatch {
    /// Waits for the outcome, counted from when the invite was sent, and polls meanwhile. Without an
    /// outcome it checks once more: at the end of the wait, or when the call has ended, because then
    /// nothing more can follow.
    pub(crate) async fn outcome(&self, wait: Duration) -> Outcome {
        let since = self.since();
        let deadline = since.checked_add(wait).unwrap_or(since + FOREVER);
        let began = Instant::now();
        let wanted = match timeout_at(deadline, self.until_settled()).await {
            Ok(()) => Instant::now(),
            // The same for all that wait until then.
            Err(_) => deadline.max(began),
        };
        self.check_without_outcome(wanted).await;
        self.state().outcome_or_unknown()
    }

    /// Waits until the operation or the call has ended, or until it is certain that no phone rings. It
    /// polls meanwhile.
    pub(super) async fn until_settled(&self) {
        select! {
            biased;
            () = self.settled() => {}
            () = self.poll() => {}
        }
    }

    async fn settled(&self) {
        let mut state = self.changes();
        // The sender lives as long as this, so there is no error to wait for.
        let _ = state.wait_for(InviteState::is_settled).await;
    }

    /// Asks the service again and again, and does not end. Of several waiters that do this, one asks
    /// for all of them; when it is dropped, another one goes on.
    async fn poll(&self) {
        loop {
            let next = self.sent.polls().next();
            let Some(next) = next else {
                return pending().await;
            };
            sleep_until(next).await;
            let _asking = self.begin_to_ask().await;
            let begun = Instant::now();
            if self.sent.polls().begin_if_due(begun, jitter()) {
                let throttled = self.poll_once().await;
                self.sent.polls().end(begun, throttled, jitter());
            }
        }
    }

    /// Checks, if that may still help and no other waiter has done it since `wanted`.
    async fn check_without_outcome(&self, wanted: Instant) {
        if self.cannot_learn_more() {
            return;
        }
        let _asking = self.begin_to_ask().await;
        if !self.cannot_learn_more() && !self.sent.polls().makes_needless(wanted) {
            let begun = Instant::now();
            let (_, throttled) = self.checked().await;
            self.sent.polls().end(begun, throttled, jitter());
        }
    }

    fn cannot_learn_more(&self) -> bool {
        let state = self.state();
        let can_be_read = !state.call_has_ended() || state.operation().is_some();
        let is_over = state.phase() == SendPhase::NotRinging;
        is_over || state.outcome().is_some() || !can_be_read
    }

    /// Waits until no other waiter asks. One whose future is kept but not polled asks forever, so
    /// this goes on without it when its requests must be over.
    pub(super) async fn begin_to_ask(&self) -> Option<MutexGuard<'_, ()>> {
        timeout(ROUND_TIMEOUT, self.sent.asking.lock()).await.ok()
    }
}
