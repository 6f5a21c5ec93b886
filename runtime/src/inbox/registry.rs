//! The invites that listen, and which of them a notification is about.

use crate::graph::notification::{Notification, NotificationResource};
use crate::inbox::key_memory::{ContextKey, KeyMemory};
use crate::inbox::seen_ids::SeenIds;
use crate::inbox::subscription::Subscription;
use crate::progress::operation_end::Correlation;
use crate::values::service_id::CallId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The longest message id that is remembered. Those of the service have 36 characters.
const MAX_MESSAGE_ID: usize = 256;

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
    bytes: usize,
    /// Oldest first.
    invites: BTreeMap<u64, Entry>,
    by_context: HashMap<ContextKey, ByCall>,
    by_call: ByCall,
    seen_messages: SeenIds<Box<str>>,
    keys: KeyMemory,
}

type ByCall = HashMap<CallId, BTreeSet<u64>>;

struct Entry {
    subscription: Arc<Subscription>,
    since: Instant,
    bytes: usize,
}

/// An invite that a notification is about.
pub(super) struct Recipient {
    pub(super) number: u64,
    pub(super) subscription: Arc<Subscription>,
    pub(super) correlation: Correlation,
}

impl Registry {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            next: 0,
            bytes: 0,
            invites: BTreeMap::new(),
            by_context: HashMap::new(),
            by_call: HashMap::new(),
            seen_messages: SeenIds::new(bounds.messages, bounds.age),
            keys: KeyMemory::new(bounds.invites, bounds.age),
            bounds,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.invites.len()
    }

    #[cfg(fuzzing)]
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether a message with this id came before. From now on it has.
    pub(super) fn has_seen(&mut self, message_id: &str) -> bool {
        let is_usable = !message_id.is_empty() && message_id.len() <= MAX_MESSAGE_ID;
        is_usable
            && self
                .seen_messages
                .insert_seen(message_id.into(), Instant::now())
    }

    pub(super) fn add(&mut self, subscription: Arc<Subscription>) -> u64 {
        let number = self.next;
        self.next += 1;
        let now = Instant::now();
        self.keys.remember(&subscription, now);
        let context = ContextKey::of(subscription.context.as_str());
        let calls = self.by_context.entry(context).or_default();
        let invites = calls.entry(subscription.call.clone()).or_default();
        invites.insert(number);
        for call in subscription.calls() {
            self.by_call.entry(call.clone()).or_default().insert(number);
        }
        let entry = Entry {
            subscription,
            since: now,
            bytes: 0,
        };
        self.invites.insert(number, entry);
        self.measure(number);
        number
    }

    pub(super) fn remove(&mut self, number: u64) {
        let Some(entry) = self.invites.remove(&number) else {
            return;
        };
        self.bytes -= entry.bytes;
        let subscription = entry.subscription;
        let context = ContextKey::of(subscription.context.as_str());
        if let Some(calls) = self.by_context.get_mut(&context) {
            remove_from_index(calls, &subscription.call, number);
            if calls.is_empty() {
                self.by_context.remove(&context);
            }
        }
        for call in subscription.calls() {
            remove_from_index(&mut self.by_call, call, number);
        }
    }

    /// Counts anew how many bytes an invite takes.
    pub(super) fn measure(&mut self, number: u64) {
        if let Some(entry) = self.invites.get_mut(&number) {
            let bytes = entry.subscription.bytes();
            self.bytes = self.bytes - entry.bytes + bytes;
            entry.bytes = bytes;
        }
        self.keep_bounds();
    }

    /// Removes the oldest invites, as long as there is too much.
    fn keep_bounds(&mut self) {
        let now = Instant::now();
        while let Some((&oldest, entry)) = self.invites.first_key_value()
            && (self.invites.len() > self.bounds.invites
                || self.bytes > self.bounds.bytes
                || now.saturating_duration_since(entry.since) >= self.bounds.age)
        {
            self.remove(oldest);
        }
    }

    /// The invites that a notification is about.
    pub(super) fn recipients(&mut self, notification: &Notification) -> Vec<Recipient> {
        self.keep_bounds();
        let call = notification.call.as_ref();
        match &notification.resource {
            NotificationResource::Operation(operation) => {
                let numbers = match &operation.client_context {
                    Some(context) => self.with_context(context, call),
                    None => call.and_then(|call| self.by_call.get(call)),
                };
                let correlation = self.keys.correlate(call, operation);
                let mut recipients = self.resolve(numbers, correlation);
                recipients.retain(|it| it.subscription.is_about(operation, correlation));
                recipients
            }
            NotificationResource::Roster(_) => {
                let numbers = call.and_then(|call| self.by_call.get(call));
                let mut recipients = self.resolve(numbers, Correlation::default());
                recipients
                    .retain(|it| call.is_some_and(|call| it.subscription.has_roster_under(call)));
                recipients
            }
            NotificationResource::Call(_) => {
                let numbers = call.and_then(|call| self.by_call.get(call));
                self.resolve(numbers, Correlation::default())
            }
            NotificationResource::Other(_) => Vec::new(),
        }
    }

    /// The invites with a client context. Where the call is not named, the context must do, and does
    /// if it listens in one call only.
    fn with_context(&self, context: &str, call: Option<&CallId>) -> Option<&BTreeSet<u64>> {
        let calls = self.by_context.get(&ContextKey::of(context))?;
        match call {
            Some(call) => calls.get(call),
            None if calls.len() == 1 => calls.values().next(),
            None => None,
        }
    }

    fn resolve(&self, numbers: Option<&BTreeSet<u64>>, correlation: Correlation) -> Vec<Recipient> {
        let numbers = numbers.into_iter().flatten();
        let recipients = numbers.filter_map(|&number| {
            let entry = self.invites.get(&number)?;
            Some(Recipient {
                number,
                subscription: Arc::clone(&entry.subscription),
                correlation,
            })
        });
        recipients.collect()
    }
}

fn remove_from_index(index: &mut ByCall, call: &CallId, number: u64) {
    if let Some(numbers) = index.get_mut(call) {
        numbers.remove(&number);
        if numbers.is_empty() {
            index.remove(call);
        }
    }
}
