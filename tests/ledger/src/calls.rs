//! Calls of a ledger, on a machine that may be busy with other things.

use crate::SharedLedger;
use graph_invite::ledger::{Entry, Hint, News, Put, Record, Scope, StoredRecord, Tag};
use std::time::Duration;
use tokio::time::timeout;

/// How often a call is repeated.
const TRIES: usize = 20;

/// Puts a record, as a client does: again if it is not sure. What it finds of its own it has written.
pub async fn put(ledger: &SharedLedger, record: Record) -> Put {
    let mut error = None;
    for _ in 0..TRIES {
        match ledger.put(record.clone()).await {
            Ok(Put::Exists(found)) if error.is_some() && found.record.owner == record.owner => {
                return Put::Written;
            }
            Ok(put) => return put,
            Err(failed) => error = Some(failed),
        }
    }
    panic!("{error:?}");
}

/// Reads an entry.
pub async fn read(ledger: &SharedLedger, entry: Tag) -> Vec<StoredRecord> {
    let mut error = None;
    for _ in 0..TRIES {
        match ledger.read(entry).await {
            Ok(records) => return records,
            Err(failed) => error = Some(failed),
        }
    }
    panic!("{error:?}");
}

/// Lists a page of entries.
pub async fn list(ledger: &SharedLedger, scope: Scope, after: Option<Tag>) -> Vec<Entry> {
    let mut error = None;
    for _ in 0..TRIES {
        match ledger.list(scope, after).await {
            Ok(entries) => return entries,
            Err(failed) => error = Some(failed),
        }
    }
    panic!("{error:?}");
}

/// Puts a record that is not there yet.
pub async fn write(ledger: &SharedLedger, record: Record) {
    assert!(matches!(put(ledger, record).await, Put::Written));
}

/// The tags of the first page of entries.
pub async fn tags(ledger: &SharedLedger, scope: Scope) -> Vec<Tag> {
    let listed = list(ledger, scope, None).await;
    listed.iter().map(|entry| entry.key.entry).collect()
}

/// Waits until there is a hint to look at an entry.
pub async fn hint(news: &mut Box<dyn News>, entry: Tag) {
    let hint =
        async { while ![Hint::Entry(entry), Hint::Everything].contains(&news.next().await) {} };
    timeout(Duration::from_secs(60), hint)
        .await
        .expect("no hint came");
}
