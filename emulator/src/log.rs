//! What happened, in order, within a bound.

use crate::lock::lock;
use crate::person::PersonId;
use crate::record::Record;
use std::sync::Mutex;
use time::OffsetDateTime;
use tokio::sync::watch;
use uuid::Uuid;

/// How many entries are kept. Beyond that, the oldest are forgotten.
pub(crate) const MAX_ENTRIES: usize = 10_000;
const MAX_BYTES: usize = 4 * 1024 * 1024;

pub(crate) struct Log {
    entries: Mutex<Record<Entry>>,
    /// The number of the newest entry. Who waits for something looks again when it changes.
    last: watch::Sender<u64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) at: OffsetDateTime,
    pub(crate) kind: EntryKind,
    pub(crate) call: Option<Uuid>,
    /// The operation.
    pub(crate) invite: Option<Uuid>,
    pub(crate) person: Option<PersonId>,
    /// A few words, without a secret.
    pub(crate) detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Request,
    Dropped,
    Ringing,
    Answered,
    Lobby,
    Admitted,
    Failed,
    Left,
    OperationEnded,
    CallChanged,
    NotificationHeld,
    NotificationDone,
    FaultStruck,
    Changed,
}

impl EntryKind {
    #[cfg(feature = "control")]
    pub(crate) const ALL: [Self; 14] = [
        Self::Request,
        Self::Dropped,
        Self::Ringing,
        Self::Answered,
        Self::Lobby,
        Self::Admitted,
        Self::Failed,
        Self::Left,
        Self::OperationEnded,
        Self::CallChanged,
        Self::NotificationHeld,
        Self::NotificationDone,
        Self::FaultStruck,
        Self::Changed,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Dropped => "dropped",
            Self::Ringing => "ringing",
            Self::Answered => "answered",
            Self::Lobby => "lobby",
            Self::Admitted => "admitted",
            Self::Failed => "failed",
            Self::Left => "left",
            Self::OperationEnded => "operation_ended",
            Self::CallChanged => "call_changed",
            Self::NotificationHeld => "notification_held",
            Self::NotificationDone => "notification_done",
            Self::FaultStruck => "fault_struck",
            Self::Changed => "changed",
        }
    }
}

impl Entry {
    pub(crate) fn new(kind: EntryKind) -> Self {
        Self {
            at: OffsetDateTime::now_utc(),
            kind,
            call: None,
            invite: None,
            person: None,
            detail: String::new(),
        }
    }

    pub(crate) fn of_call(kind: EntryKind, call: Uuid) -> Self {
        let mut entry = Self::new(kind);
        entry.call = Some(call);
        entry
    }

    pub(crate) fn of_person(mut self, person: &PersonId) -> Self {
        self.person = Some(person.clone());
        self
    }

    pub(crate) fn of_invite(mut self, invite: Uuid) -> Self {
        self.invite = Some(invite);
        self
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl Entry {
    /// When it was, as RFC 3339 writes it.
    pub(crate) fn time(&self) -> String {
        let (hour, minute, second, milli) = self.at.to_hms_milli();
        format!(
            "{}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z",
            self.at.date()
        )
    }
}

impl Default for Log {
    fn default() -> Self {
        let size = |entry: &Entry| size_of::<Entry>() + entry.detail.len();
        Self {
            entries: Mutex::new(Record::new(MAX_ENTRIES, MAX_BYTES, size)),
            last: watch::Sender::new(0),
        }
    }
}

impl Log {
    pub(crate) fn add(&self, entry: Entry) {
        let mut entries = lock(&self.entries);
        let number = entries.push(entry);
        self.last.send_replace(number);
    }

    /// Something changed that is no entry.
    pub(crate) fn touch(&self) {
        self.last.send_modify(|_| {});
    }

    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.last.subscribe()
    }

    /// The entries after a number, oldest first, and at most so many.
    pub(crate) fn after(&self, number: u64, most: usize) -> Vec<(u64, Entry)> {
        let entries = lock(&self.entries);
        let newer = entries.numbered().filter(|(seq, _)| *seq > number);
        newer
            .take(most)
            .map(|(seq, entry)| (seq, entry.clone()))
            .collect()
    }

    /// The entries of an invite, oldest first.
    pub(crate) fn of_invite(&self, invite: Uuid) -> Vec<(u64, Entry)> {
        let entries = lock(&self.entries);
        let of_invite = entries
            .numbered()
            .filter(|(_, entry)| entry.invite == Some(invite));
        of_invite.map(|(seq, entry)| (seq, entry.clone())).collect()
    }

    /// The number of the oldest entry that is kept.
    pub(crate) fn first(&self) -> u64 {
        lock(&self.entries).first()
    }
}
