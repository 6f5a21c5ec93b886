//! Moves for `const fn`.
//!
//! The expansion of `graph_invite!` is a chain of `const fn`, so that an invite can be a constant. A
//! `const fn` can't run destructors: a value that it replaces or takes apart must be forgotten.

use std::mem;

/// Puts `value` into `slot`. An old value leaks, but only when a word is repeated, which is an error.
pub(super) const fn set<T>(slot: &mut Option<T>, value: T) {
    mem::forget(slot.replace(value));
}

/// Puts `value` into `slot`, if there is one.
pub(super) const fn set_given<T>(slot: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        mem::forget(mem::replace(slot, value));
    } else {
        mem::forget(value);
    }
}

/// Moves the value out of `slot`, or returns `fallback` if there is none. Forget the owner of `slot` next.
pub(super) const fn take_or<T>(slot: &mut Option<T>, fallback: T) -> T {
    match slot {
        Some(value) => mem::replace(value, fallback),
        None => fallback,
    }
}

/// Moves a field out of its owner. The owner is forgotten, with `$rest` in the field.
macro_rules! into_field {
    ($owner:ident.$field:tt, $rest:expr) => {{
        let field = std::mem::replace(&mut $owner.$field, $rest);
        std::mem::forget($owner);
        field
    }};
}

pub(super) use into_field;
