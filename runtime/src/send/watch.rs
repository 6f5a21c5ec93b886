//! What is known of one sent invite: heard from the inbox, or asked for.

use crate::client::Client;
use crate::graph::operation::Operation;
use crate::graph::path::{OPERATIONS, PARTICIPANTS};
use crate::graph::roster::Roster;
use crate::inbox::{Inbox, ReplacedCall, Subscription};
use crate::invite::Invite;
use crate::progress::evidence::RingStatus;
use crate::progress::operation_end::{Correlation, Invitees};
use crate::progress::outcome::Outcome;
use crate::progress::state::InviteState;
use crate::redact::PersonalData;
use crate::values::text::ClientContext;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};
use tracing::field::{Empty, debug};
use tracing::{Instrument, Span, info, info_span};

/// How long one check may take: both requests and their tokens together.
const CHECK_TIMEOUT: Duration = Duration::from_secs(10);
/// Stands for a wait without end, which `Instant` can't express.
const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// Hears of one invite until it is dropped.
pub(crate) struct InviteWatch {
    client: Client,
    subscription: Arc<Subscription>,
    /// The inbox, and the number of the subscription there.
    registration: Option<(Inbox, u64)>,
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
        Self {
            client: client.clone(),
            subscription,
            registration,
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

    /// Waits for the outcome, counted from when the invite was sent, and then checks once.
    pub(crate) async fn outcome(&self, wait: Duration) -> Outcome {
        let since = self.subscription.since;
        let deadline = since.checked_add(wait).unwrap_or(since + FOREVER);
        if timeout_at(deadline, self.ended()).await.is_err() {
            self.check().await;
        }
        self.state().outcome_or_unknown()
    }

    async fn ended(&self) {
        let mut state = self.changes();
        // The sender lives as long as this, so there is no error to wait for.
        let _ = state.wait_for(|state| state.outcome().is_some()).await;
    }

    /// Asks the service for the operation and for the roster. What the service does not find or
    /// does not say stays unknown: it may delete an operation that has ended, and a peer-to-peer
    /// call has no roster.
    pub(crate) async fn check(&self) -> RingStatus {
        let span = check_span(&self.subscription);
        let asked = timeout(CHECK_TIMEOUT, self.ask()).instrument(span.clone());
        if asked.await.is_err() {
            span.record("error.type", "Timeout");
        }
        let status = RingStatus::of(&self.state());
        span.record("ring_status", debug(status));
        span.in_scope(|| info!(ring_status = ?status, "checked the invite"));
        status
    }

    async fn ask(&self) {
        let client = &self.client;
        let call = &self.subscription.call;
        let operation = self.state().operation().map(str::to_owned);
        if let Some(id) = operation {
            let url = client.call_url(call, &[OPERATIONS, &id]);
            if let Some(mut operation) = client.get(url, Operation::read).await {
                operation.id = Some(id);
                self.change(|state, invitees| {
                    state.ended(&operation, Correlation::default(), invitees);
                });
            }
        }
        let url = client.call_url(call, &[PARTICIPANTS]);
        if let Some(roster) = client.get(url, Roster::from_response).await {
            self.change(|state, invitees| {
                state.roster(&roster, invitees);
            });
        }
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
