//! Tokens in the brackets after `participants` to a list of them.

use super::clauses::clauses;
use super::list::{list_of, reject_colon, skip_item, skip_repeated_word};
use super::parsed::Parsed;
use super::peek::{at_end, begins_field, is, known, next_word, take, take_word};
use super::values::{classify, expr, respan_at_last_token, value};
use crate::ast::{Clause, From, List, ListItem, Participant, Value};
use crate::diagnostics::Diagnostics;
use crate::suggest::{list_allowed, suggest, unknown};
use graph_invite_rules::{self as rules, IdentityKind};
use quote::ToTokens as _;
use syn::parse::{ParseBuffer, ParseStream};
use syn::token::{Brace, Bracket};
use syn::{Expr, ExprRange, Ident, Lit, LitStr, RangeLimits, Token, bracketed};

/// Reads the brackets after `word`, and says whether all in them is whole.
pub(crate) fn list(input: ParseStream<'_>, errors: &mut Diagnostics, word: &Ident) -> (List, bool) {
    let mut list = List {
        span: word.span(),
        items: Vec::new(),
        has_gap: true,
    };
    let Ok((brackets, content)) = brackets(input) else {
        no_brackets(input, errors, word);
        return (list, false);
    };
    list.span = brackets.span.join();
    list.has_gap = false;
    let is_whole = list_of(&content, errors, |input, errors| {
        item(input, errors, &mut list)
    });
    (list, is_whole)
}

fn brackets(input: ParseStream<'_>) -> syn::Result<(Bracket, ParseBuffer<'_>)> {
    let content;
    let brackets = bracketed!(content in input);
    Ok((brackets, content))
}

/// Reports what is in the place of the brackets, and takes it.
fn no_brackets(input: ParseStream<'_>, errors: &mut Diagnostics, word: &Ident) {
    if at_end(input) || begins_field(input) {
        errors.error(
            word.span(),
            format_args!("`{word}` has no value: write `{word}: […]`"),
        );
        return;
    }
    let is_kind = |word: &Ident| is::<IdentityKind>(word);
    let how = match expr(&input.fork()) {
        Ok(Expr::Block(_) | Expr::Paren(_) | Expr::Tuple(_)) | Err(_) => "write `[…]` around them",
        Ok(Expr::Path(path)) if path.path.get_ident().is_some_and(is_kind) => {
            "write `[…]` around them"
        }
        Ok(_) => "write `[..people]` to spread what was made elsewhere",
    };
    errors.error(
        input.span(),
        format_args!("participants stand in brackets: {how}"),
    );
    skip_item(input);
}

/// Reads a participant or a spread, and says whether it is whole.
fn item(input: ParseStream<'_>, errors: &mut Diagnostics, list: &mut List) -> bool {
    let (dots, is_whole) = dots(input, errors);
    if let Some(dots) = dots {
        let Some((spread, is_whole_spread)) = spread(input, errors, dots) else {
            list.has_gap = true;
            return false;
        };
        list.items.push(spread);
        return is_whole && is_whole_spread;
    }
    match participant(input, errors).value::<()>() {
        Ok((mut participant, is_whole)) => {
            let spread = missing_comma(&mut participant, errors);
            list.items.push(ListItem::One(participant));
            let is_whole = is_whole && spread.is_none();
            list.items.extend(spread);
            is_whole
        }
        Err(nothing) => {
            list.has_gap = true;
            if let Parsed::Unfinished(word) = nothing {
                list.items.push(ListItem::Unfinished(word));
            }
            skip_item(input);
            false
        }
    }
}

/// `user ada ..others` reads as a range from `ada`. What is missing is the comma.
fn missing_comma(participant: &mut Participant, errors: &mut Diagnostics) -> Option<ListItem> {
    let (word, value) = last_value(participant)?;
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
    errors.error_spanned(&dots, "a `,` is missing: write it before `..`");
    *value = classify(*start, errors, word);
    Some(ListItem::Spread {
        dots,
        people: *people,
    })
}

/// The value that ends a participant, and its word.
fn last_value(participant: &mut Participant) -> Option<(&Ident, &mut Value)> {
    match participant.clauses.last_mut() {
        None => Some((&participant.word, &mut participant.id)),
        Some(Clause::Valued { word, value, .. }) => Some((word, value)),
        Some(Clause::Moves {
            from: From::Call { word, call },
            ..
        }) => Some((word, call)),
        Some(Clause::Moves { .. } | Clause::Flag { .. }) => None,
    }
}

/// Takes the `..` of a spread, or what was meant to be it, and says whether it was right.
fn dots(input: ParseStream<'_>, errors: &mut Diagnostics) -> (Option<Token![..]>, bool) {
    let at = input.span();
    let three = take::<Token![...]>(input).map(|dots| dots.to_token_stream());
    let Some(wrong) = three.or_else(|| {
        let dots = take::<Token![..=]>(input)?;
        Some(dots.to_token_stream())
    }) else {
        return (take(input), true);
    };
    errors.error_spanned(
        &wrong,
        "participants are spread by two dots: write `..people`",
    );
    (Some(Token![..](at)), false)
}

/// Reads what `..` spreads, and says whether it is whole.
fn spread(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    dots: Token![..],
) -> Option<(ListItem, bool)> {
    if at_end(input) {
        errors.error_spanned(
            &dots,
            "`..` spreads participants made elsewhere: write `..people`",
        );
        return None;
    }
    let again = take::<Token![..]>(input);
    if let Some(again) = &again {
        errors.error_spanned(again, "`..` stands here twice: keep one of the two");
    }
    match expr(input) {
        Ok(people) => Some((ListItem::Spread { dots, people }, again.is_none())),
        Err(error) => {
            let (at, error) = respan_at_last_token(&skip_item(input), error);
            errors.error(
                at,
                format_args!("what `..` spreads can't be read from here: {error}"),
            );
            None
        }
    }
}

fn participant(input: ParseStream<'_>, errors: &mut Diagnostics) -> Parsed<Participant> {
    let ((word, kind), mut is_whole) = match kind(input, errors).value() {
        Ok(found) => found,
        Err(nothing) => return nothing,
    };
    let id = value(input, errors, &word);
    is_whole &= id.is_there();
    let mut participant = Participant {
        word,
        kind,
        id,
        clauses: Vec::new(),
        unfinished: Vec::new(),
    };
    is_whole &= clauses(input, errors, &mut participant);
    Parsed::new(participant, is_whole)
}

/// Reads the word of a kind, or reports what is in its place.
fn kind(input: ParseStream<'_>, errors: &mut Diagnostics) -> Parsed<(Ident, IdentityKind)> {
    let Some(word) = next_word(input) else {
        errors.error(input.span(), no_kind(input));
        return Parsed::Nothing;
    };
    let written = word.to_string();
    if let Some(kind) = known::<IdentityKind>(&written) {
        take_word(input);
        let repeated = skip_repeated_word(input, errors, kind.word(), |input| input.peek(Lit));
        let colon = reject_colon(input, errors, &word);
        return Parsed::new((word, kind), !repeated && !colon);
    }
    if is::<rules::Clause>(&word) {
        errors.error(
            word.span(),
            format_args!("`{word}` says something of a participant: write it after kind and id"),
        );
        return Parsed::Nothing;
    }
    if is_bare_expression(input) {
        errors.error(
            word.span(),
            format_args!(
                "a participant begins with its kind: write `user {word}`, \
                 or `..{word}` to spread what was made elsewhere",
            ),
        );
        return Parsed::Unfinished(word);
    }
    let suggestion: Option<IdentityKind> = suggest(&written);
    errors.error(
        word.span(),
        unknown(&written, "a kind of participant", suggestion),
    );
    let Some(kind) = suggestion else {
        return Parsed::Unfinished(word);
    };
    take_word(input);
    Parsed::Repaired((Ident::new(kind.word(), word.span()), kind))
}

/// What is reported where a participant should begin and no word is.
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
            list_allowed::<IdentityKind>()
        )
    }
}

/// Whether the word that comes next is a whole expression, or begins one, and so is no kind.
fn is_bare_expression(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    expr(&fork).is_ok() && at_end(&fork) && !input.peek2(Token![:])
}
