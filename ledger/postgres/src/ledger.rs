//! The ledger.

use crate::connections::{Connections, LIMIT};
use crate::error::BoxError;
use crate::hints::Hints;
use crate::records::{Connection, unavailable};
use graph_invite::ledger::{
    Entry, Hint, Ledger, LedgerError, LedgerFuture, News, Put, Record, Scope, StoredRecord, Tag,
};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

const SILENT: &str = "the server did not answer within 1.5 s";

/// A ledger in PostgreSQL. Clones are the same ledger, and share its connections.
#[derive(Clone)]
pub struct PostgresLedger(Arc<Shared>);

struct Shared {
    connections: Arc<Connections>,
    hints: Hints,
    /// They stop when this is dropped.
    _tasks: JoinSet<()>,
}

impl PostgresLedger {
    pub(crate) fn new(connections: Arc<Connections>, hints: Hints, tasks: JoinSet<()>) -> Self {
        Self(Arc::new(Shared {
            connections,
            hints,
            _tasks: tasks,
        }))
    }

    async fn connection(&self, deadline: Instant) -> Result<Arc<Connection>, LedgerError> {
        let connection = timeout_at(deadline, self.0.connections.get()).await;
        connection
            .map_err(|_| unavailable(SILENT))?
            .map_err(unavailable)
    }

    async fn read_from<T>(
        connection: &Connection,
        deadline: Instant,
        read: impl Future<Output = Result<T, BoxError>>,
    ) -> Result<T, LedgerError> {
        let read = connection.answer(deadline, read).await;
        read.ok_or_else(|| unavailable(SILENT))?
            .map_err(unavailable)
    }
}

impl Ledger for PostgresLedger {
    fn put(&self, record: Record) -> LedgerFuture<'_, Put> {
        Box::pin(async move {
            let deadline = Instant::now() + LIMIT;
            let connection = self.connection(deadline).await?;
            let put = connection.answer(deadline, connection.put(&record));
            let Some(put) = put.await else {
                return Err(LedgerError::Unsure(SILENT.into()));
            };
            // What it finds of its own was written by a put that was unsure, and sent no hint.
            let is_new = match &put {
                Ok(Put::Written) => true,
                Ok(Put::Exists(found)) => found.record.owner == record.owner,
                Err(_) => false,
            };
            if is_new {
                self.0.hints.send(record.key.entry);
            }
            put
        })
    }

    fn read(&self, entry: Tag) -> LedgerFuture<'_, Vec<StoredRecord>> {
        Box::pin(async move {
            let deadline = Instant::now() + LIMIT;
            let connection = self.connection(deadline).await?;
            Self::read_from(&connection, deadline, connection.entry(entry)).await
        })
    }

    fn list(&self, scope: Scope, after: Option<Tag>) -> LedgerFuture<'_, Vec<Entry>> {
        Box::pin(async move {
            let deadline = Instant::now() + LIMIT;
            let connection = self.connection(deadline).await?;
            Self::read_from(&connection, deadline, connection.list(scope, after)).await
        })
    }

    fn news(&self) -> LedgerFuture<'_, Box<dyn News>> {
        Box::pin(async {
            let news = Listener {
                receiver: self.0.hints.local.subscribe(),
                _ledger: self.clone(),
            };
            Ok(Box::new(news) as Box<dyn News>)
        })
    }
}

struct Listener {
    receiver: broadcast::Receiver<Hint>,
    /// So that its tasks go on.
    _ledger: PostgresLedger,
}

impl News for Listener {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Hint> + Send + '_>> {
        // A listener that is too slow has missed some.
        Box::pin(async { self.receiver.recv().await.unwrap_or(Hint::Everything) })
    }
}

/// Shows nothing of the server.
impl fmt::Debug for PostgresLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresLedger").finish_non_exhaustive()
    }
}
