//! Invites that outlive the process: what a ledger is, and what an engine must do.
//!
//! Without a ledger, a client knows its invites as long as its process lives. With one, it writes down
//! that it is about to send an invite before it does. So a job that its queue delivers again does not
//! ring anyone twice, and every replica can learn how the invite ended.
//!
//! Engines are crates of their own: `graph-invite-sqlite` for one machine, `graph-invite-postgres` for
//! several. [`MemoryLedger`] is for tests. Only who writes an engine needs the rest of this module:
//! [`Ledger`] is the seam.
//!
//! See the page [Several machines](crate::guide::several_machines) of the guide.

mod error;
mod memory;
mod news;
mod record;
mod settings;

pub use error::LedgerError;
pub use memory::MemoryLedger;
pub use news::{Hint, News};
pub use record::{
    Entry, EntryKey, ParseNameError, Put, Record, RecordName, Scope, StoredRecord, Tag,
};
pub use settings::LedgerSettings;

use std::pin::Pin;

/// What an engine returns.
pub type LedgerFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, LedgerError>> + Send + 'a>>;

/// The most entries that [`Ledger::list`] returns at once.
pub const PAGE: usize = 100;

/// An engine: where the records of invites are kept.
///
/// Records never change. There is one way to write, [`put`](Self::put), and it writes only what is not
/// there yet. An engine must keep what it has acknowledged, whatever dies: a record that gets lost may
/// ring somebody twice.
pub trait Ledger: Send + Sync + 'static {
    /// Writes a record, unless its entry has a record of this name. It is ready only when no crash and
    /// no failover can lose the record.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unavailable`] if it was surely not written, [`LedgerError::Unsure`] if nobody
    /// knows.
    fn put(&self, record: Record) -> LedgerFuture<'_, Put>;

    /// All records of an entry, in no order. A record whose put was acknowledged to anyone before this
    /// began is among them, unless its time is over.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unavailable`].
    fn read(&self, entry: Tag) -> LedgerFuture<'_, Vec<StoredRecord>>;

    /// The entries of a scope, by the order of their tags: the first [`PAGE`] of those after `after`.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unavailable`].
    fn list(&self, scope: Scope, after: Option<Tag>) -> LedgerFuture<'_, Vec<Entry>>;

    /// Begins to listen for new records of all processes, from now on.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unavailable`].
    fn news(&self) -> LedgerFuture<'_, Box<dyn News>>;
}
