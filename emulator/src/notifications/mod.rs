pub(crate) mod body;
pub(crate) mod delivery;
pub(crate) mod outbox;
pub(crate) mod quirk;
pub(crate) mod sender;
pub(crate) mod signing_key;
