//! Records for tests.

use graph_invite::ledger::{EntryKey, Record, RecordName, Tag};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

static TAGS: AtomicU64 = AtomicU64::new(1);

/// A tag that no other has. A later one does not come later in the order of tags.
#[must_use]
pub fn tag() -> Tag {
    let number = TAGS.fetch_add(1, Ordering::Relaxed);
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Tag((u128::from(mixed) << 64 | u128::from(number)).to_be_bytes())
}

/// An invite to a call of its own.
#[must_use]
pub fn entry_key() -> EntryKey {
    EntryKey {
        entry: tag(),
        call: tag(),
        replaced_call: None,
    }
}

/// A record, kept for a day, with an owner that no other has.
#[must_use]
pub fn record(key: EntryKey, name: RecordName) -> Record {
    Record {
        key,
        name,
        owner: tag(),
        version: 1,
        value: br#"{"sent":true}"#.as_slice().into(),
        is_end: false,
        keep: Duration::from_secs(24 * 3600),
    }
}
