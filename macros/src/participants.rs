//! Tokens in the brackets after `participants` to a list of them.

use crate::mistakes::{Mistakes, listed, meant};
use crate::parse::{at_end, known, list_of, next_word, skip, unknown};
use crate::syntax::{ClauseOf, Entry, List, Participant, Value};
use crate::types::Type;
use crate::values::{classify, expr, value};
use graph_invite_rules::{Clause, Field, Kind};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprRange, Ident, Lit, LitBool, LitStr, Token, bracketed};

/// Reads the brackets.
pub(crate) fn read(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
    list: &mut List,
) -> syn::Result<()> {
    let content;
    let brackets = bracketed!(content in input);
    list.span = brackets.span.join();
    list.unread = false;
    list_of(&content, mistakes, |input, mistakes| {
        entry(input, mistakes, list);
    })
}

fn entry(input: ParseStream<'_>, mistakes: &mut Mistakes, list: &mut List) {
    if input.peek(Token![..]) {
        let spread = spread(input, mistakes);
        list.unread |= spread.is_none();
        list.entries.extend(spread);
        return;
    }
    match participant(input, mistakes) {
        Some(mut participant) => {
            let spread = unread_comma(&mut participant, mistakes);
            list.entries.push(Entry::One(participant));
            list.entries.extend(spread);
        }
        None => list.unread = true,
    }
}

/// `user ada ..others` reads as a range from `ada`: what is missing is the comma.
fn unread_comma(participant: &mut Participant, mistakes: &mut Mistakes) -> Option<Entry> {
    let (word, value) = match participant.clauses.last_mut() {
        Some(clause) => (&clause.word, clause.value.as_mut()?),
        None => (&participant.word, &mut participant.id),
    };
    let Value::Expr(expr) = value else {
        return None;
    };
    let Expr::Range(ExprRange {
        start, limits, end, ..
    }) = &mut **expr
    else {
        return None;
    };
    let (start, end) = (start.take()?, end.take()?);
    mistakes.tell(limits.span(), "a `,` is missing: write it before `..`");
    *value = classify(*start, mistakes, word);
    Some(Entry::Spread(*end))
}

fn spread(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Option<Entry> {
    let at = input.span();
    let _ = input.parse::<Token![..]>();
    if at_end(input) {
        mistakes.tell(
            at,
            "`..` spreads participants made elsewhere: write `..people`",
        );
        return None;
    }
    match expr(input) {
        Ok(expr) => Some(Entry::Spread(expr)),
        Err(error) => {
            mistakes.tell(
                error.span(),
                format_args!("what `..` spreads can't be read from here: {error}"),
            );
            let _ = skip(input);
            None
        }
    }
}

fn participant(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Option<Participant> {
    let (word, kind) = kind(input, mistakes)?;
    let id = value(input, mistakes, &word);
    let clauses = clauses(input, mistakes);
    Some(Participant {
        word,
        kind,
        id,
        clauses,
    })
}

/// Reads the word of a kind, or tells what stands in its place.
fn kind(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Option<(Ident, Kind)> {
    let at = input.span();
    let told = match next_word(input) {
        Some(word) => {
            let written = word.to_string();
            if let Some(kind) = known(&written) {
                let _ = input.call(Ident::parse_any);
                no_colon(input, mistakes, &word);
                return Some((word, kind));
            }
            if known::<Clause>(&written).is_some() {
                format!(
                    "`{written}` says something of the participant before it: leave the `,` out"
                )
            } else if stands_alone(input) {
                format!(
                    "a participant begins with its kind: write `user {written}`, \
                     or `..{written}` to spread what was made elsewhere",
                )
            } else {
                let meant: Option<Kind> = meant(&written);
                mistakes.tell(at, unknown(&written, "a kind of participant", meant));
                if let Some(kind) = meant {
                    let _ = input.call(Ident::parse_any);
                    return Some((Ident::new(kind.word(), at), kind));
                }
                let _ = skip(input);
                return None;
            }
        }
        None if input.peek(LitStr) => {
            "a participant begins with its kind: write `user` or `phone` before the id".to_owned()
        }
        None => format!("a participant begins with its kind: {}", listed::<Kind>()),
    };
    mistakes.tell(at, told);
    let _ = skip(input);
    None
}

/// Whether the word that comes next is a whole expression, or begins one, and so is no kind.
fn stands_alone(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    let whole = fork.parse::<Expr>().is_ok() && at_end(&fork);
    whole && !input.peek2(Token![:])
}

pub(crate) fn is_kind(word: &Ident) -> bool {
    known::<Kind>(&word.to_string()).is_some()
}

/// Whether a word is the author's own.
fn is_other(word: &Ident) -> bool {
    !is_kind(word) && known::<Clause>(&word.to_string()).is_none()
}

/// Whether a clause comes next where a value should: its word, and what can only be its value.
pub(crate) fn begins_clause(input: ParseStream<'_>) -> bool {
    let is_clause = |word: &Ident| known::<Clause>(&word.to_string()).is_some();
    let fork = input.fork();
    let Some(word) = next_word(&fork) else {
        return false;
    };
    let _ = fork.call(Ident::parse_any);
    let valued =
        fork.peek(Lit) || next_word(&fork).is_some_and(|next| !is_clause(&next) && next != "as");
    is_clause(&word) && valued
}

fn clauses(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Vec<ClauseOf> {
    let mut clauses = Vec::new();
    while let Some(word) = next_word(input) {
        if is_kind(&word) {
            mistakes.tell(
                word.span(),
                format_args!("a `,` is missing: write it before `{word}`"),
            );
            break;
        }
        let _ = input.call(Ident::parse_any);
        let told = mistakes.count();
        let Some((word, clause)) = clause_word(word, mistakes) else {
            // Its value, if it has one, goes with it.
            if !at_end(input) && next_word(input).is_none() {
                let _ = expr(input);
            }
            continue;
        };
        if mistakes.count() > told && at_end(input) {
            break;
        }
        no_colon(input, mistakes, &word);
        match clause {
            Clause::From => {
                mistakes.tell(
                    word.span(),
                    "`from` belongs to `moves`, which names the roster entry: \
                     write `moves \"…\" from \"…\"`, or `replaces \"…\"`",
                );
                let _ = value(input, mistakes, &word);
            }
            Clause::Moves => clauses.extend(moves(input, mistakes, word)),
            clause => {
                let value = Type::of_clause(clause).map(|_| value(input, mistakes, &word));
                if value.is_none() {
                    alone(input, mistakes, &word);
                }
                clauses.push(ClauseOf {
                    word,
                    clause,
                    value,
                });
            }
        }
    }
    clauses
}

/// `moves` and `from`, which go together.
fn moves(input: ParseStream<'_>, mistakes: &mut Mistakes, word: Ident) -> [ClauseOf; 2] {
    let entry = if at_end(input) {
        Value::Missing
    } else {
        value(input, mistakes, &word)
    };
    let (from, call) = match next_word(input) {
        Some(from) if from == Clause::From.word() => {
            let _ = input.call(Ident::parse_any);
            no_colon(input, mistakes, &from);
            let call = value(input, mistakes, &from);
            (from, call)
        }
        _ => {
            mistakes.tell(
                word.span(),
                "`moves` needs the call they leave, for a roster entry is known in one call only: \
                 write `moves \"…\" from \"…\"`",
            );
            // The call may be there, and only its word be missing.
            if !at_end(input) && next_word(input).is_none_or(|next| is_other(&next)) {
                let _ = expr(input);
            }
            (Ident::new(Clause::From.word(), word.span()), Value::Missing)
        }
    };
    [
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
    ]
}

/// The clause that a word is or was meant to be.
fn clause_word(word: Ident, mistakes: &mut Mistakes) -> Option<(Ident, Clause)> {
    let (at, written) = (word.span(), word.to_string());
    if let Some(clause) = known(&written) {
        return Some((word, clause));
    }
    if known::<Field>(&written).is_some() {
        mistakes.tell(
            at,
            format_args!("`{written}` is a field of the invite: write it outside the brackets"),
        );
        return None;
    }
    let meant: Option<Clause> = meant(&written);
    mistakes.tell(at, unknown(&written, "a clause", meant));
    meant.map(|clause| (Ident::new(clause.word(), at), clause))
}

/// A colon or an equals sign belongs after the word of a field, and after no other.
fn no_colon(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident) {
    let at = input.span();
    let colon = input.peek(Token![:]) && !input.peek(Token![::]);
    if colon || (input.peek(Token![=]) && !input.peek(Token![==])) {
        let _ = input.parse::<proc_macro2::TokenTree>();
        mistakes.tell(
            at,
            format_args!("the value of `{word}` follows it directly: leave this sign out"),
        );
    }
}

/// A word without a value is not followed by one.
fn alone(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident) {
    let at = input.span();
    if input.parse::<LitBool>().is_ok() {
        mistakes.tell(
            at,
            format_args!("`{word}` stands alone, and is left out where it should not hold"),
        );
    }
}
