//! Which invite a notification is about.

use super::builder::Bounds;
use super::seen_ids::Recent;
use super::subscription::Slot;
use crate::graph::notification::{News, Notification};
use crate::graph::operation::Operation;
use crate::progress::state::Facts;
use crate::values::id::CallId;
use graph_invite_rules::Id;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;
use tokio::time::Instant;

/// All invites that listen.
pub(super) struct Book {
    bounds: Bounds,
    next: u64,
    bytes: usize,
    /// Oldest first.
    invites: BTreeMap<u64, Listening>,
    by_context: HashMap<Context, ByCall>,
    by_call: ByCall,
    recent: Recent,
    /// The calls and contexts that invites had lately.
    used: Recent,
    hash: RandomState,
}

type ByCall = HashMap<CallId, BTreeSet<u64>>;

struct Listening {
    slot: Arc<Slot>,
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

impl Book {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self {
            next: 0,
            bytes: 0,
            invites: BTreeMap::new(),
            by_context: HashMap::new(),
            by_call: HashMap::new(),
            recent: Recent::new(bounds.messages, bounds.age),
            used: Recent::new(bounds.invites, bounds.age),
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
        self.recent.has_seen(message_id, Instant::now())
    }

    pub(super) fn add(&mut self, slot: Arc<Slot>) -> u64 {
        let number = self.next;
        self.next += 1;
        let context = Context::of(slot.context.as_str());
        let fingerprint = format!("{:x}", self.hash.hash_one((&slot.call, &context)));
        let calls = self.by_context.entry(context).or_default();
        let namesakes = calls.entry(slot.call.clone()).or_default();
        if self.used.has_seen(&fingerprint, Instant::now()) {
            let others = namesakes.iter().filter_map(|other| self.invites.get(other));
            let others = others.map(|listening| &listening.slot);
            for slot in others.chain([&slot]) {
                slot.facts.send_if_modified(Facts::share);
            }
        }
        namesakes.insert(number);
        for call in slot.calls() {
            self.by_call.entry(call.clone()).or_default().insert(number);
        }
        let listening = Listening {
            slot,
            since: Instant::now(),
            bytes: 0,
        };
        self.invites.insert(number, listening);
        self.measure(number);
        number
    }

    pub(super) fn remove(&mut self, number: u64) {
        let Some(Listening { slot, bytes, .. }) = self.invites.remove(&number) else {
            return;
        };
        self.bytes -= bytes;
        let context = Context::of(slot.context.as_str());
        if let Some(calls) = self.by_context.get_mut(&context) {
            unlist(calls, &slot.call, number);
            if calls.is_empty() {
                self.by_context.remove(&context);
            }
        }
        for call in slot.calls() {
            unlist(&mut self.by_call, call, number);
        }
    }

    /// Counts anew what an invite takes.
    pub(super) fn measure(&mut self, number: u64) {
        if let Some(listening) = self.invites.get_mut(&number) {
            let bytes = listening.slot.bytes();
            self.bytes = self.bytes - listening.bytes + bytes;
            listening.bytes = bytes;
        }
        self.keep_bounds();
    }

    /// Lets go of the oldest invites, as long as there is too much.
    pub(super) fn keep_bounds(&mut self) {
        let now = Instant::now();
        while let Some((&oldest, listening)) = self.invites.first_key_value()
            && (self.invites.len() > self.bounds.invites
                || self.bytes > self.bounds.bytes
                || now.saturating_duration_since(listening.since) >= self.bounds.age)
        {
            self.remove(oldest);
        }
    }

    /// The invites that a notification is about.
    pub(super) fn addressed(&mut self, notification: &Notification) -> Vec<(u64, Arc<Slot>)> {
        self.keep_bounds();
        let call = notification.call.as_ref();
        if let News::Operation(operation) = &notification.news
            && operation.client_context.is_some()
        {
            return self.with_context(call, operation);
        }
        let Some(call) = call else {
            return Vec::new();
        };
        let listed = self.by_call.get(call);
        let mut addressed = self.slots(listed.into_iter().flatten());
        match &notification.news {
            News::Operation(operation) => addressed.retain(|(_, slot)| {
                let id = operation.id.as_deref();
                id.is_some_and(|id| slot.facts.borrow().may_be(id))
            }),
            News::Roster(_) => addressed.retain(|(_, slot)| slot.has_roster_under(call)),
            News::Call(_) => {}
            News::Other(_) => addressed.clear(),
        }
        addressed
    }

    /// The invites with the context of an operation, told apart where there are several. Without a
    /// call, the context must do, and does if the invites of one call alone have it.
    fn with_context(&self, call: Option<&CallId>, operation: &Operation) -> Vec<(u64, Arc<Slot>)> {
        let context = operation.client_context.as_deref().map(Context::of);
        let calls = context.and_then(|context| self.by_context.get(&context));
        let listed = calls.and_then(|calls| match call {
            Some(call) => calls.get(call),
            None if calls.len() == 1 => calls.values().next(),
            None => None,
        });
        told_apart(self.slots(listed.into_iter().flatten()), operation)
    }

    fn slots<'a>(&self, numbers: impl Iterator<Item = &'a u64>) -> Vec<(u64, Arc<Slot>)> {
        let slot = |&number: &u64| {
            let listening = self.invites.get(&number)?;
            Some((number, Arc::clone(&listening.slot)))
        };
        numbers.filter_map(slot).collect()
    }
}

/// Of several invites with one context, those that an operation may be about.
fn told_apart(mut slots: Vec<(u64, Arc<Slot>)>, operation: &Operation) -> Vec<(u64, Arc<Slot>)> {
    if slots.len() < 2 {
        return slots;
    }
    if let Some(id) = &operation.id {
        let own = |(_, slot): &(u64, Arc<Slot>)| {
            let facts = slot.facts.borrow();
            facts.operation().is_some() && facts.may_be(id)
        };
        if slots.iter().any(own) {
            slots.retain(own);
        }
    } else {
        slots.retain(|(_, slot)| {
            let mut people = slot.subject.people.iter();
            people.any(|who| operation.people.iter().any(|seen| who.is(&seen.id)))
        });
        if slots.len() > 1 {
            slots.clear();
        }
    }
    slots
}

fn unlist(index: &mut ByCall, call: &CallId, number: u64) {
    if let Some(numbers) = index.get_mut(call) {
        numbers.remove(&number);
        if numbers.is_empty() {
            index.remove(call);
        }
    }
}
