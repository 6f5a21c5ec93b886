//! Errors are collected, so that one run of the compiler shows all of them.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use std::fmt::{Display, Write as _};

/// Most errors that are shown of one invite. More would only take time.
const MAX_SHOWN: usize = 50;

/// The errors of one invite.
#[derive(Default)]
pub(crate) struct Diagnostics(Vec<Diagnostic>);

/// One error. Its text is laid out as rustc does: what is wrong, then lines that begin with `note:`
/// or `help:`.
pub(crate) struct Diagnostic {
    start: Span,
    end: Span,
    text: String,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, error: Diagnostic) {
        self.0.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Calls of `compile_error!`, one for each error.
    pub(crate) fn into_compile_errors(mut self) -> TokenStream {
        if let Some(hidden) = self.0.len().checked_sub(MAX_SHOWN + 1)
            && let Some(first_hidden) = self.0.get_mut(MAX_SHOWN)
        {
            first_hidden.text = format!("{} more errors in this invite", hidden + 1);
            self.0.truncate(MAX_SHOWN + 1);
        }
        self.0
            .into_iter()
            .map(Diagnostic::into_compile_error)
            .collect()
    }
}

impl Diagnostic {
    /// What is wrong with the token at `at`.
    pub(crate) fn new(at: Span, text: impl Display) -> Self {
        Self {
            start: at,
            end: at,
            text: text.to_string(),
        }
    }

    /// What is wrong with several tokens in a row.
    pub(crate) fn spanned(tokens: &impl ToTokens, text: impl Display) -> Self {
        let mut spans = tokens
            .to_token_stream()
            .into_iter()
            .map(|token| token.span());
        let start = spans.next().unwrap_or_else(Span::call_site);
        Self {
            start,
            end: spans.last().unwrap_or(start),
            text: text.to_string(),
        }
    }

    /// Adds what to write instead.
    pub(crate) fn help(mut self, help: impl Display) -> Self {
        let _ = write!(self.text, "\nhelp: {help}");
        self
    }

    /// Adds what is good to know.
    pub(crate) fn note(mut self, note: impl Display) -> Self {
        let _ = write!(self.text, "\nnote: {note}");
        self
    }

    #[cfg(test)]
    pub(crate) fn span(&self) -> Span {
        self.start
    }

    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn into_compile_error(self) -> TokenStream {
        let text = Literal::string(&self.text);
        // The compiler underlines from the first token of the call to the last.
        let braces = quote_spanned!(self.end=> { #text });
        quote_spanned!(self.start=> ::core::compile_error! #braces)
    }
}
