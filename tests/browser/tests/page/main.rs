//! The page in a real browser, next to a bot that speaks HTTP.
//!
//! The tests need chromium and chromedriver, and are skipped without them. With `PICTURES=docs/images`,
//! they take the pictures of the documentation.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod access;
mod bot;
mod phones;
mod pictures;
mod requests;
mod safety;
mod scale;
