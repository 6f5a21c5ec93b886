//! Why a file can't be a ledger.

use std::io;

/// An error of another crate, kept as the cause.
type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a file can't be opened as a ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The folder of the file can't be read.
    #[error(
        "the folder of the ledger can't be read: create it first, and give the bot the right to write in it"
    )]
    Folder(#[source] io::Error),
    /// The file is on a network share.
    #[error(
        "the ledger would be on a network share ({kind}), where two processes could ring the same people: \
         put it on a disk of this machine, or use graph-invite-postgres"
    )]
    NetworkShare {
        /// The kind of the share, such as `nfs4`.
        kind: String,
    },
    /// The file system has no shared memory, which SQLite needs for its write-ahead log.
    #[error(
        "SQLite can't keep a write-ahead log there (its mode is `{mode}`): put the ledger on another file system"
    )]
    NoWriteAheadLog {
        /// The mode of the journal that SQLite uses instead.
        mode: String,
    },
    /// The file is the database of another program.
    #[error("the file is the database of another program: choose another path")]
    OfAnotherProgram,
    /// The file was written by a version that is too new.
    #[error(
        "the ledger has schema {found}, and this version of graph-invite-sqlite knows {known}: update the bot. \
         One release reads what the next one writes, not more"
    )]
    TooNew {
        /// The schema of the file.
        found: u32,
        /// The newest schema that this version knows.
        known: u32,
    },
    /// SQLite refuses the file.
    #[error("SQLite can't open the ledger")]
    Sqlite(#[source] BoxError),
}

/// A [`OpenError`] on the way through this crate: it takes errors of `rusqlite` by `?`, and the API shows none of these.
pub(crate) struct Failure(OpenError);

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self(OpenError::Sqlite(error.into()))
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self(error)
    }
}

impl From<Failure> for OpenError {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}
