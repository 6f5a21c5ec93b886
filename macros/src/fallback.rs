//! After a mistake: the errors, and a value of the right type. Then the compiler reports nothing
//! that follows from the mistake, but still what is wrong elsewhere.

use crate::diagnostics::Diagnostics;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// The expansion, with the errors before it if there are any. In the place of a wrong value the
/// expansion has a stand-in, which never runs.
pub(crate) fn with_errors(expansion: TokenStream, errors: Diagnostics) -> TokenStream {
    if errors.is_empty() {
        return expansion;
    }
    let errors = errors.into_compile_errors();
    quote_spanned!(Span::mixed_site()=> { #errors #expansion })
}
