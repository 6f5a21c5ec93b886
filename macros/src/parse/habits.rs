//! Habits of Rust and of JSON in places where the language says it in another way.

use super::peek::{is, known};
use crate::diagnostics::Diagnostic;
use crate::suggest::suggest;
use graph_invite_rules::{Clause, IdentityKind, Vocabulary};
use proc_macro2::{Literal, Spacing, TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::token::Brace;
use syn::{Expr, Ident, LitStr};

const READ_JSON: &str = "read JSON with `serde_json::from_str::<Invite>(json)?`";

/// Where a keyword of Rust may be.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Field,
    Participant,
    Clause,
}

/// The error of a keyword of Rust.
pub(crate) fn keyword(word: &Ident, place: Place) -> Option<Diagnostic> {
    let written = word.to_string();
    let help = match (place, written.as_str()) {
        (_, "let") => "write `let` before the macro",
        (Place::Field, "if" | "match") => {
            "write `context: …` with an `Option`, where `None` leaves it out"
        }
        (Place::Field, "for" | "while" | "loop") => {
            "make one invite in each round of the loop, outside the macro"
        }
        (Place::Participant, "if") => {
            "write `..condition.then_some(participant)`, which adds one participant or none"
        }
        (Place::Participant, "match") => {
            "write `..match … { … }`, with an `Option` or a `Vec` of participants in each arm"
        }
        (Place::Participant, "for" | "while" | "loop") => {
            "write `..people`, or `..people.iter().map(|person| …)`"
        }
        (Place::Clause, "if" | "else") => {
            "write `hidden if …`, or a value that is an `Option`, where `None` leaves the clause out"
        }
        (Place::Clause, "match") => {
            "write it as the value of a clause, as in `named match … { … }`"
        }
        (Place::Clause, "for" | "while" | "loop") => {
            "write each clause once, with a value that is made before the macro"
        }
        _ => return None,
    };
    let expected = match place {
        Place::Field => "a field",
        Place::Participant => "a participant",
        Place::Clause => "a clause",
    };
    let error = format_args!("expected {expected}, found `{word}`");
    Some(Diagnostic::new(word.span(), error).help(help))
}

/// The first method of a chain after a literal or parentheses, if it has the name of a clause: the
/// author writes `user("…").named("…")`.
pub(crate) fn method_style(expr: &Expr) -> Option<&Ident> {
    let (start, method) = innermost(expr)?;
    (is_start(start) && is::<Clause>(method)).then_some(method)
}

/// What is before a chain of methods.
pub(crate) fn before_methods(mut expr: Expr) -> Expr {
    while let Expr::MethodCall(call) = expr {
        expr = *call.receiver;
    }
    expr
}

fn innermost(expr: &Expr) -> Option<(&Expr, &Ident)> {
    let Expr::MethodCall(call) = expr else {
        return None;
    };
    innermost(&call.receiver).or(Some((&call.receiver, &call.method)))
}

const fn is_start(root: &Expr) -> bool {
    matches!(root, Expr::Lit(_) | Expr::Paren(_))
}

/// The error of `.named("…")` after the value of `word`.
pub(crate) fn method_call(word: &Ident, method: &Ident) -> Diagnostic {
    let error = format_args!("expected a clause, found the method call `.{method}(…)`");
    let value = match known::<Clause>(&method.to_string()) {
        Some(Clause::Hidden | Clause::OffMainMix) | None => "",
        Some(_) => " …",
    };
    let help = format_args!("write `{word} … {method}{value}`, without parentheses and dots");
    Diagnostic::new(method.span(), error).help(help)
}

/// Takes braces with fields after a kind, as in `user { id: "…" }`. Gives the error, and the braces.
pub(crate) fn fields_in_braces(
    input: ParseStream<'_>,
    word: &Ident,
) -> Option<(Diagnostic, TokenStream)> {
    let mut tokens = braces(input).into_iter();
    let is_field = matches!(
        tokens.next(),
        Some(TokenTree::Ident(_) | TokenTree::Literal(_))
    ) && matches!(tokens.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == ':' && sign.spacing() == Spacing::Alone);
    if !input.peek(Brace) || !is_field {
        return None;
    }
    let error = Diagnostic::new(input.span(), "expected an id, found `{`");
    let help = format_args!("write the id without braces and names, as in `{word} \"…\"`");
    let taken = input.parse::<TokenTree>().ok()?;
    Some((error.help(help), taken.into()))
}

/// What to write for braces in the place of a participant.
pub(crate) fn participant_in_braces(input: ParseStream<'_>) -> String {
    let content = braces(input);
    if let Some((kind, id)) = pair::<IdentityKind>(content.clone()) {
        return format!("write `{} {id}`", kind.word());
    }
    if is_json(&content) {
        return format!("write a kind and an id, as in `user \"…\"`, or {READ_JSON}");
    }
    "write a kind and an id without braces, as in `user \"…\"`".to_owned()
}

/// What to write for braces or brackets in the place of a field.
pub(crate) fn field_in_braces(input: ParseStream<'_>) -> String {
    let content = braces(input);
    if is_json(&content) {
        return format!("write `call: …, participants: […]`, or {READ_JSON}");
    }
    "remove the inner brackets".to_owned()
}

/// The content of the brackets that come next.
fn braces(input: ParseStream<'_>) -> TokenStream {
    match input.cursor().token_tree() {
        Some((TokenTree::Group(group), _)) => group.stream(),
        _ => TokenStream::new(),
    }
}

/// A word, a colon and a literal, and nothing else: `user: "…"`, or in JSON `"user": { "id": "…" }`.
fn pair<W: Vocabulary>(content: TokenStream) -> Option<(W, String)> {
    let tokens: Vec<TokenTree> = content.into_iter().collect();
    let word = match tokens.first()? {
        TokenTree::Ident(word) => word.to_string(),
        TokenTree::Literal(text) => text_of(text)?,
        _ => return None,
    };
    let word = known(&word).or_else(|| suggest(&word))?;
    let (colon, value) = match tokens.get(1..)? {
        [TokenTree::Punct(colon), value] => (colon, value),
        [TokenTree::Punct(colon), value, TokenTree::Punct(comma)] if comma.as_char() == ',' => {
            (colon, value)
        }
        _ => return None,
    };
    if colon.as_char() != ':' {
        return None;
    }
    match value {
        TokenTree::Literal(text) => Some((word, text.to_string())),
        TokenTree::Group(object) => id_of(object.stream()).map(|id| (word, id)),
        _ => None,
    }
}

/// The value of `"id"` in an object of JSON.
fn id_of(content: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = content.into_iter().collect();
    tokens.windows(3).find_map(|three| match three {
        [
            TokenTree::Literal(name),
            TokenTree::Punct(_),
            TokenTree::Literal(value),
        ] => (text_of(name)? == "id").then(|| value.to_string()),
        _ => None,
    })
}

fn text_of(literal: &Literal) -> Option<String> {
    syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into())
        .ok()
        .map(|text| text.value())
}

/// Whether it begins with a name in quotes and a colon.
fn is_json(content: &TokenStream) -> bool {
    let mut tokens = content.clone().into_iter();
    let is_name = matches!(tokens.next(), Some(TokenTree::Literal(_)));
    is_name && matches!(tokens.next(), Some(TokenTree::Punct(colon)) if colon.as_char() == ':')
}
