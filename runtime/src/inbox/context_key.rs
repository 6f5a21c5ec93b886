//! A client context as it is compared.

use graph_invite_rules::Id;

/// A client context. A GUID comes back in another spelling.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum ContextKey<'a> {
    Guid(u128),
    Text(&'a str),
}

impl<'a> ContextKey<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        match Id::of(text) {
            Id::Guid(number) => Self::Guid(number),
            Id::Phone(_) | Id::Text(_) => Self::Text(text),
        }
    }
}
