//! Tokens after a word to its value: a literal, which the macro checks, or any expression.

use super::found::literal;
use super::habits::{before_methods, method_call, method_style};
use super::list::skip_item;
use super::peek::{at_end, begins_clause, begins_field, is};
use crate::ast::{Text, Value, none};
use crate::diagnostics::{Diagnostic, Diagnostics};
use graph_invite_rules::Field;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, LitStr, Token, UnOp, braced};

/// Reads the value of `word`. One that is missing is reported.
pub(crate) fn value(input: ParseStream<'_>, errors: &mut Diagnostics, word: &Ident) -> Value {
    if at_end(input) || begins_field(input) || begins_clause(input) {
        let colon = if is::<Field>(word) { ":" } else { "" };
        let error = Diagnostic::new(word.span(), format_args!("missing value for `{word}`"));
        errors.push(error.help(format_args!("write `{word}{colon} …`")));
        return Value::Missing(TokenStream::new());
    }
    if let Some(text) = lone_string_literal(input) {
        return Value::Literal(Text::of(&text));
    }
    match expr(input) {
        Ok(expr) => {
            if let Some(method) = method_style(&expr) {
                errors.push(method_call(word, method));
                return classify(before_methods(expr), errors);
            }
            classify(expr, errors)
        }
        Err(error) => {
            let unread = skip_item(input);
            let (at, error) = respan_at_last_token(&unread, error);
            let note = format_args!("while parsing the value of `{word}`");
            errors.push(Diagnostic::new(at, error).note(note));
            Value::Missing(unread)
        }
    }
}

/// Takes a string literal that is the whole value, as most are, without parsing an expression.
fn lone_string_literal(input: ParseStream<'_>) -> Option<LitStr> {
    let (_, rest) = input.cursor().literal()?;
    let is_whole =
        rest.eof() || rest.ident().is_some_and(|(next, _)| next != "as") || input.peek2(Token![,]);
    if !is_whole || !input.peek(LitStr) {
        return None;
    }
    let fork = input.fork();
    let text: LitStr = fork.parse().ok()?;
    text.suffix().is_empty().then(|| input.advance_to(&fork))?;
    Some(text)
}

/// An error at the end of the input has the whole macro call as its place. This gives it the last
/// of the tokens that could not be read.
pub(crate) fn respan_at_last_token(unread: &TokenStream, error: syn::Error) -> (Span, syn::Error) {
    let Some(last) = unread.clone().into_iter().last() else {
        return (error.span(), error);
    };
    // In braces of its own, input ends at the closing brace.
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

/// Reads an expression, or takes nothing.
pub(crate) fn expr(input: ParseStream<'_>) -> syn::Result<Expr> {
    let fork = input.fork();
    let expr = fork.parse()?;
    input.advance_to(&fork);
    Ok(expr)
}

/// Sorts out literals, which the macro checks, from all other expressions.
pub(crate) fn classify(expr: Expr, errors: &mut Diagnostics) -> Value {
    let (wrong, found) = match unparenthesize(expr) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if text.suffix().is_empty() => {
            return Value::Literal(Text::of(&text));
        }
        Expr::Lit(ExprLit { lit, .. }) => (lit.to_token_stream(), literal(&lit)),
        expr @ Expr::Const(_) => return Value::Const(Box::new(expr)),
        Expr::Unary(unary) if is_negative(&unary) => (unary.to_token_stream(), "a negative number"),
        expr => {
            let none = none(&expr).cloned();
            return none.map_or_else(|| Value::Expr(Box::new(expr)), Value::Nothing);
        }
    };
    let help = if wrong.to_string().contains('"') {
        "remove what is outside the quotes"
    } else {
        "write it in double quotes"
    };
    let error = format_args!("expected a string literal, found {found}");
    errors.push(Diagnostic::spanned(&wrong, error).help(help));
    Value::Missing(wrong)
}

fn is_negative(unary: &ExprUnary) -> bool {
    matches!((&unary.op, &*unary.expr), (UnOp::Neg(_), Expr::Lit(_)))
}

/// An expression without the invisible or visible parentheses around it.
fn unparenthesize(mut expr: Expr) -> Expr {
    loop {
        expr = match expr {
            Expr::Group(group) => *group.expr,
            Expr::Paren(paren) => *paren.expr,
            other => return other,
        };
    }
}
