//! The ledger: a file, and the two threads that work on it.

use crate::error::OpenError;
use crate::reader::{self, Question};
use crate::schema::{open, place_of};
use crate::writer::{self, Order, Waiting};
use graph_invite::ledger::{
    Entry, Hint, Ledger, LedgerError, LedgerFuture, News, Put, Record, Scope, StoredRecord, Tag,
};
use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Instant;
use tokio::sync::{broadcast, oneshot};

/// How many hints wait for a slow listener, until it gets [`Hint::Everything`] instead.
const HINTS: usize = 1024;

/// A ledger in a SQLite file. Clones are the same ledger.
///
/// It works on two threads of its own, one to write and one to read, so no runtime is blocked. They end
/// when the last clone is dropped.
#[derive(Clone)]
pub struct SqliteLedger {
    orders: Sender<Order>,
    questions: Sender<Question>,
    hints: broadcast::Sender<Hint>,
}

impl SqliteLedger {
    /// Opens a ledger, and creates the file if it is not there.
    ///
    /// It waits for the disk, and up to a second for another process that has locked the file: open it
    /// where the bot starts.
    ///
    /// # Errors
    ///
    /// [`OpenError`] says why the file can't be a ledger.
    ///
    /// # Examples
    ///
    /// ```
    /// use graph_invite_sqlite::{OpenError, SqliteLedger};
    ///
    /// let error = SqliteLedger::open("no/such/folder/invites.db").unwrap_err();
    /// assert!(matches!(error, OpenError::Folder(_)));
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        let file = place_of(path.as_ref())?;
        let (for_writer, for_reader) = (open(&file)?, open(&file)?);
        let (orders, ordered) = channel();
        let (questions, asked) = channel();
        let hints = broadcast::Sender::new(HINTS);
        let for_listeners = hints.clone();
        // A thread that gives up closes its channel, and so every call fails.
        thread::spawn(move || writer::run(&for_writer, &ordered, for_listeners));
        thread::spawn(move || reader::run(&for_reader, &asked));
        Ok(Self {
            orders,
            questions,
            hints,
        })
    }

    async fn ask<T>(
        &self,
        question: impl FnOnce(reader::Answer<T>) -> Question,
    ) -> Result<T, LedgerError> {
        let (answer, answered) = oneshot::channel();
        let question = question(answer);
        self.questions.send(question).map_err(|_| stopped())?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }
}

impl Ledger for SqliteLedger {
    fn put(&self, record: Record) -> LedgerFuture<'_, Put> {
        Box::pin(async {
            let (answer, answered) = oneshot::channel();
            let order = Order::Put(Waiting {
                record,
                since: Instant::now(),
                answer,
            });
            self.orders.send(order).map_err(|_| stopped())?;
            let lost = |_| Err(LedgerError::Unsure(STOPPED.into()));
            answered.await.unwrap_or_else(lost)
        })
    }

    fn read(&self, entry: Tag) -> LedgerFuture<'_, Vec<StoredRecord>> {
        Box::pin(self.ask(move |answer| Question::Entry(entry, answer)))
    }

    fn list(&self, scope: Scope, after: Option<Tag>) -> LedgerFuture<'_, Vec<Entry>> {
        Box::pin(self.ask(move |answer| Question::List(scope, after, answer)))
    }

    fn news(&self) -> LedgerFuture<'_, Box<dyn News>> {
        Box::pin(async {
            let news = Hints {
                receiver: self.hints.subscribe(),
                _ledger: self.clone(),
            };
            let (answer, answered) = oneshot::channel();
            let order = Order::Listen(answer);
            self.orders.send(order).map_err(|_| stopped())?;
            answered.await.unwrap_or_else(|_| Err(stopped()))?;
            Ok(Box::new(news) as Box<dyn News>)
        })
    }
}

const STOPPED: &str = "the thread of the ledger has stopped";

fn stopped() -> LedgerError {
    LedgerError::Unavailable(STOPPED.into())
}

struct Hints {
    receiver: broadcast::Receiver<Hint>,
    /// So that its thread goes on.
    _ledger: SqliteLedger,
}

impl News for Hints {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Hint> + Send + '_>> {
        // A listener that is too slow has missed some.
        Box::pin(async { self.receiver.recv().await.unwrap_or(Hint::Everything) })
    }
}

/// Shows nothing of what it holds.
impl fmt::Debug for SqliteLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteLedger").finish_non_exhaustive()
    }
}
