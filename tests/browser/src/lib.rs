//! A browser, and an emulator whose page it shows.

#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod browser;
mod visitor;

pub use browser::Browser;
pub use visitor::Visitor;
