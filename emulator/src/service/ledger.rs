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

    /// The rings of each person: in all, of a call, or of the invite of a call with this context.
    pub(crate) fn rings_where(&self, call: Option<Uuid>, context: Option<&str>) -> RingCounts {
        let Some(call) = call else {
            return self.rings.clone();
        };
        let invites = self.invites.get(&call).into_iter().flatten();
        let meant = invites.filter(|(of, _)| context.is_none_or(|context| context == **of));
        let mut sums = RingCounts::new();
        for (person, count) in meant.flat_map(|(_, rings)| rings) {
            *sums.entry(person.clone()).or_default() += count;
        }
        sums
    }

    /// Returns the number of the request.
    pub(crate) fn record(&mut self, request: RecordedRequest) -> u64 {
        self.requests.push(request)
    }

    /// Records the answer to a request.
    pub(crate) fn record_answer(&mut self, request: u64, status: u16, body: &[u8]) {
        self.requests.update(request, |request| {
            request.status = Some(status);
            request.answer = body.to_vec();
        });
    }

    /// Forgets everything, and goes on numbering.
    pub(crate) fn clear(&mut self) {
        self.rings.clear();
        self.invites.clear();
        self.requests.clear();
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.requests.iter()
    }

    /// The requests with their numbers, oldest first.
    pub(crate) fn numbered_requests(&self) -> impl Iterator<Item = (u64, &RecordedRequest)> {
        self.requests.numbered()
    }
}
