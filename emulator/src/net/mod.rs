pub(crate) mod certificate;
pub(crate) mod connection;
pub(crate) mod listener;
pub(crate) mod tls;
