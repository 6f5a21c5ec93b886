//! Callbacks, on their way to the invites of all processes.

use crate::book::Book;
use crate::book::append::Origin;
use crate::client::Client;
use crate::graph::notification::Notification;
use crate::inbox::callback::Callback;
use crate::inbox::{DeliverError, Delivered, Inbox};
use crate::ledger::LedgerError;
use crate::values::guid_id::TenantId;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tracing::warn;

/// How long the ledger may take before the service is asked to send the callback again.
const TIMEOUT: Duration = Duration::from_secs(1);
/// The waits, in seconds, before a callback is written after all.
const RETRIES: [u64; 5] = [1, 2, 5, 10, 30];

/// A callback that is written to a ledger.
struct Message {
    id: Option<String>,
    tenant: Option<TenantId>,
    notifications: Vec<Notification>,
}

impl Client {
    /// Delivers a callback: to the [inbox](crate::ClientBuilder::inbox), and to the ledger, so that the
    /// processes that follow the invite hear of it. Without a ledger it does what
    /// [`Inbox::deliver`](crate::Inbox::deliver) does.
    ///
    /// Answer 202 if it is ready without an error, and 503 after [`DeliverError::Ledger`]: then the
    /// service may send the callback again. The `axum` router does both, if its handler is the client.
    ///
    /// # Errors
    ///
    /// A [`DeliverError`]: the body is too large or not JSON, or the ledger did not take it within a second.
    /// In that case the invites of this process have heard it, and the client tries to write it for a minute
    /// more. The same callback may come again: it is written once.
    ///
    /// ```no_run
    /// # async fn receive(client: graph_invite::Client, body: Vec<u8>) -> u16 {
    /// use graph_invite::error::DeliverError;
    ///
    /// match client.deliver(&body).await {
    ///     Err(DeliverError::Ledger(_)) => 503,
    ///     _ => 202,
    /// }
    /// # }
    /// ```
    pub async fn deliver<'a>(
        &self,
        callback: impl Into<Callback<'a>>,
    ) -> Result<Delivered, DeliverError> {
        let callback = callback.into();
        let (delivered, notifications) = match self.inbox() {
            Some(inbox) => inbox.take(callback)?,
            None => Inbox::builder().max_invites(0).build().take(callback)?,
        };
        let Some(book) = self.book() else {
            return Ok(delivered);
        };
        let message = Message {
            id: callback.message_id.map(str::to_owned),
            tenant: callback.tenant,
            notifications,
        };
        let late = |_| LedgerError::Unsure(format!("no answer within {TIMEOUT:?}").into());
        let written = timeout(TIMEOUT, message.write(book)).await;
        match written.map_err(late).flatten() {
            Ok(()) => Ok(delivered),
            Err(error) => {
                // The service may never send it again, so this process goes on trying.
                tokio::spawn(self.clone().write_later(message));
                Err(DeliverError::Ledger(error))
            }
        }
    }

    async fn write_later(self, message: Message) {
        let Some(book) = self.book() else { return };
        for wait in RETRIES {
            sleep(Duration::from_secs(wait)).await;
            if message.write(book).await.is_ok() {
                return;
            }
        }
        warn!("gave up writing a callback to the ledger");
    }
}

impl Message {
    async fn write(&self, book: &Book) -> Result<(), LedgerError> {
        for (position, notification) in self.notifications.iter().enumerate() {
            let origin = Origin {
                message_id: self.id.as_deref(),
                position,
                tenant: self.tenant,
            };
            book.append(notification, origin).await?;
        }
        Ok(())
    }
}
