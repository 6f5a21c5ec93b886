//! What the control API shows and changes, one file for each kind of thing.

#![allow(
    clippy::unnecessary_wraps,
    reason = "the table of all endpoints has one type of function"
)]

pub(crate) mod calls;
pub(crate) mod clock;
pub(crate) mod delivery;
pub(crate) mod events;
pub(crate) mod faults;
pub(crate) mod hints;
pub(crate) mod identity;
pub(crate) mod invites;
pub(crate) mod notifications;
pub(crate) mod people;
pub(crate) mod requests;
pub(crate) mod sending;
