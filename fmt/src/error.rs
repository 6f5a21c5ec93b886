//! Why a source file cannot be formatted.

use proc_macro2::Span;
use std::fmt::Display;

/// Why a source file cannot be formatted. It stays as it is.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// The file is not Rust, or one of its invites is not an invite.
    #[error("{line}:{column}: {message}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What was expected there.
        message: String,
    },
    /// The file has more bytes than are read.
    #[error("the file has more than {limit} bytes, and is not read")]
    TooLong {
        /// The most bytes that a file may have.
        limit: usize,
    },
    /// The brackets of the file are nested more deeply than the parser can follow.
    #[error(
        "{line}:{column}: brackets are nested more than {limit} deep, which the parser cannot follow"
    )]
    TooDeep {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The deepest nesting.
        limit: usize,
    },
}

impl FormatError {
    pub(crate) fn at(span: Span, message: impl Display) -> Self {
        let start = span.start();
        Self::Syntax {
            line: start.line,
            column: start.column + 1,
            message: message.to_string(),
        }
    }
}
