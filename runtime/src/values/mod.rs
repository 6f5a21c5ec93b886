//! Checked values: ids, phone numbers and texts. A value that exists is valid.
//!
//! Text gets in by two doors. What a person writes is checked strictly: `parse`, `FromStr` and
//! `TryFrom`. What the service sends, or what was serialized before, is read leniently: `from_graph`
//! and `Deserialize`. They differ only for the ids that the service makes, see `service_id`.

pub(crate) mod guid_id;
pub(crate) mod into;
pub(crate) mod invite_key;
mod macros;
pub(crate) mod phone;
pub(crate) mod service_id;
pub(crate) mod text;
