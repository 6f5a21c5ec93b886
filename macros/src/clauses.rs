//! Tokens after a participant's id to what is said of them.

use crate::ahead::{at_end, colon, is, known, next_word, take_word};
use crate::mistakes::{Mistakes, meant, unknown};
use crate::parse::stutter;
use crate::participants::no_colon;
use crate::syntax::{ClauseOf, Participant, Unfinished, Value};
use crate::types::Type;
use crate::values::{expr, value};
use graph_invite_rules::{Clause, Field, IdentityKind, InviteError};
use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::{Ident, Lit, LitBool, LitStr, Token};

/// Reads clauses up to the next comma.
pub(crate) fn clauses(input: ParseStream<'_>, mistakes: &mut Mistakes, one: &mut Participant) {
    loop {
        if let Ok(text) = input.parse::<LitStr>() {
            mistakes.tell(
                text.span(),
                "a text says nothing without a word before it: write one, such as `named \"…\"`",
            );
            // Its word may be there, behind it.
            let fork = input.fork();
            if take_word(&fork).is_some() && at_end(&fork) {
                take_word(input);
            }
            continue;
        }
        let Some(word) = next_word(input) else {
            return;
        };
        if is::<IdentityKind>(&word) {
            mistakes.tell(
                word.span(),
                format_args!("a `,` is missing: write it before `{word}`"),
            );
            return;
        }
        clause(input, mistakes, one);
    }
}

fn clause(input: ParseStream<'_>, mistakes: &mut Mistakes, one: &mut Participant) {
    let told = mistakes.count();
    let (word, clause) = match clause_word(input, mistakes) {
        Ok(found) => found,
        Err(word) => {
            let after = one.clauses.len();
            one.unfinished
                .extend(word.map(|word| Unfinished { after, word }));
            return;
        }
    };
    if mistakes.count() > told && at_end(input) {
        return;
    }
    stutter(input, mistakes, clause.word(), |input| input.peek(Lit));
    let said = |clause: Clause| one.clauses.iter().any(|said| said.clause == clause);
    match (clause, Type::of_clause(clause)) {
        (Clause::From, _) => {
            if !said(Clause::Moves) {
                mistakes.tell(
                    word.span(),
                    "`from` belongs to `moves`, which names the roster entry: \
                     write `moves \"…\" from \"…\"`, or `replaces \"…\"`",
                );
            } else if mistakes.count() == told && !moves_without_from(&one.clauses) {
                mistakes.tell(
                    word.span(),
                    InviteError::DuplicateWord {
                        word: clause.word(),
                    },
                );
            }
            no_colon(input, mistakes, &word);
            value(input, mistakes, &word);
        }
        (Clause::Moves, _) => moves(input, mistakes, word, one),
        (_, Some(_)) => {
            no_colon(input, mistakes, &word);
            let value = Some(value(input, mistakes, &word));
            one.clauses.push(ClauseOf {
                word,
                clause,
                value,
            });
        }
        (_, None) => {
            alone(input, mistakes, &word);
            one.clauses.push(ClauseOf {
                word,
                clause,
                value: None,
            });
        }
    }
}

/// Whether the `from` that `moves` lacked has been told as missing: it may be what comes now.
fn moves_without_from(clauses: &[ClauseOf]) -> bool {
    let missing = |said: &ClauseOf| {
        said.clause == Clause::From && matches!(said.value, Some(Value::Missing(_)))
    };
    clauses.iter().any(missing)
}

/// The clause that a word is or was meant to be, or a word that is none.
fn clause_word(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
) -> Result<(Ident, Clause), Option<Ident>> {
    let word = take_word(input).ok_or(None)?;
    let written = word.to_string();
    if let Some(clause) = known::<Clause>(&written) {
        return Ok((word, clause));
    }
    let meant: Option<Clause> = meant(&written).filter(|_| !is::<Field>(&word));
    if is::<Field>(&word) {
        mistakes.tell(
            word.span(),
            format_args!("`{word}` is a field of the invite: write it outside the brackets"),
        );
    } else {
        mistakes.tell(word.span(), unknown(&written, "a clause", meant));
    }
    if let Some(clause) = meant {
        return Ok((Ident::new(clause.word(), word.span()), clause));
    }
    if !at_end(input) && next_word(input).is_none() {
        // Its value, if it has one, goes with it.
        let _ = input.parse::<Option<Token![:]>>();
        let _ = expr(input);
    }
    Err(Some(word))
}

/// `moves` and `from`, which go together.
fn moves(input: ParseStream<'_>, mistakes: &mut Mistakes, word: Ident, one: &mut Participant) {
    no_colon(input, mistakes, &word);
    let entry = if at_end(input) {
        Value::Missing(TokenStream::new())
    } else {
        value(input, mistakes, &word)
    };
    let (from, call) = match next_word(input) {
        Some(from) if from == Clause::From.word() => {
            take_word(input);
            no_colon(input, mistakes, &from);
            let call = value(input, mistakes, &from);
            (from, call)
        }
        other => {
            mistakes.tell(
                word.span(),
                "`moves` needs the call they leave, for a roster entry is known in one call only: \
                 write `from \"…\"` right after its value",
            );
            // The call may be there, and only its word be missing or unfinished.
            let other = other.filter(|next| !is::<IdentityKind>(next) && !is::<Clause>(next));
            if !at_end(input) && (other.is_some() || next_word(input).is_none()) {
                let _ = expr(input);
            }
            let after = one.clauses.len() + 1;
            one.unfinished
                .extend(other.map(|word| Unfinished { after, word }));
            (
                Ident::new(Clause::From.word(), word.span()),
                Value::Missing(TokenStream::new()),
            )
        }
    };
    one.clauses.extend([
        ClauseOf {
            word,
            clause: Clause::Moves,
            value: Some(entry),
        },
        ClauseOf {
            word: from,
            clause: Clause::From,
            value: Some(call),
        },
    ]);
}

/// A word without a value is not followed by one.
fn alone(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident) {
    let at = input.span();
    let mut extra = String::new();
    if colon(input) || input.peek(Token![=]) {
        extra += if colon(input) { ": " } else { "= " };
        let _ = input.parse::<proc_macro2::TokenTree>();
    }
    if let Ok(flag) = input.parse::<LitBool>() {
        extra += if flag.value { "true" } else { "false" };
    }
    if !extra.is_empty() {
        let extra = extra.trim_end();
        mistakes.tell(
            at,
            format_args!("`{word}` stands alone, and is left out where it should not hold: leave `{extra}` out"),
        );
    }
}
