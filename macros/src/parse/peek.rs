//! What comes next in the input.

use graph_invite_rules::{Clause, Field, IdentityKind, Vocabulary};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Lit, Token};

/// The word that `written` is, to the letter.
pub(crate) fn known<W: Vocabulary>(written: &str) -> Option<W> {
    W::ALL.iter().copied().find(|word| word.word() == written)
}

pub(crate) fn is<W: Vocabulary>(word: &Ident) -> bool {
    W::ALL.iter().any(|known| word == known.word())
}

pub(crate) fn next_word(input: ParseStream<'_>) -> Option<Ident> {
    input.cursor().ident().map(|(word, _)| word)
}

pub(crate) fn take_word(input: ParseStream<'_>) -> Option<Ident> {
    input.call(Ident::parse_any).ok()
}

/// Takes `T` if it comes next, else nothing.
pub(crate) fn take<T: Parse>(input: ParseStream<'_>) -> Option<T> {
    input.fork().parse::<T>().ok()?;
    input.parse().ok()
}

/// Whether nothing comes next, or nothing but a separator.
pub(crate) fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

/// Whether one colon comes next, and not the two of a path.
pub(crate) fn colon(input: ParseStream<'_>) -> bool {
    input.peek(Token![:]) && !input.peek(Token![::])
}

fn colon_after(input: ParseStream<'_>) -> bool {
    input.peek2(Token![:]) && !input.peek2(Token![::])
}

pub(crate) fn begins_field(input: ParseStream<'_>) -> bool {
    next_word(input).is_some_and(|word| is::<Field>(&word)) && colon_after(input)
}

/// Whether a clause comes next where a value should: its word, and what can only be its value.
pub(crate) fn begins_clause(input: ParseStream<'_>) -> bool {
    let Some((word, rest)) = input.cursor().ident() else {
        return false;
    };
    let is_value = |next: Ident| !is::<Clause>(&next) && next != "as";
    is::<Clause>(&word)
        && (rest.literal().is_some() || rest.ident().is_some_and(|(next, _)| is_value(next)))
}

/// Whether a field or a participant begins here, as far as two tokens show.
pub(crate) fn begins_item(input: ParseStream<'_>) -> bool {
    match next_word(input) {
        Some(word) => colon_after(input) || input.peek2(Lit) || is::<IdentityKind>(&word),
        None => input.peek(Token![..]) || (input.peek(Lit) && colon_after(input)),
    }
}
