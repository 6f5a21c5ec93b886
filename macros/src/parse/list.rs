//! Items separated by commas, and the signs that may be in the wrong place between words.

use super::found::found;
use super::peek::{begins_item, colon, next_word, take, take_word};
use crate::diagnostics::{Diagnostic, Diagnostics};
use graph_invite_rules::{InviteError, Word};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Ident, Token};

/// Reads items up to the end of the input, and says whether all are whole. `item` reads one and
/// says whether it is whole.
pub(crate) fn list_of(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    mut item: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> bool,
) -> bool {
    let mut all_whole = true;
    while !input.is_empty() {
        if let Some(comma) = take::<Token![,]>(input) {
            errors.push(Diagnostic::new(comma.span, "unexpected `,`").help("remove it"));
            all_whole = false;
            continue;
        }
        let is_whole = item(input, errors);
        all_whole &= separator(input, errors, is_whole) && is_whole;
    }
    all_whole
}

/// Takes the comma after an item, and says whether it is there. After an item that is not whole,
/// what is in its place is not reported: the item may have ended too early.
fn separator(input: ParseStream<'_>, errors: &mut Diagnostics, after_whole: bool) -> bool {
    if input.is_empty() || take::<Token![,]>(input).is_some() {
        return true;
    }
    if let Some(semicolon) = take::<Token![;]>(input) {
        let error = Diagnostic::new(semicolon.span, "expected `,`, found `;`");
        errors.push(error.help("write `,` instead"));
        return false;
    }
    let next_item = next_word(input).filter(|_| begins_item(input));
    if after_whole {
        let error = Diagnostic::new(
            input.span(),
            format_args!("expected `,`, found {}", found(input)),
        );
        errors.push(match &next_item {
            Some(word) => error.help(format_args!("write `,` before `{word}`")),
            None => error.help("remove it"),
        });
    }
    if next_item.is_none() {
        skip_item(input);
        take::<Token![,]>(input);
    }
    false
}

/// Takes everything up to the comma before the next item. Other commas belong to what is skipped.
pub(crate) fn skip_item(input: ParseStream<'_>) -> TokenStream {
    let mut skipped = TokenStream::new();
    while !input.is_empty() {
        let fork = input.fork();
        if take::<Token![,]>(&fork).is_some() && (fork.is_empty() || begins_item(&fork)) {
            break;
        }
        skipped.extend(input.parse::<TokenTree>());
    }
    skipped
}

/// Takes a word that is there twice in a row, if what follows shows that it is no value. Says
/// whether there was one.
pub(crate) fn skip_repeated_word(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    word: impl Into<Word>,
    shows: impl Fn(ParseStream<'_>) -> bool,
) -> bool {
    let (word, fork) = (word.into(), input.fork());
    if take_word(&fork).is_none_or(|next| next != word.as_str()) || !shows(&fork) {
        return false;
    }
    if let Some(second) = take_word(input) {
        let error = InviteError::DuplicateWord { word };
        errors.push(Diagnostic::new(second.span(), error).help(error.help()));
    }
    true
}

/// Takes a colon or an equals sign after a word that has none, and says whether there was one.
pub(crate) fn reject_colon(input: ParseStream<'_>, errors: &mut Diagnostics, word: &Ident) -> bool {
    let is_arrow = input.peek(Token![=>]) || input.peek(Token![->]);
    let is_equals = input.peek(Token![=]) && !input.peek(Token![==]);
    if !colon(input) && !is_equals && !is_arrow {
        return false;
    }
    let sign = found(input);
    let mut tokens = TokenStream::new();
    for _ in 0..if is_arrow { 2 } else { 1 } {
        tokens.extend(input.parse::<TokenTree>());
    }
    let error = format_args!("unexpected {sign} after `{word}`");
    let help = format_args!("remove it, because the value follows `{word}` directly");
    errors.push(Diagnostic::spanned(&tokens, error).help(help));
    true
}
