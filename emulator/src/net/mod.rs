//! The sockets below HTTP, and the faults that strike there.

pub(crate) mod certificate;
pub(crate) mod connection;
pub(crate) mod endpoint;
pub(crate) mod listener;
pub(crate) mod tls;
