//! After a mistake: the errors, and a value of the right type. Then the compiler reports nothing
//! that follows from the mistake, but still what is wrong elsewhere.

use crate::diagnostics::Diagnostics;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The expansion, behind the errors if there are any. In the place of a wrong value the expansion
/// has a stand-in, which never runs.
pub(crate) fn with_errors(expansion: TokenStream, errors: Diagnostics) -> TokenStream {
    match errors.into_error() {
        None => expansion,
        Some(error) => {
            let errors = error.into_compile_error();
            quote_spanned!(Span::mixed_site()=> { #errors #expansion })
        }
    }
}
