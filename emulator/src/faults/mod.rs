pub(crate) mod canned_response;
pub(crate) mod fault;
pub(crate) mod plan;
