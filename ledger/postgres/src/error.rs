//! Why a server can't be the ledger.

/// An error of another crate, kept as the cause.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a database can't be used as a ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The address can't be read.
    // Without the cause, which may quote the password.
    #[error(
        "the address of the database can't be read: write `postgres://user:password@host/database`, with the \
         user and the password percent-encoded"
    )]
    Address,
    /// A root certificate can't be read, or TLS can't be set up.
    #[error("TLS can't be set up: {reason}")]
    Tls {
        /// Why.
        reason: &'static str,
        /// The cause, if there is one.
        source: Option<BoxError>,
    },
    /// The server can't be reached, refuses the login, or takes no writes.
    #[error("the database can't be used")]
    Server(#[source] BoxError),
    /// The server did not answer in time.
    #[error("the database did not answer in time")]
    Timeout,
    /// The server does not flush what it acknowledges.
    #[error(
        "the database has `fsync = off`: after a crash of its machine it has lost records, and people would be \
         rung twice. Set `fsync = on`"
    )]
    FsyncOff,
    /// The server acknowledges a record before it is safe.
    #[error(
        "the session has `synchronous_commit = {found}`: the database would acknowledge records that a crash or \
         a failover loses, and people would be rung twice. Set it to `on` for the user of the bot: \
         `ALTER ROLE … SET synchronous_commit = on`"
    )]
    SynchronousCommit {
        /// The value of the setting.
        found: String,
    },
    /// The tables were written by a version that is too new.
    #[error(
        "the ledger has schema {found}, and this version of graph-invite-postgres knows {known}: update the bot. \
         One release works with the schema of the next, not with a later one"
    )]
    TooNew {
        /// The schema of the database.
        found: i32,
        /// The newest schema that this version knows.
        known: i32,
    },
}

/// A [`ConnectError`] on the way through this crate: it takes errors of `tokio-postgres` by `?`, and the API shows none of these.
pub(crate) struct Failure(ConnectError);

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self(ConnectError::Server(error.into()))
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        Self(error)
    }
}

impl From<Failure> for ConnectError {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}
