//! What is known of one sent invite.

use crate::client::Client;
use crate::client::polling::PollTimes;
use crate::client::retry::jitter;
use crate::client::sent::Sent;
use crate::graph::operation::Operation;
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::http::cloud::Cloud;
use crate::inbox::{Inbox, ReplacedCall, Subscription};
use crate::invite::Invite;
use crate::progress::operation_end::Invitees;
use crate::progress::state::InviteState;
use crate::progress::status::SendPhase;
use crate::redact::PersonalData;
use crate::redact::log_text::short_id;
use crate::values::invite_key::InviteKey;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::{Span, info_span};

/// Follows one invite. It listens as long as there is one of these for it.
#[derive(Clone)]
pub(crate) struct InviteWatch {
    pub(crate) client: Client,
    pub(crate) sent: Arc<Sent>,
}

impl InviteWatch {
    /// Begins to listen, if there is an inbox.
    pub(crate) fn new(
        invite: &Invite,
        key: InviteKey,
        client: &Client,
        inbox: Option<&Inbox>,
        span: Span,
    ) -> Self {
        let people = invite.participants();
        let replaced_call = people.iter().find_map(|person| {
            Some(ReplacedCall {
                call: person.leaves.clone()?,
                has_roster: person.roster_entry.is_some(),
            })
        });
        let since = Instant::now();
        let has_custom_root = matches!(client.cloud(), Cloud::Custom(_));
        let facts = InviteFacts::of(invite, client.tenant(), has_custom_root);
        let subscription = Subscription {
            key,
            replaced_call,
            state: watch::Sender::new(InviteState::new(people.len())),
            span,
            since,
            invitees: Invitees::of(invite, facts),
            tenant: client.tenant().map(OnceLock::from).unwrap_or_default(),
        };
        let polls = PollTimes::new(client.polling(), since, jitter());
        let sent = Arc::new(Sent::new(subscription, inbox, polls));
        client.sent_invites().add(&sent);
        Self {
            client: client.clone(),
            sent,
        }
    }

    /// The span of the invite.
    pub(crate) fn span(&self) -> &Span {
        &self.sent.subscription.span
    }

    pub(crate) fn key(&self) -> &InviteKey {
        &self.sent.subscription.key
    }

    /// Takes the operation in the answer to the invite; `None` if the answer names none, or will
    /// never come.
    pub(crate) fn answered(&self, phase: SendPhase, operation: Option<&Operation>) {
        self.change(|state, invitees| {
            state.set_phase(phase);
            state.answered(operation, invitees);
        });
    }

    pub(crate) fn set_phase(&self, phase: SendPhase) {
        self.change(|state, _| state.set_phase(phase));
    }

    /// What is known now. Others wait while this is held.
    pub(crate) fn state(&self) -> watch::Ref<'_, InviteState> {
        self.sent.subscription.state.borrow()
    }

    /// What is known from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<InviteState> {
        self.sent.subscription.state.subscribe()
    }

    /// What must not be shown of the invite.
    pub(crate) fn personal(&self) -> &PersonalData {
        &self.sent.subscription.invitees.personal
    }

    /// What the invite tells about the cause of a refusal.
    pub(crate) fn facts(&self) -> InviteFacts {
        self.sent.subscription.invitees.facts
    }

    /// When the invite was sent, or a moment before.
    pub(super) fn since(&self) -> Instant {
        self.sent.since()
    }

    /// How long the client waits for an outcome.
    pub(crate) fn timeout(&self) -> Duration {
        self.client.outcome_timeout()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut InviteState, &Invitees)) {
        let subscription = &self.sent.subscription;
        subscription.change(|state| {
            change(state, &subscription.invitees);
            true
        });
        self.sent.measure();
    }
}

/// Opens the span of an invite. Each line of a log repeats its fields, so it has few.
pub(crate) fn span(key: &InviteKey) -> Span {
    info_span!(
        "invite",
        call = %short_id(&key.call.to_string()),
        client_context = %short_id(key.client_context.as_str()),
        attempts = Empty,
        kind = Empty,
        otel.status_code = Empty,
    )
}

impl fmt::Debug for InviteWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = self.state().outcome_or_unknown();
        f.debug_tuple("InviteWatch").field(&outcome).finish()
    }
}
