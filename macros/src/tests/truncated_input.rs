//! Truncated input: every invite that the tests of the language accept, cut after each of its tokens, and without
//! each of its tokens. An author who types an invite produces all of them.

use crate::diagnostics::Diagnostic;
use crate::expand::Rustc;
use crate::read;
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;
use std::fs;
use std::path::Path;

#[test]
fn accepted_cases_have_no_errors() {
    for (name, example) in examples() {
        let (expansion, errors) = read(quote!([invites] #example), &Rustc);
        let errors: Vec<&str> = errors.iter().map(Diagnostic::text).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert!(syn::parse2::<syn::Expr>(expansion).is_ok(), "{name}");
    }
}

#[test]
fn every_prefix_gives_an_expression_and_at_most_two_errors() {
    for (name, example) in examples() {
        for length in 0..count(&example) {
            check(&name, &prefix(example.clone(), &mut { length }));
        }
    }
}

#[test]
fn every_deletion_gives_an_expression_and_at_most_two_errors() {
    for (name, example) in examples() {
        for place in 0..count(&example) {
            check(&name, &without(example.clone(), &mut { place }));
        }
    }
}

/// Checks that the expansion is an expression, and that each error is at a token of the author.
fn check(name: &str, input: &TokenStream) {
    let (expansion, errors) = read(quote!([invites] #input), &Rustc);
    assert!(
        syn::parse2::<syn::Expr>(expansion).is_ok(),
        "{name}: {input}"
    );
    assert!(errors.iter().count() <= 2, "{name}: {input}");
    let is_empty = input.is_empty();
    for error in errors.iter() {
        assert!(
            is_empty || !error.span().byte_range().is_empty(),
            "{name}: {}: {input}",
            error.text(),
        );
    }
}

/// The input of every `graph_invite!` in the accepted cases.
fn examples() -> Vec<(String, TokenStream)> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accepted");
    let mut examples = Vec::new();
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap();
        let source: TokenStream = fs::read_to_string(case.path()).unwrap().parse().unwrap();
        let mut found = Vec::new();
        invocations(source, &mut found);
        let name = case.file_name().into_string().unwrap();
        examples.extend(found.into_iter().map(|example| (name.clone(), example)));
    }
    assert!(examples.len() >= 70, "{} examples", examples.len());
    examples
}

fn invocations(source: TokenStream, found: &mut Vec<TokenStream>) {
    let tokens: Vec<TokenTree> = source.into_iter().collect();
    for (place, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        let before = |back: usize| {
            tokens
                .get(place.wrapping_sub(back))
                .map(ToString::to_string)
        };
        let named = before(2).as_deref() == Some("graph_invite");
        // A `$` is a metavariable of a wrapper, which is not an example by itself.
        if named && before(1).as_deref() == Some("!") && !group.to_string().contains('$') {
            found.push(group.stream());
        }
        invocations(group.stream(), found);
    }
}

fn count(tokens: &TokenStream) -> usize {
    let inside = |token: TokenTree| match token {
        TokenTree::Group(group) => 1 + count(&group.stream()),
        _ => 1,
    };
    tokens.clone().into_iter().map(inside).sum()
}

/// The first `left` tokens. Groups are closed where they are cut.
fn prefix(tokens: TokenStream, left: &mut usize) -> TokenStream {
    let keep = |token| {
        *left = left.checked_sub(1)?;
        Some(match token {
            TokenTree::Group(group) => regroup(&group, prefix(group.stream(), left)),
            other => other,
        })
    };
    tokens.into_iter().map_while(keep).collect()
}

/// All tokens but the one after `left` others; a group goes with what is in it.
fn without(tokens: TokenStream, left: &mut usize) -> TokenStream {
    let mut kept = TokenStream::new();
    for token in tokens {
        let is_this = *left == 0;
        *left = left.wrapping_sub(1);
        kept.extend(match token {
            _ if is_this => None,
            TokenTree::Group(group) => Some(regroup(&group, without(group.stream(), left))),
            other => Some(other),
        });
    }
    kept
}

fn regroup(group: &Group, tokens: TokenStream) -> TokenTree {
    let mut cut = Group::new(group.delimiter(), tokens);
    cut.set_span(group.span());
    cut.into()
}
