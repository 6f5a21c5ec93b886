//! Hints for other processes, and from them: the connection that listens.

use crate::error::Failure;
use crate::session::{Server, Session};
use graph_invite::ledger::{Hint, Tag};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_postgres::Notification;

/// How many hints wait for a slow listener, and how many for the server. Who misses some gets
/// [`Hint::Everything`].
const HINTS: usize = 1024;

const CHANNEL: &str = "graph_invite";

/// What says that records were written everywhere.
const EVERYTHING: &str = "*";

/// How many tags one message takes: the server takes less than 8,000 bytes.
const GATHERED: usize = 7999 / TAG;
const TAG: usize = 32;

/// How long the server may take for a message, and how often it is asked whether it is still there.
const ANSWER: Duration = Duration::from_secs(2);
const QUIET: Duration = Duration::from_secs(5);

/// The pause between two attempts to connect.
const PAUSE: Duration = Duration::from_millis(200);

/// Sends hints.
pub(crate) struct Hints {
    pub(crate) local: broadcast::Sender<Hint>,
    queue: mpsc::Sender<Tag>,
    missed: Arc<AtomicBool>,
}

impl Hints {
    /// Tells this process and the others of a new record.
    pub(crate) fn send(&self, entry: Tag) {
        // An error says only that nobody listens.
        let _ = self.local.send(Hint::Entry(entry));
        if self.queue.try_send(entry).is_err() {
            self.missed.store(true, Ordering::Relaxed);
        }
    }
}

struct Line {
    server: Arc<Server>,
    local: broadcast::Sender<Hint>,
    queue: mpsc::Receiver<Tag>,
    missed: Arc<AtomicBool>,
}

/// Begins to listen, and goes on until the task is stopped.
pub(crate) async fn start(server: Arc<Server>, tasks: &mut JoinSet<()>) -> Result<Hints, Failure> {
    let (queue, queued) = mpsc::channel(HINTS);
    let hints = Hints {
        local: broadcast::Sender::new(HINTS),
        queue,
        missed: Arc::default(),
    };
    let line = Line {
        server,
        local: hints.local.clone(),
        queue: queued,
        missed: Arc::clone(&hints.missed),
    };
    let session = line.listen().await?;
    tasks.spawn(line.run(session));
    Ok(hints)
}

impl Line {
    async fn listen(&self) -> Result<Session, Failure> {
        let own = Arc::new(AtomicI32::new(0));
        let (process, local) = (Arc::clone(&own), self.local.clone());
        let session = self.server.open(move |notification| {
            // This process has its own hints already.
            if notification.process_id() != process.load(Ordering::Relaxed) {
                for hint in hints_of(&notification) {
                    let _ = local.send(hint);
                }
            }
        });
        let session = session.await?;
        own.store(session.process, Ordering::Relaxed);
        // A hint need not be durable, so no message waits for the disk or for a standby.
        let listen = format!("SET synchronous_commit = off; LISTEN {CHANNEL}");
        session.client.batch_execute(&listen).await?;
        Ok(session)
    }

    async fn run(mut self, mut session: Session) {
        loop {
            self.work(&session).await;
            session.abandon();
            session = self.connect().await;
            // Nobody knows what was missed, here and elsewhere.
            self.missed.store(true, Ordering::Relaxed);
            let _ = self.local.send(Hint::Everything);
        }
    }

    async fn connect(&self) -> Session {
        loop {
            match timeout(ANSWER, self.listen()).await {
                Ok(Ok(session)) => return session,
                Ok(Err(_)) | Err(_) => sleep(PAUSE).await,
            }
        }
    }

    /// Sends what is queued, until the connection breaks.
    async fn work(&mut self, session: &Session) {
        let mut gathered = Vec::with_capacity(GATHERED);
        loop {
            if self.missed.swap(false, Ordering::Relaxed) && !notify(session, EVERYTHING).await {
                return;
            }
            let take = self.queue.recv_many(&mut gathered, GATHERED);
            let sent = match timeout(QUIET, take).await {
                // The ledger is gone, and this task with it.
                Ok(0) => return,
                Ok(_) => {
                    gathered.sort_unstable();
                    gathered.dedup();
                    let mut text = String::with_capacity(gathered.len() * TAG);
                    for tag in gathered.drain(..) {
                        let _ = write!(text, "{tag}");
                    }
                    notify(session, &text).await
                }
                Err(_) => {
                    let ask = session.client.batch_execute("");
                    matches!(timeout(ANSWER, ask).await, Ok(Ok(())))
                }
            };
            if !sent {
                return;
            }
        }
    }
}

async fn notify(session: &Session, text: &str) -> bool {
    let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&CHANNEL, &text];
    let sent = session
        .client
        .execute("SELECT pg_notify($1, $2)", &parameters);
    matches!(timeout(ANSWER, sent).await, Ok(Ok(_)))
}

/// What a message says. Whatever can't be read may mean anything.
fn hints_of(notification: &Notification) -> Vec<Hint> {
    let mut rest = notification.payload();
    let mut hints = Vec::with_capacity(rest.len() / TAG);
    while !rest.is_empty() {
        let tag = rest.split_at_checked(TAG);
        let Some((Ok(tag), after)) = tag.map(|(tag, after)| (tag.parse(), after)) else {
            return vec![Hint::Everything];
        };
        hints.push(Hint::Entry(tag));
        rest = after;
    }
    hints
}
