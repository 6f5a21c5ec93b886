//! The rules, each mistake at its token.

use crate::ast::{Clause, FieldValue, From, Invite, List, ListItem, Participant, Text, Value};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::places::{may_be_left_out, place_of};
use crate::value_type::{Takes, ValueType};
use graph_invite_rules::{self as rules, Id, InviteError, InviteView, Leaves, ParticipantView};
use proc_macro2::Span;

/// Most spreads of one list. The compiler takes each as one call more of a chain, and thousands
/// overflow its stack.
const MAX_SPREADS: usize = 32;

/// Reports every mistake of a whole invite.
pub(crate) fn invite(invite: &Invite, errors: &mut Diagnostics) {
    each_field_once(invite, errors);
    required_fields(invite, errors);
    let mut fields = invite.fields.iter();
    let call = fields
        .find(|field| field.name == rules::Field::Call)
        .and_then(|call| match &call.value {
            FieldValue::One(value) => known(value, &ValueType::of_field(call.name)?),
            FieldValue::List(_) => None,
        });
    for field in &invite.fields {
        match (&field.value, ValueType::of_field(field.name)) {
            (FieldValue::One(value), Some(takes)) => {
                literal(field.name.into(), value, &takes, errors);
            }
            (FieldValue::List(list), _) => self::list(list, call, errors),
            (FieldValue::One(_), None) => {}
        }
    }
}

/// Rule 9, for fields.
fn each_field_once(invite: &Invite, errors: &mut Diagnostics) {
    let mut given: Vec<(rules::Field, usize)> = Vec::new();
    for (index, field) in invite.fields.iter().enumerate() {
        if let Some((_, first)) = given.iter().find(|(name, _)| *name == field.name) {
            let word = field.name.into();
            let error = InviteError::DuplicateWord { word };
            let note = format_args!("the first `{word}` is field {} of the invite", first + 1);
            errors.push(
                Diagnostic::new(field.word.span(), error)
                    .note(note)
                    .help(error.help()),
            );
        } else {
            given.push((field.name, index));
        }
    }
}

/// Rule 9: `call` and `participants` are there.
fn required_fields(invite: &Invite, errors: &mut Diagnostics) {
    let last_field = invite.fields.last();
    // Where reading broke off, what seems missing may be unread.
    let broke_off = last_field.is_some_and(|field| match &field.value {
        FieldValue::One(value) => !value.is_there(),
        FieldValue::List(list) => list.has_gap,
    });
    if invite.has_gap || broke_off {
        return;
    }
    // In an empty invite there is no token, so that the whole macro call is the place.
    let at = last_field.map_or_else(Span::call_site, |field| field.word.span());
    let is_there = |field: rules::Field| invite.fields.iter().any(|other| other.name == field);
    let (missing, help) = match (
        is_there(rules::Field::Call),
        is_there(rules::Field::Participants),
    ) {
        (true, true) => return,
        (false, true) => ("missing `call`", "add `call: …`"),
        (true, false) => ("missing `participants`", "add `participants: […]`"),
        (false, false) => (
            "missing `call` and `participants`",
            "add `call: …, participants: […]`",
        ),
    };
    errors.push(Diagnostic::new(at, missing).help(help));
}

/// Rules 1, 2, 8 and 10, and `None` where a value is required.
fn literal(word: rules::Word, value: &Value, takes: &ValueType, errors: &mut Diagnostics) {
    match value {
        Value::Literal(Text { text, span }) => {
            if let Err(error) = takes.check_after(word, text) {
                errors.push(Diagnostic::new(*span, error.text).help(error.help));
            }
        }
        Value::Nothing(none) if takes.takes == Takes::One => {
            let error = format_args!("expected a value for `{word}`, found `None`");
            let help = "only clauses and `context` take `None`, which leaves them out";
            errors.push(Diagnostic::new(none.span(), error).help(help));
        }
        Value::Nothing(_) | Value::Expr(_) | Value::Const(_) | Value::Missing(_) => {}
    }
}

/// What is known of a value while compiling: that of a literal which keeps its rule.
fn known<'a>(value: &'a Value, takes: &ValueType) -> Option<Id<'a>> {
    match value {
        Value::Literal(Text { text, .. }) => takes.check(text).ok().map(|()| Id::of(text)),
        Value::Expr(_) | Value::Const(_) | Value::Nothing(_) | Value::Missing(_) => None,
    }
}

fn known_clause(word: rules::Clause, value: &Value) -> Option<Id<'_>> {
    known(value, &ValueType::of_clause(word)?)
}

/// Rules 1 to 10 for a list of participants.
fn list(list: &List, call: Option<Id<'_>>, errors: &mut Diagnostics) {
    let participants: Vec<&Participant> = list.participants().collect();
    let view = InviteView {
        call,
        participants: participants.iter().map(|participant| view(participant)),
        is_open: list.has_gap || list.has_spread(),
    };
    view.check(|place, error| {
        let at = place_of(place, &participants).unwrap_or(list.span);
        let mut diagnostic = Diagnostic::new(at, error);
        if may_be_left_out(place, &participants) {
            let note =
                "a value that may be `None` counts; `..[participant]` is counted at run time";
            diagnostic = diagnostic.note(note);
        }
        errors.push(diagnostic.help(error.help()));
    });
    too_many_spreads(list, errors);
    for (index, participant) in participants.iter().enumerate() {
        let takes = ValueType::of_kind(participant.kind);
        literal(participant.kind.into(), &participant.id, &takes, errors);
        clauses(index, &participant.clauses, errors);
    }
}

fn too_many_spreads(list: &List, errors: &mut Diagnostics) {
    let spreads: Vec<_> = list
        .items
        .iter()
        .filter_map(|item| match item {
            ListItem::Spread { dots, .. } => Some(dots),
            ListItem::One(_) | ListItem::Unfinished(_) => None,
        })
        .collect();
    if let Some(dots) = spreads.get(MAX_SPREADS) {
        let error = format_args!(
            "expected at most {MAX_SPREADS} `..`, found {}",
            spreads.len()
        );
        let help = "chain the iterators, and write `..` before the whole";
        errors.push(Diagnostic::spanned(dots, error).help(help));
    }
}

fn view(participant: &Participant) -> ParticipantView<'_> {
    ParticipantView {
        kind: participant.kind,
        id: known(&participant.id, &ValueType::of_kind(participant.kind)),
        tenant: participant.clauses.iter().find_map(|clause| match clause {
            Clause::Valued { clause, value, .. } if *clause == rules::Clause::Tenant => {
                known_clause(*clause, value)
            }
            _ => None,
        }),
        leaves: participant.clauses.iter().find_map(leaves),
        // Reported for every clause by `clauses`.
        remembered: None,
    }
}

/// How a participant leaves another call by a clause, if they do.
fn leaves(clause: &Clause) -> Option<Leaves<'_>> {
    match clause {
        // The clause is left out.
        Clause::Valued {
            value: Value::Nothing(_),
            ..
        }
        | Clause::Moves {
            entry: Value::Nothing(_),
            from:
                From::Call {
                    call: Value::Nothing(_),
                    ..
                },
            ..
        } => None,
        Clause::Valued { clause, value, .. } if *clause == rules::Clause::Replaces => {
            Some(Leaves::Replaces {
                call: known_clause(*clause, value),
            })
        }
        Clause::Moves { entry, from, .. } => Some(Leaves::Moves {
            entry: known_clause(rules::Clause::Moves, entry),
            from: from
                .call()
                .and_then(|call| known_clause(rules::Clause::From, call)),
        }),
        Clause::Valued { .. } | Clause::Flag { .. } => None,
    }
}

/// Rules 1, 8 and 10 for the values of the clauses of a participant, and rule 9.
fn clauses(participant: usize, clauses: &[Clause], errors: &mut Diagnostics) {
    let mut given: Vec<(rules::Clause, usize)> = Vec::new();
    for (index, clause) in clauses.iter().enumerate() {
        match repeated(clause.kind(), &given) {
            None => given.push((clause.kind(), index)),
            Some((error, (first, place))) => {
                let which = if first == clause.kind() {
                    "the first "
                } else {
                    ""
                };
                let note = format_args!(
                    "{which}`{}` is clause {} of participant {}",
                    first.word(),
                    place + 1,
                    participant + 1,
                );
                let help = error.help();
                let error = Diagnostic::new(clause.word().span(), error).note(note);
                errors.push(error.help(help));
            }
        }
        for (word, value) in clause.values() {
            if let Some(takes) = ValueType::of_clause(word) {
                literal(word.into(), value, &takes, errors);
            }
        }
    }
}

/// Whether a clause is given again, or another that names the call they leave. Gives the first one,
/// too.
fn repeated(
    clause: rules::Clause,
    given: &[(rules::Clause, usize)],
) -> Option<(InviteError, (rules::Clause, usize))> {
    let other_move = match clause {
        rules::Clause::Replaces => Some(rules::Clause::Moves),
        rules::Clause::Moves => Some(rules::Clause::Replaces),
        _ => None,
    };
    given.iter().find_map(|&(first, place)| {
        let word = clause.into();
        let error = if Some(first) == other_move {
            InviteError::ConflictingMoves
        } else if first == clause {
            InviteError::DuplicateWord { word }
        } else {
            return None;
        };
        Some((error, (first, place)))
    })
}
