//! After a mistake: the errors, and a value of the right type, so that nothing else is reported
//! but what is wrong elsewhere.

use crate::mistakes::{Mistakes, Place};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Ident;

/// The expansion, or, if there are mistakes, the expansion behind them. Where a value was wrong
/// the expansion has a stand-in, which never runs.
pub(crate) fn unless_right(
    expansion: TokenStream,
    mistakes: Mistakes,
    runtime: &TokenStream,
) -> TokenStream {
    let here = Span::mixed_site();
    let words = mistakes.unfinished.iter();
    let words: Vec<TokenStream> = words
        .map(|(place, word)| member(*place, word, runtime))
        .collect();
    let Some(error) = mistakes.into_error() else {
        return expansion;
    };
    let errors = error.into_compile_error();
    // An editor completes a word from the members of its owner. The compiler never sees this: it
    // would report the word a second time.
    let editor = (!words.is_empty()).then(|| {
        quote_spanned!(here=> #[allow(unexpected_cfgs)] { #[cfg(rust_analyzer)] { #(let _ = #words;)* } })
    });
    quote_spanned!(here=> { #errors #editor #expansion })
}

/// A word as a member of what it would be a method of.
fn member(place: Place, word: &Ident, runtime: &TokenStream) -> TokenStream {
    let here = Span::mixed_site();
    let person =
        quote_spanned!(here=> #runtime::Participant::phone(#runtime::PhoneNumber::proven(0)));
    match place {
        Place::Field => quote_spanned!(here=> #runtime::Invite::builder().#word),
        Place::Kind => quote_spanned!(here=> #runtime::Participant::#word),
        Place::Clause => quote_spanned!(here=> #person.#word),
        Place::Moving => {
            quote_spanned!(here=> #person.moves(#runtime::ParticipantId::proven(0)).#word)
        }
    }
}
