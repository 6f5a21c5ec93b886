//! What the emulator has seen: which phones rang, and which requests came.

use crate::person::PersonId;
use crate::record::Record;
use crate::service::exchange::Exchange;
use crate::service::recorded_request::RecordedRequest;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::mem::take;
use uuid::Uuid;

/// How many requests an emulator keeps in its record. Beyond that, it forgets the oldest.
pub const MAX_REQUESTS: usize = 1_000;
/// How many bytes these requests have, heads and bodies together. Beyond that, the emulator forgets
/// the oldest.
pub const MAX_REQUEST_BYTES: usize = 8 * 1024 * 1024;
/// How many exchanges are kept for the page, and how many bytes they have.
#[cfg(feature = "page")]
const MAX_EXCHANGES: usize = 50_000;
const MAX_EXCHANGE_BYTES: usize = 32 * 1024 * 1024;

pub(crate) type RingCounts = BTreeMap<PersonId, usize>;

pub(crate) struct Ledger {
    rings: RingCounts,
    /// The rings of each invite, by its call and its client context, which may be empty.
    invites: HashMap<Uuid, HashMap<String, RingCounts>>,
    requests: Record<RecordedRequest>,
    /// With the numbers of the requests.
    exchanges: Record<Exchange>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            rings: RingCounts::new(),
            invites: HashMap::new(),
            requests: Record::new(MAX_REQUESTS, MAX_REQUEST_BYTES, RecordedRequest::size),
            exchanges: Record::new(MAX_REQUESTS, MAX_EXCHANGE_BYTES, Exchange::size),
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
    pub(crate) fn record(&mut self, request: RecordedRequest, exchange: Exchange) -> u64 {
        self.exchanges.push(exchange);
        self.requests.push(request)
    }

    /// Keeps as many exchanges as the page shows. A test that has no page needs only the newest.
    #[cfg(feature = "page")]
    pub(crate) const fn keep_for_page(&mut self) {
        self.exchanges.keep(MAX_EXCHANGES);
    }

    /// Changes what is known of an exchange.
    pub(crate) fn update(&mut self, request: u64, change: impl FnOnce(&mut Exchange)) {
        self.exchanges.update(request, change);
    }

    /// Records the answer to a request.
    pub(crate) fn record_answer(&mut self, request: u64, status: u16, body: &[u8]) {
        self.requests.update(request, |request| {
            request.status = Some(status);
            request.answer = body.to_vec();
        });
        let code = || {
            let answer: Value = serde_json::from_slice(body).ok()?;
            Some(answer.get("error")?.get("code")?.as_str()?.to_owned())
        };
        let code = if status < 400 { None } else { code() };
        self.exchanges
            .update(request, |exchange| exchange.end(Some(status), code));
    }

    /// Records that a fault left a request without an answer.
    pub(crate) fn record_no_answer(&mut self, request: u64) {
        self.exchanges
            .update(request, |exchange| exchange.end(None, None));
    }

    /// Forgets everything, and goes on numbering. Returns it, because it takes a while to free.
    pub(crate) fn take(&mut self) -> impl Send + use<> {
        (
            take(&mut self.rings),
            take(&mut self.invites),
            self.requests.take(),
            self.exchanges.take(),
        )
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.requests.iter()
    }

    /// With their numbers, oldest first.
    pub(crate) fn exchanges(
        &self,
    ) -> impl DoubleEndedIterator<Item = (u64, &Exchange)> + ExactSizeIterator {
        self.exchanges.numbered()
    }

    pub(crate) fn exchange(&self, number: u64) -> Option<&Exchange> {
        self.exchanges.get(number)
    }

    /// A request, if its bytes are still kept.
    pub(crate) fn request(&self, number: u64) -> Option<&RecordedRequest> {
        self.requests.get(number)
    }

    /// The requests with their numbers, oldest first.
    pub(crate) fn numbered_requests(
        &self,
    ) -> impl DoubleEndedIterator<Item = (u64, &RecordedRequest)> {
        self.requests.numbered()
    }
}
