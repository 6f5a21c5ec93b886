//! The procedural half of `graph_invite!`. Depend on `graph-invite`, which re-exports the macro.
//!
//! An invite passes through `parse` (tokens to the data of `syntax`, past every mistake), `check`
//! (the rules) and `expand` (calls of the runtime's builder). After a mistake `fallback` says what
//! was wrong and keeps the type of the expression.

mod ahead;
mod check;
mod clauses;
mod expand;
mod fallback;
mod mistakes;
mod parse;
mod participants;
mod syntax;
#[cfg(test)]
mod torn;
mod types;
mod values;

use expand::Reader;
use mistakes::Mistakes;
use proc_macro2::TokenStream;

/// Reached by way of `graph_invite::graph_invite!`, which is documented there.
///
/// The front passes the path of its own crate first, in brackets: `[$crate] call: …`.
#[doc(hidden)]
#[proc_macro]
pub fn graph_invite(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (expansion, mistakes) = read(input.into(), Reader::Compiler);
    fallback::unless_right(expansion, mistakes).into()
}

/// The same for an editor, which is shown more of an unfinished invite.
#[doc(hidden)]
#[proc_macro]
pub fn graph_invite_in_editor(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (expansion, mistakes) = read(input.into(), Reader::Editor);
    fallback::behind(&expansion, mistakes).into()
}

/// The expansion, and what was wrong with the invite.
fn read(input: TokenStream, reader: Reader) -> (TokenStream, Mistakes) {
    let mut mistakes = Mistakes::default();
    let (runtime, invite) = parse::front(input, &mut mistakes);
    check::invite(&invite, &mut mistakes);
    (expand::invite(&invite, &runtime, reader), mistakes)
}
