//! Access tokens: their sources, their cache, and what a response contains about them.

#[cfg(feature = "azure-identity")]
mod azure;
pub(crate) mod bearer;
pub(crate) mod cache;
pub(crate) mod challenge;
pub(crate) mod refreshing;
pub(crate) mod roles;
pub(crate) mod token;
pub(crate) mod token_error;
