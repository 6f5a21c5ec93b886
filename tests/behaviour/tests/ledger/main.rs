//! Invites that outlive the process: several replicas of one bot with one ledger, over real sockets.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod callbacks;
mod contents;
mod down;
mod faulty;
mod replica;
mod resume;
mod send;
