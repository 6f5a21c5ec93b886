//! Tokens to an invite. What is wrong is reported at its token, and reading goes on at the next
//! comma.

mod clauses;
mod list;
mod parsed;
mod participants;
mod peek;
mod values;

use crate::ast::{Field, FieldValue, Invite, Unfinished};
use crate::diagnostics::Diagnostics;
use crate::suggest::{list_allowed, suggest, unknown};
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
        errors.error(error.span(), error);
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
    is_whole &= !skip_repeated_word(input, errors, field.word(), colon);
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
    let word = next_word(input);
    let quoted = input
        .fork()
        .parse::<LitStr>()
        .ok()
        .filter(|_| input.peek2(Token![:]));
    let written = match (&word, &quoted) {
        (Some(word), _) => word.to_string(),
        (None, Some(text)) => text.value(),
        (None, None) => {
            errors.error(at, no_field(input));
            return Parsed::Nothing;
        }
    };
    let _ = input.parse::<TokenTree>();
    let field: Option<rules::Field> = known(&written).or_else(|| suggest(&written));
    match (&word, field) {
        (Some(word), Some(field)) if word == field.word() => {
            return Parsed::Whole((word.clone(), field));
        }
        (None, Some(field)) => errors.error(
            at,
            format_args!(
                "words of an invite stand without quotes: write `{}`",
                field.word()
            ),
        ),
        (Some(word), None) if is::<IdentityKind>(word) || is::<rules::Clause>(word) => errors
            .error(
                at,
                format_args!(
                    "`{word}` belongs to a participant: write it in the brackets of `participants`",
                ),
            ),
        (_, field) => errors.error(
            at,
            unknown::<rules::Field>(&written, "a field of an invite", field),
        ),
    }
    match (field, word) {
        (Some(field), _) => Parsed::Repaired((Ident::new(field.word(), at), field)),
        (None, Some(word)) => Parsed::Unfinished(word),
        (None, None) => Parsed::Nothing,
    }
}

/// What is reported where a field should begin and no word is.
fn no_field(input: ParseStream<'_>) -> String {
    if input.peek(Brace) || input.peek(Bracket) {
        "the macro's own brackets are enough for an invite: leave these out".to_owned()
    } else if input.peek(Token![#]) {
        "an attribute says nothing here: leave it out".to_owned()
    } else if input.peek(Token![..]) {
        "people are spread in the brackets of `participants`: write `participants: [..people]`"
            .to_owned()
    } else {
        format!(
            "a field begins here with its word: {}",
            list_allowed::<rules::Field>()
        )
    }
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
    let wrong = take::<Token![::]>(input)
        .map(|sign| sign.to_token_stream())
        .or_else(|| take::<Token![=>]>(input).map(|sign| sign.to_token_stream()))
        .or_else(|| take::<Token![=]>(input).map(|sign| sign.to_token_stream()));
    if !after_whole || (wrong.is_none() && at_end(input)) {
        return after_whole;
    }
    let value = if word == rules::Field::Participants.word() {
        "[…]"
    } else {
        "…"
    };
    let at = wrong.unwrap_or_else(|| word.to_token_stream());
    errors.error_spanned(
        &at,
        format_args!("a value follows its word after one `:`: write `{word}: {value}`"),
    );
    false
}
