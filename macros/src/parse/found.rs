//! What is in the input, in the words of rustc.

use crate::diagnostics::Diagnostic;
use crate::suggest::list_allowed;
use graph_invite_rules::Vocabulary;
use proc_macro2::{Delimiter, Spacing, TokenTree};
use syn::buffer::Cursor;
use syn::parse::ParseStream;
use syn::{Ident, Lit};

/// The signs of more than one character that may be in a wrong place.
const SIGNS: [&str; 7] = ["...", "..=", "..", "::", "=>", "->", "=="];

/// The token that comes next.
pub(crate) fn found(input: ParseStream<'_>) -> String {
    if let Ok(lit) = input.fork().parse::<Lit>() {
        return literal(&lit).to_owned();
    }
    match input.cursor().token_tree() {
        None => "the end of the input".to_owned(),
        Some((TokenTree::Group(group), _)) => match group.delimiter() {
            Delimiter::Parenthesis => "`(`".to_owned(),
            Delimiter::Brace => "`{`".to_owned(),
            Delimiter::Bracket => "`[`".to_owned(),
            Delimiter::None => "an expression".to_owned(),
        },
        Some((TokenTree::Punct(_), _)) => format!("`{}`", sign(input.cursor())),
        Some((token, _)) => format!("`{token}`"),
    }
}

/// The sign that comes next, with all of its characters.
fn sign(mut cursor: Cursor<'_>) -> String {
    let mut written = String::new();
    while let Some((punct, rest)) = cursor.punct() {
        written.push(punct.as_char());
        cursor = rest;
        if punct.spacing() == Spacing::Alone {
            break;
        }
    }
    let known = SIGNS.iter().find(|sign| written.starts_with(**sign));
    known.map_or_else(
        || written.chars().take(1).collect(),
        |sign| (*sign).to_owned(),
    )
}

/// The kind of a literal.
pub(crate) fn literal(literal: &Lit) -> &'static str {
    match literal {
        Lit::Str(text) if !text.suffix().is_empty() => "a string literal with a suffix",
        Lit::Str(_) => "a string literal",
        Lit::ByteStr(_) => "a byte string literal",
        Lit::CStr(_) => "a C string literal",
        Lit::Byte(_) => "a byte literal",
        Lit::Char(_) => "a character literal",
        Lit::Int(_) => "an integer literal",
        Lit::Float(_) => "a floating-point literal",
        Lit::Bool(_) => "a boolean literal",
        _ => "a literal",
    }
}

/// The error of a word that is none of its place.
pub(crate) fn unknown<W: Vocabulary>(
    written: &Ident,
    place: &str,
    suggestion: Option<W>,
) -> Diagnostic {
    let error = Diagnostic::new(written.span(), format_args!("unknown {place} `{written}`"));
    match suggestion {
        Some(word) => error.help(format_args!("did you mean `{}`?", word.word())),
        None => error.help(format_args!("write {}", list_allowed::<W>())),
    }
}
