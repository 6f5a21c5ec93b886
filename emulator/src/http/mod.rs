pub(crate) mod middleware;
pub(crate) mod router;
pub(crate) mod token_endpoint;
