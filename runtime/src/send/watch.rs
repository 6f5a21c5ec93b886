//! What is known of one sent invite: heard from the inbox, or asked for.

use crate::client::Client;
use crate::client::polling::PollTimes;
use crate::client::resources::Unread;
use crate::client::retry::jitter;
use crate::graph::operation::Operation;
use crate::inbox::{Inbox, ReplacedCall, Subscription};
use crate::invite::Invite;
use crate::progress::evidence::RingStatus;
use crate::progress::operation_end::{Correlation, Invitees};
use crate::progress::state::InviteState;
use crate::redact::PersonalData;
use crate::values::text::ClientContext;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::join;
use tokio::sync::{Mutex as AsyncMutex, Notify, watch};
use tokio::time::{Instant, timeout};
use tracing::field::{Empty, debug};
use tracing::{Instrument, Span, debug_span, info, info_span};

/// How long each request of a check may take, its token included.
const CHECK_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the end of an operation waits for the roster that was asked for with it.
const ROSTER_GRACE: Duration = Duration::from_secs(1);
/// How long both requests together may take.
pub(super) const ROUND_TIMEOUT: Duration = CHECK_TIMEOUT.saturating_add(ROSTER_GRACE);

/// Hears of one invite until it is dropped.
pub(crate) struct InviteWatch {
    client: Client,
    subscription: Arc<Subscription>,
    /// The inbox, and the number of the subscription there.
    registration: Option<(Inbox, u64)>,
    polls: Mutex<PollTimes>,
    /// Held by the one waiter that polls or checks.
    pub(super) asking: AsyncMutex<()>,
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
            asking: AsyncMutex::default(),
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

    /// When the invite was sent, or a moment before.
    pub(super) fn since(&self) -> Instant {
        self.subscription.since
    }

    /// When to ask. Each change of it is complete, so a poisoned lock is harmless.
    pub(super) fn polls(&self) -> MutexGuard<'_, PollTimes> {
        self.polls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long the client waits for an outcome.
    pub(crate) fn timeout(&self) -> Duration {
        self.client.outcome_timeout()
    }

    /// Asks the service for the operation and for the roster. What the service does not find or
    /// does not say stays unknown: it may delete an operation that has ended, and a peer-to-peer
    /// call has no roster.
    pub(crate) async fn check(&self) -> RingStatus {
        self.checked().await.0
    }

    /// Checks. Returns also how long the service wants no request, if it says so.
    pub(super) async fn checked(&self) -> (RingStatus, Option<Duration>) {
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

    /// Asks once, without an entry in the log. Returns how long the service wants no request, if it
    /// says so.
    pub(super) async fn poll_once(&self) -> Option<Duration> {
        let asked = self.ask().instrument(poll_span(&self.subscription));
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
