//! The procedural half of `graph_invite!`. Depend on `graph-invite`, which re-exports the macro.
//!
//! An invite passes through three steps: `parse` turns tokens into the data of `ast`, `check`
//! applies the rules, and `expand` writes calls of the runtime's builder. Each step reports to
//! `diagnostics` and goes on, so that one run reports every mistake. After a mistake, `fallback`
//! puts the errors before an expression of the same type.

mod ast;
mod check;
mod diagnostics;
mod expand;
mod fallback;
mod parse;
mod places;
mod recognise;
mod suggest;
#[cfg(test)]
mod tests;
mod value_type;

use diagnostics::Diagnostics;
use expand::editor::RustAnalyzer;
use expand::{Dialect, Rustc};
use proc_macro2::TokenStream;

/// Reached through `graph_invite::graph_invite!`, which has the documentation.
///
/// The front passes the path of its own crate first, in brackets: `[$crate] call: …`.
#[doc(hidden)]
#[proc_macro]
pub fn graph_invite(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (expansion, errors) = read(input.into(), &Rustc);
    fallback::with_errors(expansion, errors).into()
}

/// The same for rust-analyzer, which completes words of an unfinished invite.
#[doc(hidden)]
#[proc_macro]
pub fn graph_invite_in_editor(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (expansion, errors) = read(input.into(), &RustAnalyzer);
    expand::editor::with_errors(&expansion, errors).into()
}

/// The expansion of an invite, and what is wrong with it.
fn read(input: TokenStream, dialect: &impl Dialect) -> (TokenStream, Diagnostics) {
    let mut errors = Diagnostics::default();
    let (runtime, invite) = parse::front(input, &mut errors);
    check::invite(&invite, &mut errors);
    (expand::invite(&invite, &runtime, dialect), errors)
}
