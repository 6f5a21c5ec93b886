//! What has been heard of one invite: three state, each by itself.

use crate::graph::call::CallUpdate;
use crate::graph::failure::Failure;
use crate::graph::operation::{Operation, OperationStatus};
use crate::graph::roster::Roster;
use crate::invite::participant::Identity;
use crate::progress::outcome::{CallEnd, InviteEvent, Outcome};
use crate::progress::presence::{Person, Presence};
use crate::redact::PersonalData;
use graph_invite_rules::Id;
use std::collections::VecDeque;
use std::sync::Arc;

/// Most ends kept of operations that may be this one, until the answer says which it is.
const MAX_ENDS: usize = 8;
/// Most events kept for a stream that has not read them; what is older is forgotten.
const MAX_EVENTS: usize = 64;

/// What an invite is known by, before anything is heard of it.
pub(crate) struct Invitees {
    pub(crate) people: Arc<[Identity]>,
    pub(crate) personal: PersonalData,
}

/// What has been heard of it.
#[derive(Default)]
pub(crate) struct InviteState {
    /// Whether the answer to the invite is there, or will never be.
    is_answered: bool,
    /// Whether another invite has the same call and context, so that they don't name this one.
    is_shared: bool,
    /// The operation that the answer names.
    operation: Option<String>,
    ends: Vec<End>,
    outcome: Option<Outcome>,
    people: Vec<Person>,
    replaced_call: Option<CallEnd>,
    call: Option<CallEnd>,
    events: VecDeque<InviteEvent>,
    /// How many events were forgotten.
    forgotten: usize,
}

/// The end of an operation that has the invite's context or its id.
#[derive(Clone, PartialEq)]
struct End {
    operation: Option<String>,
    has_context: bool,
    outcome: Outcome,
}

impl InviteState {
    pub(crate) fn new(people: usize) -> Self {
        Self {
            people: vec![Person::default(); people],
            ..Self::default()
        }
    }

    /// How the operation ended, if it has.
    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    pub(crate) fn outcome_or_unknown(&self) -> Outcome {
        self.outcome.clone().unwrap_or(Outcome::Unknown)
    }

    pub(crate) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// Whether an operation of this id, and without a context, may be this one.
    pub(crate) fn matches_operation(&self, id: &str) -> bool {
        match &self.operation {
            Some(own) => Id::of(own).same_as(Id::of(id)),
            None => !self.is_answered,
        }
    }

    /// Another invite has the same call and context. Nobody needs to be woken for that.
    pub(crate) fn mark_ambiguous(&mut self) -> bool {
        self.is_shared = true;
        false
    }

    /// Where each of the people is, in the order of the invite.
    pub(crate) fn presence(&self) -> Vec<Presence> {
        self.people.iter().map(Person::presence).collect()
    }

    pub(crate) fn replaced_call(&self) -> Option<&CallEnd> {
        self.replaced_call.as_ref()
    }

    /// The number that the next event will have.
    pub(crate) fn end_of_events(&self) -> usize {
        self.forgotten + self.events.len()
    }

    /// The event with this number, or the oldest one kept after it, and the number that follows.
    pub(crate) fn event(&self, cursor: usize) -> Option<(&InviteEvent, usize)> {
        let cursor = cursor.max(self.forgotten);
        let event = self.events.get(cursor - self.forgotten)?;
        Some((event, cursor + 1))
    }

    /// About how many bytes all this takes.
    pub(crate) fn bytes(&self) -> usize {
        let ids = self.ends.iter().map(|end| &end.operation);
        let ids = ids.chain([&self.operation]).flatten().map(String::len);
        let ends = self.ends.iter().map(|end| text(&end.outcome));
        let ends = ends.chain(self.outcome.iter().map(text));
        let events = self.events.iter().map(|event| match event {
            InviteEvent::Ended(outcome) => text(outcome),
            InviteEvent::InLobby { entry, .. } | InviteEvent::Joined { entry, .. } => {
                entry.as_ref().map_or(0, crate::ParticipantId::length)
            }
            InviteEvent::Left { reason, .. } => reason.as_ref().map_or(0, String::len),
            InviteEvent::ReplacedCallEnded(end) | InviteEvent::CallEnded(end) => call_text(end),
        });
        let calls = self.replaced_call.iter().chain(&self.call).map(call_text);
        size_of::<Self>()
            + self.people.len() * size_of::<Person>()
            + self.ends.len() * size_of::<End>()
            + self.events.len() * size_of::<InviteEvent>()
            + ids.chain(ends).chain(events).chain(calls).sum::<usize>()
    }

    /// The answer to the invite is there. With none, any end with the right context counts.
    pub(crate) fn answered(&mut self, operation: Option<&Operation>, invitees: &Invitees) {
        self.is_answered = true;
        self.operation = operation.and_then(|operation| operation.id.clone());
        if let Some(operation) = operation {
            self.ended(operation, true, invitees);
        }
        self.pick_end();
    }

    /// An operation was heard of that may be this one. Says whether that was news.
    pub(crate) fn ended(
        &mut self,
        operation: &Operation,
        has_context: bool,
        invitees: &Invitees,
    ) -> bool {
        let outcome = match operation.status {
            OperationStatus::Completed => Outcome::Completed,
            OperationStatus::Failed => {
                Outcome::Failed(Failure::new(operation.result.clone(), &invitees.personal))
            }
            _ => return false,
        };
        let end = End {
            operation: operation.id.clone(),
            has_context,
            outcome,
        };
        let is_other = self.is_answered && self.match_strength(&end).is_none();
        if is_other || self.ends.contains(&end) {
            return false;
        }
        if self.ends.len() == MAX_ENDS {
            self.ends.remove(0);
        }
        self.ends.push(end);
        !self.is_answered || self.pick_end()
    }

    /// Takes the best of the ends heard, whatever their order, and forgets the others. Says whether
    /// that is news.
    fn pick_end(&mut self) -> bool {
        let ends = self.ends.iter();
        let ends = ends.filter_map(|end| Some((self.match_strength(end)?, end)));
        let best = ends.min_by_key(|(match_strength, end)| (*match_strength, order(&end.outcome)));
        let best = best.map(|(_, end)| end.clone());
        self.ends = best.clone().into_iter().collect();
        let best = best.map(|end| end.outcome);
        let is_news = best.is_some() && best != self.outcome;
        if is_news {
            self.outcome.clone_from(&best);
            self.events_push(best.map(InviteEvent::Ended));
        }
        is_news
    }

    /// How sure it is that an end is this operation's: it is the one that the answer names, it has
    /// the context and no id, or it has the context and an id that says little. The service does
    /// not promise that the answer and the notification name one id.
    fn match_strength(&self, end: &End) -> Option<u8> {
        match (&self.operation, &end.operation) {
            (Some(own), Some(other)) if Id::of(own).same_as(Id::of(other)) => Some(0),
            _ if !end.has_context => None,
            (_, None) => Some(1),
            (None, Some(_)) => Some(2),
            (Some(_), Some(_)) => (!self.is_shared).then_some(2),
        }
    }

    /// A roster of the call they were invited to. Says whether that was news.
    pub(crate) fn roster(&mut self, roster: &Roster, invitees: &Invitees) -> bool {
        let mut news = Vec::new();
        let people = self.people.iter_mut().zip(&*invitees.people);
        for (participant, (person, who)) in people.enumerate() {
            let entry = roster.entry(who);
            news.extend(person.seen(participant, entry, roster));
        }
        let is_news = !news.is_empty();
        self.events_push(news);
        is_news
    }

    /// NotificationResource of the call they were to leave. Says whether it was any.
    pub(crate) fn replaced_call_ended(&mut self, news: &CallUpdate) -> bool {
        let first = hear(&mut self.replaced_call, news);
        self.events_push(first.clone().map(InviteEvent::ReplacedCallEnded));
        first.is_some()
    }

    /// NotificationResource of the call they were invited to. Says whether it was any.
    pub(crate) fn call_ended(&mut self, news: &CallUpdate) -> bool {
        let first = hear(&mut self.call, news);
        self.events_push(first.clone().map(InviteEvent::CallEnded));
        first.is_some()
    }

    fn events_push(&mut self, events: impl IntoIterator<Item = InviteEvent>) {
        self.events.extend(events);
        let excess = self.events.len().saturating_sub(MAX_EVENTS);
        self.events.drain(..excess);
        self.forgotten += excess;
    }
}

/// Keeps how a call ended: as it was told first, and the rest as it comes.
fn hear(slot: &mut Option<CallEnd>, news: &CallUpdate) -> Option<CallEnd> {
    if let Some(known) = slot {
        known.result = known.result.take().or_else(|| news.result.clone());
        let reason = known.reason.take();
        known.reason = reason.or_else(|| news.termination_reason.clone());
        return None;
    }
    *slot = Some(CallEnd {
        result: news.result.clone(),
        reason: news.termination_reason.clone(),
    });
    slot.clone()
}

/// Makes the choice between two ends the same in whatever order they come.
fn order(outcome: &Outcome) -> impl Ord + '_ {
    match outcome {
        Outcome::Completed => (0, None, None, None),
        Outcome::Failed(failure) => (1, failure.code(), failure.subcode(), failure.message()),
        Outcome::Unknown => (2, None, None, None),
    }
}

fn text(outcome: &Outcome) -> usize {
    match outcome {
        // Kept as it came, as it is shown, and whom it names.
        Outcome::Failed(failure) => failure.message().map_or(0, |message| 3 * message.len()),
        _ => 0,
    }
}

fn call_text(end: &CallEnd) -> usize {
    let message = end
        .result
        .as_ref()
        .and_then(|result| result.message.as_ref());
    message.map_or(0, String::len) + end.reason.as_ref().map_or(0, String::len)
}
