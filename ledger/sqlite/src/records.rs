//! Records as rows, and the statements that read and write them.

use graph_invite::ledger::{Entry, EntryKey, PAGE, Record, RecordName, Scope, StoredRecord, Tag};
use rusqlite::{Connection, OptionalExtension, Result, Row, Statement, named_params};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const COLUMNS: &str =
    "entry, call, replaced_call, name, owner, version, value, is_end, written, expires";

/// Now, in microseconds since 1970.
pub(crate) fn now() -> i64 {
    // A clock before 1970 is one that was never set.
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    microseconds(now.unwrap_or_default())
}

fn microseconds(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

/// The time between two points. A clock that was set back makes none.
fn between(from: i64, to: i64) -> Duration {
    Duration::from_micros(u64::try_from(to.saturating_sub(from)).unwrap_or_default())
}

/// Reads records.
pub(crate) struct Reads<'connection> {
    one: Statement<'connection>,
    entry: Statement<'connection>,
    call: Statement<'connection>,
    open: Statement<'connection>,
}

impl<'connection> Reads<'connection> {
    pub(crate) fn new(connection: &'connection Connection) -> Result<Self> {
        let list = |tags: &str| {
            connection.prepare(&format!(
                "SELECT {COLUMNS} FROM record WHERE entry IN ({tags} ORDER BY entry LIMIT {PAGE}) ORDER BY entry"
            ))
        };
        Ok(Self {
            one: connection.prepare(&format!(
                "SELECT {COLUMNS} FROM record WHERE entry = ?1 AND name = ?2"
            ))?,
            entry: connection.prepare(&format!("SELECT {COLUMNS} FROM record WHERE entry = ?1"))?,
            call: list(
                "SELECT entry FROM record WHERE call = ?2 AND entry > ?1 \
                 UNION SELECT entry FROM record WHERE replaced_call = ?2 AND entry > ?1",
            )?,
            open: list("SELECT DISTINCT entry FROM record WHERE is_open = 1 AND entry > ?1")?,
        })
    }

    pub(crate) fn one(&mut self, entry: Tag, name: RecordName) -> Result<Option<StoredRecord>> {
        let row = |row: &Row<'_>| record_of(row, now());
        let found = self.one.query_row((entry.0, name.to_string()), row);
        Ok(found.optional()?.flatten())
    }

    pub(crate) fn entry(&mut self, entry: Tag) -> Result<Vec<StoredRecord>> {
        let now = now();
        let rows = self
            .entry
            .query_map((entry.0,), |row| record_of(row, now))?;
        rows.filter_map(Result::transpose).collect()
    }

    pub(crate) fn list(&mut self, scope: Scope, after: Option<Tag>) -> Result<Vec<Entry>> {
        // No bytes come before all others.
        let after = after.map(|tag| tag.0.to_vec()).unwrap_or_default();
        let mut rows = match scope {
            Scope::Call(call) => self.call.query((after, call.0))?,
            // What a later version may add is for it alone.
            _ => self.open.query((after,))?,
        };
        let now = now();
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(row) = rows.next()? {
            let key = key_of(row)?;
            if entries
                .last()
                .is_none_or(|entry| entry.key.entry != key.entry)
            {
                entries.push(Entry {
                    key,
                    records: Vec::new(),
                });
            }
            if let (Some(entry), Some(record)) = (entries.last_mut(), record_of(row, now)?) {
                entry.records.push(record);
            }
        }
        Ok(entries)
    }
}

fn key_of(row: &Row<'_>) -> Result<EntryKey> {
    Ok(EntryKey {
        entry: Tag(row.get("entry")?),
        call: Tag(row.get("call")?),
        replaced_call: row.get::<_, Option<_>>("replaced_call")?.map(Tag),
    })
}

/// The record of a row, unless a later version gave it a name that this one does not know.
fn record_of(row: &Row<'_>, now: i64) -> Result<Option<StoredRecord>> {
    let Ok(name) = row.get_ref("name")?.as_str()?.parse() else {
        return Ok(None);
    };
    let (written, expires) = (row.get("written")?, row.get("expires")?);
    let value: Vec<u8> = row.get("value")?;
    Ok(Some(StoredRecord {
        record: Record {
            key: key_of(row)?,
            name,
            owner: Tag(row.get("owner")?),
            version: row.get("version")?,
            value: value.into(),
            is_end: row.get("is_end")?,
            keep: between(written, expires),
        },
        age: between(written, now),
    }))
}

/// Writes records. Each method runs inside a transaction.
pub(crate) struct Writes<'connection> {
    insert: Statement<'connection>,
    end: Statement<'connection>,
    since: Statement<'connection>,
    remove: Statement<'connection>,
}

/// How many rows a look at the news or a removal takes at once.
pub(crate) const BATCH: usize = 500;

impl<'connection> Writes<'connection> {
    pub(crate) fn new(connection: &'connection Connection) -> Result<Self> {
        Ok(Self {
            insert: connection.prepare(&format!(
                "INSERT INTO record ({COLUMNS}, is_open) VALUES (:entry, :call, :replaced_call, :name, :owner, \
                 :version, :value, :is_end, :written, :expires, \
                 NOT (:is_end OR EXISTS (SELECT 1 FROM record WHERE entry = :entry AND is_end = 1))) \
                 ON CONFLICT (entry, name) DO NOTHING"
            ))?,
            end: connection
                .prepare("UPDATE record SET is_open = 0 WHERE entry = ?1 AND is_open = 1")?,
            since: connection.prepare(&format!(
                "SELECT number, entry FROM record WHERE number > ?1 ORDER BY number LIMIT {BATCH}"
            ))?,
            remove: connection.prepare(&format!(
                "DELETE FROM record WHERE number IN \
                 (SELECT number FROM record WHERE expires <= ?1 ORDER BY expires LIMIT {BATCH})"
            ))?,
        })
    }

    /// Writes a record, unless one of its name is there: then it says `false`.
    pub(crate) fn insert(&mut self, record: &Record) -> Result<bool> {
        let written = now();
        let inserted = self.insert.execute(named_params! {
            ":entry": record.key.entry.0,
            ":call": record.key.call.0,
            ":replaced_call": record.key.replaced_call.map(|call| call.0),
            ":name": record.name.to_string(),
            ":owner": record.owner.0,
            ":version": record.version,
            ":value": record.value,
            ":is_end": record.is_end,
            ":written": written,
            ":expires": written.saturating_add(microseconds(record.keep)),
        })?;
        if inserted > 0 && record.is_end {
            self.end.execute((record.key.entry.0,))?;
        }
        Ok(inserted > 0)
    }

    /// The next records after one, by number, with their entries.
    pub(crate) fn since(&mut self, last: i64) -> Result<Vec<(i64, Tag)>> {
        let rows = self
            .since
            .query_map((last,), |row| Ok((row.get(0)?, Tag(row.get(1)?))))?;
        rows.collect()
    }

    /// Removes some of the records whose time is over, and says how many.
    pub(crate) fn remove_old(&mut self) -> Result<usize> {
        self.remove.execute((now(),))
    }
}

/// The number of the newest record that was ever written.
pub(crate) fn newest(connection: &Connection) -> Result<i64> {
    connection.query_row(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'record'), 0)",
        (),
        |row| row.get(0),
    )
}
