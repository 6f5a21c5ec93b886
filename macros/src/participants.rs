//! Tokens in the brackets after `participants` to a list of them.

use crate::ahead::{at_end, colon, is, known, next_word, skip, take_word};
use crate::clauses::clauses;
use crate::mistakes::{Mistakes, listed, meant, unknown};
use crate::parse::{list_of, sign, stutter};
use crate::syntax::{Entry, List, Participant, Value};
use crate::values::{classify, expr, value, within};
use graph_invite_rules::{Clause, IdentityKind};
use proc_macro2::TokenTree;
use syn::parse::ParseStream;
use syn::token::{Brace, Bracket};
use syn::{Expr, ExprRange, Ident, Lit, LitStr, RangeLimits, Token, bracketed};

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
    if let Some(dots) = dots(input, mistakes) {
        let spread = spread(input, mistakes, dots);
        list.unread |= spread.is_none();
        list.entries.extend(spread);
        return;
    }
    match participant(input, mistakes) {
        Ok(mut participant) => {
            let spread = unread_comma(&mut participant, mistakes);
            list.entries.push(Entry::One(participant));
            list.entries.extend(spread);
        }
        Err(word) => {
            list.unread = true;
            list.entries.extend(word.map(Entry::Unfinished));
            skip(input);
        }
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
        start,
        limits: RangeLimits::HalfOpen(dots),
        end,
        ..
    }) = &mut **expr
    else {
        return None;
    };
    let dots = Token![..](dots.spans);
    let (start, people) = (start.take()?, end.take()?);
    mistakes.tell_over(&dots, "a `,` is missing: write it before `..`");
    *value = classify(*start, mistakes, word);
    Some(Entry::Spread {
        dots,
        people: *people,
    })
}

/// Takes the `..` of a spread, or what was meant to be it.
fn dots(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Option<Token![..]> {
    let at = input.span();
    let Some(wrong) = sign::<Token![...]>(input).or_else(|| sign::<Token![..=]>(input)) else {
        return input.parse().ok();
    };
    mistakes.tell_over(
        &wrong,
        "participants are spread by two dots: write `..people`",
    );
    Some(Token![..](at))
}

fn spread(input: ParseStream<'_>, mistakes: &mut Mistakes, dots: Token![..]) -> Option<Entry> {
    if at_end(input) {
        mistakes.tell_over(
            &dots,
            "`..` spreads participants made elsewhere: write `..people`",
        );
        return None;
    }
    if let Ok(again) = input.parse::<Token![..]>() {
        mistakes.tell_over(&again, "`..` stands here twice: keep one of the two");
    }
    match expr(input) {
        Ok(people) => Some(Entry::Spread { dots, people }),
        Err(error) => {
            let (at, error) = within(&skip(input), error);
            mistakes.tell(
                at,
                format_args!("what `..` spreads can't be read from here: {error}"),
            );
            None
        }
    }
}

/// Reads a participant, or a word that is no kind.
fn participant(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
) -> Result<Participant, Option<Ident>> {
    let (word, kind) = kind(input, mistakes)?;
    let id = value(input, mistakes, &word);
    let mut participant = Participant {
        word,
        kind,
        id,
        clauses: Vec::new(),
        unfinished: Vec::new(),
    };
    clauses(input, mistakes, &mut participant);
    Ok(participant)
}

/// Reads the word of a kind, or tells what stands in its place.
fn kind(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
) -> Result<(Ident, IdentityKind), Option<Ident>> {
    let Some(word) = next_word(input) else {
        mistakes.tell(input.span(), no_kind(input));
        return Err(None);
    };
    let written = word.to_string();
    if let Some(kind) = known::<IdentityKind>(&written) {
        take_word(input);
        stutter(input, mistakes, kind.word(), |input| input.peek(Lit));
        no_colon(input, mistakes, &word);
        return Ok((word, kind));
    }
    if is::<Clause>(&word) {
        mistakes.tell(
            word.span(),
            format_args!("`{word}` says something of a participant: write it after kind and id"),
        );
        return Err(None);
    }
    if stands_alone(input) {
        mistakes.tell(
            word.span(),
            format_args!(
                "a participant begins with its kind: write `user {word}`, \
                 or `..{word}` to spread what was made elsewhere",
            ),
        );
        return Err(Some(word));
    }
    let meant: Option<IdentityKind> = meant(&written);
    mistakes.tell(
        word.span(),
        unknown(&written, "a kind of participant", meant),
    );
    let Some(kind) = meant else {
        return Err(Some(word));
    };
    take_word(input);
    Ok((Ident::new(kind.word(), word.span()), kind))
}

/// What is said where a participant should begin and no word stands.
fn no_kind(input: ParseStream<'_>) -> String {
    if input.peek(LitStr) {
        "a participant begins with its kind: write `user` or `phone` before the id".to_owned()
    } else if input.peek(Bracket) {
        "one pair of brackets is enough for all participants: leave these out".to_owned()
    } else if input.peek(Brace) {
        "a participant is no object: write kind and id, such as `user \"…\"`".to_owned()
    } else if input.peek(Token![#]) {
        "an attribute says nothing here: leave it out".to_owned()
    } else {
        format!(
            "a participant begins with its kind: {}",
            listed::<IdentityKind>()
        )
    }
}

/// Whether the word that comes next is a whole expression, or begins one, and so is no kind.
fn stands_alone(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    expr(&fork).is_ok() && at_end(&fork) && !input.peek2(Token![:])
}

/// A colon or an equals sign belongs after the word of a field, and after no other.
pub(crate) fn no_colon(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident) {
    let at = input.span();
    if !colon(input) && (!input.peek(Token![=]) || input.peek(Token![==])) {
        return;
    }
    if let Ok(sign) = input.parse::<TokenTree>() {
        mistakes.tell(
            at,
            format_args!("the value of `{word}` follows it directly: leave the `{sign}` out"),
        );
    }
}
