//! How much of a part could be read.

use syn::Ident;

/// What reading a part of an invite gives. If it is not whole, an error is reported.
pub(crate) enum Parsed<T> {
    /// All of it.
    Whole(T),
    /// A value to go on with, after an error.
    Repaired(T),
    /// A word that is none of its place, or not yet: an editor may complete it.
    Unfinished(Ident),
    /// Nothing of use.
    Nothing,
}

impl<T> Parsed<T> {
    pub(crate) fn new(value: T, is_whole: bool) -> Self {
        if is_whole {
            Self::Whole(value)
        } else {
            Self::Repaired(value)
        }
    }

    /// The value, and whether it is whole; or, if there is none, what there is instead.
    pub(crate) fn value<U>(self) -> Result<(T, bool), Parsed<U>> {
        match self {
            Self::Whole(value) => Ok((value, true)),
            Self::Repaired(value) => Ok((value, false)),
            Self::Unfinished(word) => Err(Parsed::Unfinished(word)),
            Self::Nothing => Err(Parsed::Nothing),
        }
    }
}
