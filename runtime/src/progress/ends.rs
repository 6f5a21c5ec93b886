//! The ends of operations that may be the invite's, and which one is.

use crate::graph::operation::{Operation, OperationKind};
use crate::graph::person_key::MAX_ID;
use crate::progress::operation_end::{Correlation, Invitees, OperationEnd, is_explicit};
use crate::progress::outcome::InviteEvent;
use crate::progress::state::InviteState;
use graph_invite_rules::check_service_id;

/// The most ends kept until the answer shows which one is the invite's.
const MAX_ENDS: usize = 8;

impl InviteState {
    /// Takes the answer to the invite. Without an operation, or without an id by which the service
    /// can be asked for it, an end with the right context counts whatever its id.
    pub(crate) fn answered(&mut self, operation: Option<&Operation>, invitees: &Invitees) {
        self.is_answered = true;
        self.operation = operation
            .and_then(|operation| operation.id.clone())
            .filter(|id| id.len() <= MAX_ID && check_service_id(id).is_ok());
        if let Some(operation) = operation {
            // The answer to the request is about the invite, whatever it says besides.
            let correlation = Correlation {
                has_context: true,
                is_only_invite: true,
                ..Correlation::default()
            };
            if let Some(end) = OperationEnd::of(operation, correlation, invitees) {
                self.push_end(end);
            }
            self.names(operation, invitees);
        }
        self.pick_end();
    }

    /// Whether an operation may be the invite's. A wrong end is worse than no end, so everything
    /// that the operation says must agree:
    ///
    /// | The operation | Is the invite's |
    /// | --- | --- |
    /// | is of another action, by its type | no |
    /// | has an id that is longer than any of the service | no |
    /// | names a person who was not invited | no |
    /// | has the id in the answer | yes |
    /// | has no client context | no |
    /// | has no id, or the answer has none | if no other invite used the context, or invited the people it names |
    /// | has another id than the answer | if it says that it is an invite, names someone, and no other invite used the context |
    ///
    /// Before the answer is there, all but the first three rows stay open.
    pub(crate) fn matches_operation(
        &self,
        operation: &Operation,
        correlation: Correlation,
        invitees: &Invitees,
    ) -> bool {
        if matches!(operation.kind, OperationKind::Other(_))
            || !operation.named().all(|ids| invitees.include(ids))
        {
            return false;
        }
        let id = operation.id.as_deref();
        if id.is_some_and(|id| id.len() > MAX_ID) {
            return false;
        }
        let own = self.operation.as_deref();
        let strength = correlation.strength(own, id, is_explicit(operation));
        strength.is_some() || (!self.is_answered && (correlation.has_context || id.is_some()))
    }

    /// Takes an operation that may be the invite's. Returns whether it changed anything.
    pub(crate) fn ended(
        &mut self,
        operation: &Operation,
        correlation: Correlation,
        invitees: &Invitees,
    ) -> bool {
        if !self.matches_operation(operation, correlation, invitees) {
            return false;
        }
        if operation.id.is_some() && operation.id == self.operation {
            self.names(operation, invitees);
        }
        match OperationEnd::of(operation, correlation, invitees) {
            Some(end) => self.push_end(end) && (!self.is_answered || self.pick_end()),
            None => false,
        }
    }

    /// Takes the ids of the people that the invite's operation names.
    fn names(&mut self, operation: &Operation, invitees: &Invitees) {
        for (keys, id) in operation.named().zip(&operation.participant_ids) {
            let Some(id) = id else { continue };
            for place in invitees.places(keys) {
                if let Some(person) = self.people.get_mut(place) {
                    person.named(id);
                }
            }
        }
    }

    pub(super) fn push_end(&mut self, end: OperationEnd) -> bool {
        if self.ends.contains(&end) {
            return false;
        }
        if self.ends.len() == MAX_ENDS {
            self.ends.remove(0);
        }
        self.ends.push(end);
        true
    }

    /// Takes the best of the ends, whatever their order, and forgets the others. Returns whether
    /// the outcome has changed.
    pub(super) fn pick_end(&mut self) -> bool {
        let own = self.operation.as_deref();
        let best = OperationEnd::best_of(&self.ends, own).cloned();
        self.ends = best.clone().into_iter().collect();
        let Some(OperationEnd {
            outcome, failed, ..
        }) = best
        else {
            return false;
        };
        if self.outcome.as_ref() == Some(&outcome) {
            return false;
        }
        for (place, person) in self.people.iter_mut().enumerate() {
            person.set_failed(failed.contains(&place));
        }
        self.outcome = Some(outcome.clone());
        self.push_events([InviteEvent::Ended(outcome)]);
        true
    }
}
