//! Checked values: ids, phone numbers and texts. A value that exists is right.

pub(crate) mod id;
pub(crate) mod into;
mod macros;
pub(crate) mod phone;
pub(crate) mod text;
