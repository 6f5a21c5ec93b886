//! Comments between two tokens, and where they belong.

use std::ops::Range;

pub(crate) struct Comment {
    pub(crate) text: String,
    /// Whether it goes to the end of its line.
    pub(crate) is_line: bool,
}

/// A comment with what is around it.
pub(crate) struct Found {
    pub(crate) comment: Comment,
    pub(crate) place: Range<usize>,
    /// Whether a line ends between the token or comment before it and this one.
    pub(crate) starts_line: bool,
    /// Whether a line ends between this one and the comment or token after it.
    pub(crate) ends_line: bool,
}

/// The comments in the text between two tokens, which begins at `offset`.
pub(crate) fn between(text: &str, offset: usize) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    let mut has_newline = false;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_length(rest)
        } else {
            let first = rest.chars().next().unwrap_or_default();
            if first == '\n' {
                has_newline = true;
                if let Some(last) = found.last_mut() {
                    last.ends_line = true;
                }
            }
            at += first.len_utf8();
            continue;
        };
        let is_line = rest.starts_with("//");
        let written = rest.get(..length).unwrap_or_default();
        let text = if is_line { written.trim_end() } else { written };
        found.push(Found {
            comment: Comment {
                text: text.to_owned(),
                is_line,
            },
            place: offset + at..offset + at + length,
            starts_line: has_newline,
            ends_line: is_line,
        });
        has_newline = false;
        at += length;
    }
    found
}

/// The length of a block comment, in which others may be nested.
fn block_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The comments between two items, and where each belongs.
#[derive(Default)]
pub(crate) struct Split {
    /// To the line of what is before.
    pub(crate) trailing: Vec<Comment>,
    /// To lines of their own.
    pub(crate) above: Vec<Comment>,
    /// To the line of what comes next.
    pub(crate) before: Vec<Comment>,
}

/// Sorts out comments between two items. Before a closing bracket, none is before an item.
pub(crate) fn split(mut found: Vec<Found>, is_closing: bool) -> Split {
    let mut split = Split::default();
    let starts_before = |found: &Found| !found.ends_line && !is_closing;
    let count = found
        .iter()
        .rev()
        .take_while(|found| starts_before(found))
        .count();
    let before = found.split_off(found.len() - count);
    split.before = before.into_iter().map(|found| found.comment).collect();
    let is_trailing = |found: &&Found| !found.starts_line;
    let count = found.iter().take_while(is_trailing).count();
    let above = found.split_off(count);
    split.trailing = found.into_iter().map(|found| found.comment).collect();
    split.above = above.into_iter().map(|found| found.comment).collect();
    split
}

/// The comments between an item and its comma, or the closing bracket.
#[derive(Default)]
pub(crate) struct BeforeComma {
    pub(crate) after: Vec<Comment>,
    pub(crate) trailing: Vec<Comment>,
    /// To lines after the item.
    pub(crate) below: Vec<Comment>,
}

pub(crate) fn before_comma(found: Vec<Found>) -> BeforeComma {
    let mut split = BeforeComma::default();
    for found in found {
        if found.starts_line || !split.below.is_empty() || !split.trailing.is_empty() {
            split.below.push(found.comment);
        } else if found.comment.is_line {
            split.trailing.push(found.comment);
        } else {
            split.after.push(found.comment);
        }
    }
    split
}
