//! Tokens after a word to its value: a literal, which is checked now, or any expression.

use crate::mistakes::Mistakes;
use crate::parse::{at_end, begins_field, skip};
use crate::participants::begins_clause;
use crate::syntax::Value;
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, ExprUnary, Ident, Lit, UnOp};

/// Reads the value of `word`.
pub(crate) fn value(input: ParseStream<'_>, mistakes: &mut Mistakes, word: &Ident) -> Value {
    if at_end(input) || begins_field(input) || begins_clause(input) {
        mistakes.tell(
            word.span(),
            format_args!("`{word}` has no value: write one after it"),
        );
        return Value::Missing;
    }
    match expr(input) {
        Ok(expr) => classify(expr, mistakes, word),
        Err(error) => {
            mistakes.tell(
                error.span(),
                format_args!("the value of `{word}` can't be read from here: {error}"),
            );
            let _ = skip(input);
            Value::Missing
        }
    }
}

/// Reads an expression, or nothing at all.
pub(crate) fn expr(input: ParseStream<'_>) -> syn::Result<Expr> {
    let fork = input.fork();
    let expr = fork.parse()?;
    input.advance_to(&fork);
    Ok(expr)
}

pub(crate) fn classify(expr: Expr, mistakes: &mut Mistakes, word: &Ident) -> Value {
    let at = expr.span();
    match bare(expr) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if text.suffix().is_empty() => Value::Literal(text),
        Expr::Lit(_) => not_text(at, mistakes, word),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) if matches!(*expr, Expr::Lit(_)) => not_text(at, mistakes, word),
        expr => Value::Expr(Box::new(expr)),
    }
}

fn not_text(at: Span, mistakes: &mut Mistakes, word: &Ident) -> Value {
    mistakes.tell(
        at,
        format_args!("a literal after `{word}` is a text: write it in double quotes, as \"…\""),
    );
    Value::Missing
}

/// An expression without the invisible or visible parentheses around it.
fn bare(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => bare(*group.expr),
        Expr::Paren(paren) => bare(*paren.expr),
        other => other,
    }
}
