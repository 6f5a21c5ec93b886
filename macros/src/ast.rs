//! An invite as data. Every word keeps the author's token.

use graph_invite_rules as rules;
use proc_macro2::{Span, TokenStream};
use syn::{Expr, Ident, LitStr, Token};

#[derive(Default)]
pub(crate) struct Invite {
    pub(crate) fields: Vec<Field>,
    pub(crate) unfinished: Vec<Unfinished>,
    /// Something could not be read as a field. A field that seems missing may be it.
    pub(crate) has_gap: bool,
}

/// A word that is none of its place, or not yet: an editor may complete it.
pub(crate) struct Unfinished {
    /// How many fields or clauses are before it.
    pub(crate) after: usize,
    pub(crate) word: Ident,
}

pub(crate) struct Field {
    pub(crate) word: Ident,
    pub(crate) name: rules::Field,
    pub(crate) value: FieldValue,
}

pub(crate) enum FieldValue {
    One(Value),
    List(List),
}

/// The participants in their brackets.
pub(crate) struct List {
    /// The brackets, or the word before them if there are none.
    pub(crate) span: Span,
    pub(crate) items: Vec<ListItem>,
    /// Something could not be read as a participant. The list may be longer than it seems.
    pub(crate) has_gap: bool,
}

pub(crate) enum ListItem {
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
    pub(crate) kind: rules::IdentityKind,
    pub(crate) id: Value,
    pub(crate) clauses: Vec<Clause>,
    pub(crate) unfinished: Vec<Unfinished>,
}

pub(crate) enum Clause {
    /// `hidden` or `off_main_mix`: a word alone, or with `if` and a condition.
    Flag {
        word: Ident,
        clause: rules::Clause,
        condition: Option<Value>,
    },
    /// A word and its value.
    Valued {
        word: Ident,
        clause: rules::Clause,
        value: Value,
    },
    /// `moves … from …`, which is one clause.
    Moves {
        word: Ident,
        entry: Value,
        from: From,
    },
}

/// The second half of `moves … from …`.
pub(crate) enum From {
    Call {
        word: Ident,
        call: Value,
    },
    /// It is not there, which is reported. The word in its place may become `from`.
    Missing(Option<Ident>),
}

pub(crate) enum Value {
    /// Checked by the macro.
    Literal(Text),
    /// Checked by its type.
    Expr(Box<Expr>),
    /// A `const` block, which is allowed in constants.
    Const(Box<Expr>),
    /// `None`, for a word that may be left out.
    Nothing(Ident),
    /// There is none, or these tokens, which are none. Both are reported.
    Missing(TokenStream),
}

/// The text of a string literal.
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Invite {
    /// Whether participants are spread in, so that only the run time can check the whole.
    pub(crate) fn has_spread(&self) -> bool {
        self.fields.iter().any(|field| match &field.value {
            FieldValue::List(list) => list.has_spread(),
            FieldValue::One(_) => false,
        })
    }
}

impl List {
    pub(crate) fn has_spread(&self) -> bool {
        let is_spread = |item: &ListItem| matches!(item, ListItem::Spread { .. });
        self.items.iter().any(is_spread)
    }

    /// The participants that are written out.
    pub(crate) fn participants(&self) -> impl Iterator<Item = &Participant> {
        self.items.iter().filter_map(|item| match item {
            ListItem::One(participant) => Some(participant),
            ListItem::Spread { .. } | ListItem::Unfinished(_) => None,
        })
    }
}

impl Participant {
    /// Whether nothing of it is computed at run time.
    pub(crate) fn is_constant(&self) -> bool {
        let values = self.clauses.iter().flat_map(Clause::values);
        let conditions = self.clauses.iter().filter_map(Clause::condition);
        let mut values = values
            .map(|(_, value)| value)
            .chain(conditions)
            .chain([&self.id]);
        values.all(|value| !matches!(value, Value::Expr(_)))
    }
}

impl Clause {
    /// The first word of the clause.
    pub(crate) fn word(&self) -> &Ident {
        match self {
            Self::Flag { word, .. } | Self::Valued { word, .. } | Self::Moves { word, .. } => word,
        }
    }

    /// Which clause it is.
    pub(crate) fn kind(&self) -> rules::Clause {
        match self {
            Self::Flag { clause, .. } | Self::Valued { clause, .. } => *clause,
            Self::Moves { .. } => rules::Clause::Moves,
        }
    }

    /// The condition of a flag.
    pub(crate) fn condition(&self) -> Option<&Value> {
        match self {
            Self::Flag { condition, .. } => condition.as_ref(),
            Self::Valued { .. } | Self::Moves { .. } => None,
        }
    }

    /// Its values, each with the word before it.
    pub(crate) fn values(&self) -> impl Iterator<Item = (rules::Clause, &Value)> {
        let (first, second) = match self {
            Self::Flag { .. } => (None, None),
            Self::Valued { clause, value, .. } => (Some((*clause, value)), None),
            Self::Moves { entry, from, .. } => (
                Some((rules::Clause::Moves, entry)),
                from.call().map(|call| (rules::Clause::From, call)),
            ),
        };
        first.into_iter().chain(second)
    }
}

impl From {
    pub(crate) fn call(&self) -> Option<&Value> {
        match self {
            Self::Call { call, .. } => Some(call),
            Self::Missing(_) => None,
        }
    }
}

impl Value {
    /// Whether it could be read. One that could not is reported.
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self, Self::Missing(_))
    }
}

impl Text {
    pub(crate) fn of(literal: &LitStr) -> Self {
        Self {
            text: literal.value(),
            span: literal.span(),
        }
    }
}

/// The word `None`, if the expression is nothing else.
pub(crate) fn none(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident().filter(|word| *word == "None"),
        _ => None,
    }
}
