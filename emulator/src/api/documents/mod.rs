//! What is asked for and shown as a document: parts of a scenario, and the scenario itself.

pub(crate) mod call;
pub(crate) mod delivery;
pub(crate) mod fault;
pub(crate) mod manner;
pub(crate) mod scenario;
pub(crate) mod time;
