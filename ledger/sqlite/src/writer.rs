//! The thread that writes: it gathers records into one commit, and looks for those of other processes.

use crate::records::{BATCH, Reads, Writes, newest};
use graph_invite::ledger::{Hint, LedgerError, Put, Record};
use rusqlite::{Connection, Result};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::{broadcast, oneshot};

/// How many records one commit takes at most.
const GATHERED: usize = 512;

/// How often it looks for records of other processes, while somebody listens: often after it found some,
/// then less and less.
const LOOKS: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(250));

/// How often it removes old records.
const REMOVALS: Duration = Duration::from_secs(60);

/// A record that waits for longer is refused: its author is told within twice that.
const LONGEST_WAIT: Duration = crate::schema::LOCK;

/// What the thread is asked to do.
pub(crate) enum Order {
    Put(Waiting),
    /// Begin to look for records of other processes, from now on.
    Listen(oneshot::Sender<Result<(), LedgerError>>),
}

/// A record that waits for its commit.
pub(crate) struct Waiting {
    pub(crate) record: Record,
    pub(crate) since: Instant,
    pub(crate) answer: oneshot::Sender<Result<Put, LedgerError>>,
}

struct Writer<'connection> {
    connection: &'connection Connection,
    reads: Reads<'connection>,
    writes: Writes<'connection>,
    hints: broadcast::Sender<Hint>,
    /// Hints were sent for the records up to this number.
    last: i64,
    pause: Duration,
    removed: Option<Instant>,
}

/// Works until nobody can order anything.
pub(crate) fn run(
    connection: &Connection,
    orders: &Receiver<Order>,
    hints: broadcast::Sender<Hint>,
) -> Result<()> {
    let mut writer = Writer {
        connection,
        reads: Reads::new(connection)?,
        writes: Writes::new(connection)?,
        hints,
        last: newest(connection)?,
        pause: LOOKS.0,
        removed: None,
    };
    loop {
        writer.remove_old();
        match orders.recv_timeout(writer.pause()) {
            Ok(order) => writer.follow(order, orders),
            // Nothing is lost: the next look finds what this one could not read.
            Err(RecvTimeoutError::Timeout) => drop(writer.look()),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

impl Writer<'_> {
    fn is_removal_due(&self) -> bool {
        self.removed
            .is_none_or(|removed| removed.elapsed() >= REMOVALS)
    }

    /// How long it waits for orders.
    fn pause(&self) -> Duration {
        if self.is_removal_due() {
            Duration::ZERO
        } else if self.hints.receiver_count() > 0 {
            self.pause
        } else {
            REMOVALS
        }
    }

    /// Does what is ordered, with whatever else is ordered already.
    fn follow(&mut self, order: Order, orders: &Receiver<Order>) {
        let mut gathered = Vec::new();
        let mut next = Some(order);
        while let Some(order) = next {
            match order {
                Order::Put(waiting) if waiting.since.elapsed() > LONGEST_WAIT => {
                    waiting.refuse("the ledger is locked, or its disk is too slow");
                }
                Order::Put(waiting) => gathered.push(waiting),
                Order::Listen(answer) => {
                    self.pause = LOOKS.0;
                    // Others may still wait for hints of what is there now.
                    let _ = answer.send(self.look().map_err(unavailable));
                }
            }
            next = (gathered.len() < GATHERED)
                .then(|| orders.try_recv().ok())
                .flatten();
        }
        if !gathered.is_empty() {
            self.commit(gathered);
        }
    }

    fn commit(&mut self, gathered: Vec<Waiting>) {
        let (puts, last) = match self.write(&gathered) {
            Ok(written) => written,
            Err(error) => {
                // Where there is no transaction, there is nothing to undo.
                let _ = self.connection.execute_batch("ROLLBACK");
                let error = Arc::new(error);
                for waiting in gathered {
                    let _ = waiting.answer.send(Err(unavailable(Arc::clone(&error))));
                }
                return;
            }
        };
        if let Err(error) = self.connection.execute_batch("COMMIT") {
            let _ = self.connection.execute_batch("ROLLBACK");
            let error = Arc::new(error);
            for waiting in gathered {
                // The log may hold it, although the disk did not confirm.
                let error = LedgerError::Unsure(Arc::clone(&error).into());
                let _ = waiting.answer.send(Err(error));
            }
            return;
        }
        for (waiting, put) in gathered.into_iter().zip(puts) {
            if matches!(put, Put::Written) {
                // An error says only that nobody listens.
                let _ = self.hints.send(Hint::Entry(waiting.record.key.entry));
            }
            let _ = waiting.answer.send(Ok(put));
        }
        // Its own records are known.
        self.last = last;
    }

    /// Writes into a transaction, which stays open. It also says which record is then the newest.
    fn write(&mut self, gathered: &[Waiting]) -> Result<(Vec<Put>, i64)> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        // Under the lock, so that all that is newer than the last one is of other processes.
        self.look()?;
        let mut puts = Vec::with_capacity(gathered.len());
        for Waiting { record, .. } in gathered {
            puts.push(if self.writes.insert(record)? {
                Put::Written
            } else {
                let found = self.reads.one(record.key.entry, record.name)?;
                Put::Exists(found.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
            });
        }
        Ok((puts, newest(self.connection)?))
    }

    /// Looks for records of other processes.
    fn look(&mut self) -> Result<()> {
        let found = self.writes.since(self.last)?;
        let Some((newest_found, _)) = found.last() else {
            self.pause = LOOKS.1.min(self.pause * 2);
            return Ok(());
        };
        self.pause = LOOKS.0;
        self.last = *newest_found;
        if found.len() < BATCH {
            for (_, entry) in found {
                let _ = self.hints.send(Hint::Entry(entry));
            }
        } else {
            self.last = newest(self.connection)?;
            let _ = self.hints.send(Hint::Everything);
        }
        Ok(())
    }

    /// Removes old records now and then, in pieces, so that others can write in between.
    fn remove_old(&mut self) {
        // What could not be removed waits for the next time.
        if self.is_removal_due() && !matches!(self.writes.remove_old(), Ok(BATCH)) {
            self.removed = Some(Instant::now());
        }
    }
}

impl Waiting {
    fn refuse(self, why: &'static str) {
        let _ = self.answer.send(Err(LedgerError::Unavailable(why.into())));
    }
}

fn unavailable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> LedgerError {
    LedgerError::Unavailable(error.into())
}
