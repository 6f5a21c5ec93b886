//! What Microsoft Graph says: operations, rosters, calls and failures, read leniently.

pub(crate) mod call;
pub(crate) mod diag_code;
pub(crate) mod failure;
pub(crate) mod json;
pub(crate) mod lenient_json;
pub(crate) mod notification;
pub(crate) mod operation;
pub(crate) mod path;
pub(crate) mod person_key;
pub(crate) mod result_code;
pub(crate) mod roster;
