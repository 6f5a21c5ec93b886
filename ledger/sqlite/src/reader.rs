//! The thread that reads, so that nobody waits for a commit to read.

use crate::records::Reads;
use graph_invite::ledger::{Entry, LedgerError, Scope, StoredRecord, Tag};
use rusqlite::{Connection, Result};
use std::sync::mpsc::Receiver;
use tokio::sync::oneshot;

/// Where an answer goes.
pub(crate) type Answer<T> = oneshot::Sender<Result<T, LedgerError>>;

/// What the thread is asked to read.
pub(crate) enum Question {
    Entry(Tag, Answer<Vec<StoredRecord>>),
    List(Scope, Option<Tag>, Answer<Vec<Entry>>),
}

/// Works until nobody can ask anything.
pub(crate) fn run(connection: &Connection, questions: &Receiver<Question>) -> Result<()> {
    let mut reads = Reads::new(connection)?;
    for question in questions {
        match question {
            Question::Entry(entry, answer) => reply(answer, reads.entry(entry)),
            Question::List(scope, after, answer) => reply(answer, reads.list(scope, after)),
        }
    }
    Ok(())
}

/// Who asked may have gone.
fn reply<T>(answer: Answer<T>, read: Result<T>) {
    let _ = answer.send(read.map_err(|error| LedgerError::Unavailable(error.into())));
}
