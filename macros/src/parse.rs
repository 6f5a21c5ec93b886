//! Tokens to an invite, past every mistake: what is wrong is told at its token, and reading goes
//! on at the next comma.

use crate::mistakes::{Mistakes, listed, meant};
use crate::participants;
use crate::syntax::{FieldOf, FieldValue, Invite, List};
use crate::values::value;
use graph_invite_rules::{Field, Word};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::token::Bracket;
use syn::{Expr, Ident, Lit, LitStr, Token, braced};

/// Parts `[$crate]`, which the front puts first, from the author's tokens.
pub(crate) fn front(input: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens = input.into_iter();
    match tokens.next() {
        Some(TokenTree::Group(path)) => (path.stream(), tokens.collect()),
        other => (
            TokenStream::new(),
            other.into_iter().chain(tokens).collect(),
        ),
    }
}

/// Reads the fields of an invite.
pub(crate) fn invite(tokens: TokenStream, mistakes: &mut Mistakes) -> Invite {
    let end = match tokens.clone().into_iter().last() {
        Some(TokenTree::Group(group)) => group.span_close(),
        Some(token) => token.span(),
        None => Span::call_site(),
    };
    // In braces of its own the input ends at its last token, and not at the whole call.
    let mut braces = Group::new(Delimiter::Brace, tokens);
    braces.set_span(end);

    let mut invite = Invite {
        fields: Vec::new(),
        end,
        unread: false,
    };
    let read = |input: ParseStream<'_>| {
        let content;
        braced!(content in input);
        list_of(&content, mistakes, |input, mistakes| {
            let field = field(input, mistakes);
            invite.unread |= field.is_none();
            invite.fields.extend(field);
        })
    };
    if let Err(error) = read.parse2(TokenTree::Group(braces).into()) {
        mistakes.tell(error.span(), error);
    }
    invite
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
    skip(input)?;
    input.parse::<Option<Token![,]>>()?;
    Ok(())
}

fn field(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Option<FieldOf> {
    let told = mistakes.count();
    let (word, field) = field_word(input, mistakes)?;
    colon(input, mistakes, &word, told);
    let value = match field {
        Field::Participants => FieldValue::List(list(input, mistakes, &word)),
        Field::Call | Field::Context => FieldValue::One(value(input, mistakes, &word)),
    };
    Some(FieldOf { word, field, value })
}

/// Reads the word of a field: as it is, quoted as in JSON, or as it was probably meant.
fn field_word(input: ParseStream<'_>, mistakes: &mut Mistakes) -> Option<(Ident, Field)> {
    let at = input.span();
    let quoted = input
        .fork()
        .parse::<LitStr>()
        .ok()
        .filter(|_| input.peek2(Token![:]));
    let written = match (next_word(input), &quoted) {
        (Some(word), _) => word.to_string(),
        (None, Some(text)) => text.value(),
        (None, None) => {
            mistakes.tell(
                at,
                format_args!("a field begins here with its word: {}", listed::<Field>()),
            );
            skip(input).ok()?;
            return None;
        }
    };
    input.parse::<TokenTree>().ok()?;
    let field: Option<Field> = known(&written).or_else(|| meant(&written));
    match field {
        Some(field) if field.word() == written && quoted.is_none() => {}
        Some(field) if quoted.is_some() => mistakes.tell(
            at,
            format_args!(
                "words of an invite stand without quotes: write `{}`",
                field.word()
            ),
        ),
        Some(field) => mistakes.tell(
            at,
            unknown::<Field>(&written, "a field of an invite", Some(field)),
        ),
        None => {
            mistakes.tell(at, unknown::<Field>(&written, "a field of an invite", None));
            skip(input).ok()?;
            return None;
        }
    }
    // The expansion has words only where all of them are right.
    let word = field?.word();
    Some((Ident::new(word, at), field?))
}

/// What is said of a word that is none here, with the one that was probably meant.
pub(crate) fn unknown<W: Word>(written: &str, what: &str, meant: Option<W>) -> String {
    let allowed = listed::<W>();
    match meant {
        Some(meant) => format!(
            "`{written}` is not {what}: write `{}` (one of {allowed})",
            meant.word()
        ),
        None => format!("`{written}` is not {what}: write {allowed}"),
    }
}

/// Takes the colon after a field's word.
fn colon(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident, told: usize) {
    let at = input.span();
    let wrong = if input.peek(Token![:]) && !input.peek(Token![::]) {
        let _ = input.parse::<Token![:]>();
        return;
    } else if input.peek(Token![=>]) {
        input.parse::<Token![=>]>().is_ok()
    } else if input.peek(Token![=]) {
        input.parse::<Token![=]>().is_ok()
    } else {
        false
    };
    if mistakes.count() > told || (!wrong && at_end(input)) {
        return;
    }
    let at = if wrong { at } else { word.span() };
    mistakes.tell(
        at,
        format_args!("a value follows its word after a colon: write `{word}: …`"),
    );
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
    let how = match input.fork().parse::<Expr>() {
        Ok(Expr::Block(_) | Expr::Paren(_) | Expr::Tuple(_)) | Err(_) => "write `[…]` around them",
        Ok(Expr::Path(path)) if path.path.get_ident().is_some_and(participants::is_kind) => {
            "write `[…]` around them"
        }
        Ok(_) => "write `[..people]` to spread what was made elsewhere",
    };
    mistakes.tell(at, format_args!("participants stand in brackets: {how}"));
    let _ = skip(input);
    list
}

/// The word that `written` is, to the letter.
pub(crate) fn known<W: Word>(written: &str) -> Option<W> {
    W::ALL.iter().copied().find(|word| word.word() == written)
}

pub(crate) fn next_word(input: ParseStream<'_>) -> Option<Ident> {
    input.fork().call(Ident::parse_any).ok()
}

/// Whether nothing, or nothing but a separator, comes next.
pub(crate) fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

pub(crate) fn begins_field(input: ParseStream<'_>) -> bool {
    let is_field = |word: Ident| known::<Field>(&word.to_string()).is_some();
    next_word(input).is_some_and(is_field) && input.peek2(Token![:]) && !input.peek2(Token![::])
}

/// Whether a field or a participant begins here, as far as two tokens tell.
fn begins_item(input: ParseStream<'_>) -> bool {
    let colon = input.peek2(Token![:]) && !input.peek2(Token![::]);
    match next_word(input) {
        Some(word) => colon || input.peek2(Lit) || participants::is_kind(&word),
        None => input.peek(Token![..]) || (input.peek(Lit) && colon),
    }
}

/// Passes over everything up to a comma that parts items: others stand in what can't be read.
pub(crate) fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        let fork = input.fork();
        if fork.parse::<Option<Token![,]>>()?.is_some() && (fork.is_empty() || begins_item(&fork)) {
            break;
        }
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
