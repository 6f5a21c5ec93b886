//! The connections that records go through.

use crate::error::{ConnectError, Failure};
use crate::records::Connection;
use crate::session::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::timeout;

/// How long the server may take for a request, or for a connection.
pub(crate) const LIMIT: Duration = Duration::from_millis(1500);

/// A few connections that take turns. Each is made when it is first needed, and again when it is lost.
///
/// A put waits for no free connection: the protocol lets many requests be on their way at once.
pub(crate) struct Connections {
    server: Arc<Server>,
    slots: Box<[Mutex<Option<Arc<Connection>>>]>,
    turn: AtomicUsize,
}

impl Connections {
    pub(crate) fn new(server: Arc<Server>, count: usize) -> Self {
        Self {
            server,
            slots: (0..count).map(|_| Mutex::default()).collect(),
            turn: AtomicUsize::new(0),
        }
    }

    pub(crate) async fn get(&self) -> Result<Arc<Connection>, ConnectError> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.slots.len().max(1);
        // There is at least one.
        let Some(slot) = self.slots.get(turn) else {
            return Err(ConnectError::Timeout);
        };
        let mut slot = slot.lock().await;
        if let Some(connection) = &*slot
            && !connection.is_closed()
        {
            return Ok(Arc::clone(connection));
        }
        // Whoever waits for this slot waits for no longer than that.
        let connection = timeout(LIMIT, self.open()).await;
        let connection = Arc::new(connection.map_err(|_| ConnectError::Timeout)??);
        *slot = Some(Arc::clone(&connection));
        Ok(connection)
    }

    async fn open(&self) -> Result<Connection, Failure> {
        let session = self.server.open(|_| ()).await?;
        Ok(Connection::new(session).await?)
    }
}
