//! The control API: the methods of an emulator over HTTP, on a port of its own.

#![allow(
    clippy::indexing_slicing,
    reason = "only JSON is indexed here, where a field that lacks is null"
)]

mod asked;
mod dispatch;
pub(crate) mod documents;
mod endpoint;
mod guard;
mod names;
mod openapi;
mod problem;
pub(crate) mod resources;
mod routes;
pub(crate) mod server;
mod shared;
