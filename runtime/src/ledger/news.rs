//! Hints that a ledger has new records.

use crate::ledger::record::Tag;
use std::pin::Pin;

/// A stream of hints. Nothing but speed depends on it: whoever waits also reads the ledger now and then.
pub trait News: Send {
    /// Waits for the next hint. The engine may lose, double and invent hints. It never ends: when its
    /// connection breaks, it makes another one, and then returns [`Hint::Everything`].
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Hint> + Send + '_>>;
}

/// Where to look for new records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// In this entry.
    Entry(Tag),
    /// Everywhere: hints may have been lost.
    Everything,
}
