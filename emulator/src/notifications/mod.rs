//! What the bot is told of its calls: the bodies, their way to the bot, and the signature.

pub(crate) mod body;
pub(crate) mod delivery;
pub(crate) mod outbox;
pub(crate) mod quirk;
pub(crate) mod recorded_notification;
pub(crate) mod sender;
pub(crate) mod signing_key;
