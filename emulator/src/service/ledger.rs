//! What the emulator has seen: which phones rang, and which requests came.

use crate::person::PersonId;
use crate::record::Record;
use crate::service::recorded_request::RecordedRequest;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// How many requests an emulator keeps in its record. Beyond that, it forgets the oldest.
pub const MAX_REQUESTS: usize = 1_000;
/// How many bytes these requests have, heads and bodies together. Beyond that, the emulator forgets
/// the oldest.
pub const MAX_REQUEST_BYTES: usize = 8 * 1024 * 1024;

pub(crate) type RingCounts = BTreeMap<PersonId, usize>;

pub(crate) struct Ledger {
    rings: RingCounts,
    /// The rings of each invite, by its call and its client context, which may be empty.
    invites: HashMap<Uuid, HashMap<String, RingCounts>>,
    requests: Record<RecordedRequest>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            rings: RingCounts::new(),
            invites: HashMap::new(),
            requests: Record::new(MAX_REQUESTS, MAX_REQUEST_BYTES, RecordedRequest::size),
        }
    }
}

impl Ledger {
    pub(crate) fn add_ring(&mut self, call: Uuid, context: String, person: PersonId) {
        *self.rings.entry(person.clone()).or_default() += 1;
        let invites = self.invites.entry(call).or_default();
        let rings = invites.entry(context).or_default();
        *rings.entry(person).or_default() += 1;
    }

    pub(crate) fn forget_call(&mut self, call: Uuid) {
        self.invites.remove(&call);
    }

    pub(crate) const fn rings(&self) -> &RingCounts {
        &self.rings
    }

    pub(crate) fn rings_of_invite(&self, call: Uuid, context: &str) -> Option<&RingCounts> {
        self.invites.get(&call)?.get(context)
    }

    pub(crate) fn record(&mut self, request: RecordedRequest) {
        self.requests.push(request);
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.requests.iter()
    }
}
