//! Tokens to an invite. What is wrong is reported at its token, and reading goes on at the next
//! comma.

mod clauses;
mod flags;
mod found;
mod habits;
mod list;
mod parsed;
mod participants;
mod peek;
mod values;

use crate::ast::{Field, FieldValue, Invite, Unfinished};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::suggest::suggest;
use found::{found, unknown};
use graph_invite_rules::{self as rules, IdentityKind};
use list::{list_of, skip_item, skip_repeated_word};
use parsed::Parsed;
use peek::{at_end, colon, is, known, next_word, take};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::token::{Brace, Bracket};
use syn::{Ident, LitStr, Token, bracketed};

/// Reads what the front passes on: the path of the runtime in brackets, and the author's invite.
pub(crate) fn front(tokens: TokenStream, errors: &mut Diagnostics) -> (Ident, Invite) {
    let read = |input: ParseStream<'_>| {
        let path;
        bracketed!(path in input);
        Ok((path.call(Ident::parse_any)?, invite(input, errors)))
    };
    read.parse2(tokens).unwrap_or_else(|error| {
        errors.push(Diagnostic::new(error.span(), error));
        (
            Ident::new("graph_invite", Span::call_site()),
            Invite::default(),
        )
    })
}

/// Reads the fields of an invite.
fn invite(input: ParseStream<'_>, errors: &mut Diagnostics) -> Invite {
    let mut invite = Invite::default();
    list_of(input, errors, |input, errors| {
        match field(input, errors).value::<()>() {
            Ok((field, is_whole)) => {
                invite.fields.push(field);
                is_whole
            }
            Err(nothing) => {
                invite.has_gap = true;
                if let Parsed::Unfinished(word) = nothing {
                    let after = invite.fields.len();
                    invite.unfinished.push(Unfinished { after, word });
                }
                skip_item(input);
                false
            }
        }
    });
    invite
}

fn field(input: ParseStream<'_>, errors: &mut Diagnostics) -> Parsed<Field> {
    let ((word, field), mut is_whole) = match field_word(input, errors).value() {
        Ok(found) => found,
        Err(nothing) => return nothing,
    };
    if !is_whole && at_end(input) {
        return Parsed::Nothing;
    }
    is_whole &= !skip_repeated_word(input, errors, field, colon);
    is_whole &= take_colon(input, errors, &word, is_whole);
    let value = match field {
        rules::Field::Participants => {
            let (list, is_whole_list) = participants::list(input, errors, &word);
            is_whole &= is_whole_list;
            FieldValue::List(list)
        }
        rules::Field::Call | rules::Field::Context => {
            let value = values::value(input, errors, &word);
            is_whole &= value.is_there();
            FieldValue::One(value)
        }
    };
    Parsed::new(
        Field {
            word,
            name: field,
            value,
        },
        is_whole,
    )
}

/// Reads the word of a field: as it is, quoted as in JSON, or as it was probably meant.
fn field_word(input: ParseStream<'_>, errors: &mut Diagnostics) -> Parsed<(Ident, rules::Field)> {
    let at = input.span();
    if let Some(word) = next_word(input) {
        let _ = input.parse::<TokenTree>();
        if let Some(field) = known(&word.to_string()) {
            return Parsed::Whole((word, field));
        }
        if let Some(error) = habits::keyword(&word, habits::Place::Field) {
            errors.push(error);
            return Parsed::Nothing;
        }
        let suggestion: Option<rules::Field> = suggest(&word.to_string());
        errors.push(wrong_word(&word, suggestion));
        return match suggestion {
            Some(field) => Parsed::Repaired((Ident::new(field.word(), at), field)),
            None => Parsed::Unfinished(word),
        };
    }
    let quoted = input.fork().parse::<LitStr>().ok();
    let Some(quoted) = quoted.filter(|_| input.peek2(Token![:])) else {
        errors.push(no_field(input));
        return Parsed::Nothing;
    };
    let _ = input.parse::<TokenTree>();
    let written = quoted.value();
    let field: Option<rules::Field> = known(&written).or_else(|| suggest(&written));
    let error = Diagnostic::new(at, "expected a field, found a string literal");
    let Some(field) = field else {
        errors.push(error.help(FIELDS));
        return Parsed::Nothing;
    };
    errors.push(error.help(format_args!("write `{}` without quotes", field.word())));
    Parsed::Repaired((Ident::new(field.word(), at), field))
}

const FIELDS: &str = "write `call: …`, `participants: […]` or `context: …`";

/// The error of a word that is not a field.
fn wrong_word(word: &Ident, suggestion: Option<rules::Field>) -> Diagnostic {
    let what = if is::<IdentityKind>(word) {
        "kind"
    } else if is::<rules::Clause>(word) {
        "clause"
    } else {
        return unknown(word, "field", suggestion);
    };
    let error = format_args!("expected a field, found the {what} `{word}`");
    let help = "write it in the brackets of `participants`";
    Diagnostic::new(word.span(), error).help(help)
}

/// The error where a field should begin and no word is.
fn no_field(input: ParseStream<'_>) -> Diagnostic {
    if input.peek(Token![#]) {
        let error = "attributes are not allowed on fields";
        return Diagnostic::new(input.span(), error).help("remove it");
    }
    let found = found(input);
    let error = format_args!("expected a field, found {found}");
    let help = if input.peek(Brace) || input.peek(Bracket) {
        habits::field_in_braces(input)
    } else if input.peek(Token![..]) {
        "write `participants: [..people]`".to_owned()
    } else {
        FIELDS.to_owned()
    };
    Diagnostic::new(input.span(), error).help(help)
}

/// Takes the colon after a field's word, or what was meant to be it. Says whether it was right.
/// After a word that is not whole, a missing colon is not reported.
fn take_colon(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    word: &Ident,
    after_whole: bool,
) -> bool {
    if colon(input) {
        return take::<Token![:]>(input).is_some();
    }
    let at = input.span();
    let found = found(input);
    let wrong = take::<Token![::]>(input)
        .map(|sign| sign.to_token_stream())
        .or_else(|| take::<Token![=>]>(input).map(|sign| sign.to_token_stream()))
        .or_else(|| take::<Token![->]>(input).map(|sign| sign.to_token_stream()))
        .or_else(|| take::<Token![=]>(input).map(|sign| sign.to_token_stream()));
    if !after_whole || (wrong.is_none() && at_end(input)) {
        return after_whole;
    }
    let error = format_args!("expected `:` after `{word}`, found {found}");
    let error = match wrong {
        Some(wrong) => Diagnostic::spanned(&wrong, error),
        None => Diagnostic::new(at, error),
    };
    let value = if word == rules::Field::Participants.word() {
        "[…]"
    } else {
        "…"
    };
    errors.push(error.help(format_args!("write `{word}: {value}`")));
    false
}
