//! A ledger that can be watched and broken.

use invites::ledger::{
    Entry, Ledger, LedgerError, LedgerFuture, MemoryLedger, News, Put, Record, RecordName, Scope,
    StoredRecord, Tag,
};
use std::future::{pending, ready};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A ledger in memory that keeps all that was written to it. Clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct WatchedLedger {
    memory: MemoryLedger,
    written: Arc<Mutex<Vec<Record>>>,
    is_down: Arc<AtomicBool>,
    is_silent: Arc<AtomicBool>,
}

impl WatchedLedger {
    pub(crate) fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::SeqCst);
    }

    /// Lets it answer nothing, from now on.
    pub(crate) fn fall_silent(&self) {
        self.is_silent.store(true, Ordering::SeqCst);
    }

    /// The names of all records, in the order in which they were written; `f` for each fact.
    pub(crate) fn names(&self) -> Vec<String> {
        let written = self.written.lock().unwrap();
        let names = written.iter().map(|record| match record.name {
            RecordName::Fact(_) => "f".to_owned(),
            name => name.to_string(),
        });
        names.collect()
    }

    /// The values of all records, as text.
    pub(crate) fn values(&self) -> String {
        let written = self.written.lock().unwrap();
        let values = written
            .iter()
            .map(|record| String::from_utf8(record.value.to_vec()).unwrap());
        values.collect::<Vec<_>>().join("\n")
    }

    fn answer<'a, T: Send + 'a>(&self, answer: LedgerFuture<'a, T>) -> LedgerFuture<'a, T> {
        if self.is_silent.load(Ordering::SeqCst) {
            return Box::pin(pending());
        }
        if self.is_down.load(Ordering::SeqCst) {
            let gone = io::Error::other("the server is gone");
            return Box::pin(ready(Err(LedgerError::Unavailable(gone.into()))));
        }
        answer
    }
}

impl Ledger for WatchedLedger {
    fn put(&self, record: Record) -> LedgerFuture<'_, Put> {
        self.answer(Box::pin(async move {
            let put = self.memory.put(record.clone()).await?;
            if matches!(put, Put::Written) {
                self.written.lock().unwrap().push(record);
            }
            Ok(put)
        }))
    }

    fn read(&self, entry: Tag) -> LedgerFuture<'_, Vec<StoredRecord>> {
        self.answer(self.memory.read(entry))
    }

    fn list(&self, scope: Scope, after: Option<Tag>) -> LedgerFuture<'_, Vec<Entry>> {
        self.answer(self.memory.list(scope, after))
    }

    fn news(&self) -> LedgerFuture<'_, Box<dyn News>> {
        self.answer(self.memory.news())
    }
}
