//! Tokens after a word to its value: a literal, which is checked now, or any expression.

use crate::ahead::{at_end, begins_clause, begins_field, is, skip};
use crate::mistakes::Mistakes;
use crate::syntax::Value;
use graph_invite_rules::Field;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, LitStr, Token, UnOp, braced};

/// Reads the value of `word`.
pub(crate) fn value(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident) -> Value {
    if at_end(input) || begins_field(input) || begins_clause(input) {
        let colon = if is::<Field>(word) { ":" } else { "" };
        mistakes.tell(
            word.span(),
            format_args!("`{word}` has no value: write `{word}{colon} …`"),
        );
        return Value::Missing(TokenStream::new());
    }
    if let Some(text) = text_alone(input) {
        return Value::Literal(text);
    }
    match expr(input) {
        Ok(expr) => classify(expr, mistakes, word),
        Err(error) => {
            let unread = skip(input);
            let (at, error) = within(&unread, error);
            mistakes.tell(
                at,
                format_args!("the value of `{word}` can't be read from here: {error}"),
            );
            Value::Missing(unread)
        }
    }
}

/// Takes a text that is the whole value, as most are, without a look for operators behind it.
fn text_alone(input: ParseStream<'_>) -> Option<LitStr> {
    let (_, rest) = input.cursor().literal()?;
    let whole =
        rest.eof() || rest.ident().is_some_and(|(next, _)| next != "as") || input.peek2(Token![,]);
    if !whole || !input.peek(LitStr) {
        return None;
    }
    let fork = input.fork();
    let text: LitStr = fork.parse().ok()?;
    text.suffix().is_empty().then(|| input.advance_to(&fork))?;
    Some(text)
}

/// Where an error stands: at the last of the tokens where it would be the whole call.
pub(crate) fn within(unread: &TokenStream, error: syn::Error) -> (Span, syn::Error) {
    let Some(last) = unread.clone().into_iter().last() else {
        return (error.span(), error);
    };
    // In braces of its own, input ends at its last token.
    let mut braces = Group::new(Delimiter::Brace, unread.clone());
    braces.set_span(last.span());
    let again = |input: ParseStream<'_>| {
        let content;
        braced!(content in input);
        content.parse::<Expr>()
    };
    let error = again
        .parse2(TokenTree::Group(braces).into())
        .err()
        .unwrap_or(error);
    (error.span(), error)
}

/// Reads an expression, or nothing at all.
pub(crate) fn expr(input: ParseStream<'_>) -> syn::Result<Expr> {
    let fork = input.fork();
    let expr = fork.parse()?;
    input.advance_to(&fork);
    Ok(expr)
}

/// Parts literals, which are checked while compiling, from all other expressions.
pub(crate) fn classify(expr: Expr, mistakes: &mut Mistakes, word: &Ident) -> Value {
    let wrong = match bare(expr) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if text.suffix().is_empty() => {
            return Value::Literal(text);
        }
        Expr::Lit(ExprLit { lit, .. }) => lit.to_token_stream(),
        Expr::Unary(unary) if is_negative(&unary) => unary.to_token_stream(),
        expr => return Value::Expr(Box::new(expr)),
    };
    let literal = wrong.to_string();
    let how = if literal.contains('"') {
        "leave out what stands outside the quotes"
    } else {
        "write it in double quotes, as \"…\""
    };
    mistakes.tell_over(
        &wrong,
        format_args!("a literal after `{word}` is a text: {how}"),
    );
    Value::Missing(wrong)
}

fn is_negative(unary: &ExprUnary) -> bool {
    matches!((&unary.op, &*unary.expr), (UnOp::Neg(_), Expr::Lit(_)))
}

/// An expression without the invisible or visible parentheses around it.
fn bare(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => bare(*group.expr),
        Expr::Paren(paren) => bare(*paren.expr),
        other => other,
    }
}
