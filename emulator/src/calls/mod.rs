//! What the service knows of a call, what it reads of an invite, and how it writes both as JSON.

pub(crate) mod call;
pub(crate) mod call_kind;
pub(crate) mod callee;
pub(crate) mod error;
pub(crate) mod invitation;
pub(crate) mod new_call;
pub(crate) mod operation;
pub(crate) mod properties;
pub(crate) mod resources;
pub(crate) mod service_id;
