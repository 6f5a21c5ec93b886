//! Where in the author's tokens an error of the rules is.

use crate::ast::{Clause, Participant, Value};
use graph_invite_rules::Place;
use proc_macro2::Span;

/// Whether an error is about a clause whose value may be `None` at run time.
pub(crate) fn may_be_left_out(place: Place, participants: &[&Participant]) -> bool {
    let Place::Clause(index, clause) = place else {
        return false;
    };
    let clauses = participants.get(index).into_iter();
    let mut clauses = clauses.flat_map(|participant| &participant.clauses);
    let found = clauses.find(|other| other.kind() == clause);
    let first = found.and_then(|found| found.values().next());
    matches!(first, Some((_, Value::Expr(_))))
}

/// The tokens that an error is about, unless they are the whole list.
pub(crate) fn place_of(place: Place, participants: &[&Participant]) -> Option<Span> {
    match place {
        Place::Call | Place::Participants => None,
        Place::Participant(index) => Some(participants.get(index)?.word.span()),
        Place::Id(index) => span(&participants.get(index)?.id),
        Place::Clause(index, clause) => {
            let mut clauses = participants.get(index)?.clauses.iter();
            Some(clauses.find(|other| other.kind() == clause)?.word().span())
        }
        Place::Value(index, clause) => {
            let clauses = participants.get(index)?.clauses.iter();
            let mut values = clauses.flat_map(Clause::values);
            span(values.find(|(word, _)| *word == clause)?.1)
        }
    }
}

/// Where a value is, if anything about it is known while compiling.
fn span(value: &Value) -> Option<Span> {
    match value {
        Value::Literal(text) => Some(text.span),
        Value::Nothing(none) => Some(none.span()),
        Value::Expr(_) | Value::Const(_) | Value::Missing(_) => None,
    }
}
