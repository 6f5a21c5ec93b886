//! Filling a slot in a `const fn`.

use std::mem;

/// Puts `value` into `slot`.
///
/// A `const fn` can't run destructors, so what a full slot held is forgotten instead of dropped.
/// Every caller records a word said twice as a mistake, so no invite is ever built from it.
pub(crate) const fn put<T>(slot: &mut Option<T>, value: T) {
    mem::forget(slot.replace(value));
}
