//! Tokens after `hidden` or `off_main_mix` to a condition.

use super::list::skip_item;
use super::peek::{at_end, begins_clause, colon, take};
use super::values::{expr, respan_at_last_token};
use crate::ast::Value;
use crate::diagnostics::{Diagnostic, Diagnostics};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::token::Brace;
use syn::{Expr, Ident, LitBool, Token};

/// Reads what follows a flag: nothing, or `if` and a condition. Says whether it is right.
pub(crate) fn condition(
    input: ParseStream<'_>,
    errors: &mut Diagnostics,
    word: &Ident,
) -> (Option<Value>, bool) {
    let Some(if_word) = take::<Token![if]>(input) else {
        return (None, !reject_value(input, errors, word));
    };
    if at_end(input) || begins_clause(input) {
        let error = Diagnostic::new(if_word.span, "missing condition after `if`");
        errors.push(error.help(format_args!("write `{word} if …`")));
        return (Some(Value::Missing(TokenStream::new())), false);
    }
    let fork = input.fork();
    let condition = match Expr::parse_without_eager_brace(&fork) {
        Ok(condition) => condition,
        Err(error) => {
            let unread = skip_item(input);
            let (at, error) = respan_at_last_token(&unread, error);
            let note = format_args!("while parsing the condition of `{word}`");
            errors.push(Diagnostic::new(at, error).note(note));
            return (Some(Value::Missing(unread)), false);
        }
    };
    input.advance_to(&fork);
    let is_right = !reject_block(input, errors, word);
    (Some(Value::Expr(Box::new(condition))), is_right)
}

/// Takes a block after a condition, with its `else`, and says whether there was one.
fn reject_block(input: ParseStream<'_>, errors: &mut Diagnostics, word: &Ident) -> bool {
    if !input.peek(Brace) {
        return false;
    }
    let at = input.span();
    while input.peek(Brace) || input.peek(Token![else]) || input.peek(Token![if]) {
        let _ = input.parse::<TokenTree>();
    }
    let error = Diagnostic::new(
        at,
        format_args!("unexpected `{{` after the condition of `{word}`"),
    );
    errors.push(error.help(format_args!(
        "write the condition only, as in `{word} if is_vip`"
    )));
    true
}

/// Takes what follows a flag as if it were its value, and says whether there was anything.
fn reject_value(input: ParseStream<'_>, errors: &mut Diagnostics, word: &Ident) -> bool {
    let mut extra = TokenStream::new();
    if colon(input) || input.peek(Token![=]) {
        extra.extend(input.parse::<TokenTree>());
    }
    let sign = extra.to_string();
    let flag = take::<LitBool>(input);
    flag.to_tokens(&mut extra);
    if extra.is_empty() {
        return false;
    }
    if flag.is_none()
        && !at_end(input)
        && let Ok(condition) = expr(input)
    {
        let error = format_args!("unexpected `{sign}` after `{word}`");
        let error = Diagnostic::spanned(&extra, error);
        let condition = match &condition {
            Expr::Path(path) => path.to_token_stream().to_string(),
            _ => "…".to_owned(),
        };
        errors.push(error.help(format_args!("write `{word} if {condition}`")));
        return true;
    }
    let error = match &flag {
        Some(flag) if sign.is_empty() => format!("unexpected `{}` after `{word}`", flag.value),
        Some(flag) => format!("unexpected `{sign} {}` after `{word}`", flag.value),
        None => format!("unexpected `{sign}` after `{word}`"),
    };
    let what = if flag.is_some_and(|flag| !flag.value) {
        format!("`{word}`, too")
    } else {
        "it".to_owned()
    };
    let help = format_args!("remove {what}, because `{word}` alone means true");
    errors.push(Diagnostic::spanned(&extra, error).help(help));
    true
}
