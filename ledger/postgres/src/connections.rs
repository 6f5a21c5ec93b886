//! The connections that records go through.

use crate::error::{ConnectError, Failure};
use crate::records::Connection;
use crate::session::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Mutex;

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
        let session = self.server.open(|_| ()).await?;
        let connection = Arc::new(Connection::new(session).await.map_err(Failure::from)?);
        *slot = Some(Arc::clone(&connection));
        Ok(connection)
    }
}
