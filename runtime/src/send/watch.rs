//! What is known of one sent invite: heard from the inbox, or asked for.

use crate::client::Client;
use crate::client::polling::{FOREVER, PollTimes};
use crate::client::resources::Unread;
use crate::client::retry::jitter;
use crate::graph::operation::Operation;
use crate::inbox::{Inbox, ReplacedCall, Subscription};
use crate::invite::Invite;
use crate::progress::evidence::RingStatus;
use crate::progress::operation_end::{Correlation, Invitees};
use crate::progress::outcome::Outcome;
use crate::progress::state::InviteState;
use crate::redact::PersonalData;
use crate::values::text::ClientContext;
use std::fmt;
use std::future::pending;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{Mutex, Notify, watch};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio::{join, select};
use tracing::field::{Empty, debug};
use tracing::{Instrument, Span, debug_span, info, info_span};

/// How long each request of a check may take, its token included.
const CHECK_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the end of an operation waits for the roster that was asked for with it.
const ROSTER_GRACE: Duration = Duration::from_secs(1);

/// Hears of one invite until it is dropped.
pub(crate) struct InviteWatch {
    client: Client,
    subscription: Arc<Subscription>,
    /// The inbox, and the number of the subscription there.
    registration: Option<(Inbox, u64)>,
    /// Locked while a poll or the check at the end of a wait is under way.
    polls: Mutex<PollTimes>,
}

impl InviteWatch {
    /// Begins to listen, if there is an inbox.
    pub(crate) fn new(
        invite: &Invite,
        context: &ClientContext,
        client: &Client,
        inbox: Option<Inbox>,
    ) -> Self {
        let people = invite.participants();
        let replaced_call = people.iter().find_map(|person| {
            Some(ReplacedCall {
                call: person.leaves.clone()?,
                has_roster: person.roster_entry.is_some(),
            })
        });
        let subscription = Arc::new(Subscription {
            call: invite.call().clone(),
            context: context.clone(),
            replaced_call,
            state: watch::Sender::new(InviteState::new(people.len())),
            since: Instant::now(),
            invitees: Invitees::of(invite),
            tenant: client.tenant().map(OnceLock::from).unwrap_or_default(),
        });
        let registration = inbox.map(|inbox| {
            let number = inbox.subscribe(Arc::clone(&subscription));
            (inbox, number)
        });
        let times = PollTimes::new(client.polling(), subscription.since, jitter());
        Self {
            client: client.clone(),
            subscription,
            registration,
            polls: Mutex::new(times),
        }
    }

    /// Takes the operation in the answer to the invite; `None` if the answer names none, or will
    /// never come.
    pub(crate) fn answered(&self, operation: Option<&Operation>) {
        self.change(|state, invitees| state.answered(operation, invitees));
    }

    /// What is known now. Others wait while this is held.
    pub(crate) fn state(&self) -> watch::Ref<'_, InviteState> {
        self.subscription.state.borrow()
    }

    /// What is known from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<InviteState> {
        self.subscription.state.subscribe()
    }

    /// What must not be shown of the invite.
    pub(crate) fn personal(&self) -> &PersonalData {
        &self.subscription.invitees.personal
    }

    /// How long the client waits for an outcome.
    pub(crate) fn timeout(&self) -> Duration {
        self.client.outcome_timeout()
    }

    /// Waits for the outcome, counted from when the invite was sent, and polls meanwhile. Without an
    /// outcome it checks once more: at the end of the wait, or when the call has ended, because then
    /// nothing more is to be expected.
    pub(crate) async fn outcome(&self, wait: Duration) -> Outcome {
        let since = self.subscription.since;
        let deadline = since.checked_add(wait).unwrap_or(since + FOREVER);
        let began = Instant::now();
        let settled = async {
            select! {
                biased;
                () = self.settled() => {}
                () = self.poll() => {}
            }
        };
        let wanted = match timeout_at(deadline, settled).await {
            Ok(()) => Instant::now(),
            // The same for all that wait until then.
            Err(_) => deadline.max(began),
        };
        self.check_without_outcome(wanted).await;
        self.state().outcome_or_unknown()
    }

    async fn settled(&self) {
        let mut state = self.changes();
        let is_settled = |state: &InviteState| state.outcome().is_some() || state.call_has_ended();
        // The sender lives as long as this, so there is no error to wait for.
        let _ = state.wait_for(is_settled).await;
    }

    /// Asks the service again and again, and does not end. Of several waiters that do this, one asks
    /// for all of them; when it is dropped, another one goes on.
    async fn poll(&self) {
        loop {
            let Some(next) = self.polls.lock().await.next() else {
                return pending().await;
            };
            sleep_until(next).await;
            let mut times = self.polls.lock().await;
            let begun = Instant::now();
            if times.next().is_some_and(|next| next <= begun) {
                times.begin(jitter());
                let asked = self.ask().instrument(poll_span(&self.subscription)).await;
                times.end(begun, asked.throttled, jitter());
            }
        }
    }

    /// Checks, if that may still help and no other waiter has done it since `wanted`.
    async fn check_without_outcome(&self, wanted: Instant) {
        let is_needless = |state: &InviteState| {
            let cannot_be_read = state.call_has_ended() && state.operation().is_none();
            state.outcome().is_some() || cannot_be_read
        };
        if is_needless(&self.state()) {
            return;
        }
        let mut times = self.polls.lock().await;
        if !is_needless(&self.state()) && !times.makes_needless(wanted) {
            let begun = Instant::now();
            let (_, throttled) = self.checked().await;
            times.end(begun, throttled, jitter());
        }
    }

    /// Asks the service for the operation and for the roster. What the service does not find or
    /// does not say stays unknown: it may delete an operation that has ended, and a peer-to-peer
    /// call has no roster.
    pub(crate) async fn check(&self) -> RingStatus {
        self.checked().await.0
    }

    async fn checked(&self) -> (RingStatus, Option<Duration>) {
        let span = check_span(&self.subscription);
        let asked = self.ask().instrument(span.clone()).await;
        if asked.is_slow {
            span.record("error.type", "Timeout");
        }
        let status = RingStatus::of(&self.state());
        span.record("ring_status", debug(status));
        span.in_scope(|| info!(ring_status = ?status, "checked the invite"));
        (status, asked.throttled)
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
            // Whoever waits for the end wants to know who is there, too.
            let _ = timeout(ROSTER_GRACE, roster_is_read.notified()).await;
            if let Ok(Ok(Some(operation))) = &read {
                self.change(|state, invitees| {
                    state.ended(operation, Correlation::default(), invitees);
                });
            }
            read
        };
        let (operation, roster) = join!(operation, roster);
        let cannot_be_read = match &operation {
            Ok(Ok(operation)) => operation.is_none(),
            Ok(Err(unread)) => unread.is_not_found(),
            Err(_) => false,
        };
        if cannot_be_read {
            self.change(|state, _| state.complete_by_roster());
        }
        let is_slow = operation.is_err() || roster.is_err();
        let throttled = |unread: Option<Unread>| unread.and_then(|unread| unread.throttled());
        let of_operation = operation.ok().and_then(Result::err);
        let of_roster = roster.ok().and_then(Result::err);
        Asked {
            is_slow,
            throttled: throttled(of_operation).max(throttled(of_roster)),
        }
    }

    /// The operation; `None` if its id is not known.
    async fn ask_for_operation(&self) -> Result<Option<Operation>, Unread> {
        let Some(id) = self.state().operation().map(str::to_owned) else {
            return Ok(None);
        };
        let call = &self.subscription.call;
        let mut operation = self.client.read_operation(call, &id).await?;
        operation.id = Some(id);
        Ok(Some(operation))
    }

    async fn ask_for_roster(&self) -> Result<(), Unread> {
        let before = self.state().presence();
        let roster = self.client.read_roster(&self.subscription.call).await?;
        self.change(|state, invitees| {
            // It has no number. A notification that came meanwhile is newer, or as new.
            if state.presence() == before {
                state.roster(&roster, invitees);
            }
        });
        Ok(())
    }

    fn change(&self, change: impl FnOnce(&mut InviteState, &Invitees)) {
        self.subscription.change(|state| {
            change(state, &self.subscription.invitees);
            true
        });
        if let Some((inbox, number)) = &self.registration {
            inbox.measure(*number);
        }
    }
}

/// How a round of requests went.
struct Asked {
    /// Whether a request took too long.
    is_slow: bool,
    /// How long the service wants no request.
    throttled: Option<Duration>,
}

fn poll_span(subscription: &Subscription) -> Span {
    debug_span!(
        "poll",
        call = %subscription.call,
        client_context = %subscription.context,
    )
}

fn check_span(subscription: &Subscription) -> Span {
    info_span!(
        "check",
        call = %subscription.call,
        client_context = %subscription.context,
        ring_status = Empty,
        error.type = Empty,
    )
}

impl Drop for InviteWatch {
    fn drop(&mut self) {
        if let Some((inbox, number)) = &self.registration {
            inbox.unsubscribe(*number);
        }
    }
}

impl fmt::Debug for InviteWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = self.state().outcome_or_unknown();
        f.debug_tuple("InviteWatch").field(&outcome).finish()
    }
}
