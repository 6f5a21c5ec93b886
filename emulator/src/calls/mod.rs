pub(crate) mod call;
pub(crate) mod error;
pub(crate) mod invitation;
pub(crate) mod resources;
