//! The ledger in a SQLite file.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod file;
mod processes;

use file::Folder;
use graph_invite_ledger_tests::contract_tests;

contract_tests!(Some(Folder::new()));
