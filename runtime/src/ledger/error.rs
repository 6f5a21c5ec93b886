//! Why an engine did not do what it was asked to do.

use crate::box_error::BoxError;

/// Why a ledger did not do what it was asked to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// It was surely not done.
    #[error("the ledger is not available")]
    Unavailable(#[source] BoxError),
    /// It may have been done: the answer is missing.
    #[error("the ledger did not answer")]
    Unsure(#[source] BoxError),
}
