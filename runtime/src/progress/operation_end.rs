//! The end of an operation, and how certain it is that it is the end of an invite.

use crate::graph::operation::{Operation, OperationKind};
use crate::graph::person_key::PersonKey;
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::graph::roster::{Roster, RosterEntry};
use crate::invite::Invite;
use crate::progress::outcome::Outcome;
use crate::redact::PersonalData;
use crate::redact::keyed_hash::KeyedHash;
use graph_invite_rules::Id;
use serde::{Deserialize, Serialize};

/// The people of an invite.
pub(crate) struct Invitees {
    /// In the order of the invite. `None` for a person that the service can't name.
    pub(crate) people: Box<[Option<PersonKey>]>,
    /// By which the people are hashed, if they come from a ledger.
    pub(crate) hash: Option<KeyedHash>,
    pub(crate) personal: PersonalData,
    pub(crate) facts: InviteFacts,
}

/// How an operation was found to be about an invite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Correlation {
    /// Whether it carries the client context of the invite, and its call or none.
    pub(crate) has_context: bool,
    /// Whether no other invite has used that context, in that call, within the memory of the inbox.
    pub(crate) is_only_invite: bool,
    /// Whether it names people, all of them invited, and no other invite with that context has
    /// invited one of them.
    pub(crate) is_only_invite_of_people: bool,
}

impl Correlation {
    /// How certain it is that an operation with this id is the invite's, whose answer
    /// names `own`; 0 is the surest. The documents show one id in
    /// answer and notification, but do not promise it.
    pub(super) fn strength(
        self,
        own: Option<&str>,
        id: Option<&str>,
        is_explicit: bool,
    ) -> Option<u8> {
        let is_exclusive = self.is_only_invite || self.is_only_invite_of_people;
        match (own, id) {
            (Some(own), Some(other)) if Id::of(own).same_as(Id::of(other)) => Some(0),
            _ if !self.has_context => None,
            (_, None) => is_exclusive.then_some(1),
            (None, Some(_)) => is_exclusive.then_some(2),
            (Some(_), Some(_)) => (is_explicit && self.is_only_invite).then_some(2),
        }
    }
}

/// The end of an operation that may be the invite's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OperationEnd {
    pub(super) id: Option<String>,
    /// Whether it says that it is an invite, and names someone who was invited.
    is_explicit: bool,
    correlation: Correlation,
    pub(super) outcome: Outcome,
    /// The people for whom it failed, by their index in the invite.
    pub(super) failed: Vec<usize>,
}

impl Invitees {
    pub(crate) fn of(invite: &Invite, facts: InviteFacts) -> Self {
        let people = invite.participants().iter();
        Self {
            people: people.map(|who| PersonKey::of(&who.identity)).collect(),
            hash: None,
            personal: PersonalData::of(invite),
            facts,
        }
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        let keys = self.people.iter().flatten().map(PersonKey::heap_bytes);
        size_of_val(&*self.people) + keys.sum::<usize>() + self.personal.heap_bytes()
    }

    /// The people for whom an operation failed that ended so: the only one invited, or those that the
    /// failure names.
    fn failed(&self, outcome: &Outcome) -> Vec<usize> {
        match outcome {
            Outcome::Failed(_) if self.people.len() == 1 => vec![0],
            Outcome::Failed(failure) => {
                self.places(failure.people().iter().filter_map(PersonKey::of))
            }
            Outcome::Completed | Outcome::Unknown => Vec::new(),
        }
    }

    /// Whether one of these ids is that of someone invited.
    pub(super) fn include(&self, ids: impl Iterator<Item = PersonKey>) -> bool {
        !self.places(ids).is_empty()
    }

    /// The invited among these ids, by their index in the invite.
    pub(super) fn places(&self, ids: impl Iterator<Item = PersonKey>) -> Vec<usize> {
        let ids: Vec<_> = match &self.hash {
            Some(hash) => ids.map(|id| id.hashed(hash)).collect(),
            None => ids.collect(),
        };
        let invited = self.people.iter().enumerate();
        let invited = invited.filter(|(_, who)| who.as_ref().is_some_and(|who| ids.contains(who)));
        invited.map(|(place, _)| place).collect()
    }

    /// The entry of each of the people on a roster.
    pub(super) fn entries<'a>(
        &self,
        roster: &'a Roster,
    ) -> impl Iterator<Item = Option<&'a RosterEntry>> {
        self.people.iter().map(move |who| match &self.hash {
            Some(hash) => roster.entry_by_hash(who.as_ref()?, hash),
            None => roster.entry(who.as_ref()?),
        })
    }
}

impl OperationEnd {
    /// The end of an operation, if it has ended.
    pub(super) fn of(
        operation: &Operation,
        correlation: Correlation,
        invitees: &Invitees,
    ) -> Option<Self> {
        let outcome = Outcome::of(operation, &invitees.personal, invitees.facts);
        (outcome != Outcome::Unknown).then(|| Self {
            id: operation.id.clone(),
            is_explicit: is_explicit(operation),
            correlation,
            failed: invitees.failed(&outcome),
            outcome,
        })
    }

    /// The bytes that it holds outside itself, without its id.
    pub(super) fn heap_bytes(&self) -> usize {
        self.outcome.heap_bytes() + self.failed.capacity() * size_of::<usize>()
    }

    /// Whether it says the same, whatever texts come with it.
    pub(super) fn says_same_as(&self, other: &Self) -> bool {
        let same_outcome = match (&self.outcome, &other.outcome) {
            (Outcome::Failed(one), Outcome::Failed(other)) => one.has_codes_of(other),
            (one, other) => one == other,
        };
        same_outcome && self.id == other.id
    }

    /// The same without the text of the service and the people that it names.
    pub(super) fn without_texts(mut self) -> Self {
        if let Outcome::Failed(failure) = &mut self.outcome {
            failure.forget_message();
        }
        self
    }

    /// The surest of several ends, whatever their order.
    pub(super) fn best_of<'a>(ends: &'a [Self], own: Option<&str>) -> Option<&'a Self> {
        let ends = ends.iter().filter_map(|end| {
            let id = end.id.as_deref();
            let strength = end.correlation.strength(own, id, end.is_explicit)?;
            Some((strength, end))
        });
        let best = ends.min_by_key(|(strength, end)| (*strength, order(&end.outcome)));
        best.map(|(_, end)| end)
    }
}

/// Whether it says that it is an invite, and names people.
pub(super) fn is_explicit(operation: &Operation) -> bool {
    operation.kind == OperationKind::InviteParticipants && !operation.people.is_empty()
}

/// Makes the choice between two ends the same in whatever order they come.
fn order(outcome: &Outcome) -> impl Ord + '_ {
    match outcome {
        Outcome::Completed => (0, None, None, None),
        Outcome::Failed(failure) => (1, failure.code(), failure.subcode(), failure.message()),
        Outcome::Unknown => (2, None, None, None),
    }
}
