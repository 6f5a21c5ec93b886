//! Listens to the news of the ledger, for all invites of a client.

use crate::book::contents::RequestResult;
use crate::book::protocol::Step;
use crate::book::{Book, Purpose};
use crate::client::abort_on_drop::AbortOnDrop;
use crate::client::sent::Sent;
use crate::client::{Client, Settings};
use crate::ledger::LedgerError;
use crate::ledger::{EntryKey, RecordName, Tag};
use crate::ledger::{Hint, News};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::debug;

/// How often the entries of unfinished invites are read, because hints may get lost.
const POLL: Duration = Duration::from_secs(5);
/// The wait before the next try to listen, after one has failed.
const RECONNECT: Duration = Duration::from_secs(1);
/// How many entries are read at once.
const MAX_READS: usize = 16;

impl Client {
    /// Lets an invite hear the news of its entry, from now on.
    pub(crate) fn listen_to_entry(&self, sent: &Arc<Sent>, key: EntryKey) {
        self.sent_invites().add_entry(sent, key);
        self.settings.listener.get_or_init(|| {
            let task = tokio::spawn(listen(Arc::downgrade(&self.settings)));
            AbortOnDrop::of(&task)
        });
    }
}

async fn listen(settings: Weak<Settings>) {
    loop {
        match begin(&settings).await {
            Some(Ok(mut news)) => return listen_to(news.as_mut(), &settings).await,
            Some(Err(error)) => debug!(%error, "failed to listen to the ledger"),
            None => return,
        }
        hear(&settings, Hint::Everything).await;
        sleep(RECONNECT).await;
    }
}

async fn listen_to(news: &mut dyn News, settings: &Weak<Settings>) {
    // What came before this began to listen.
    let mut hint = Hint::Everything;
    let mut poll_at = Instant::now();
    while hear(settings, hint).await {
        if hint == Hint::Everything {
            poll_at = Instant::now() + POLL;
        }
        let next = timeout_at(poll_at, news.next()).await;
        hint = next.unwrap_or(Hint::Everything);
    }
}

/// Returns whether the client is still there.
async fn hear(settings: &Weak<Settings>, hint: Hint) -> bool {
    let Some(settings) = settings.upgrade() else {
        return false;
    };
    settings.hear(hint).await;
    true
}

/// `None` if the client is gone.
async fn begin(settings: &Weak<Settings>) -> Option<Result<Box<dyn News>, LedgerError>> {
    let settings = settings.upgrade()?;
    Some(settings.book.as_ref()?.news().await)
}

impl Settings {
    async fn hear(self: Arc<Self>, hint: Hint) {
        match hint {
            Hint::Entry(entry) => self.refresh(entry).await,
            Hint::Everything => {
                let mut reads = JoinSet::new();
                for entry in self.sent_invites.unsettled_entries() {
                    if reads.len() >= MAX_READS {
                        reads.join_next().await;
                    }
                    let this = Arc::clone(&self);
                    reads.spawn(async move { this.refresh(entry).await });
                }
                reads.join_all().await;
            }
        }
    }

    /// Reads an entry, if there is an invite of it.
    async fn refresh(&self, entry: Tag) {
        let invites = self.sent_invites.of_entry(entry);
        let (Some(book), Some(key)) = (&self.book, invites.iter().find_map(|it| it.entry())) else {
            return;
        };
        if let Err(error) = book.refresh(key.key, &invites).await {
            debug!(%error, "failed to read the ledger");
        }
    }
}

impl Book {
    /// Lets the invites of an entry know all that it says.
    pub(crate) async fn refresh(
        &self,
        key: EntryKey,
        invites: &[Arc<Sent>],
    ) -> Result<(), LedgerError> {
        let mut history = self.read(key.entry).await?;
        if let Step::WriteLost(number) = history.next_step() {
            self.write_lost(key, number).await?;
            history = self.read(key.entry).await?;
        }
        for sent in invites {
            sent.take_history(&history);
        }
        Ok(())
    }

    /// Writes that nobody knows what came of a request, unless its result is there.
    pub(crate) async fn write_lost(&self, key: EntryKey, number: u16) -> Result<(), LedgerError> {
        let purpose = Purpose {
            name: RecordName::Answer(number),
            is_end: false,
        };
        self.put(key, purpose, &RequestResult::Lost).await.map(drop)
    }
}
