//! The ledger of all processes, where time runs fast, and a view of it by a process that may die.

use crate::points::Points;
use invites::ledger::{
    Entry, Ledger, LedgerFuture, MemoryLedger, News, Put, Record, Scope, StoredRecord, Tag,
};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How much faster than elsewhere.
const SPEED: u32 = 20;
/// Longer than anybody waits for the result of a request.
const LONG_ENOUGH: Duration = Duration::from_secs(10);

#[derive(Clone, Default)]
pub(crate) struct FastLedger {
    memory: MemoryLedger,
    waits: Arc<AtomicU32>,
    values: Arc<Mutex<Vec<(String, String)>>>,
}

impl FastLedger {
    /// Lets so much time pass that nobody waits any more.
    pub(crate) fn pass_time(&self) {
        self.waits.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether its sender has not written in time what came of the last request.
    pub(crate) fn is_doubtful(&self) -> bool {
        let values = self.values.lock().unwrap();
        let claims = values.iter().filter(|(name, _)| name.starts_with('a'));
        let Some((last, _)) = claims.max() else {
            return false;
        };
        let result = last.replace('a', "r");
        let is_proof =
            |(name, value): &(String, String)| *name == result && !value.contains("lost");
        !values.iter().any(is_proof)
    }

    fn aged(&self, mut stored: StoredRecord) -> StoredRecord {
        let waits = self.waits.load(Ordering::SeqCst);
        stored.age = stored.age * SPEED + LONG_ENOUGH * waits;
        stored
    }
}

impl Ledger for FastLedger {
    fn put(&self, record: Record) -> LedgerFuture<'_, Put> {
        Box::pin(async move {
            let value = String::from_utf8(record.value.to_vec()).unwrap();
            let written = (record.name.to_string(), value);
            Ok(match self.memory.put(record).await? {
                Put::Exists(stored) => Put::Exists(self.aged(stored)),
                Put::Written => {
                    self.values.lock().unwrap().push(written);
                    Put::Written
                }
            })
        })
    }

    fn read(&self, entry: Tag) -> LedgerFuture<'_, Vec<StoredRecord>> {
        Box::pin(async move {
            let records = self.memory.read(entry).await?;
            Ok(records.into_iter().map(|it| self.aged(it)).collect())
        })
    }

    fn list(&self, scope: Scope, after: Option<Tag>) -> LedgerFuture<'_, Vec<Entry>> {
        Box::pin(async move {
            let mut entries = self.memory.list(scope, after).await?;
            for entry in &mut entries {
                let records = std::mem::take(&mut entry.records);
                entry.records = records.into_iter().map(|it| self.aged(it)).collect();
            }
            Ok(entries)
        })
    }

    fn news(&self) -> LedgerFuture<'_, Box<dyn News>> {
        self.memory.news()
    }
}

/// The ledger, as a process sees it that may die before and after each put, and before each read.
pub(crate) struct DeadlyLedger {
    pub(crate) ledger: FastLedger,
    pub(crate) points: Arc<Points>,
}

impl Ledger for DeadlyLedger {
    fn put(&self, record: Record) -> LedgerFuture<'_, Put> {
        Box::pin(async move {
            self.points.inside().await;
            let put = self.ledger.put(record).await;
            self.points.inside().await;
            put
        })
    }

    fn read(&self, entry: Tag) -> LedgerFuture<'_, Vec<StoredRecord>> {
        Box::pin(async move {
            self.points.inside().await;
            self.ledger.read(entry).await
        })
    }

    fn list(&self, scope: Scope, after: Option<Tag>) -> LedgerFuture<'_, Vec<Entry>> {
        self.ledger.list(scope, after)
    }

    /// It has none, so that only the send itself reads the ledger.
    fn news(&self) -> LedgerFuture<'_, Box<dyn News>> {
        Box::pin(std::future::pending())
    }
}
