//! What rust-analyzer is shown.
//!
//! It completes a word from the members of what is before it. So it wants to see words that are not
//! finished yet, and each place for a word at the same distance from the beginning, whether there
//! is a word or not. What it reads never runs.

use super::{Dialect, Runtime};
use crate::ast::Unfinished;
use crate::diagnostics::Diagnostics;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Ident;

/// The editor.
pub(crate) struct RustAnalyzer;

impl Dialect for RustAnalyzer {
    fn chain(
        &self,
        mut calls: Vec<TokenStream>,
        unfinished: &[Unfinished],
        hygiene: Span,
    ) -> Vec<TokenStream> {
        for Unfinished { after, word } in unfinished.iter().rev() {
            let at = calls.len().min(*after);
            calls.insert(at, quote_spanned!(hygiene=> .#word));
        }
        calls
    }

    fn unfinished_participant(&self, to: &Runtime<'_>, word: &Ident) -> Option<TokenStream> {
        let runtime = to.path;
        Some(quote_spanned!(to.hygiene=> #runtime::Participant::#word))
    }

    fn next_participant(&self, to: &Runtime<'_>) -> Option<TokenStream> {
        let Runtime {
            path: runtime,
            private,
            hygiene,
        } = to;
        Some(quote_spanned!(*hygiene=> #runtime::Participant::phone(#private::phone_number(0))))
    }

    /// A call of any method. rust-analyzer looks at what is in the place of an unfinished word, and a word
    /// that resembles a field has no call of its own.
    fn end_of_invite(&self, hygiene: Span) -> TokenStream {
        quote_spanned!(hygiene=> .clone())
    }

    fn missing_value(
        &self,
        stand_in: TokenStream,
        convert: &TokenStream,
        unread: &TokenStream,
        hygiene: Span,
    ) -> TokenStream {
        let unread = if unread.is_empty() { &stand_in } else { unread };
        quote_spanned!(hygiene=> #convert(#unread))
    }

    fn missing_condition(&self, stand_in: TokenStream, unread: &TokenStream) -> TokenStream {
        if unread.is_empty() {
            stand_in
        } else {
            unread.clone()
        }
    }

    /// At the author's word, the conversion would be taken for another meaning of the word.
    fn conversion_span(&self, hygiene: Span, _: Span) -> Span {
        hygiene
    }
}

/// The expansion before the errors, at the same distance from the beginning whether there are any
/// or not.
pub(crate) fn with_errors(expansion: &TokenStream, errors: Diagnostics) -> TokenStream {
    let errors = errors.into_compile_errors();
    quote_spanned!(Span::mixed_site()=> (#expansion, { #errors }).0)
}
