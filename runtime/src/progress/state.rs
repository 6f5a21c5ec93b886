//! What is known of one invite: how its operation ended, where its people are, which calls ended.

use crate::graph::call::CallUpdate;
use crate::graph::roster::{Roster, RosterEntry};
use crate::progress::operation_end::{Invitees, OperationEnd};
use crate::progress::outcome::{CallEnd, InviteEvent, Outcome};
use crate::progress::person::Person;
use crate::progress::person_status::PersonStatus;
use crate::progress::presence::Presence;
use crate::progress::status::{InviteStatus, SendPhase};
use crate::values::service_id::ParticipantId;
use std::collections::VecDeque;
use tokio::time::Instant;

/// The most events kept for a stream that has not read them.
const MAX_EVENTS: usize = 64;

/// What is known of an invite.
#[derive(Default)]
pub(crate) struct InviteState {
    phase: SendPhase,
    /// Whether the answer to the invite is there, or will never come.
    pub(super) is_answered: bool,
    /// Whether a request has left that may have cancelled it.
    is_cancelling: bool,
    /// The operation that the answer names.
    pub(super) operation: Option<String>,
    pub(super) ends: Vec<OperationEnd>,
    pub(super) outcome: Option<Outcome>,
    pub(super) people: Vec<Person>,
    /// When a roster came from the service itself, and not from a ledger.
    heard_roster_at: Option<Instant>,
    replaced_call: Option<CallEnd>,
    call: Option<CallEnd>,
    events: VecDeque<InviteEvent>,
    /// How many events were dropped.
    dropped: usize,
}

impl InviteState {
    pub(crate) fn new(people: usize) -> Self {
        Self {
            people: vec![Person::default(); people],
            ..Self::default()
        }
    }

    pub(crate) fn phase(&self) -> SendPhase {
        self.phase
    }

    pub(crate) fn set_phase(&mut self, phase: SendPhase) {
        self.phase = phase;
    }

    pub(crate) fn status(&self) -> InviteStatus {
        match (&self.outcome, self.phase) {
            (Some(outcome), _) => InviteStatus::Ended(outcome.clone()),
            (None, SendPhase::BetweenRequests | SendPhase::Open) => InviteStatus::Open,
            (None, SendPhase::Accepted) => InviteStatus::Ringing,
            (None, SendPhase::NotRinging) => InviteStatus::NotRinging,
        }
    }

    /// Whether the answer to the invite is there, or will never come.
    pub(crate) fn is_answered(&self) -> bool {
        self.is_answered
    }

    /// Whether a request has left that may have cancelled it.
    pub(crate) fn is_cancelling(&self) -> bool {
        self.is_cancelling
    }

    pub(crate) fn set_cancelling(&mut self) {
        self.is_cancelling = true;
    }

    /// How the operation ended, if it has.
    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    pub(crate) fn outcome_or_unknown(&self) -> Outcome {
        self.outcome.clone().unwrap_or(Outcome::Unknown)
    }

    /// Whether the call of the invite has ended.
    pub(crate) fn call_has_ended(&self) -> bool {
        self.call.is_some()
    }

    /// Whether nothing more can follow, or no phone rings.
    pub(crate) fn is_settled(&self) -> bool {
        self.outcome.is_some() || self.call_has_ended() || self.phase == SendPhase::NotRinging
    }

    pub(crate) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// Where each of the people is, in the order of the invite.
    pub(crate) fn presence(&self) -> Vec<Presence> {
        self.people.iter().map(Person::presence).collect()
    }

    /// The people whose phone may ring, or who are in the lobby: each with the id to remove them by, if
    /// it is known.
    pub(crate) fn removable(&self) -> impl Iterator<Item = Option<&ParticipantId>> {
        let outside =
            |person: &&Person| matches!(person.presence(), Presence::NotSeen | Presence::InLobby);
        self.people.iter().filter(outside).map(Person::id)
    }

    /// What is known of each of the people, in the order of the invite.
    pub(crate) fn people(&self) -> Vec<PersonStatus> {
        let outcome = self.outcome.as_ref();
        let people = self.people.iter();
        people.map(|person| person.status(outcome)).collect()
    }

    pub(crate) fn replaced_call(&self) -> Option<&CallEnd> {
        self.replaced_call.as_ref()
    }

    /// The number that the next event will have.
    pub(crate) fn end_of_events(&self) -> usize {
        self.dropped + self.events.len()
    }

    /// The event with this number, or the oldest one kept after it, and the number that follows.
    pub(crate) fn event(&self, cursor: usize) -> Option<(&InviteEvent, usize)> {
        let cursor = cursor.max(self.dropped);
        let event = self.events.get(cursor - self.dropped)?;
        Some((event, cursor + 1))
    }

    /// Forgets the events, and the messages of the service. What is known stays known.
    pub(crate) fn shrink(&mut self) {
        self.dropped += self.events.len();
        self.events = VecDeque::new();
        self.ends = Vec::new();
        if let Some(Outcome::Failed(failure)) = &mut self.outcome {
            failure.forget_message();
        }
        for call in self.replaced_call.iter_mut().chain(&mut self.call) {
            call.forget_message();
        }
    }

    /// About how many bytes all this takes outside itself.
    pub(crate) fn bytes(&self) -> usize {
        let ids = self.ends.iter().map(|end| &end.id);
        let ids = ids.chain([&self.operation]).flatten().map(String::len);
        let ends = self.ends.iter().map(OperationEnd::heap_bytes);
        let ends = ends.chain(self.outcome.iter().map(Outcome::heap_bytes));
        let events = self.events.iter().map(InviteEvent::heap_bytes);
        let calls = self.replaced_call.iter().chain(&self.call);
        let calls = calls.map(CallEnd::heap_bytes);
        let people = self.people.iter().map(Person::heap_bytes);
        self.people.capacity() * size_of::<Person>()
            + people.sum::<usize>()
            + self.ends.capacity() * size_of::<OperationEnd>()
            + self.events.capacity() * size_of::<InviteEvent>()
            + ids.chain(ends).chain(events).chain(calls).sum::<usize>()
    }

    /// Takes a roster of the invite's call. Returns whether it changed anything.
    pub(crate) fn roster(&mut self, roster: &Roster, invitees: &Invitees) -> bool {
        self.heard_roster_at = Some(Instant::now());
        self.seen(roster.full, roster.sequence, invitees.entries(roster))
    }

    /// When a roster came from the service itself, and not from a ledger.
    pub(crate) fn heard_roster_at(&self) -> Option<Instant> {
        self.heard_roster_at
    }

    /// Takes the entry of each of the people on a roster. Returns whether it changed anything.
    pub(super) fn seen<'a>(
        &mut self,
        is_full: bool,
        sequence: Option<i64>,
        entries: impl Iterator<Item = Option<&'a RosterEntry>>,
    ) -> bool {
        let mut events = Vec::new();
        for (participant, (person, entry)) in self.people.iter_mut().zip(entries).enumerate() {
            events.extend(person.seen(participant, entry, is_full, sequence));
        }
        let has_changed = !events.is_empty();
        self.push_events(events);
        has_changed
    }

    /// Ends an invite whose operation can't be read, if all of its people are, or were, in the call. An
    /// end of the operation that comes later still counts.
    pub(crate) fn complete_by_roster(&mut self) {
        let everybody_joined = self.people.iter().all(Person::has_joined);
        if self.outcome.is_none() && everybody_joined {
            self.outcome = Some(Outcome::Completed);
            self.push_events([InviteEvent::Ended(Outcome::Completed)]);
        }
    }

    /// Takes the end of the call that a participant leaves. Returns whether it is the first.
    pub(crate) fn replaced_call_ended(&mut self, update: &CallUpdate) -> bool {
        let first = merge(&mut self.replaced_call, update);
        self.push_events(first.clone().map(InviteEvent::ReplacedCallEnded));
        first.is_some()
    }

    /// Takes the end of the invite's call. Returns whether it is the first.
    pub(crate) fn call_ended(&mut self, update: &CallUpdate) -> bool {
        let first = merge(&mut self.call, update);
        self.push_events(first.clone().map(InviteEvent::CallEnded));
        first.is_some()
    }

    pub(super) fn push_events(&mut self, events: impl IntoIterator<Item = InviteEvent>) {
        self.events.extend(events);
        let excess = self.events.len().saturating_sub(MAX_EVENTS);
        self.events.drain(..excess);
        self.dropped += excess;
    }
}

/// Keeps the first word about the end of a call, and adds what later ones say. Returns the first.
fn merge(known: &mut Option<CallEnd>, update: &CallUpdate) -> Option<CallEnd> {
    if let Some(known) = known {
        known.result = known.result.take().or_else(|| update.result.clone());
        let reason = known.reason.take();
        known.reason = reason.or_else(|| update.termination_reason.clone());
        return None;
    }
    *known = Some(CallEnd::of(update));
    known.clone()
}
