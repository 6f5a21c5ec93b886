//! Tokens in the brackets after `participants` to a list of them.

use super::clauses::clauses;
use super::found::{found, unknown};
use super::habits::{Place, fields_in_braces, keyword, participant_in_braces};
use super::list::{list_of, reject_colon, skip_item, skip_repeated_word};
use super::parsed::Parsed;
use super::peek::{at_end, begins_field, is, known, next_word, take, take_word};
use super::values::{classify, expr, respan_at_last_token, value};
use crate::ast::{Clause, From, List, ListItem, Participant, Value};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest::suggest;
use graph_invite_rules::{self as rules, IdentityKind};
use quote::ToTokens as _;
use syn::parse::{ParseBuffer, ParseStream};
use syn::token::{Brace, Bracket};
use syn::{Expr, ExprRange, Ident, Lit, LitStr, RangeLimits, Token, bracketed};

const BRACKETS: &str = "write the participants in `[…]`";

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
        let error = Diagnostic::new(word.span(), format_args!("missing value for `{word}`"));
        errors.push(error.help(format_args!("write `{word}: […]`")));
        return;
    }
    let at = input.span();
    let error = Diagnostic::new(at, format_args!("expected `[`, found {}", found(input)));
    let is_kind = |word: &Ident| is::<IdentityKind>(word);
    errors.push(match expr(&input.fork()) {
        Ok(Expr::Path(path)) => match path.path.get_ident() {
            Some(name) if !is_kind(name) => error.help(format_args!("write `{word}: [..{name}]`")),
            _ => error.help(BRACKETS),
        },
        Ok(Expr::Block(_) | Expr::Paren(_) | Expr::Tuple(_)) | Err(_) => error.help(BRACKETS),
        Ok(_) => error.help(format_args!("write `{word}: [..people]`")),
    });
    skip_item(input);
}

/// Reads a participant or a spread, and says whether it is whole.
fn item(input: ParseStream<'_>, errors: &mut Diagnostics, list: &mut List) -> bool {
    let (dots, is_right) = dots(input, errors);
    if let Some(dots) = dots {
        let Ok((spread, is_whole)) = spread(input, errors, dots).value::<()>() else {
            list.has_gap = true;
            return false;
        };
        list.items.push(spread);
        return is_right && is_whole;
    }
    match participant(input, errors, list.items.is_empty()).value::<()>() {
        Ok((mut participant, is_whole)) => {
            let spread = missing_comma(&mut participant, errors);
            let is_whole = is_whole && spread.is_none();
            list.items.push(ListItem::One(participant));
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
    let value = last_value(participant)?;
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
    let error = Diagnostic::spanned(&dots, "expected `,`, found `..`");
    errors.push(error.help("write `,` before `..`"));
    *value = classify(*start, errors);
    Some(ListItem::Spread {
        dots,
        people: *people,
    })
}

/// The value that ends a participant.
fn last_value(participant: &mut Participant) -> Option<&mut Value> {
    match participant.clauses.last_mut() {
        None => Some(&mut participant.id),
        Some(Clause::Valued { value, .. }) => Some(value),
        Some(Clause::Moves {
            from: From::Call { call, .. },
            ..
        }) => Some(call),
        Some(Clause::Flag { condition, .. }) => condition.as_mut(),
        Some(Clause::Moves { .. }) => None,
    }
}

/// Takes the `..` of a spread, or what was meant to be it, and says whether it was right.
fn dots(input: ParseStream<'_>, errors: &mut Diagnostics) -> (Option<Token![..]>, bool) {
    let at = input.span();
    let found = found(input);
    let three = take::<Token![...]>(input).map(|dots| dots.to_token_stream());
    let Some(wrong) = three.or_else(|| {
        let dots = take::<Token![..=]>(input)?;
        Some(dots.to_token_stream())
    }) else {
        return (take(input), true);
    };
    let error = Diagnostic::spanned(&wrong, format_args!("expected `..`, found {found}"));
    errors.push(error.help("write `..` before an iterator of participants"));
    (Some(Token![..](at)), false)
}

/// Reads what `..` spreads.
fn spread(input: ParseStream<'_>, errors: &mut Diagnostics, dots: Token![..]) -> Parsed<ListItem> {
    if at_end(input) {
        let error = Diagnostic::spanned(&dots, "missing value for `..`");
        errors.push(error.help("write `..people`, where `people` is an iterator of participants"));
        return Parsed::Nothing;
    }
    let again = take::<Token![..]>(input);
    if let Some(again) = &again {
        let error = Diagnostic::spanned(again, "duplicate `..`");
        errors.push(error.help("remove one of the two"));
    }
    match expr(input) {
        Ok(people) => Parsed::new(ListItem::Spread { dots, people }, again.is_none()),
        Err(error) => {
            let (at, error) = respan_at_last_token(&skip_item(input), error);
            errors.push(Diagnostic::new(at, error).note("while parsing the value of `..`"));
            Parsed::Nothing
        }
    }
}

fn participant(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    is_first: bool,
) -> Parsed<Participant> {
    let ((word, kind), mut is_whole) = match kind(input, errors, is_first).value() {
        Ok(found) => found,
        Err(nothing) => return nothing,
    };
    let id = match fields_in_braces(input, &word) {
        Some((error, braces)) => {
            errors.push(error);
            Value::Missing(braces)
        }
        None => value(input, errors, &word),
    };
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
fn kind(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    is_first: bool,
) -> Parsed<(Ident, IdentityKind)> {
    let Some(word) = next_word(input) else {
        let error = no_kind(input);
        errors.push(error);
        return Parsed::Nothing;
    };
    let written = word.to_string();
    if let Some(kind) = known::<IdentityKind>(&written) {
        take_word(input);
        let repeated = skip_repeated_word(input, errors, kind, |input| input.peek(Lit));
        let colon = reject_colon(input, errors, &word);
        return Parsed::new((word, kind), !repeated && !colon);
    }
    if let Some(error) = keyword(&word, Place::Participant) {
        errors.push(error);
        return Parsed::Nothing;
    }
    if is::<rules::Clause>(&word) {
        let error = format_args!("expected a participant, found the clause `{word}`");
        let help = if is_first {
            "write it after a kind and an id, as in `user \"…\" named \"…\"`"
        } else {
            "remove the `,` before it, as in `user \"…\" named \"…\"`"
        };
        errors.push(Diagnostic::new(word.span(), error).help(help));
        return Parsed::Nothing;
    }
    if is_bare_expression(input) {
        let error = format_args!("expected a participant, found `{word}`");
        let help = if is_lone_word(input) {
            format!(
                "write `user {word}` for an id, `..[{word}]` for one participant, or `..{word}` for several"
            )
        } else {
            "write `user` before an id, `..[…]` around one participant, or `..` before several"
                .to_owned()
        };
        errors.push(Diagnostic::new(word.span(), error).help(help));
        return Parsed::Unfinished(word);
    }
    let suggestion: Option<IdentityKind> = suggest(&written);
    errors.push(unknown(&word, "kind of participant", suggestion));
    let Some(kind) = suggestion else {
        return Parsed::Unfinished(word);
    };
    take_word(input);
    Parsed::Repaired((Ident::new(kind.word(), word.span()), kind))
}

/// The error where a participant should begin and no word is.
fn no_kind(input: ParseStream<'_>) -> Diagnostic {
    let found = found(input);
    if input.peek(Token![#]) {
        let error = "attributes are not allowed on participants";
        return Diagnostic::new(input.span(), error).help("remove it");
    }
    let error = format_args!("expected a participant, found {found}");
    let help = if input.peek(LitStr) {
        "write the kind before the id, as in `user \"…\"` or `phone \"…\"`"
    } else if input.peek(Brace) {
        &participant_in_braces(input)
    } else if input.peek(Bracket) {
        "remove the inner brackets"
    } else {
        "write a kind and an id, as in `user \"…\"`"
    };
    Diagnostic::new(input.span(), error).help(help)
}

fn is_lone_word(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    take_word(&fork).is_some() && at_end(&fork)
}

/// Whether the word that comes next is a whole expression, or begins one, and so is no kind.
fn is_bare_expression(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    let is_named = input.peek2(Token![:]) && !input.peek2(Token![::]);
    expr(&fork).is_ok() && at_end(&fork) && !is_named
}
