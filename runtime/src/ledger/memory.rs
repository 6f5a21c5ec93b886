//! A ledger in the memory of one process.

use crate::ledger::news::{Hint, News};
use crate::ledger::record::{Entry, EntryKey, Put, Record, RecordName, Scope, StoredRecord, Tag};
use crate::ledger::{Ledger, LedgerFuture, PAGE};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::ready;
use std::ops::Bound;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use tokio::time::Instant;

/// How many hints wait for a slow listener, until it gets [`Hint::Everything`] instead.
const HINTS: usize = 1024;

/// A ledger in the memory of one process, for tests. Clones are the same ledger.
///
/// It survives nothing: use an engine that writes to a disk where a process may die.
#[derive(Clone)]
pub struct MemoryLedger(Arc<Shared>);

struct Shared {
    entries: Mutex<Entries>,
    hints: broadcast::Sender<Hint>,
}

#[derive(Default)]
struct Entries {
    by_tag: BTreeMap<Tag, Stored>,
    /// When each record may be removed.
    ends: BTreeSet<(Instant, Tag, RecordName)>,
}

struct Stored {
    key: EntryKey,
    records: BTreeMap<RecordName, (Instant, Record)>,
}

impl MemoryLedger {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Shared {
            entries: Mutex::default(),
            hints: broadcast::Sender::new(HINTS),
        }))
    }

    /// How many records it holds.
    #[must_use]
    pub fn records(&self) -> usize {
        let entries = self.entries();
        entries.by_tag.values().map(|it| it.records.len()).sum()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // No holder of the lock panics half-way through a change.
        let entries = self.0.entries.lock();
        let mut entries = entries.unwrap_or_else(PoisonError::into_inner);
        entries.remove_old();
        entries
    }
}

impl Default for MemoryLedger {
    fn default() -> Self {
        Self::new()
    }
}

impl Ledger for MemoryLedger {
    fn put(&self, record: Record) -> LedgerFuture<'_, Put> {
        let entry = record.key.entry;
        let put = self.entries().put(record);
        if matches!(put, Put::Written) {
            // An error says only that nobody listens.
            let _ = self.0.hints.send(Hint::Entry(entry));
        }
        Box::pin(ready(Ok(put)))
    }

    fn read(&self, entry: Tag) -> LedgerFuture<'_, Vec<StoredRecord>> {
        let entries = self.entries();
        let records = entries.by_tag.get(&entry).map(Stored::records);
        Box::pin(ready(Ok(records.unwrap_or_default())))
    }

    fn list(&self, scope: Scope, after: Option<Tag>) -> LedgerFuture<'_, Vec<Entry>> {
        let entries = self.entries();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = entries.by_tag.range((from, Bound::Unbounded));
        let listed = rest.filter(|(_, stored)| stored.is_in(scope)).take(PAGE);
        let listed = listed.map(|(_, stored)| Entry {
            key: stored.key,
            records: stored.records(),
        });
        Box::pin(ready(Ok(listed.collect())))
    }

    fn news(&self) -> LedgerFuture<'_, Box<dyn News>> {
        let news = Hints {
            receiver: self.0.hints.subscribe(),
            _ledger: self.clone(),
        };
        Box::pin(ready(Ok(Box::new(news) as Box<dyn News>)))
    }
}

impl Entries {
    fn put(&mut self, record: Record) -> Put {
        let now = Instant::now();
        let (tag, name) = (record.key.entry, record.name);
        let stored = self.by_tag.entry(tag).or_insert_with(|| Stored {
            key: record.key,
            records: BTreeMap::new(),
        });
        if let Some((written, record)) = stored.records.get(&name) {
            return Put::Exists(StoredRecord {
                record: record.clone(),
                age: written.elapsed(),
            });
        }
        // A time that the clock can't express never comes.
        if let Some(end) = now.checked_add(record.keep) {
            self.ends.insert((end, tag, name));
        }
        stored.records.insert(name, (now, record));
        Put::Written
    }

    fn remove_old(&mut self) {
        let now = Instant::now();
        while let Some(&(end, tag, name)) = self.ends.first()
            && end <= now
        {
            self.ends.pop_first();
            if let Some(stored) = self.by_tag.get_mut(&tag) {
                stored.records.remove(&name);
                if stored.records.is_empty() {
                    self.by_tag.remove(&tag);
                }
            }
        }
    }
}

impl Stored {
    fn records(&self) -> Vec<StoredRecord> {
        let records = self.records.values();
        let records = records.map(|(written, record)| StoredRecord {
            record: record.clone(),
            age: written.elapsed(),
        });
        records.collect()
    }

    fn is_in(&self, scope: Scope) -> bool {
        match scope {
            Scope::Call(call) => self.key.call == call || self.key.replaced_call == Some(call),
            Scope::Open => !self.records.values().any(|(_, record)| record.is_end),
        }
    }
}

struct Hints {
    receiver: broadcast::Receiver<Hint>,
    /// So that the sender is not closed.
    _ledger: MemoryLedger,
}

impl News for Hints {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Hint> + Send + '_>> {
        // A listener that is too slow has missed some.
        Box::pin(async { self.receiver.recv().await.unwrap_or(Hint::Everything) })
    }
}

/// Shows how many records it holds.
impl fmt::Debug for MemoryLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLedger")
            .field("records", &self.records())
            .finish()
    }
}
