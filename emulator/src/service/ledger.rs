//! What the emulator has seen: which phones rang, and which requests came.

use crate::person::PersonId;
use crate::service::recorded_request::RecordedRequest;
use std::collections::{BTreeMap, HashMap, VecDeque};
use uuid::Uuid;

/// How many requests an emulator keeps in its record. Beyond that, it forgets the oldest.
pub const MAX_REQUESTS: usize = 1_000;

pub(crate) type RingCounts = BTreeMap<PersonId, usize>;

#[derive(Default)]
pub(crate) struct Ledger {
    rings: RingCounts,
    /// The rings of each invite, by its call and its client context, which may be empty.
    invites: HashMap<Uuid, HashMap<String, RingCounts>>,
    requests: VecDeque<RecordedRequest>,
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
        if self.requests.len() == MAX_REQUESTS {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.requests.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ledger, MAX_REQUESTS};
    use crate::service::recorded_request::RecordedRequest;

    #[test]
    fn only_the_latest_requests_are_kept() {
        let mut ledger = Ledger::default();
        for number in 0..=MAX_REQUESTS {
            ledger.record(RecordedRequest {
                method: String::new(),
                path: number.to_string(),
                headers: Vec::new(),
                body: Vec::new(),
            });
        }
        assert_eq!(ledger.requests().count(), MAX_REQUESTS);
        assert_eq!(ledger.requests().next().unwrap().path, "1");
    }
}
