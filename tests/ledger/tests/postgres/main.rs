//! The ledger in PostgreSQL.
//!
//! The tests need PostgreSQL, and are skipped without `POSTGRES_TESTS=1`. They start servers of their own:
//!
//! ```console
//! POSTGRES_TESTS=1 cargo test -p graph-invite-ledger-tests --test postgres
//! ```

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod answers;
mod database;
mod schema;
mod settings;
mod tls;

use database::Database;
use graph_invite_ledger_tests::contract_tests;

contract_tests!(Database::new().await);
