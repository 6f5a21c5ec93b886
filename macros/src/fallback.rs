//! After a mistake: the errors, and a value of the right type, so that nothing else is reported
//! but what is wrong elsewhere.

use crate::mistakes::Mistakes;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The expansion, or, if there are mistakes, the expansion behind them. Where a value was wrong
/// the expansion has a stand-in, which never runs.
pub(crate) fn unless_right(expansion: TokenStream, mistakes: Mistakes) -> TokenStream {
    match mistakes.into_error() {
        None => expansion,
        Some(error) => {
            let errors = error.into_compile_error();
            quote_spanned!(Span::mixed_site()=> { #errors #expansion })
        }
    }
}

/// The same for an editor: the expansion stands at the same distance from the beginning whether
/// there are mistakes or not.
pub(crate) fn behind(expansion: &TokenStream, mistakes: Mistakes) -> TokenStream {
    let errors = mistakes.into_error().map(syn::Error::into_compile_error);
    quote_spanned!(Span::mixed_site()=> (#expansion, { #errors }).0)
}
