//! Input that is far too large: the work grows with its length, and what is given back does not.
//!
//! An invite of thousands of items is a mistake of a generator. The compiler must still answer, and
//! not overflow its stack. The counts are so high that quadratic work would take minutes.

use crate::expand::Rustc;
use crate::fallback;
use crate::read;
use proc_macro2::{TokenStream, TokenTree};

/// How many of each item.
const MANY: usize = 20_000;

/// Most tokens of the output. Without a limit, each of these inputs gives more than 100,000.
const MAX_TOKENS: usize = 10_000;

/// Reads an invite as the compiler does, checks how much is given back, and gives the first error.
fn first_error(invite: &str) -> String {
    let input: TokenStream = format!("[graph_invite] {invite}").parse().unwrap();
    let (expansion, errors) = read(input, &Rustc);
    let first = errors.iter().next().map(|error| error.text().to_owned());
    let output = fallback::with_errors(expansion, errors);
    let (tokens, depth) = (count(output.clone()), chain(output));
    assert!(tokens <= MAX_TOKENS, "{tokens} tokens");
    assert!(depth <= 200, "a chain of {depth} calls");
    first.unwrap_or_default()
}

fn count(tokens: TokenStream) -> usize {
    let inside = |token: TokenTree| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(inside).sum()
}

/// The longest chain of method calls, which is as deep for the compiler.
fn chain(tokens: TokenStream) -> usize {
    let mut longest = 0;
    let mut dots = 0;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '.' => dots += 1,
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => dots = 0,
            TokenTree::Group(group) => longest = longest.max(chain(group.stream())),
            _ => {}
        }
        longest = longest.max(dots);
    }
    longest
}

fn participants(list: &str) -> String {
    format!("call: id, participants: [{list}]")
}

#[test]
fn participants_with_ids_of_their_own() {
    let list: Vec<String> = (0..MANY)
        .map(|number| format!("user \"278405a3-f568-4b3e-b684-{number:012}\""))
        .collect();
    assert_eq!(
        first_error(&participants(&list.join(", "))),
        "expected 1 to 5 participants, found 20000\nhelp: invite the others with a second invite",
    );
}

#[test]
fn participants_with_the_same_id() {
    let list = "phone \"+12345678901\", ".repeat(MANY);
    assert!(first_error(&participants(&list)).starts_with("expected 1 to 5 participants"));
}

#[test]
fn participants_with_wrong_ids() {
    let list = "user \"ada\" replaces \"old\", ".repeat(MANY);
    assert!(first_error(&participants(&list)).starts_with("expected 1 to 5 participants"));
}

#[test]
fn participants_without_an_id() {
    let error = first_error(&participants(&"user, ".repeat(MANY)));
    assert!(error.starts_with("missing value for `user`"), "{error}");
}

#[test]
fn participants_without_a_comma() {
    let error = first_error(&participants(&"user ada ".repeat(MANY)));
    assert!(error.starts_with("expected `,`, found `user`"), "{error}");
}

#[test]
fn spreads() {
    let error = first_error(&participants(&"..people, ".repeat(MANY)));
    assert!(
        error.starts_with("expected at most 32 `..`, found 20000"),
        "{error}"
    );
}

#[test]
fn fields() {
    let error = first_error(&"call: id, ".repeat(MANY));
    assert!(error.starts_with("duplicate `call`"), "{error}");
}

#[test]
fn fields_without_a_comma() {
    let error = first_error(&"call: id ".repeat(MANY));
    assert!(error.starts_with("expected `,`, found `call`"), "{error}");
}

#[test]
fn unknown_fields() {
    let error = first_error(&"subject: id, ".repeat(MANY));
    assert!(error.starts_with("unknown field `subject`"), "{error}");
}

#[test]
fn flags() {
    let list = format!("user ada {}", "hidden ".repeat(MANY));
    let error = first_error(&participants(&list));
    assert!(error.starts_with("duplicate `hidden`"), "{error}");
}

#[test]
fn clauses() {
    let list = format!("user ada {}", "named name replaces old ".repeat(MANY / 2));
    let error = first_error(&participants(&list));
    assert!(error.starts_with("duplicate `named`"), "{error}");
}

#[test]
fn moves() {
    let list = format!("user ada {}", "moves entry from old ".repeat(MANY));
    let error = first_error(&participants(&list));
    assert!(error.starts_with("duplicate `moves`"), "{error}");
}

#[test]
fn texts_without_a_word() {
    let list = format!("user ada {}", "\"Ada\" ".repeat(MANY));
    let error = first_error(&participants(&list));
    assert!(error.starts_with("expected a clause"), "{error}");
}

#[test]
fn commas() {
    let error = first_error(&", ".repeat(MANY));
    assert!(error.starts_with("unexpected `,`"), "{error}");
}

#[test]
fn semicolons() {
    let error = first_error(&"; ".repeat(MANY));
    assert!(error.starts_with("expected a field, found `;`"), "{error}");
}

#[test]
fn words() {
    let error = first_error(&"subject ".repeat(MANY));
    assert!(error.starts_with("unknown field `subject`"), "{error}");
}
