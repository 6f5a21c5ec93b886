//! Every interleaving of several deliveries of one job, with crashes before and after each step: the
//! protocol never rings twice. The deliveries ask the real [`next_step`]. Three wrong protocols show that
//! the model would find it.
//!
//! A put may be applied or not, whatever its writer hears of it; a request that left may ring at any later
//! time, and its answer may get lost. The model takes what a look shows for true.

use super::{Finding, Request, Step, next_step};
use std::collections::HashSet;
use std::time::Duration;

/// How many requests there may be.
const REQUESTS: usize = 2;
const MAX_DELIVERIES: usize = 3;

#[derive(Clone, Copy, PartialEq)]
enum Protocol {
    Ours,
    /// A claim that is old enough is worth nothing.
    RepeatsAfterExpiry,
    /// The claim is written after the request.
    ClaimsLate,
    /// The engine loses a record that it has acknowledged, once.
    LosesRecord,
}

/// What the ledger holds of one request.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Records {
    claimed_by: Option<u8>,
    result: Option<Finding>,
    late_result: Option<Finding>,
    has_evidence: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Delivery {
    Reads,
    Claims(usize),
    Posts(usize),
    Waits(usize),
    Writes(usize, Finding),
    WritesLost(usize),
    Looks(usize),
    WritesEvidence(usize),
    Ended(Told),
    Dead,
}

/// What the author of a delivery is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Told {
    Ringing,
    DidNotRing,
    Unknown,
    LedgerIsDown,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct World {
    ledger: [Records; REQUESTS],
    has_lost: bool,
    /// By delivery and request.
    rings: [[u8; REQUESTS]; MAX_DELIVERIES],
    under_way: [[bool; REQUESTS]; MAX_DELIVERIES],
    deliveries: [Delivery; MAX_DELIVERIES],
}

impl World {
    fn new(deliveries: usize) -> Self {
        let mut all = [Delivery::Dead; MAX_DELIVERIES];
        all[..deliveries].fill(Delivery::Reads);
        Self {
            ledger: [Records::default(); REQUESTS],
            has_lost: false,
            rings: [[0; REQUESTS]; MAX_DELIVERIES],
            under_way: [[false; REQUESTS]; MAX_DELIVERIES],
            deliveries: all,
        }
    }

    fn rings(&self) -> u8 {
        self.rings.iter().flatten().sum()
    }

    fn fault(&self) -> Option<&'static str> {
        let rings = self.rings();
        let told = |what| self.deliveries.contains(&Delivery::Ended(what));
        if rings > 1 {
            return Some("it rang twice");
        }
        if rings == 0 && told(Told::Ringing) {
            return Some("an author was told that it rings, and nobody rang");
        }
        let own = self.rings.iter().zip(&self.under_way).zip(&self.deliveries);
        let is_denied = |rings: &[u8], under_way: &[bool], delivery: Delivery| {
            let may_ring = rings.iter().any(|it| *it > 0) || under_way.contains(&true);
            may_ring && delivery == Delivery::Ended(Told::DidNotRing)
        };
        own.into_iter()
            .any(|((rings, under_way), delivery)| is_denied(rings, under_way, *delivery))
            .then_some("an author was told that its own requests did not ring")
    }

    /// What the ledger says about the last request, once its sender has had all the time in the world.
    fn step(&self) -> Step {
        let last = (1..=REQUESTS)
            .rev()
            .find(|number| self.ledger[number - 1].claimed_by.is_some());
        let last = last.map(|number| {
            let records = self.ledger[number - 1];
            Request {
                number: u16::try_from(number).unwrap(),
                time_left: Duration::ZERO,
                result: records.result,
                late_result: records.late_result,
                has_evidence: records.has_evidence,
            }
        });
        next_step(last, false)
    }

    /// All worlds that may come next.
    fn next(&self, protocol: Protocol) -> Vec<Self> {
        let mut next = Vec::new();
        for delivery in 0..MAX_DELIVERIES {
            for request in 0..REQUESTS {
                if self.under_way[delivery][request] {
                    let mut dropped = *self;
                    dropped.under_way[delivery][request] = false;
                    let mut rang = dropped;
                    rang.rings[delivery][request] += 1;
                    next.extend([dropped, rang]);
                }
            }
        }
        if protocol == Protocol::LosesRecord && !self.has_lost {
            next.extend(self.without_a_record());
        }
        for delivery in 0..MAX_DELIVERIES {
            if !matches!(
                self.deliveries[delivery],
                Delivery::Ended(_) | Delivery::Dead
            ) {
                next.push(self.with(delivery, Delivery::Dead));
                self.go_on(delivery, protocol, &mut next);
            }
        }
        next
    }

    fn without_a_record(&self) -> Vec<Self> {
        let mut next = Vec::new();
        for request in 0..REQUESTS {
            let losses: [fn(&mut Records); 4] = [
                |records| records.claimed_by = None,
                |records| records.result = None,
                |records| records.late_result = None,
                |records| records.has_evidence = false,
            ];
            for loss in losses {
                let mut lost = *self;
                loss(&mut lost.ledger[request]);
                lost.has_lost = true;
                next.push(lost);
            }
        }
        next
    }

    fn with(mut self, delivery: usize, state: Delivery) -> Self {
        self.deliveries[delivery] = state;
        self
    }

    fn go_on(&self, delivery: usize, protocol: Protocol, next: &mut Vec<Self>) {
        let mut to = |world: Self, state| next.push(world.with(delivery, state));
        match self.deliveries[delivery] {
            Delivery::Reads => to(*self, self.after_reading(protocol)),
            Delivery::Claims(request) if protocol == Protocol::ClaimsLate => {
                to(*self, Delivery::Posts(request));
            }
            Delivery::Claims(request) => {
                let mut claimed = *self;
                let place = &mut claimed.ledger[request].claimed_by;
                if place.is_some() {
                    to(*self, Delivery::Reads);
                } else {
                    *place = u8::try_from(delivery).ok();
                    to(claimed, Delivery::Posts(request));
                    to(claimed, Delivery::Ended(Told::LedgerIsDown));
                }
                to(*self, Delivery::Ended(Told::LedgerIsDown));
            }
            Delivery::Posts(request) => {
                to(*self, Delivery::Writes(request, Finding::DidNotRing));
                let mut left = *self;
                left.under_way[delivery][request] = true;
                to(left, Delivery::Waits(request));
            }
            Delivery::Waits(request) => {
                if !self.under_way[delivery][request] {
                    let answer = match self.rings[delivery][request] {
                        0 => Finding::DidNotRing,
                        _ => Finding::Rang,
                    };
                    to(*self, Delivery::Writes(request, answer));
                }
                to(*self, Delivery::Writes(request, Finding::Lost));
            }
            Delivery::Writes(request, result) => self.write(delivery, request, result, &mut to),
            Delivery::WritesLost(request) => {
                let mut written = *self;
                written.ledger[request].result.get_or_insert(Finding::Lost);
                to(written, Delivery::Reads);
                to(written, Delivery::Ended(Told::Unknown));
                to(*self, Delivery::Ended(Told::Unknown));
            }
            Delivery::Looks(request) => {
                to(*self, Delivery::Ended(Told::Unknown));
                if self.rings.iter().any(|of| of[request] > 0) {
                    to(*self, Delivery::WritesEvidence(request));
                }
            }
            Delivery::WritesEvidence(request) => {
                let mut written = *self;
                written.ledger[request].has_evidence = true;
                to(written, Delivery::Ended(Told::Ringing));
                to(*self, Delivery::Ended(Told::Ringing));
            }
            Delivery::Ended(_) | Delivery::Dead => {}
        }
    }

    fn after_reading(&self, protocol: Protocol) -> Delivery {
        let place = |number: u16| usize::from(number) - 1;
        match self.step() {
            Step::Claim(number) if place(number) < REQUESTS => Delivery::Claims(place(number)),
            Step::Claim(_) => Delivery::Ended(Told::DidNotRing),
            Step::WriteLost(number) | Step::Look(number)
                if protocol == Protocol::RepeatsAfterExpiry =>
            {
                Delivery::Posts(place(number))
            }
            Step::WriteLost(number) => Delivery::WritesLost(place(number)),
            Step::Look(number) => Delivery::Looks(place(number)),
            Step::Adopt => Delivery::Ended(Told::Ringing),
            Step::Wait(_) => Delivery::Reads,
        }
    }

    fn write(
        &self,
        delivery: usize,
        request: usize,
        result: Finding,
        to: &mut impl FnMut(Self, Delivery),
    ) {
        let told = Delivery::Ended(match result {
            Finding::Rang => Told::Ringing,
            Finding::DidNotRing => Told::DidNotRing,
            Finding::Lost => Told::Unknown,
        });
        let mut written = *self;
        let records = &mut written.ledger[request];
        // Only of a protocol that claims after the request.
        records.claimed_by = records.claimed_by.or(u8::try_from(delivery).ok());
        if records.result.is_none() {
            records.result = Some(result);
        } else {
            records.late_result.get_or_insert(result);
        }
        to(written, told);
        if result == Finding::DidNotRing && request + 1 < REQUESTS {
            to(written, Delivery::Claims(request + 1));
        }
        to(*self, told);
    }
}

/// How many worlds there are, or the first fault. The tests know the number, so that none gets lost
/// unnoticed.
fn explore(protocol: Protocol, deliveries: usize) -> Result<usize, &'static str> {
    let start = World::new(deliveries);
    let mut seen = HashSet::from([start]);
    let mut open = vec![start];
    while let Some(world) = open.pop() {
        for next in world.next(protocol) {
            if let Some(fault) = next.fault() {
                return Err(fault);
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    Ok(seen.len())
}

#[test]
fn no_interleaving_of_two_deliveries_rings_twice() {
    assert_eq!(explore(Protocol::Ours, 2), Ok(2_802));
}

#[test]
fn no_interleaving_of_three_deliveries_rings_twice() {
    assert_eq!(explore(Protocol::Ours, 3), Ok(64_153));
}

#[test]
fn a_protocol_that_repeats_after_a_time_rings_twice() {
    assert_eq!(
        explore(Protocol::RepeatsAfterExpiry, 2),
        Err("it rang twice")
    );
}

#[test]
fn a_protocol_that_claims_after_the_request_rings_twice() {
    assert_eq!(explore(Protocol::ClaimsLate, 2), Err("it rang twice"));
}

#[test]
fn an_engine_that_loses_a_record_rings_twice() {
    assert_eq!(explore(Protocol::LosesRecord, 2), Err("it rang twice"));
}
