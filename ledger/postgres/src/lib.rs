//! A ledger in PostgreSQL, for bots that run on several machines.
//!
//! `graph-invite` writes down what it is about to do before it does it, so that no replica of a bot rings
//! anyone twice, whichever of them dies. This crate keeps these records in a database that all replicas
//! share:
//!
//! ```no_run
//! use graph_invite_postgres::{ConnectError, PostgresLedger};
//!
//! # async fn run() -> Result<(), ConnectError> {
//! let ledger = PostgresLedger::connect("postgres://bot:secret@db.example.com/invites").await?;
//! # drop(ledger);
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! - A record is acknowledged when the server has flushed it, and, if it has a synchronous standby, when that
//!   has it too. A server with `fsync = off` or `synchronous_commit = off` or `local` is refused.
//! - A put or a read fails within 2 s when the server does not answer. The error says whether a record was
//!   surely not written.
//! - Waiters in other processes wake up by `NOTIFY`. It is sent after the commit, on a connection of its own:
//!   a `NOTIFY` inside the transaction would make all commits wait for each other.
//! - Lost connections are made again. Of several hosts, the one that takes writes is used.
//! - Records whose time is over are removed now and then.
//!
//! # What it needs
//!
//! - PostgreSQL 14 or later. With an asynchronous standby, a failover loses what the standby does not have
//!   yet, and the ledger may then ring somebody twice: use a synchronous one, such as that of Azure Database
//!   for PostgreSQL with high availability.
//! - A direct connection, or a pooler that gives each client a session of its own: `LISTEN` and prepared
//!   statements do not work otherwise.
//! - The right to create tables in the first schema of the `search_path`, at the first start and after an
//!   update. The tables are `graph_invite_record` and `graph_invite_schema`. A release works with the schema
//!   of the next one.
//!
//! # Features
//!
//! | Feature | Default | Effect |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS with rustls and the root certificates of the platform |
//! | `native-tls` | no | TLS with the library of the platform; with both, rustls is used |

#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod connections;
mod error;
mod hints;
mod ledger;
mod records;
mod removal;
mod schema;
mod session;
mod tls;

pub use builder::PostgresLedgerBuilder;
pub use error::ConnectError;
pub use ledger::PostgresLedger;

/// Compiles the code of README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
