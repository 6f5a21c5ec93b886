//! Which keys several invites have used, so that a notification may be about any of them.

use crate::graph::operation::Operation;
use crate::graph::person_key::PersonKey;
use crate::inbox::context_key::ContextKey;
use crate::inbox::recent::Recent;
use crate::inbox::subscription::Subscription;
use crate::progress::operation_end::Correlation;
use crate::values::service_id::CallId;
use std::time::Duration;
use tokio::time::Instant;

/// The keys of recent invites, whether they still listen or not.
pub(super) struct KeyMemory {
    used: Recent<()>,
    used_again: Recent<()>,
}

/// What a key consists of. Each part more makes it more exact.
#[derive(Hash)]
enum Key<'a> {
    Context(&'a ContextKey<'a>),
    Call(&'a ContextKey<'a>, &'a CallId),
    Person(&'a ContextKey<'a>, &'a CallId, &'a PersonKey),
}

impl KeyMemory {
    pub(super) fn new(max_bytes: usize, max_age: Duration) -> Self {
        let max_keys = max_bytes / (2 * Recent::<()>::ENTRY_BYTES);
        Self {
            used: Recent::new(max_keys, max_age),
            used_again: Recent::new(max_keys, max_age),
        }
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.used.bytes() + self.used_again.bytes()
    }

    pub(super) fn remember(&mut self, subscription: &Subscription, now: Instant) {
        let context = ContextKey::of(subscription.key.client_context.as_str());
        let call = &subscription.key.call;
        let people = subscription.invitees.people.iter().flatten();
        let people = people.map(|person| Key::Person(&context, call, person));
        let keys = [Key::Context(&context), Key::Call(&context, call)];
        for key in keys.into_iter().chain(people) {
            if self.used.insert(&key, (), now).is_some() {
                self.used_again.insert(&key, (), now);
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
        let is_shared = |key: Key<'_>| self.used_again.get(&key).is_some();
        Correlation {
            has_context: true,
            is_only_invite: !is_shared(match call {
                Some(call) => Key::Call(&context, call),
                None => Key::Context(&context),
            }),
            is_only_invite_of_people: call.is_some_and(|call| {
                let mut ids = operation.named().flatten();
                !operation.people.is_empty()
                    && !ids.any(|id| is_shared(Key::Person(&context, call, &id)))
            }),
        }
    }
}
