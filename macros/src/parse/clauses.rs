//! Tokens after a participant's id to its clauses.

use super::flags::condition;
use super::found::unknown;
use super::habits::{Place, keyword};
use super::list::{reject_colon, skip_item, skip_repeated_word};
use super::parsed::Parsed;
use super::peek::{at_end, is, known, next_word, take, take_word};
use super::values::{expr, value};
use crate::ast::{Clause, From, Participant, Unfinished, Value};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest::suggest;
use crate::value_type::ValueType;
use graph_invite_rules::{self as rules, Field, IdentityKind, InviteError};
use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::{Ident, Lit, LitStr, Token};

const FROM: &str = rules::Clause::From.word();

/// Reads clauses up to the next comma, and says whether all are whole.
pub(crate) fn clauses(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    participant: &mut Participant,
) -> bool {
    let mut all_whole = true;
    loop {
        if let Some(text) = take::<LitStr>(input) {
            lone_text(input, errors, &text);
            all_whole = false;
            continue;
        }
        let Some(word) = next_word(input) else {
            return all_whole;
        };
        if let Some(error) = keyword(&word, Place::Clause) {
            errors.push(error);
            skip_item(input);
            return false;
        }
        if is::<IdentityKind>(&word) {
            let error = Diagnostic::new(word.span(), format_args!("expected `,`, found `{word}`"));
            errors.push(error.help(format_args!("write `,` before `{word}`")));
            return false;
        }
        let after = participant.clauses.len();
        match clause(input, errors, &participant.clauses) {
            Parsed::Whole(clause) => participant.clauses.extend(clause),
            Parsed::Repaired(clause) => {
                all_whole = false;
                participant.clauses.extend(clause);
            }
            Parsed::Unfinished(word) => {
                all_whole = false;
                participant.unfinished.push(Unfinished { after, word });
            }
            Parsed::Nothing => all_whole = false,
        }
    }
}

/// Reports a text without a word, and takes the word if it is behind it.
fn lone_text(input: ParseStream<'_>, errors: &mut Diagnostics, text: &LitStr) {
    let error = Diagnostic::new(text.span(), "expected a clause, found a string literal");
    errors.push(error.help("write a word before it, as in `named \"…\"`"));
    let fork = input.fork();
    if take_word(&fork).is_some() && at_end(&fork) {
        take_word(input);
    }
}

/// Reads a clause. A `from` without its `moves` gives none.
fn clause(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    earlier: &[Clause],
) -> Parsed<Option<Clause>> {
    let ((word, clause), mut is_whole) = match clause_word(input, errors).value() {
        Ok(found) => found,
        Err(nothing) => return nothing,
    };
    if !is_whole && at_end(input) {
        return Parsed::Nothing;
    }
    is_whole &= !skip_repeated_word(input, errors, clause, |input| input.peek(Lit));
    if ValueType::of_clause(clause).is_none() {
        let (condition, is_right) = condition(input, errors, &word);
        let clause = Clause::Flag {
            word,
            clause,
            condition,
        };
        return Parsed::new(Some(clause), is_whole && is_right);
    }
    match clause {
        rules::Clause::Moves => moves(input, errors, word, is_whole),
        rules::Clause::From => {
            stray_from(input, errors, &word, earlier, is_whole);
            Parsed::Repaired(None)
        }
        _ => {
            is_whole &= !reject_colon(input, errors, &word);
            let value = value(input, errors, &word);
            is_whole &= value.is_there();
            let clause = Clause::Valued {
                word,
                clause,
                value,
            };
            Parsed::new(Some(clause), is_whole)
        }
    }
}

/// The clause that a word is or was meant to be.
fn clause_word(input: ParseStream<'_>, errors: &mut Diagnostics) -> Parsed<(Ident, rules::Clause)> {
    let Some(word) = take_word(input) else {
        return Parsed::Nothing;
    };
    let written = word.to_string();
    if let Some(clause) = known::<rules::Clause>(&written) {
        return Parsed::Whole((word, clause));
    }
    let suggestion: Option<rules::Clause> = suggest(&written).filter(|_| !is::<Field>(&word));
    if is::<Field>(&word) {
        let error = format_args!("expected a clause, found the field `{word}`");
        let help = "write it outside the brackets of `participants`";
        errors.push(Diagnostic::new(word.span(), error).help(help));
    } else {
        errors.push(unknown(&word, "clause", suggestion));
    }
    if let Some(clause) = suggestion {
        return Parsed::Repaired((Ident::new(clause.word(), word.span()), clause));
    }
    if !at_end(input) && next_word(input).is_none() {
        // Its value, if it has one, goes with it.
        take::<Token![:]>(input);
        let _ = expr(input);
    }
    Parsed::Unfinished(word)
}

/// The rest of `moves … from …`.
fn moves(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    word: Ident,
    mut is_whole: bool,
) -> Parsed<Option<Clause>> {
    is_whole &= !reject_colon(input, errors, &word);
    let entry = if at_end(input) {
        // That `from` is missing, too, is enough to report.
        Value::Missing(TokenStream::new())
    } else {
        value(input, errors, &word)
    };
    let next = next_word(input);
    let from = if let Some(word) = next.filter(|next| next == FROM) {
        take_word(input);
        is_whole &=
            !skip_repeated_word(input, errors, rules::Clause::From, |input| input.peek(Lit));
        is_whole &= !reject_colon(input, errors, &word);
        let call = value(input, errors, &word);
        is_whole &= entry.is_there() && call.is_there();
        From::Call { word, call }
    } else {
        is_whole = false;
        From::Missing(missing_from(input, errors, &word))
    };
    Parsed::new(Some(Clause::Moves { word, entry, from }), is_whole)
}

/// Reports that `moves` has no `from`, and gives the word in its place. The call may be there.
fn missing_from(input: ParseStream<'_>, errors: &mut Diagnostics, moves: &Ident) -> Option<Ident> {
    let error = Diagnostic::new(moves.span(), "missing `from` after `moves`");
    errors.push(error.help("write `moves \"…\" from \"…\"` with the call that they leave"));
    let next = next_word(input);
    let is_ours = |next: &Ident| is::<IdentityKind>(next) || is::<rules::Clause>(next);
    if at_end(input) || next.as_ref().is_some_and(is_ours) {
        return None;
    }
    let _ = expr(input);
    next
}

/// Reports a `from` that does not follow `moves` and its value. One `moves` without `from` is
/// reported, and this may be its `from`.
fn stray_from(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    word: &Ident,
    earlier: &[Clause],
    is_whole: bool,
) {
    let mut moves = earlier.iter().filter_map(|clause| match clause {
        Clause::Moves { from, .. } => Some(from),
        _ => None,
    });
    match moves.next_back() {
        None => {
            let error = Diagnostic::new(word.span(), "`from` without `moves`");
            errors.push(error.help("write `moves \"…\" from \"…\"` or `replaces \"…\"`"));
        }
        Some(From::Call { .. }) if is_whole => {
            let error = InviteError::DuplicateWord {
                word: rules::Clause::From.into(),
            };
            let note = "the first `from` is directly after `moves`";
            errors.push(
                Diagnostic::new(word.span(), error)
                    .note(note)
                    .help(error.help()),
            );
        }
        Some(_) => {}
    }
    reject_colon(input, errors, word);
    value(input, errors, word);
}
