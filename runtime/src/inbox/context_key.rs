//! A client context as it is compared.

use graph_invite_rules::Id;

/// A client context. A GUID comes back in another spelling.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum ContextKey<'a> {
    Guid(u128),
    Text(&'a str),
}

impl<'a> ContextKey<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        match Id::of(text) {
            Id::Guid(number) => Self::Guid(number),
            Id::Phone(_) | Id::Text(_) => Self::Text(text),
        }
    }

    /// The bytes that a hash is made of.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Guid(number) => format!("guid {number:x}").into_bytes(),
            Self::Text(text) => format!("text {text}").into_bytes(),
        }
    }
}
