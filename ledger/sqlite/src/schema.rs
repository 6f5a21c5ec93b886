//! Opens a file, and brings its schema up to date.

use crate::error::{Failure, OpenError};
use crate::file_system::network_share;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long SQLite waits for the lock of another process.
pub(crate) const LOCK: Duration = Duration::from_secs(1);

/// Says whose file it is.
const APPLICATION: i64 = 0x4772_4976;

/// What makes each version of the schema out of the one before. A release must still work with the schema
/// of the next one, so a step adds, and does not rename or remove what the release before it uses.
const STEPS: [&str; 1] = [
    "CREATE TABLE record (
        -- In the order of the commits, and never used again.
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        entry BLOB NOT NULL,
        call BLOB NOT NULL,
        replaced_call BLOB,
        name TEXT NOT NULL,
        owner BLOB NOT NULL,
        version INTEGER NOT NULL,
        value BLOB NOT NULL,
        is_end INTEGER NOT NULL,
        -- 1 as long as the entry has no end: so that the open ones are found among many.
        is_open INTEGER NOT NULL,
        -- Microseconds since 1970.
        written INTEGER NOT NULL,
        expires INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX record_name ON record (entry, name);
    CREATE INDEX record_call ON record (call, entry);
    CREATE INDEX record_replaced_call ON record (replaced_call, entry) WHERE replaced_call IS NOT NULL;
    CREATE INDEX record_open ON record (entry) WHERE is_open = 1;
    CREATE INDEX record_end ON record (entry) WHERE is_end = 1;
    CREATE INDEX record_expires ON record (expires);",
];

/// Where a ledger really is, if it may be there.
pub(crate) fn place_of(path: &Path) -> Result<PathBuf, OpenError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = folder.canonicalize().map_err(OpenError::Folder)?;
    let name = path.file_name().unwrap_or_default();
    // The file may be a link to another folder.
    let file = folder.join(name);
    let file = file.canonicalize().unwrap_or(file);
    match network_share(&file) {
        Some(kind) => Err(OpenError::NetworkShare { kind }),
        None => Ok(file),
    }
}

/// A connection that writes durably, to a file whose schema is up to date.
pub(crate) fn open(file: &Path) -> Result<Connection, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(LOCK)?;
    let found = version_of(&connection)?;
    keep_a_log(&connection)?;
    // What macOS calls a sync does not reach the disk without the last two.
    for (name, value) in [
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("checkpoint_fullfsync", "ON"),
    ] {
        connection.pragma_update(None, name, value)?;
    }
    if (found as usize) < STEPS.len() {
        migrate(&mut connection)?;
    }
    Ok(connection)
}

/// The version of the schema, if this release can work with it.
fn version_of(connection: &Connection) -> Result<u32, Failure> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    match (application, found) {
        (0, 0) if tables == 0 => Ok(0),
        (APPLICATION, found) if found > known + 1 => Err(OpenError::TooNew { found, known }.into()),
        (APPLICATION, found) => Ok(found),
        _ => Err(OpenError::OfAnotherProgram.into()),
    }
}

/// Switches to the write-ahead log. Its lock does not wait by itself.
fn keep_a_log(connection: &Connection) -> Result<(), Failure> {
    let begin = Instant::now();
    loop {
        let mode =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0));
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => return Err(OpenError::NoWriteAheadLog { mode }.into()),
            Err(error) if is_busy(&error) && begin.elapsed() < LOCK => {
                thread::sleep(Duration::from_millis(5));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn migrate(connection: &mut Connection) -> Result<(), Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it in between.
    let found = version_of(&transaction)?;
    for step in STEPS.iter().skip(found as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    transaction.pragma_update(None, "user_version", found.max(known))?;
    transaction.commit()?;
    Ok(())
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}
