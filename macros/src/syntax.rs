//! An invite as data. Every word keeps the author's token.

use graph_invite_rules::{Clause, Field, IdentityKind};
use proc_macro2::{Span, TokenStream};
use syn::{Expr, Ident, LitStr, Token};

#[derive(Default)]
pub(crate) struct Invite {
    pub(crate) fields: Vec<FieldOf>,
    pub(crate) unfinished: Vec<Unfinished>,
    /// Something could not be read as a field, so that a missing one may be it.
    pub(crate) unread: bool,
}

/// A word that is none, or not yet: what an editor may complete.
pub(crate) struct Unfinished {
    /// How many fields or clauses stand before it.
    pub(crate) after: usize,
    pub(crate) word: Ident,
}

/// A field and its value.
pub(crate) struct FieldOf {
    pub(crate) word: Ident,
    pub(crate) field: Field,
    pub(crate) value: FieldValue,
}

pub(crate) enum FieldValue {
    One(Value),
    List(List),
}

/// What stands in the brackets after `participants`.
pub(crate) struct List {
    /// The brackets.
    pub(crate) span: Span,
    pub(crate) entries: Vec<Entry>,
    /// Something could not be read as a participant, so that the list may be longer.
    pub(crate) unread: bool,
}

pub(crate) enum Entry {
    One(Participant),
    Spread {
        dots: Token![..],
        people: Expr,
    },
    /// A word that is no kind, or not yet.
    Unfinished(Ident),
}

pub(crate) struct Participant {
    pub(crate) word: Ident,
    pub(crate) kind: IdentityKind,
    pub(crate) id: Value,
    /// `moves` is always followed by `from`, and `from` follows nothing else.
    pub(crate) clauses: Vec<ClauseOf>,
    pub(crate) unfinished: Vec<Unfinished>,
}

/// A clause and its value, if it takes one.
pub(crate) struct ClauseOf {
    pub(crate) word: Ident,
    pub(crate) clause: Clause,
    pub(crate) value: Option<Value>,
}

pub(crate) enum Value {
    /// Checked while compiling.
    Literal(LitStr),
    /// Checked by its type.
    Expr(Box<Expr>),
    /// Not there, or, as these tokens, not fit to be there: already told.
    Missing(TokenStream),
}

impl Invite {
    /// Whether participants are spread in, so that only the run time can check the whole.
    pub(crate) fn spreads(&self) -> bool {
        let spread = |entry: &Entry| matches!(entry, Entry::Spread { .. });
        self.lists().any(|list| list.entries.iter().any(spread))
    }

    pub(crate) fn lists(&self) -> impl Iterator<Item = &List> {
        self.fields.iter().filter_map(|field| match &field.value {
            FieldValue::List(list) => Some(list),
            FieldValue::One(_) => None,
        })
    }
}

impl List {
    pub(crate) fn participants(&self) -> impl Iterator<Item = &Participant> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::One(participant) => Some(participant),
            Entry::Spread { .. } | Entry::Unfinished(_) => None,
        })
    }
}

impl Participant {
    /// The word by which they leave another call, if they do.
    pub(crate) fn leaves(&self) -> Option<&ClauseOf> {
        let leaves = |clause: &&ClauseOf| matches!(clause.clause, Clause::Replaces | Clause::Moves);
        self.clauses.iter().find(leaves)
    }
}
