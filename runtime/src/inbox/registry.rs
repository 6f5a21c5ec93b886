//! Which invite a notification is about.

use super::seen_ids::SeenIds;
use super::subscription::Subscription;
use crate::graph::notification::{Notification, NotificationResource};
use crate::graph::operation::Operation;
use crate::progress::state::InviteState;
use crate::values::id::CallId;
use graph_invite_rules::Id;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

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
    by_context: HashMap<Context, ByCall>,
    by_call: ByCall,
    seen_messages: SeenIds,
    /// The calls and contexts that invites had lately.
    recent_keys: SeenIds,
    hash: RandomState,
}

type ByCall = HashMap<CallId, BTreeSet<u64>>;

struct Entry {
    subscription: Arc<Subscription>,
    since: Instant,
    bytes: usize,
}

/// A client context as it is compared: GUIDs come back in another spelling.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Context {
    Guid(u128),
    Text(Box<str>),
}

impl Context {
    fn of(text: &str) -> Self {
        match Id::of(text) {
            Id::Guid(number) => Self::Guid(number),
            Id::Phone(_) | Id::Text(_) => Self::Text(text.into()),
        }
    }
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
            recent_keys: SeenIds::new(bounds.invites, bounds.age),
            hash: RandomState::new(),
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

    pub(super) fn has_seen(&mut self, message_id: &str) -> bool {
        self.seen_messages.insert_seen(message_id, Instant::now())
    }

    pub(super) fn add(&mut self, subscription: Arc<Subscription>) -> u64 {
        let number = self.next;
        self.next += 1;
        let context = Context::of(subscription.context.as_str());
        let fingerprint = format!("{:x}", self.hash.hash_one((&subscription.call, &context)));
        let calls = self.by_context.entry(context).or_default();
        let namesakes = calls.entry(subscription.call.clone()).or_default();
        if self.recent_keys.insert_seen(&fingerprint, Instant::now()) {
            let others = namesakes.iter().filter_map(|other| self.invites.get(other));
            let others = others.map(|entry| &entry.subscription);
            for subscription in others.chain([&subscription]) {
                subscription
                    .state
                    .send_if_modified(InviteState::mark_ambiguous);
            }
        }
        namesakes.insert(number);
        for call in subscription.calls() {
            self.by_call.entry(call.clone()).or_default().insert(number);
        }
        let entry = Entry {
            subscription,
            since: Instant::now(),
            bytes: 0,
        };
        self.invites.insert(number, entry);
        self.measure(number);
        number
    }

    pub(super) fn remove(&mut self, number: u64) {
        let Some(Entry {
            subscription,
            bytes,
            ..
        }) = self.invites.remove(&number)
        else {
            return;
        };
        self.bytes -= bytes;
        let context = Context::of(subscription.context.as_str());
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

    /// Counts anew what an invite takes.
    pub(super) fn measure(&mut self, number: u64) {
        if let Some(entry) = self.invites.get_mut(&number) {
            let bytes = entry.subscription.bytes();
            self.bytes = self.bytes - entry.bytes + bytes;
            entry.bytes = bytes;
        }
        self.keep_bounds();
    }

    /// Lets go of the oldest invites, as long as there is too much.
    pub(super) fn keep_bounds(&mut self) {
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
    pub(super) fn recipients(
        &mut self,
        notification: &Notification,
    ) -> Vec<(u64, Arc<Subscription>)> {
        self.keep_bounds();
        let call = notification.call.as_ref();
        if let NotificationResource::Operation(operation) = &notification.resource
            && operation.client_context.is_some()
        {
            return self.with_context(call, operation);
        }
        let Some(call) = call else {
            return Vec::new();
        };
        let listed = self.by_call.get(call);
        let mut recipients = self.subscriptions(listed.into_iter().flatten());
        match &notification.resource {
            NotificationResource::Operation(operation) => recipients.retain(|(_, subscription)| {
                let id = operation.id.as_deref();
                id.is_some_and(|id| subscription.state.borrow().matches_operation(id))
            }),
            NotificationResource::Roster(_) => {
                recipients.retain(|(_, subscription)| subscription.has_roster_under(call))
            }
            NotificationResource::Call(_) => {}
            NotificationResource::Other(_) => recipients.clear(),
        }
        recipients
    }

    /// The invites with the context of an operation, told apart where there are several. Without a
    /// call, the context must do, and does if the invites of one call alone have it.
    fn with_context(
        &self,
        call: Option<&CallId>,
        operation: &Operation,
    ) -> Vec<(u64, Arc<Subscription>)> {
        let context = operation.client_context.as_deref().map(Context::of);
        let calls = context.and_then(|context| self.by_context.get(&context));
        let listed = calls.and_then(|calls| match call {
            Some(call) => calls.get(call),
            None if calls.len() == 1 => calls.values().next(),
            None => None,
        });
        disambiguate(self.subscriptions(listed.into_iter().flatten()), operation)
    }

    fn subscriptions<'a>(
        &self,
        numbers: impl Iterator<Item = &'a u64>,
    ) -> Vec<(u64, Arc<Subscription>)> {
        let subscription = |&number: &u64| {
            let entry = self.invites.get(&number)?;
            Some((number, Arc::clone(&entry.subscription)))
        };
        numbers.filter_map(subscription).collect()
    }
}

/// Of several invites with one context, those that an operation may be about.
fn disambiguate(
    mut subscriptions: Vec<(u64, Arc<Subscription>)>,
    operation: &Operation,
) -> Vec<(u64, Arc<Subscription>)> {
    if subscriptions.len() < 2 {
        return subscriptions;
    }
    if let Some(id) = &operation.id {
        let own = |(_, subscription): &(u64, Arc<Subscription>)| {
            let state = subscription.state.borrow();
            state.operation().is_some() && state.matches_operation(id)
        };
        if subscriptions.iter().any(own) {
            subscriptions.retain(own);
        }
    } else {
        subscriptions.retain(|(_, subscription)| {
            let mut people = subscription.invitees.people.iter();
            people.any(|who| operation.people.iter().any(|seen| who.is(&seen.id)))
        });
        if subscriptions.len() > 1 {
            subscriptions.clear();
        }
    }
    subscriptions
}

fn remove_from_index(index: &mut ByCall, call: &CallId, number: u64) {
    if let Some(numbers) = index.get_mut(call) {
        numbers.remove(&number);
        if numbers.is_empty() {
            index.remove(call);
        }
    }
}
