//! The invites of a call, and those with a client context.

use crate::inbox::context_key::ContextKey;
use crate::inbox::subscription::Subscription;
use crate::values::service_id::CallId;
use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hash, RandomState};

/// Finds invites by hashes. Another call or context may have the same hash, so the caller compares
/// what was found.
#[derive(Default)]
pub(super) struct Index {
    hash: RandomState,
    /// The hash of the context, the hash of the call, the number of the invite.
    by_context: BTreeSet<(u64, u64, u64)>,
    /// The hash of the call, the number of the invite.
    by_call: BTreeSet<(u64, u64)>,
}

impl Index {
    /// About the bytes of one invite: an entry for its context and two for calls, in nodes that are
    /// half full.
    pub(super) const ENTRY_BYTES: usize =
        2 * (size_of::<(u64, u64, u64)>() + 2 * size_of::<(u64, u64)>());

    pub(super) fn add(&mut self, number: u64, subscription: &Subscription) {
        self.by_context.insert(self.entry(number, subscription));
        for call in subscription.calls() {
            self.by_call.insert((self.key(call), number));
        }
    }

    pub(super) fn remove(&mut self, number: u64, subscription: &Subscription) {
        self.by_context.remove(&self.entry(number, subscription));
        for call in subscription.calls() {
            self.by_call.remove(&(self.key(call), number));
        }
    }

    /// The invites to a call, and those that replace it.
    pub(super) fn of_call(&self, call: &CallId) -> impl Iterator<Item = u64> {
        let call = self.key(call);
        let numbers = self.by_call.range((call, 0)..=(call, u64::MAX));
        numbers.map(|(_, number)| *number)
    }

    /// The invites with a client context. Where the call is not named, the context must do, and does
    /// if it listens in one call only.
    pub(super) fn with_context(
        &self,
        context: &ContextKey<'_>,
        call: Option<&CallId>,
    ) -> impl Iterator<Item = u64> {
        let context = self.key(context);
        let call = call.map(|call| self.key(call)).or_else(|| {
            let mut entries = self
                .by_context
                .range((context, 0, 0)..=(context, u64::MAX, u64::MAX));
            let (_, first, _) = entries.next()?;
            let last = entries.next_back().map_or(first, |(_, last, _)| last);
            (first == last).then_some(*first)
        });
        let numbers = call.map(|call| {
            self.by_context
                .range((context, call, 0)..=(context, call, u64::MAX))
        });
        numbers.into_iter().flatten().map(|(.., number)| *number)
    }

    fn entry(&self, number: u64, subscription: &Subscription) -> (u64, u64, u64) {
        let context = self.key(&ContextKey::of(subscription.key.client_context.as_str()));
        (context, self.key(&subscription.key.call), number)
    }

    fn key(&self, thing: &impl Hash) -> u64 {
        self.hash.hash_one(thing)
    }
}
