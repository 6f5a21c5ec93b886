//! What goes wrong, and when. The other folders carry it out.

pub(crate) mod canned_response;
pub(crate) mod fault;
pub(crate) mod plan;
pub(crate) mod random_faults;
pub(crate) mod response_fault;
