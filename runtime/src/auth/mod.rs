//! Tokens: where they come from, how long they are kept, and what an answer says about them.

#[cfg(feature = "azure-identity")]
mod azure;
pub(crate) mod bearer;
pub(crate) mod cache;
pub(crate) mod challenge;
pub(crate) mod roles;
pub(crate) mod token;
