//! Notifications to the bot: their bodies, their delivery, and their signature.

pub(crate) mod body;
pub(crate) mod delivery;
pub(crate) mod outbox;
pub(crate) mod proof;
pub(crate) mod quirk;
pub(crate) mod recorded_notification;
pub(crate) mod sender;
pub(crate) mod signing_key;
