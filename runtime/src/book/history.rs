//! An entry of a ledger, as a client reads it.

use crate::book::contents::{Claim, Fact, RequestResult, read};
use crate::book::protocol::{Finding, Request, Step, next_step};
use crate::graph::person_key::PersonKey;
use crate::inbox::Subscription;
use crate::ledger::{RecordName, StoredRecord, Tag};
use crate::progress::heard::Answer;
use crate::progress::operation_end::Invitees;
use crate::progress::state::InviteState;
use crate::progress::status::SendPhase;
use crate::redact::PersonalData;
use crate::redact::keyed_hash::KeyedHash;
use crate::values::guid_id::TenantId;
use std::collections::HashSet;
use std::sync::OnceLock;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::Span;

/// What the records of an entry say.
#[derive(Default)]
pub(crate) struct History {
    last: Option<Request>,
    /// The last claim that can be read.
    claim: Option<(u16, Claim)>,
    /// How long ago the first request was claimed.
    age: Option<Duration>,
    /// The answer to the last request, if it was accepted.
    answer: Option<Answer>,
    /// Oldest first.
    facts: Vec<Told>,
}

/// A fact, with the name of its record and when it was written.
struct Told {
    name: Tag,
    written: Instant,
    fact: Fact,
}

impl History {
    pub(crate) fn of(records: &[StoredRecord]) -> Self {
        let numbers = records.iter().filter_map(|it| number(it.record.name));
        let mut this = Self {
            last: numbers.max().map(|number| Request {
                number,
                time_left: Duration::ZERO,
                result: None,
                late_result: None,
                has_evidence: false,
            }),
            ..Self::default()
        };
        for stored in records {
            this.add(stored);
        }
        this.facts.sort_by_key(|told| (told.written, told.name));
        this
    }

    fn add(&mut self, stored: &StoredRecord) {
        let name = stored.record.name;
        if let RecordName::Claim(number) = name {
            self.age = self.age.max(Some(stored.age));
            if let Some(claim) = read::<Claim>(stored)
                && self.claim.as_ref().is_none_or(|(last, _)| *last < number)
            {
                self.claim = Some((number, claim));
            }
        }
        if let RecordName::Fact(name) = name {
            let now = Instant::now();
            let written = now.checked_sub(stored.age).unwrap_or(now);
            let fact = read(stored);
            self.facts.extend(fact.map(|fact| Told {
                name,
                written,
                fact,
            }));
        }
        let Some(last) = &mut self.last else { return };
        if number(name) != Some(last.number) {
            return;
        }
        let result = || read(stored).unwrap_or(RequestResult::Lost);
        let result = match name {
            RecordName::Claim(_) => {
                // A claim that can't be read has no time left.
                let patience = read::<Claim>(stored).map_or(0, |claim| claim.patience_ms);
                let patience = Duration::from_millis(patience);
                last.time_left = patience.saturating_sub(stored.age);
                return;
            }
            RecordName::Evidence(_) => {
                last.has_evidence = true;
                return;
            }
            RecordName::Answer(_) => {
                let result = result();
                last.result = Some(result.finding());
                result
            }
            RecordName::LateAnswer(_) => {
                let result = result();
                last.late_result = Some(result.finding());
                result
            }
            RecordName::Fact(_) | RecordName::Pepper => return,
        };
        if let RequestResult::Rang(answer) = result {
            self.answer = Some(*answer);
        }
    }

    /// The last claim that can be read.
    pub(crate) fn claim(&self) -> Option<&Claim> {
        self.claim.as_ref().map(|(_, claim)| claim)
    }

    /// How long ago the first request was claimed.
    pub(crate) fn age(&self) -> Option<Duration> {
        self.age
    }

    /// Whether nothing more can follow, or no phone rings.
    pub(crate) fn is_settled(&self) -> bool {
        let mut state = InviteState::new(0);
        self.replay(&mut state, &mut HashSet::new());
        state.is_settled() || self.last.is_none_or(|last| last.did_not_ring())
    }

    /// The last request, if nothing proves yet that it rang.
    pub(crate) fn unproved_request(&self) -> Option<u16> {
        let last = self.last.filter(|last| !last.rang())?;
        Some(last.number)
    }

    /// How many facts there are.
    pub(crate) fn facts(&self) -> usize {
        self.facts.len()
    }

    /// How many requests were claimed.
    pub(crate) fn requests(&self) -> u16 {
        self.last.map_or(0, |last| last.number)
    }

    /// What somebody does who is about to send the invite.
    pub(crate) fn next_step(&self) -> Step {
        let mut state = InviteState::new(0);
        self.replay(&mut state, &mut HashSet::new());
        next_step(self.last, state.outcome().is_some())
    }

    /// The invite as the last claim describes it, with all that the ledger knows. People are hashed.
    pub(crate) fn subscription(&self, hash: &KeyedHash, span: Span) -> Option<Subscription> {
        let claim = self.claim()?;
        let person = |tag: Tag| PersonKey::Guid(u128::from_be_bytes(tag.0));
        let people = claim.people.iter().map(|who| who.map(person));
        let mut state = InviteState::new(people.len());
        state.set_phase(match self.last {
            Some(last) if last.did_not_ring() => SendPhase::NotRinging,
            _ => SendPhase::Open,
        });
        let now = Instant::now();
        Some(Subscription {
            key: claim.key.clone(),
            replaced_call: claim.replaced_call.clone(),
            invitees: Invitees {
                people: people.collect(),
                hash: Some(hash.clone()),
                personal: PersonalData::default(),
                facts: claim.facts,
            },
            tenant: self.tenant(claim).map(OnceLock::from).unwrap_or_default(),
            state: watch::Sender::new(state),
            span,
            since: self.age.and_then(|age| now.checked_sub(age)).unwrap_or(now),
        })
    }

    /// The tenant of the call: that of the client, or of the first callback.
    fn tenant(&self, claim: &Claim) -> Option<TenantId> {
        let mut of_facts = self.facts.iter().filter_map(|told| told.fact.tenant);
        claim.tenant.or_else(|| of_facts.next())
    }

    /// Lets an invite know what it was not `told` before. Returns whether that changed anything.
    pub(crate) fn replay(&self, state: &mut InviteState, told: &mut HashSet<Tag>) -> bool {
        let mut has_changed = self
            .last
            .is_some_and(|last| self.replay_result(state, last));
        for Told {
            name,
            written,
            fact,
        } in &self.facts
        {
            // Rosters have no number, so of two that contradict each other the later one counts.
            let is_old = fact.heard.is_roster() && state.heard_roster_at() >= Some(*written);
            if told.insert(*name) && !is_old {
                has_changed |= state.take(&fact.heard);
            }
        }
        has_changed
    }

    fn replay_result(&self, state: &mut InviteState, last: Request) -> bool {
        if last.rang() && state.phase() != SendPhase::Accepted {
            state.set_phase(SendPhase::Accepted);
            state.take_answer(self.answer.as_ref().unwrap_or(&Answer::default()));
            return true;
        }
        // Nobody waits for an answer any more, so what was heard counts.
        let is_lost = last.result == Some(Finding::Lost) && !state.is_answered();
        if is_lost {
            state.take_answer(&Answer::default());
        }
        is_lost
    }
}

/// The number of the request that a record is about.
fn number(name: RecordName) -> Option<u16> {
    match name {
        RecordName::Claim(number)
        | RecordName::Answer(number)
        | RecordName::LateAnswer(number)
        | RecordName::Evidence(number) => Some(number),
        RecordName::Fact(_) | RecordName::Pepper => None,
    }
}
