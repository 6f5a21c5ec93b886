//! Following an invite that was sent, or may have been: what is known of it, and how to learn more.

pub(crate) mod ask;
pub(crate) mod cancel;
pub(crate) mod cancellation;
pub(crate) mod events;
mod ledger;
pub(crate) mod methods;
pub(crate) mod sent_invite;
pub(crate) mod unfinished;
pub(crate) mod wait;
pub(crate) mod watch;
