//! Torn input: every accepted case of the UI tests, cut off after each of its tokens and with each
//! of its tokens left out. An author who types produces all of them.

use crate::expand::Rustc;
use crate::read;
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;
use std::fs;
use std::path::Path;

#[test]
fn every_example_is_right() {
    for (name, example) in examples() {
        let (expansion, mistakes) = read(quote!([invites] #example), &Rustc);
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{name}: {told:?}");
        assert!(syn::parse2::<syn::Expr>(expansion).is_ok(), "{name}");
    }
}

#[test]
fn every_prefix_is_an_invite_or_a_mistake_at_a_token() {
    for (name, example) in examples() {
        for length in 0..count(&example) {
            survives(&name, &prefix(example.clone(), &mut { length }));
        }
    }
}

#[test]
fn every_deletion_is_an_invite_or_a_mistake_at_a_token() {
    for (name, example) in examples() {
        for place in 0..count(&example) {
            survives(&name, &without(example.clone(), &mut { place }));
        }
    }
}

/// Demands an expression, and mistakes that are told at tokens of the author.
fn survives(name: &str, torn: &TokenStream) {
    let (expansion, mistakes) = read(quote!([invites] #torn), &Rustc);
    assert!(
        syn::parse2::<syn::Expr>(expansion).is_ok(),
        "{name}: {torn}"
    );
    assert!(mistakes.iter().count() <= 2, "{name}: {torn}");
    let empty = torn.is_empty();
    for mistake in mistakes.iter() {
        assert!(
            empty || !mistake.span().byte_range().is_empty(),
            "{name}: {mistake}: {torn}"
        );
    }
}

/// The input of every `graph_invite!` in the accepted cases.
fn examples() -> Vec<(String, TokenStream)> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/language/ui/pass");
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
        // A `$` is a metavariable of some wrapper, which is no example by itself.
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

/// The first `left` tokens, groups closed where they are cut.
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
        let here = *left == 0;
        *left = left.wrapping_sub(1);
        kept.extend(match token {
            _ if here => None,
            TokenTree::Group(group) => Some(regroup(&group, without(group.stream(), left))),
            other => Some(other),
        });
    }
    kept
}

fn regroup(group: &Group, tokens: TokenStream) -> TokenTree {
    let mut torn = Group::new(group.delimiter(), tokens);
    torn.set_span(group.span());
    torn.into()
}
