//! The procedural half of `graph_invite!`. Depend on `graph-invite`, which re-exports the macro.
//!
//! An invite passes through `parse` (tokens to the data of `syntax`, past every mistake), `check`
//! (the rules) and `expand` (calls of the runtime's builder). After a mistake `fallback` says what
//! was wrong and keeps the type of the expression.

mod check;
mod expand;
mod fallback;
mod mistakes;
mod parse;
mod participants;
mod syntax;
mod value;

use proc_macro2::TokenStream;

/// Reached by way of `graph_invite::graph_invite!`, which is documented there.
///
/// The front passes the path of its own crate first, in brackets: `[$crate] call: …`.
#[doc(hidden)]
#[proc_macro]
pub fn graph_invite(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    invite(input.into()).into()
}

fn invite(input: TokenStream) -> TokenStream {
    let mut mistakes = mistakes::Mistakes::default();
    let (runtime, tokens) = parse::front(input);
    let invite = parse::invite(tokens, &mut mistakes);
    check::invite(&invite, &mut mistakes);
    let expansion = expand::invite(&invite, &runtime);
    fallback::unless_right(expansion, mistakes)
}
