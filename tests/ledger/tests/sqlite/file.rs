//! Which files are ledgers, and which are refused.

use graph_invite::ledger::{Hint, LedgerError, RecordName, Scope};
use graph_invite_ledger_tests::calls::{list, read, write};
use graph_invite_ledger_tests::{SharedLedger, Store, entry_key, record};
use graph_invite_sqlite::{OpenError, SqliteLedger};
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder of its own, which is removed at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("sqlite-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("invites.db")
    }

    fn sql(&self) -> Connection {
        Connection::open(self.file()).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A thread of the ledger may still hold a file open.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Store for Folder {
    async fn open(&self) -> SharedLedger {
        Arc::new(SqliteLedger::open(self.file()).unwrap())
    }
}

#[tokio::test]
async fn record_with_a_name_of_a_later_version_is_kept_and_left_out() {
    let folder = Folder::new();
    let ledger = folder.open().await;
    let first = record(entry_key(), RecordName::Claim(1));
    write(&ledger, first.clone()).await;
    let changed = folder.sql().execute(
        "INSERT INTO record SELECT NULL, entry, call, replaced_call, 'z1', owner, version, value, is_end, \
         is_open, written, expires FROM record",
        (),
    );
    assert_eq!(changed, Ok(1));
    let read = read(&ledger, first.key.entry).await;
    let listed = list(&ledger, Scope::Open, None).await;
    for records in [&read, &listed[0].records] {
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].record, first);
    }
    let names: i64 = folder
        .sql()
        .query_row("SELECT count(*) FROM record", (), |row| row.get(0))
        .unwrap();
    assert_eq!(names, 2);
}

#[tokio::test]
async fn schema_of_the_next_release_is_accepted_and_a_later_one_is_refused() {
    let folder = Folder::new();
    drop(folder.open().await);
    let set = |version: u32| {
        folder
            .sql()
            .pragma_update(None, "user_version", version)
            .unwrap();
    };
    set(2);
    let ledger = folder.open().await;
    ledger
        .put(record(entry_key(), RecordName::Claim(1)))
        .await
        .unwrap();
    set(3);
    let error = SqliteLedger::open(folder.file()).unwrap_err();
    assert!(
        matches!(
            error,
            OpenError::TooNew {
                found: 3,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.to_string().contains("update the bot"), "{error}");
}

#[test]
fn database_of_another_program_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    folder
        .sql()
        .execute_batch("CREATE TABLE orders (number)")
        .unwrap();
    let before = fs::read(folder.file()).unwrap();
    let error = SqliteLedger::open(folder.file()).unwrap_err();
    assert!(matches!(error, OpenError::OfAnotherProgram), "{error}");
    assert_eq!(fs::read(folder.file()).unwrap(), before);
}

#[test]
fn file_that_is_no_database_is_refused() {
    let folder = Folder::new();
    fs::write(
        folder.file(),
        "a text that is longer than the header of a database. ".repeat(20),
    )
    .unwrap();
    let error = SqliteLedger::open(folder.file()).unwrap_err();
    assert!(matches!(error, OpenError::Sqlite(_)), "{error}");
}

#[test]
fn file_keeps_what_it_acknowledges_on_the_disk() {
    let folder = Folder::new();
    let _ledger = SqliteLedger::open(folder.file()).unwrap();
    let mode: String = folder
        .sql()
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
}

#[tokio::test]
async fn locked_file_makes_a_put_unavailable_and_nothing_is_written() {
    let folder = Folder::new();
    let ledger = folder.open().await;
    let other = folder.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let first = record(entry_key(), RecordName::Claim(1));
    let error = ledger.put(first.clone()).await.unwrap_err();
    assert!(matches!(error, LedgerError::Unavailable(_)), "{error:?}");
    // Reads go on meanwhile.
    assert!(read(&ledger, first.key.entry).await.is_empty());
    other.execute_batch("COMMIT").unwrap();
    write(&ledger, first.clone()).await;
    assert_eq!(read(&ledger, first.key.entry).await.len(), 1);
}

#[tokio::test]
async fn burst_of_another_connection_ends_in_one_hint() {
    let folder = Folder::new();
    let ledger = folder.open().await;
    let mut news = ledger.news().await.unwrap();
    let first = record(entry_key(), RecordName::Claim(1));
    folder
        .sql()
        .execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
             INSERT INTO record SELECT NULL, ?1, ?1, NULL, 'a' || i, ?1, 1, x'', 0, 1, 0, 9e18 FROM n",
            (first.key.entry.0,),
        )
        .unwrap();
    let hint = tokio::time::timeout(Duration::from_secs(60), news.next()).await;
    assert_eq!(hint, Ok(Hint::Everything));
}
