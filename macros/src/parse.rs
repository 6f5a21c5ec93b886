//! Tokens to an invite, past every mistake: what is wrong is told at its token, and reading goes
//! on at the next comma.

use crate::ahead::{
    at_end, begins_field, begins_item, colon, is, known, next_word, skip, take_word,
};
use crate::mistakes::{Mistakes, listed, meant, unknown};
use crate::participants;
use crate::syntax::{FieldOf, FieldValue, Invite, List, Unfinished};
use crate::values::{expr, value};
use graph_invite_rules::{Clause, Field, IdentityKind, InviteError};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::token::{Brace, Bracket};
use syn::{Expr, Ident, LitStr, Token, bracketed};

/// Reads what the front passes on: the path of the runtime in brackets, and the author's invite.
pub(crate) fn front(tokens: TokenStream, mistakes: &mut Mistakes) -> (Ident, Invite) {
    let read = |input: ParseStream<'_>| {
        let path;
        bracketed!(path in input);
        Ok((path.call(Ident::parse_any)?, invite(input, mistakes)?))
    };
    read.parse2(tokens).unwrap_or_else(|error| {
        mistakes.tell(error.span(), error);
        (
            Ident::new("graph_invite", Span::call_site()),
            Invite::default(),
        )
    })
}

/// Reads the fields of an invite.
fn invite(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Invite> {
    let mut invite = Invite::default();
    list_of(input, mistakes, |input, mistakes| {
        match field(input, mistakes) {
            Ok(field) => invite.fields.push(field),
            Err(word) => {
                invite.unread = true;
                let after = invite.fields.len();
                invite
                    .unfinished
                    .extend(word.map(|word| Unfinished { after, word }));
                skip(input);
            }
        }
    })?;
    Ok(invite)
}

/// Reads items parted by commas, and tells what else parts them.
pub(crate) fn list_of(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
    mut item: impl FnMut(ParseStream<'_>, &mut Mistakes),
) -> syn::Result<()> {
    while !input.is_empty() {
        if let Some(comma) = input.parse::<Option<Token![,]>>()? {
            mistakes.tell(comma.span, "nothing stands before this `,`: leave it out");
            continue;
        }
        let told = mistakes.count();
        item(input, mistakes);
        let right = mistakes.count() == told;
        separator(input, mistakes, right)?;
    }
    Ok(())
}

/// Takes the comma after an item. After a mistake in the item nothing more is told of it.
fn separator(input: ParseStream<'_>, mistakes: &mut Mistakes, right: bool) -> syn::Result<()> {
    if input.is_empty() || input.parse::<Option<Token![,]>>()?.is_some() {
        return Ok(());
    }
    let at = input.span();
    if let Some(semicolon) = input.parse::<Option<Token![;]>>()? {
        mistakes.tell(semicolon.span, "a `;` parts nothing here: write `,`");
        return Ok(());
    }
    if let Some(word) = next_word(input).filter(|_| begins_item(input)) {
        if right {
            mistakes.tell(
                at,
                format_args!("a `,` is missing: write it before `{word}`"),
            );
        }
        return Ok(());
    }
    if right {
        mistakes.tell(
            at,
            "this belongs to nothing before it: write a `,`, or leave it out",
        );
    }
    skip(input);
    input.parse::<Option<Token![,]>>()?;
    Ok(())
}

/// Takes a word that stands twice in a row, if what is behind it shows that it is no value.
pub(crate) fn stutter(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
    word: &'static str,
    shows: impl Fn(ParseStream<'_>) -> bool,
) {
    let fork = input.fork();
    if take_word(&fork).is_some_and(|next| next == word)
        && shows(&fork)
        && let Some(second) = take_word(input)
    {
        mistakes.tell(second.span(), InviteError::DuplicateWord { word });
    }
}

/// Reads a field, or a word that is none.
fn field(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Result<FieldOf, Option<Ident>> {
    let told = mistakes.count();
    let (word, field) = field_word(input, mistakes)?;
    if mistakes.count() > told && at_end(input) {
        return Err(None);
    }
    stutter(input, mistakes, field.word(), colon);
    after_word(input, mistakes, &word, told);
    let value = match field {
        Field::Participants => FieldValue::List(list(input, mistakes, &word)),
        Field::Call | Field::Context => FieldValue::One(value(input, mistakes, &word)),
    };
    Ok(FieldOf { word, field, value })
}

/// Reads the word of a field: as it is, quoted as in JSON, or as it was probably meant.
fn field_word(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
) -> Result<(Ident, Field), Option<Ident>> {
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
            mistakes.tell(at, no_field(input));
            return Err(None);
        }
    };
    let _ = input.parse::<TokenTree>();
    let field: Option<Field> = known(&written).or_else(|| meant(&written));
    match (&word, field) {
        (Some(_), Some(field)) if field.word() == written => {}
        (None, Some(field)) => mistakes.tell(
            at,
            format_args!(
                "words of an invite stand without quotes: write `{}`",
                field.word()
            ),
        ),
        (Some(word), None) if is::<IdentityKind>(word) || is::<Clause>(word) => mistakes.tell(
            at,
            format_args!(
                "`{word}` belongs to a participant: write it in the brackets of `participants`",
            ),
        ),
        (_, field) => mistakes.tell(
            at,
            unknown::<Field>(&written, "a field of an invite", field),
        ),
    }
    // The expansion has words only where all of them are right.
    field
        .map(|field| (Ident::new(field.word(), at), field))
        .ok_or(word)
}

/// What is said where a field should begin and no word stands.
fn no_field(input: ParseStream<'_>) -> String {
    if input.peek(Brace) || input.peek(Bracket) {
        "the macro's own brackets are enough for an invite: leave these out".to_owned()
    } else if input.peek(Token![#]) {
        "an attribute says nothing here: leave it out".to_owned()
    } else if input.peek(Token![..]) {
        "people are spread in the brackets of `participants`: write `participants: [..people]`"
            .to_owned()
    } else {
        format!("a field begins here with its word: {}", listed::<Field>())
    }
}

/// Takes the colon after a field's word.
fn after_word(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident, told: usize) {
    if colon(input) {
        let _ = input.parse::<Token![:]>();
        return;
    }
    let wrong = sign::<Token![::]>(input)
        .or_else(|| sign::<Token![=>]>(input))
        .or_else(|| sign::<Token![=]>(input));
    if mistakes.count() > told || (wrong.is_none() && at_end(input)) {
        return;
    }
    let value = if word == Field::Participants.word() {
        "[…]"
    } else {
        "…"
    };
    let at = wrong.unwrap_or_else(|| word.to_token_stream());
    mistakes.tell_over(
        &at,
        format_args!("a value follows its word after one `:`: write `{word}: {value}`"),
    );
}

/// Takes a sign, if it comes next.
pub(crate) fn sign<T: Parse + ToTokens>(input: ParseStream<'_>) -> Option<TokenStream> {
    input.fork().parse::<T>().ok()?;
    Some(input.parse::<T>().ok()?.into_token_stream())
}

/// The brackets after `participants`, and what stands in them.
fn list(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident) -> List {
    let mut list = List {
        span: word.span(),
        entries: Vec::new(),
        unread: true,
    };
    if input.peek(Bracket) {
        if let Err(error) = participants::read(input, mistakes, &mut list) {
            mistakes.tell(error.span(), error);
        }
        return list;
    }
    let at = input.span();
    if at_end(input) || begins_field(input) {
        mistakes.tell(
            word.span(),
            format_args!("`{word}` has no value: write `{word}: […]`"),
        );
        return list;
    }
    let is_kind = |word: &Ident| is::<IdentityKind>(word);
    let how = match expr(&input.fork()) {
        Ok(Expr::Block(_) | Expr::Paren(_) | Expr::Tuple(_)) | Err(_) => "write `[…]` around them",
        Ok(Expr::Path(path)) if path.path.get_ident().is_some_and(is_kind) => {
            "write `[…]` around them"
        }
        Ok(_) => "write `[..people]` to spread what was made elsewhere",
    };
    mistakes.tell(at, format_args!("participants stand in brackets: {how}"));
    let _ = skip(input);
    list
}
