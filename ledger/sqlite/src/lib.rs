//! A ledger in a SQLite file, for bots that run on one machine.
//!
//! `graph-invite` writes down what it is about to do before it does it, so that a bot that was killed and
//! started again rings nobody twice. This crate keeps these records in a file:
//!
//! ```
//! use graph_invite_sqlite::{OpenError, SqliteLedger};
//!
//! # fn main() -> Result<(), OpenError> {
//! # let folder = std::env::temp_dir().join(format!("graph-invite-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! let ledger = SqliteLedger::open(folder.join("invites.db"))?;
//! # drop(ledger);
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! - A record is acknowledged when the disk has it: SQLite runs in WAL mode with `synchronous=FULL`.
//! - Two processes may have the file open at once, as when a new version of a bot starts before the old one
//!   has stopped. Each sees the records of the other within a quarter of a second.
//! - A put or a read that can't be done fails within 2 s, as long as the disk answers.
//! - A file on a network share is refused where Linux or Windows shows that it is one, because locks and
//!   shared memory do not work there. For several machines, use `graph-invite-postgres`.
//! - Records whose time is over are removed now and then.
//!
//! The file also needs the two files beside it that end in `-wal` and `-shm`. Back it up with
//! `sqlite3 invites.db ".backup copy.db"`. But do not start a bot with an old copy: it does not know whom
//! the bot has rung since.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod file_system;
mod ledger;
mod reader;
mod records;
mod schema;
mod writer;

pub use error::OpenError;
pub use ledger::SqliteLedger;

/// Compiles the code of README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
