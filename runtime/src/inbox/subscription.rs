//! An invite that listens, as the inbox sees it.

use crate::graph::call::{CallState, CallUpdate};
use crate::graph::notification::{ChangeType, Notification, NotificationResource};
use crate::graph::operation::Operation;
use crate::inbox::context_key::ContextKey;
use crate::inbox::trace::EventFields;
use crate::progress::heard::Heard;
use crate::progress::operation_end::{Correlation, Invitees};
use crate::progress::state::InviteState;
use crate::values::guid_id::TenantId;
use crate::values::invite_key::InviteKey;
use crate::values::service_id::CallId;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::Span;

/// An invite, and what is known of it.
pub(crate) struct Subscription {
    pub(crate) key: InviteKey,
    pub(crate) replaced_call: Option<ReplacedCall>,
    pub(crate) invitees: Invitees,
    /// The tenant of the call, as far as it is known.
    pub(crate) tenant: OnceLock<TenantId>,
    pub(crate) state: watch::Sender<InviteState>,
    /// Each event of the invite is logged in it.
    pub(crate) span: Span,
    /// When it began to listen.
    pub(crate) since: Instant,
}

/// About the bytes of an invite outside its subscription: its watch channel, and what its client keeps
/// to find it.
const OUTSIDE_BYTES: usize = 900;

/// The call that a participant leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ReplacedCall {
    pub(crate) call: CallId,
    /// Whether it is a meeting, which has a roster of its own.
    pub(crate) has_roster: bool,
}

impl Subscription {
    /// Whether a roster under this call shows the call of the invite. After a replaced call, such a
    /// roster has been seen under the id of the replaced call; that one has no roster of its own,
    /// being peer-to-peer.
    pub(super) fn has_roster_under(&self, call: &CallId) -> bool {
        let replaced = self.replaced_call.as_ref();
        let replaced = replaced.filter(|replaced| !replaced.has_roster);
        self.key.call == *call || replaced.is_some_and(|replaced| replaced.call == *call)
    }

    pub(super) fn has_context(&self, context: &ContextKey<'_>) -> bool {
        ContextKey::of(self.key.client_context.as_str()) == *context
    }

    /// Whether a notification of this tenant may change the invite. If the tenant of the invite is not
    /// known yet, the first notification about its call decides it.
    pub(crate) fn admits(&self, tenant: Option<TenantId>, call: Option<&CallId>) -> bool {
        let Some(tenant) = tenant else {
            // The bot delivered a body without a tenant, and so vouches for it.
            return true;
        };
        match call {
            Some(call) if *call == self.key.call => *self.tenant.get_or_init(|| tenant) == tenant,
            Some(_) => self.tenant.get().is_none_or(|own| *own == tenant),
            None => self.tenant.get() == Some(&tenant),
        }
    }

    /// Whether an operation may be that of this invite.
    pub(super) fn is_about(&self, operation: &Operation, correlation: Correlation) -> bool {
        let state = self.state.borrow();
        state.matches_operation(operation, correlation, &self.invitees)
    }

    /// What a notification about this invite says, in a form that a ledger can hold.
    pub(crate) fn heard(
        &self,
        notification: &Notification,
        correlation: Correlation,
    ) -> Option<Heard> {
        let invitees = &self.invitees;
        match &notification.resource {
            NotificationResource::Operation(operation) => {
                Heard::operation(operation, correlation, &self.state.borrow(), invitees)
            }
            NotificationResource::Roster(roster) => {
                let is_ours = self.has_roster_under(notification.call.as_ref()?);
                is_ours.then(|| Heard::roster(roster, invitees))
            }
            NotificationResource::Call(call) => {
                let is_replaced = notification.call.as_ref() != Some(&self.key.call);
                is_over(call, notification.change_type.as_ref())
                    .then(|| Heard::call_end(call, is_replaced))
            }
            NotificationResource::Other(_) => None,
        }
    }

    /// Takes a notification about this invite. Returns whether it changed anything.
    pub(super) fn hear(&self, notification: &Notification, correlation: Correlation) -> bool {
        self.change(|state| match &notification.resource {
            NotificationResource::Operation(operation) => {
                state.ended(operation, correlation, &self.invitees)
            }
            NotificationResource::Roster(roster) => state.roster(roster, &self.invitees),
            NotificationResource::Call(call) => {
                if !is_over(call, notification.change_type.as_ref()) {
                    false
                } else if notification.call.as_ref() == Some(&self.key.call) {
                    state.call_ended(call)
                } else {
                    state.replaced_call_ended(call)
                }
            }
            NotificationResource::Other(_) => false,
        })
    }

    /// Changes what is known and logs the new events. Returns what `change` returns: whether
    /// anything changed.
    pub(crate) fn change(&self, change: impl FnOnce(&mut InviteState) -> bool) -> bool {
        let mut events = Vec::new();
        let has_changed = self.state.send_if_modified(|state| {
            let mut cursor = state.end_of_events();
            let has_changed = change(state);
            while let Some((event, next)) = state.event(cursor) {
                events.push(EventFields::of(event));
                cursor = next;
            }
            has_changed
        });
        // A subscriber of the log may do anything, so no lock is held here.
        for event in events {
            self.span.in_scope(|| event.log(self.since.elapsed()));
        }
        has_changed
    }

    pub(super) fn calls(&self) -> impl Iterator<Item = &CallId> {
        let replaced = self.replaced_call.as_ref().map(|replaced| &replaced.call);
        [&self.key.call].into_iter().chain(replaced)
    }

    /// About the bytes that the invite takes.
    pub(super) fn bytes(&self) -> usize {
        let calls: usize = self.calls().map(CallId::encoded_len).sum();
        let texts = calls + self.key.client_context.as_str().len() + self.invitees.heap_bytes();
        size_of::<Self>() + OUTSIDE_BYTES + texts + self.state.borrow().bytes()
    }

    /// Gives up what no answer needs, without waking anyone.
    pub(super) fn shrink(&self) {
        self.state.send_if_modified(|state| {
            state.shrink();
            false
        });
    }
}

fn is_over(call: &CallUpdate, change_type: Option<&ChangeType>) -> bool {
    match call.state {
        Some(CallState::Terminated) => true,
        None => change_type == Some(&ChangeType::Deleted),
        Some(_) => false,
    }
}
