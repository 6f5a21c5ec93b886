//! The rules, each mistake at its token.

use crate::mistakes::Mistakes;
use crate::syntax::{ClauseOf, Entry, FieldValue, Invite, List, Participant, Value};
use crate::types::Type;
use graph_invite_rules::{
    Clause, Field, Id, IdentityKind, InviteError, MAX_BOTS, MAX_PARTICIPANTS, check_bot_count,
    check_participant_count, check_sole_participant,
};
use proc_macro2::Span;
use syn::LitStr;

/// Tells every mistake of a whole invite.
pub(crate) fn invite(invite: &Invite, mistakes: &mut Mistakes) {
    fields_once(invite, mistakes);
    for field in &invite.fields {
        match (&field.value, Type::of_field(field.field)) {
            (FieldValue::One(value), Some(takes)) => literal(value, &takes, mistakes),
            (FieldValue::List(list), _) => self::list(list, call_of(invite), mistakes),
            (FieldValue::One(_), None) => {}
        }
    }
}

/// Rule 9, for fields.
fn fields_once(invite: &Invite, mistakes: &mut Mistakes) {
    for (place, field) in invite.fields.iter().enumerate() {
        let earlier = invite.fields.iter().take(place);
        if earlier.into_iter().any(|other| other.field == field.field) {
            let word = field.field.word();
            mistakes.tell(field.word.span(), InviteError::DuplicateWord { word });
        }
    }
    // Where reading broke off, what seems missing may only be unread.
    let broken_off = match invite.fields.last().map(|field| &field.value) {
        Some(FieldValue::One(value)) => matches!(value, Value::Missing(_)),
        Some(FieldValue::List(list)) => list.unread,
        None => false,
    };
    if invite.unread || broken_off {
        return;
    }
    // Of an empty invite there is nothing to point at but the whole.
    let last_word = invite
        .fields
        .last()
        .map_or_else(Span::call_site, |field| field.word.span());
    let there = |field: Field| invite.fields.iter().any(|other| other.field == field);
    match (there(Field::Call), there(Field::Participants)) {
        (true, true) => {}
        (false, true) => mistakes.tell(last_word, missing(Field::Call)),
        (true, false) => mistakes.tell(last_word, missing(Field::Participants)),
        (false, false) => mistakes.tell(
            last_word,
            "`call` and `participants` are missing, without \
             which there is no invite: write `call: …, participants: […]`",
        ),
    }
}

fn missing(field: Field) -> InviteError {
    InviteError::Missing { word: field.word() }
}

/// The literal call of the invite, for rule 7.
fn call_of(invite: &Invite) -> Option<&LitStr> {
    let call = invite
        .fields
        .iter()
        .find(|field| field.field == Field::Call)?;
    match (&call.value, Type::of_field(Field::Call)) {
        (FieldValue::One(value), Some(takes)) => proven(value, &takes),
        _ => None,
    }
}

/// Rules 1, 2, 8 and 10.
fn literal(value: &Value, takes: &Type, mistakes: &mut Mistakes) {
    if let Value::Literal(text) = value
        && let Err(error) = takes.prove(text)
    {
        mistakes.tell(text.span(), error);
    }
}

/// Rules 3 to 7.
fn list(list: &List, joins: Option<&LitStr>, mistakes: &mut Mistakes) {
    let known: Vec<&Participant> = list.participants().collect();
    let spread = list
        .entries
        .iter()
        .any(|entry| matches!(entry, Entry::Spread { .. }));

    if !(known.is_empty() && (spread || list.unread))
        && let Err(error) = check_participant_count(known.len())
    {
        let at = known
            .get(MAX_PARTICIPANTS)
            .map_or(list.span, |one| one.word.span());
        mistakes.tell(at, error);
    }
    let leaving: Vec<&ClauseOf> = known.iter().filter_map(|one| one.leaves()).collect();
    if let (Err(error), Some(first)) = (
        check_sole_participant(known.len(), leaving.len()),
        leaving.first(),
    ) {
        mistakes.tell(first.word.span(), error);
    }
    let bots: Vec<&&Participant> = known
        .iter()
        .filter(|one| one.kind == IdentityKind::Application)
        .collect();
    if let Err(error) = check_bot_count(bots.len()) {
        for bot in bots.iter().skip(MAX_BOTS) {
            mistakes.tell(bot.word.span(), error);
        }
    }
    for (place, one) in known.iter().enumerate() {
        participant(one, joins, mistakes);
        let Some(id) = proven(&one.id, &Type::of_kind(one.kind)) else {
            continue;
        };
        let same = |other: &&Participant| {
            let other = proven(&other.id, &Type::of_kind(other.kind));
            other.is_some_and(|other| Id::of(&other.value()).same_as(Id::of(&id.value())))
        };
        if let Some(first) = known.iter().take(place).position(same) {
            mistakes.tell(
                id.span(),
                InviteError::DuplicateParticipant {
                    first: first + 1,
                    second: place + 1,
                },
            );
        }
    }
}

/// One participant: its literals, rule 7, and rule 9 for clauses.
fn participant(one: &Participant, joins: Option<&LitStr>, mistakes: &mut Mistakes) {
    literal(&one.id, &Type::of_kind(one.kind), mistakes);
    for (place, said) in one.clauses.iter().enumerate() {
        if let Some(error) = repeated(said, one.clauses.get(..place).unwrap_or_default()) {
            mistakes.tell(said.word.span(), error);
        }
        let (Some(value), Some(takes)) = (&said.value, Type::of_clause(said.clause)) else {
            continue;
        };
        literal(value, &takes, mistakes);
        if matches!(said.clause, Clause::Replaces | Clause::From)
            && let (Some(left), Some(joined)) = (proven(value, &takes), joins)
            && Id::of(&left.value()).same_as(Id::of(&joined.value()))
        {
            mistakes.tell(left.span(), InviteError::ReplacesTargetCall);
        }
    }
}

/// Whether a clause was said before, or another that says which call they leave.
fn repeated(said: &ClauseOf, earlier: &[ClauseOf]) -> Option<InviteError> {
    let before = |clause: Clause| earlier.iter().any(|other| other.clause == clause);
    match said.clause {
        // Told at the `moves` before it.
        Clause::From => None,
        Clause::Replaces if before(Clause::Moves) => Some(InviteError::ConflictingMoves),
        Clause::Moves if before(Clause::Replaces) => Some(InviteError::ConflictingMoves),
        clause if before(clause) => Some(InviteError::DuplicateWord {
            word: clause.word(),
        }),
        _ => None,
    }
}

/// A literal that keeps the rule of its type.
fn proven<'a>(value: &'a Value, takes: &Type) -> Option<&'a LitStr> {
    match value {
        Value::Literal(text) if takes.prove(text).is_ok() => Some(text),
        _ => None,
    }
}
