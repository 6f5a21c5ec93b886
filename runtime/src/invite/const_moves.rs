//! Moves for `const fn`. The expansion of `graph_invite!` is a chain of `const fn`, so that an invite
//! can be a constant. Such a function can't run destructors, so these move a value without dropping
//! another: what would be dropped is forgotten.

use std::mem;

/// Puts `value` into `slot`. What a full slot held is leaked, but only in a builder that then
/// remembers a repeated word, so no invite is built from it.
pub(super) const fn set<T>(slot: &mut Option<T>, value: T) {
    mem::forget(slot.replace(value));
}

/// Moves out what `slot` holds, or else returns `fallback`. The owner of `slot` must be forgotten next.
pub(super) const fn take_or<T>(slot: &mut Option<T>, fallback: T) -> T {
    match slot {
        Some(value) => mem::replace(value, fallback),
        None => fallback,
    }
}

/// Moves a field out of its owner, which is forgotten, and with it `$rest`.
macro_rules! into_field {
    ($owner:ident.$field:tt, $rest:expr) => {{
        let field = std::mem::replace(&mut $owner.$field, $rest);
        std::mem::forget($owner);
        field
    }};
}

pub(super) use into_field;
