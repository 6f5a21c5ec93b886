pub(crate) mod behavior;
pub(crate) mod ledger;
pub(crate) mod state;
pub(crate) mod timeline;
