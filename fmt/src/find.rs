//! Where the invites of a file are.

use crate::error::FormatError;
use crate::parse;
use crate::tree::Invite;
use proc_macro2::{Group, Ident, TokenStream, TokenTree};

const MACRO: &str = "graph_invite";

/// The deepest nesting of brackets. The parser calls itself for each of them.
const MAX_DEPTH: usize = 128;
/// The most operators in a row. The parser calls itself for each of them, too.
const MAX_OPERATORS: usize = 128;

/// The invites of a file that are not part of another, in their order.
pub(crate) fn invites(source: &str) -> Result<Vec<Invite>, FormatError> {
    let code = blank_start(source);
    let tokens: TokenStream = code.parse().map_err(|error: proc_macro2::LexError| {
        let message = "this is not Rust: a bracket has no partner, or a text or comment no end";
        FormatError::at(error.span(), message)
    })?;
    let found = search(&tokens)?;
    syn::parse2::<syn::File>(tokens).map_err(|error| {
        FormatError::at(error.span(), format_args!("this is not Rust: {error}"))
    })?;
    found
        .iter()
        .map(|(name, group)| parse::invite(&code, name, group))
        .collect()
}

/// The source with spaces for what may stand before the first token, so that each place stays the same.
fn blank_start(source: &str) -> String {
    let mark = if source.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let rest = source.get(mark..).unwrap_or_default();
    let is_shebang = rest.starts_with("#!")
        && !rest
            .get(2..)
            .unwrap_or_default()
            .trim_start()
            .starts_with('[');
    let line = if is_shebang {
        rest.find('\n').unwrap_or(rest.len())
    } else {
        0
    };
    let code = rest.get(line..).unwrap_or_default();
    format!("{}{code}", " ".repeat(mark + line))
}

/// Each `graph_invite!` with its brackets, without those that have a `$` in them.
fn search(tokens: &TokenStream) -> Result<Vec<(Ident, Group)>, FormatError> {
    let mut found = Vec::new();
    let mut open = vec![tokens.clone().into_iter()];
    let mut name: Option<Ident> = None;
    let mut has_mark = false;
    let mut operators = 0;
    while let Some(tokens) = open.last_mut() {
        let Some(token) = tokens.next() else {
            open.pop();
            (name, has_mark) = (None, false);
            continue;
        };
        operators = match &token {
            TokenTree::Punct(mark) if operators == MAX_OPERATORS => {
                let message = format_args!(
                    "more than {MAX_OPERATORS} operators in a row, which the parser cannot follow"
                );
                return Err(FormatError::at(mark.span(), message));
            }
            TokenTree::Punct(_) => operators + 1,
            _ => 0,
        };
        match token {
            TokenTree::Ident(word) => {
                name = (word == MACRO).then_some(word);
                has_mark = false;
            }
            TokenTree::Punct(mark) => {
                has_mark = mark.as_char() == '!' && name.is_some() && !has_mark;
                name = name.filter(|_| has_mark);
            }
            TokenTree::Group(group) => {
                if open.len() > MAX_DEPTH {
                    let start = group.span_open().start();
                    return Err(FormatError::TooDeep {
                        line: start.line,
                        column: start.column + 1,
                        limit: MAX_DEPTH,
                    });
                }
                let called = name.take().filter(|_| has_mark);
                has_mark = false;
                open.push(group.stream().into_iter());
                if let Some(name) = called {
                    found.push((name, group));
                }
            }
            TokenTree::Literal(_) => (name, has_mark) = (None, false),
        }
    }
    Ok(outermost(found))
}

fn outermost(found: Vec<(Ident, Group)>) -> Vec<(Ident, Group)> {
    let mut end = 0;
    let mut outer = found;
    outer.retain(|(name, group)| {
        let is_outer = name.span().byte_range().start >= end;
        if is_outer {
            end = group.span_close().byte_range().end;
        }
        is_outer
    });
    outer.retain(|(_, group)| !has_dollar(group.stream()));
    outer
}

fn has_dollar(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_dollar(group.stream()),
        TokenTree::Punct(mark) => mark.as_char() == '$',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    })
}
