//! The invites that listen, and which of them a notification is about.

use crate::graph::notification::{Notification, NotificationResource};
use crate::graph::operation::{OperationKind, OperationStatus};
use crate::inbox::callback::Callback;
use crate::inbox::context_key::ContextKey;
use crate::inbox::index::Index;
use crate::inbox::key_memory::KeyMemory;
use crate::inbox::recent::Recent;
use crate::inbox::subscription::Subscription;
use crate::progress::operation_end::Correlation;
use crate::values::guid_id::TenantId;
use crate::values::service_id::CallId;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The part of the bytes that the keys of recent invites may take.
const KEY_FRACTION: usize = 4;
/// The most calls whose tenant is remembered.
const MAX_CALLS: usize = 10_000;

/// The pause before the next warning about invites that nothing here waits for, for each call.
const WARNING_PAUSE: Duration = Duration::from_secs(60);

/// What a registry holds at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) invites: usize,
    pub(super) bytes: usize,
    pub(super) age: Duration,
    pub(super) messages: usize,
}

/// All invites that listen.
pub(super) struct Registry {
    bounds: Bounds,
    next: u64,
    /// What the invites take.
    bytes: usize,
    /// Oldest first.
    invites: BTreeMap<u64, Entry>,
    index: Index,
    messages: Recent<()>,
    tenants: Recent<TenantId>,
    warned_calls: Recent<()>,
    keys: KeyMemory,
}

struct Entry {
    subscription: Arc<Subscription>,
    since: Instant,
    bytes: usize,
}

/// About the bytes of an invite beside its [`Subscription`]: the entry in a node that is half full,
/// and the index.
const ENTRY_BYTES: usize = 2 * size_of::<(u64, Entry)>() + Index::ENTRY_BYTES;

/// The invites that a notification is about.
#[derive(Default)]
pub(super) struct Recipients {
    pub(super) invites: Vec<(u64, Arc<Subscription>)>,
    pub(super) correlation: Correlation,
    /// Whether the notification is the end of an invite that has no recipient, the first of its call
    /// for a while.
    pub(super) is_warned_of: bool,
}

impl Registry {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            next: 0,
            bytes: 0,
            invites: BTreeMap::new(),
            index: Index::default(),
            messages: Recent::new(bounds.messages, bounds.age),
            tenants: Recent::new(MAX_CALLS, bounds.age),
            warned_calls: Recent::new(MAX_CALLS, WARNING_PAUSE),
            keys: KeyMemory::new(bounds.bytes / KEY_FRACTION, bounds.age),
            bounds,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.invites.len()
    }

    #[cfg(any(test, fuzzing))]
    pub(super) fn bytes_of_invites(&self) -> usize {
        self.bytes
    }

    /// About how many bytes everything about invites takes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes + self.keys.bytes()
    }

    /// Whether this message came before: the same id and body, of the same tenant. From now on it
    /// has.
    pub(super) fn has_seen(&mut self, callback: Callback<'_>) -> bool {
        let id = callback.message_id.filter(|id| !id.is_empty());
        id.is_some_and(|id| {
            let message = (callback.tenant, id, callback.body);
            self.messages.insert(&message, (), Instant::now()).is_some()
        })
    }

    pub(super) fn add(&mut self, subscription: Arc<Subscription>) -> u64 {
        let number = self.next;
        self.next += 1;
        let now = Instant::now();
        if let Some(tenant) = self.tenants.get(&subscription.key.call) {
            subscription.tenant.get_or_init(|| *tenant);
        }
        self.keys.remember(&subscription, now);
        self.index.add(number, &subscription);
        let entry = Entry {
            subscription,
            since: now,
            bytes: 0,
        };
        self.invites.insert(number, entry);
        self.measure(number);
        number
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Arc<Subscription>> {
        let entry = self.invites.remove(&number)?;
        self.bytes -= entry.bytes;
        self.index.remove(number, &entry.subscription);
        Some(entry.subscription)
    }

    /// Recounts the bytes that an invite takes.
    pub(super) fn measure(&mut self, number: u64) {
        if let Some(entry) = self.invites.get_mut(&number) {
            let bytes = ENTRY_BYTES + entry.subscription.bytes();
            self.bytes = self.bytes - entry.bytes + bytes;
            entry.bytes = bytes;
        }
        self.keep_bounds();
    }

    /// Removes the oldest invites, as long as there is too much. Someone may still wait for them, so
    /// they give up all that they do not need for an answer.
    fn keep_bounds(&mut self) {
        let now = Instant::now();
        while let Some((&oldest, entry)) = self.invites.first_key_value()
            && (self.invites.len() > self.bounds.invites
                || self.bytes() > self.bounds.bytes
                || now.saturating_duration_since(entry.since) >= self.bounds.age)
        {
            if let Some(subscription) = self.remove(oldest) {
                subscription.shrink();
            }
        }
    }

    /// The invites that a notification of this tenant is about.
    pub(super) fn recipients(
        &mut self,
        notification: &Notification,
        tenant: Option<TenantId>,
    ) -> Recipients {
        self.keep_bounds();
        let call = notification.call.as_ref();
        if let (Some(call), Some(tenant)) = (call, tenant) {
            let first = self.tenants.get(call).copied().unwrap_or(tenant);
            self.tenants.insert(call, first, Instant::now());
        }
        let mut recipients = Recipients::default();
        recipients.invites = match (&notification.resource, call) {
            (NotificationResource::Operation(operation), _) => {
                recipients.correlation = self.keys.correlate(call, operation);
                let mut invites = match (&operation.client_context, call) {
                    (Some(context), _) => self.with_context(&ContextKey::of(context), call),
                    (None, Some(call)) => self.of_call(call),
                    (None, None) => Vec::new(),
                };
                invites.retain(|(_, it)| it.is_about(operation, recipients.correlation));
                invites
            }
            (NotificationResource::Roster(_), Some(call)) => {
                let mut invites = self.of_call(call);
                invites.retain(|(_, it)| it.has_roster_under(call));
                invites
            }
            (NotificationResource::Call(_), Some(call)) => self.of_call(call),
            _ => Vec::new(),
        };
        recipients.invites.retain(|(_, it)| it.admits(tenant, call));
        recipients.is_warned_of = recipients.invites.is_empty() && self.warns_of(notification);
        recipients
    }

    /// Whether the log should name the call of an end that no invite takes. Then it does not for a
    /// while.
    fn warns_of(&mut self, notification: &Notification) -> bool {
        let (NotificationResource::Operation(operation), Some(call)) =
            (&notification.resource, &notification.call)
        else {
            return false;
        };
        let is_invite = operation.kind == OperationKind::InviteParticipants;
        let has_ended = matches!(
            operation.status,
            OperationStatus::Completed | OperationStatus::Failed
        );
        is_invite && has_ended && self.warned_calls.insert_first(call, (), Instant::now())
    }

    fn with_context(
        &self,
        context: &ContextKey<'_>,
        call: Option<&CallId>,
    ) -> Vec<(u64, Arc<Subscription>)> {
        let numbers = self.index.with_context(context, call);
        let invites = self.resolve(numbers);
        invites
            .filter(|(_, it)| {
                it.has_context(context) && call.is_none_or(|call| it.key.call == *call)
            })
            .collect()
    }

    fn of_call(&self, call: &CallId) -> Vec<(u64, Arc<Subscription>)> {
        let invites = self.resolve(self.index.of_call(call));
        invites
            .filter(|(_, it)| it.calls().any(|of| of == call))
            .collect()
    }

    fn resolve(
        &self,
        numbers: impl Iterator<Item = u64>,
    ) -> impl Iterator<Item = (u64, Arc<Subscription>)> {
        numbers.filter_map(|number| {
            let entry = self.invites.get(&number)?;
            Some((number, Arc::clone(&entry.subscription)))
        })
    }
}
