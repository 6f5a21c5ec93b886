//! Which keys several invites have used, so that a notification may be about any of them.

use crate::graph::operation::Operation;
use crate::graph::person_key::PersonKey;
use crate::inbox::seen_ids::SeenIds;
use crate::inbox::subscription::Subscription;
use crate::progress::operation_end::Correlation;
use crate::values::service_id::CallId;
use graph_invite_rules::Id;
use std::hash::{BuildHasher, Hash, RandomState};
use std::time::Duration;
use tokio::time::Instant;

/// A client context as it is compared: a GUID comes back in another spelling.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum ContextKey {
    Guid(u128),
    Text(Box<str>),
}

impl ContextKey {
    pub(super) fn of(text: &str) -> Self {
        match Id::of(text) {
            Id::Guid(number) => Self::Guid(number),
            Id::Phone(_) | Id::Text(_) => Self::Text(text.into()),
        }
    }
}

/// The hashes of the keys of recent invites, whether they still listen or not.
pub(super) struct KeyMemory {
    used: SeenIds<u64>,
    used_again: SeenIds<u64>,
    hash: RandomState,
}

/// What a key consists of. Each part more makes it more exact.
#[derive(Hash)]
enum Key<'a> {
    Context(&'a ContextKey),
    Call(&'a ContextKey, &'a CallId),
    Person(&'a ContextKey, &'a CallId, PersonKey),
}

/// How many keys an invite of five people has.
const KEYS_PER_INVITE: usize = 7;
/// An invite that listens no more is remembered while this many times the invites of the inbox are
/// sent.
const MEMORY: usize = 2;

impl KeyMemory {
    pub(super) fn new(max_invites: usize, max_age: Duration) -> Self {
        let max = max_invites.saturating_mul(MEMORY * KEYS_PER_INVITE);
        Self {
            used: SeenIds::new(max, max_age),
            used_again: SeenIds::new(max, max_age),
            hash: RandomState::new(),
        }
    }

    pub(super) fn remember(&mut self, subscription: &Subscription, now: Instant) {
        let context = ContextKey::of(subscription.context.as_str());
        let call = &subscription.call;
        let people = subscription.invitees.people.iter();
        let people = people.map(|who| Key::Person(&context, call, PersonKey::of(who)));
        let keys = [Key::Context(&context), Key::Call(&context, call)];
        for key in keys.into_iter().chain(people) {
            let key = self.hash.hash_one(key);
            if self.used.insert_seen(key, now) {
                self.used_again.insert_seen(key, now);
            }
        }
    }

    /// How an operation of this call, or of a call that is not named, is about the invites with its
    /// client context.
    pub(super) fn correlate(&self, call: Option<&CallId>, operation: &Operation) -> Correlation {
        let Some(context) = &operation.client_context else {
            return Correlation::default();
        };
        let context = ContextKey::of(context);
        let is_shared = |key: Key<'_>| self.used_again.contains(&self.hash.hash_one(key));
        Correlation {
            has_context: true,
            is_only_invite: !is_shared(match call {
                Some(call) => Key::Call(&context, call),
                None => Key::Context(&context),
            }),
            is_only_invite_of_people: call.is_some_and(|call| {
                let mut ids = operation.named().flatten();
                !operation.people.is_empty()
                    && !ids.any(|id| is_shared(Key::Person(&context, call, id)))
            }),
        }
    }
}
