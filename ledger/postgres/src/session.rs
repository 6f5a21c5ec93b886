//! One connection to the server, whose settings are checked.

use crate::error::{ConnectError, Failure};
use crate::tls::Connector;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::task::AbortHandle;
use tokio_postgres::error::Severity;
use tokio_postgres::{AsyncMessage, Client, Config, Notification};

/// Where the server is.
pub(crate) struct Server {
    pub(crate) config: Config,
    pub(crate) tls: Connector,
}

/// A connection. It ends when it is dropped.
pub(crate) struct Session {
    pub(crate) client: Client,
    /// The id of its process on the server.
    pub(crate) process: i32,
    warnings: Arc<AtomicU64>,
    driver: AbortHandle,
    is_abandoned: AtomicBool,
}

impl Server {
    /// Connects, and refuses a server that may lose what it acknowledges.
    pub(crate) async fn open(
        &self,
        on_notification: impl Fn(Notification) + Send + 'static,
    ) -> Result<Session, Failure> {
        let (client, mut connection) = self.config.connect(Connector::clone(&self.tls)).await?;
        let warnings = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&warnings);
        let driver = tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await
            {
                match message {
                    AsyncMessage::Notification(notification) => on_notification(notification),
                    AsyncMessage::Notice(notice)
                        if notice.parsed_severity() == Some(Severity::Warning) =>
                    {
                        counter.fetch_add(1, Ordering::Relaxed);
                    }
                    _ => {}
                }
            }
        });
        let driver = driver.abort_handle();
        let row = client
            .query_one(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'), pg_backend_pid()",
                &[],
            )
            .await?;
        let (fsync, commit): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if fsync == "off" {
            return Err(ConnectError::FsyncOff.into());
        }
        if ["off", "local"].contains(&&*commit) {
            return Err(ConnectError::SynchronousCommit { found: commit }.into());
        }
        // What is set in the session is not changed when the server reads its configuration again.
        client
            .batch_execute(&format!(
                "SET synchronous_commit = {commit}; SET default_transaction_isolation = 'read committed'"
            ))
            .await?;
        Ok(Session {
            client,
            process: row.try_get(2)?,
            warnings,
            driver,
            is_abandoned: AtomicBool::new(false),
        })
    }
}

impl Session {
    /// How many warnings the server has sent.
    pub(crate) fn warnings(&self) -> u64 {
        self.warnings.load(Ordering::Relaxed)
    }

    /// Breaks the connection, because the server does not answer on it.
    pub(crate) fn abandon(&self) {
        // The task ends a moment later.
        self.is_abandoned.store(true, Ordering::Relaxed);
        self.driver.abort();
    }

    /// Whether nothing can be asked any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_abandoned.load(Ordering::Relaxed) || self.client.is_closed()
    }
}
