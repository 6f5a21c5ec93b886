//! An invite as it is written out: its words, its values, and each comment at its place.

use crate::comments::Comment;
use crate::value::Value;
use proc_macro2::Delimiter;
use std::ops::Range;

/// An invite, and where it is in the file.
pub(crate) struct Invite {
    pub(crate) place: Range<usize>,
    /// From the name of the macro to its bracket.
    pub(crate) head: String,
    pub(crate) delimiter: Delimiter,
    pub(crate) fields: List<Field>,
}

/// What is in brackets, between commas.
pub(crate) struct List<T> {
    /// The comments behind the opening bracket, on its line.
    pub(crate) opening: Vec<Comment>,
    pub(crate) items: Vec<Item<T>>,
    /// The comments on lines before the closing bracket.
    pub(crate) closing: Vec<Comment>,
}

/// Something with the comments around it.
pub(crate) struct Item<T> {
    /// Comments on lines of their own.
    pub(crate) above: Vec<Comment>,
    /// Comments before it on its line.
    pub(crate) before: Vec<Comment>,
    pub(crate) body: T,
    /// Comments between it and its comma.
    pub(crate) after: Vec<Comment>,
    /// Comments at the end of its line.
    pub(crate) trailing: Vec<Comment>,
}

pub(crate) enum Field {
    Value(Phrase),
    Participants(Phrase, List<Participant>),
}

/// A kind with its id, and then each clause. A spread is one phrase.
pub(crate) struct Participant {
    pub(crate) phrases: Vec<Item<Phrase>>,
}

/// Words and values that stay on one line where possible.
pub(crate) type Phrase = Vec<Atom>;

pub(crate) enum Atom {
    Word(String),
    /// A sign that follows a word without a space.
    Colon,
    /// The two dots of a spread, which its value follows without a space.
    Dots,
    Value(Value),
    Comment(Comment),
}
