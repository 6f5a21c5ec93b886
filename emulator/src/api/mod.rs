//! The control API: the methods of an emulator over HTTP, on a port of its own.

#![allow(
    clippy::indexing_slicing,
    reason = "only JSON is indexed here, where a field that lacks is null"
)]

pub(crate) mod asked;
pub(crate) mod dispatch;
pub(crate) mod documents;
mod endpoint;
pub(crate) mod guard;
pub(crate) mod names;
pub(crate) mod openapi;
pub(crate) mod problem;
pub(crate) mod resources;
mod routes;
pub(crate) mod shared;
