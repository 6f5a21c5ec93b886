//! Values: Rust that keeps its text. Only the indentation of its further lines follows the invite.

use crate::comments;
use proc_macro2::{TokenStream, TokenTree};
use std::ops::Range;

/// What one level of indentation is in columns.
pub(crate) const INDENT: usize = 4;

pub(crate) struct Value {
    pub(crate) first: String,
    pub(crate) more: Vec<Line>,
}

/// A line after the first.
pub(crate) enum Line {
    /// It begins in a string or a comment, so all of it stays as it is.
    Fixed(String),
    Code {
        columns: usize,
        text: String,
    },
}

impl Value {
    /// The text of `tokens`, which is at this place of the source.
    pub(crate) fn of(source: &str, place: Range<usize>, tokens: TokenStream) -> Self {
        let text = source.get(place.clone()).unwrap_or_default();
        let mut lines = text.split('\n');
        let mut first = lines.next().unwrap_or_default().to_owned();
        let fixed = if text.contains('\n') {
            fixed_places(source, tokens)
        } else {
            Vec::new()
        };
        let mut fixed = fixed.into_iter().peekable();
        let mut at = place.start + first.len() + 1;
        let mut more = Vec::new();
        for line in lines {
            while fixed.next_if(|place| place.end <= at).is_some() {}
            if fixed.peek().is_some_and(|place| place.start < at) {
                more.push(Line::Fixed(line.to_owned()));
            } else {
                // The line before it ends in code.
                let end = match more.last_mut() {
                    None => &mut first,
                    Some(Line::Fixed(text) | Line::Code { text, .. }) => text,
                };
                end.truncate(end.trim_end().len());
                let code = line.trim_start_matches([' ', '\t']);
                let indentation = line.strip_suffix(code).unwrap_or_default();
                more.push(Line::Code {
                    columns: columns(indentation),
                    text: code.to_owned(),
                });
            }
            at += line.len() + 1;
        }
        Self { first, more }
    }

    /// The text where a line with this indentation holds its beginning.
    pub(crate) fn write(&self, output: &mut String, indentation: &str, newline: &str) {
        output.push_str(&self.first);
        let mut code = self.more.iter().filter_map(|line| match line {
            Line::Code { columns, text } if !text.is_empty() => Some((*columns, text)),
            _ => None,
        });
        // The first of the lines that are farthest left shows how the others are meant.
        let leftmost = code.clone().map(|(columns, _)| columns).min().unwrap_or(0);
        let shows = code.find(|(columns, _)| *columns == leftmost);
        let is_end = shows.is_some_and(|(_, text)| text.starts_with([')', ']', '}']));
        let base = if is_end { 0 } else { INDENT };
        for line in &self.more {
            match line {
                Line::Fixed(text) => {
                    output.push('\n');
                    output.push_str(text);
                }
                Line::Code { text, .. } if text.is_empty() => output.push_str(newline),
                Line::Code { columns, text } => {
                    output.push_str(newline);
                    output.push_str(&deeper(indentation, base + columns - leftmost));
                    output.push_str(text);
                }
            }
        }
    }
}

/// How wide a text is on a screen.
pub(crate) fn columns(text: &str) -> usize {
    let column = |char| if char == '\t' { INDENT } else { 1 };
    text.chars().map(column).sum()
}

/// This indentation, and more columns of the same kind.
pub(crate) fn deeper(indentation: &str, columns: usize) -> String {
    let (tabs, spaces) = if indentation.contains('\t') {
        (columns / INDENT, columns % INDENT)
    } else {
        (0, columns)
    };
    format!("{indentation}{}{}", "\t".repeat(tabs), " ".repeat(spaces))
}

/// The places of tokens and comments that have several lines, in their order.
fn fixed_places(source: &str, tokens: TokenStream) -> Vec<Range<usize>> {
    let mut leaves = Vec::new();
    let mut open = vec![tokens.into_iter()];
    let mut closing = Vec::new();
    while let Some(tokens) = open.last_mut() {
        match tokens.next() {
            Some(TokenTree::Group(group)) => {
                leaves.push(group.span_open().byte_range());
                closing.push(group.span_close().byte_range());
                open.push(group.stream().into_iter());
            }
            Some(token) => leaves.push(token.span().byte_range()),
            None => {
                open.pop();
                leaves.extend(closing.pop());
            }
        }
    }
    let mut fixed = Vec::new();
    let mut end = None;
    for leaf in leaves {
        let gap = end.map_or(leaf.start..leaf.start, |end| end..leaf.start);
        let text = source.get(gap.clone()).unwrap_or_default();
        let found = comments::between(text, gap.start);
        fixed.extend(found.into_iter().map(|found| found.place));
        end = Some(leaf.end);
        fixed.push(leaf);
    }
    fixed.retain(|place| source.get(place.clone()).unwrap_or_default().contains('\n'));
    fixed
}
