//! Records as rows, and the statements that read and write them.

use crate::error::BoxError;
use crate::session::Session;
use graph_invite::ledger::{
    Entry, EntryKey, LedgerError, PAGE, Put, Record, RecordName, Scope, StoredRecord, Tag,
};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::error::{DbError, Severity};
use tokio_postgres::{Error, Row, Statement};

/// How many old records are removed at once.
pub(crate) const BATCH: u64 = 500;

/// How often a put that finds a record which is then gone begins again.
const TRIES: usize = 3;

/// Microseconds since 1970, by the clock of the server.
const NOW: &str = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

/// A connection with its statements.
pub(crate) struct Connection {
    session: Session,
    /// How many requests were answered.
    answers: AtomicU64,
    put: Statement,
    one: Statement,
    entry: Statement,
    call: Statement,
    open: Statement,
    remove: Statement,
}

impl Connection {
    pub(crate) async fn new(session: Session) -> Result<Self, Error> {
        let columns = format!(
            "entry, call, replaced_call, name, owner, version, value, is_end, \
             expires - written AS keep, {NOW} - written AS age"
        );
        // Only a record that was written ends its entry.
        let put = format!(
            "WITH written AS ( \
                 INSERT INTO graph_invite_record \
                     (entry, call, replaced_call, name, owner, version, value, is_end, is_open, written, expires) \
                 SELECT $1, $2, $3, $4, $5, $6, $7, $8, \
                     NOT ($8 OR EXISTS (SELECT FROM graph_invite_record WHERE entry = $1 AND is_end)), \
                     now, now + least($9, {} - now) \
                 FROM (SELECT {NOW} AS now) AS clock \
                 ON CONFLICT (entry, name) DO NOTHING \
                 RETURNING entry, is_end \
             ), ended AS ( \
                 UPDATE graph_invite_record AS record SET is_open = false FROM written \
                 WHERE written.is_end AND record.entry = written.entry AND record.is_open \
             ) SELECT FROM written",
            i64::MAX
        );
        let list = |tags: &str| {
            format!(
                "SELECT {columns} FROM graph_invite_record \
                 WHERE entry IN ({tags} ORDER BY entry LIMIT {PAGE}) ORDER BY entry"
            )
        };
        // A record that was put while its entry ended is still marked as open.
        let open = list(
            "SELECT DISTINCT entry FROM graph_invite_record AS record WHERE is_open AND entry > $1 \
             AND NOT EXISTS (SELECT FROM graph_invite_record WHERE entry = record.entry AND is_end)",
        );
        let call = list(
            "SELECT entry FROM graph_invite_record WHERE call = $2 AND entry > $1 \
             UNION SELECT entry FROM graph_invite_record WHERE replaced_call = $2 AND entry > $1",
        );
        let entry = format!("SELECT {columns} FROM graph_invite_record WHERE entry = $1");
        let one = format!("{entry} AND name = $2");
        let remove = format!(
            "DELETE FROM graph_invite_record WHERE ctid = ANY (ARRAY ( \
                 SELECT ctid FROM graph_invite_record WHERE expires <= {NOW} \
                 ORDER BY expires LIMIT {BATCH} FOR UPDATE SKIP LOCKED))"
        );
        let client = &session.client;
        let (put, one, entry, call, open, remove) = tokio::try_join!(
            client.prepare(&put),
            client.prepare(&one),
            client.prepare(&entry),
            client.prepare(&call),
            client.prepare(&open),
            client.prepare(&remove),
        )?;
        Ok(Self {
            session,
            answers: AtomicU64::new(0),
            put,
            one,
            entry,
            call,
            open,
            remove,
        })
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.session.is_closed()
    }

    /// Waits for the answer to a request. A connection on which nothing at all is answered is broken, so
    /// that the next request has a new one.
    pub(crate) async fn answer<T>(
        &self,
        deadline: Instant,
        request: impl Future<Output = T>,
    ) -> Option<T> {
        let before = self.answers.load(Ordering::Relaxed);
        let Ok(answer) = timeout_at(deadline, request).await else {
            if self.answers.load(Ordering::Relaxed) == before {
                self.session.abandon();
            }
            return None;
        };
        self.answers.fetch_add(1, Ordering::Relaxed);
        Some(answer)
    }

    pub(crate) async fn put(&self, record: &Record) -> Result<Put, LedgerError> {
        for _ in 0..TRIES {
            let warnings = self.session.warnings();
            if self.insert(record).await.map_err(error_of_put)? {
                // A standby was waited for, and somebody ended that: the server warns, and acknowledges.
                return if self.session.warnings() == warnings {
                    Ok(Put::Written)
                } else {
                    Err(LedgerError::Unsure(UNREPLICATED.into()))
                };
            }
            if let Some(found) = self.one(record).await.map_err(unavailable)? {
                return Ok(Put::Exists(found));
            }
        }
        Err(LedgerError::Unavailable(REMOVED.into()))
    }

    /// Writes a record, unless one of its name is there: then it says `false`.
    async fn insert(&self, record: &Record) -> Result<bool, Error> {
        let Record { key, name, .. } = record;
        let keep = i64::try_from(record.keep.as_micros()).unwrap_or(i64::MAX);
        let replaced_call = key.replaced_call.as_ref().map(bytes);
        let written = self
            .session
            .client
            .query_opt(
                &self.put,
                &[
                    &bytes(&key.entry),
                    &bytes(&key.call),
                    &replaced_call,
                    &name.to_string(),
                    &bytes(&record.owner),
                    &i16::from(record.version),
                    &&*record.value,
                    &record.is_end,
                    &keep,
                ],
            )
            .await?;
        Ok(written.is_some())
    }

    async fn one(&self, record: &Record) -> Result<Option<StoredRecord>, BoxError> {
        let (entry, name) = (bytes(&record.key.entry), record.name.to_string());
        let client = &self.session.client;
        let row = client.query_opt(&self.one, &[&entry, &name]).await?;
        Ok(row.map(|row| record_of(&row)).transpose()?.flatten())
    }

    pub(crate) async fn entry(&self, entry: Tag) -> Result<Vec<StoredRecord>, BoxError> {
        let client = &self.session.client;
        let rows = client.query(&self.entry, &[&bytes(&entry)]).await?;
        rows.iter()
            .filter_map(|row| record_of(row).transpose())
            .collect()
    }

    pub(crate) async fn list(
        &self,
        scope: Scope,
        after: Option<Tag>,
    ) -> Result<Vec<Entry>, BoxError> {
        // No bytes come before all others.
        let after = after.as_ref().map(bytes).unwrap_or_default();
        let client = &self.session.client;
        let rows = match scope {
            Scope::Call(call) => client.query(&self.call, &[&after, &bytes(&call)]).await?,
            // What a later version may add is for it alone.
            _ => client.query(&self.open, &[&after]).await?,
        };
        let mut entries: Vec<Entry> = Vec::new();
        for row in &rows {
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
            if let (Some(entry), Some(record)) = (entries.last_mut(), record_of(row)?) {
                entry.records.push(record);
            }
        }
        Ok(entries)
    }

    /// Removes some of the records whose time is over, and says how many.
    pub(crate) async fn remove_old(&self) -> Result<u64, Error> {
        self.session.client.execute(&self.remove, &[]).await
    }
}

const UNREPLICATED: &str = "the server warns that a standby may not have the record";
const REMOVED: &str = "a record was there, and then was not, again and again";

fn bytes(tag: &Tag) -> &[u8] {
    &tag.0
}

/// An error of the level `ERROR` has undone the transaction. Later ones may come after the commit.
fn error_of_put(error: Error) -> LedgerError {
    match error.as_db_error().and_then(DbError::parsed_severity) {
        Some(Severity::Error) => unavailable(error),
        _ => LedgerError::Unsure(error.into()),
    }
}

pub(crate) fn unavailable(error: impl Into<BoxError>) -> LedgerError {
    LedgerError::Unavailable(error.into())
}

fn tag_of(bytes: &[u8]) -> Result<Tag, BoxError> {
    Ok(Tag(bytes.try_into()?))
}

fn key_of(row: &Row) -> Result<EntryKey, BoxError> {
    let replaced_call = row.try_get::<_, Option<&[u8]>>("replaced_call")?;
    Ok(EntryKey {
        entry: tag_of(row.try_get("entry")?)?,
        call: tag_of(row.try_get("call")?)?,
        replaced_call: replaced_call.map(tag_of).transpose()?,
    })
}

/// The record of a row, unless a later version gave it a name that this one does not know.
fn record_of(row: &Row) -> Result<Option<StoredRecord>, BoxError> {
    let Ok(name) = row.try_get::<_, &str>("name")?.parse::<RecordName>() else {
        return Ok(None);
    };
    Ok(Some(StoredRecord {
        record: Record {
            key: key_of(row)?,
            name,
            owner: tag_of(row.try_get("owner")?)?,
            version: u8::try_from(row.try_get::<_, i16>("version")?)?,
            value: row.try_get::<_, &[u8]>("value")?.into(),
            is_end: row.try_get("is_end")?,
            keep: time_of(row.try_get("keep")?),
        },
        age: time_of(row.try_get("age")?),
    }))
}

/// A clock that was set back makes no time.
fn time_of(microseconds: i64) -> Duration {
    Duration::from_micros(u64::try_from(microseconds).unwrap_or_default())
}
