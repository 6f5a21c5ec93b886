//! The HTTP server: what answers on each path.

pub(crate) mod call_handlers;
pub(crate) mod discovery;
pub(crate) mod faulty_response;
pub(crate) mod handlers;
pub(crate) mod health;
pub(crate) mod middleware;
pub(crate) mod refusal;
pub(crate) mod request_ids;
pub(crate) mod router;
pub(crate) mod server;
pub(crate) mod token_endpoint;
