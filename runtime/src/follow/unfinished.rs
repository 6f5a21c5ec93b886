//! The invites that may still ring a phone.

use crate::book::Book;
use crate::book::history::History;
use crate::client::Client;
use crate::follow::sent_invite::SentInvite;
use crate::follow::watch::InviteWatch;
use crate::ledger::{LedgerError, PAGE, StoredRecord, Tag};
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The stream of [`Client::unfinished`].
#[must_use = "a stream does nothing unless it is read"]
pub struct Unfinished {
    client: Client,
    found: VecDeque<SentInvite>,
    /// Whether there is another page in the ledger.
    has_more: bool,
    /// The last entry of the page before it.
    after: Option<Tag>,
    reading: Option<Reading>,
}

type Reading = Pin<Box<dyn Future<Output = Result<Page, LedgerError>> + Send>>;

struct Page {
    found: VecDeque<SentInvite>,
    /// `None` if there is no page after it.
    last: Option<Tag>,
}

impl Client {
    /// The invites that may still ring a phone: their send goes on, no answer shows what the service did,
    /// or the service has accepted them and neither they nor their call have ended. In no order.
    ///
    /// First come those of this client, see [`resume`](Self::resume); then, if the client has a
    /// [ledger](crate::ledger), those of all processes that use it. Each is there once.
    ///
    /// ```no_run
    /// # async fn start(client: graph_invite::Client) -> Result<(), graph_invite::error::LedgerError> {
    /// let mut unfinished = client.unfinished();
    /// while let Some(invite) = unfinished.next().await {
    ///     let invite = invite?;
    ///     println!("{}: {:?}", invite.key(), invite.outcome().await);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn unfinished(&self) -> Unfinished {
        Unfinished {
            found: self.unfinished_here().into(),
            has_more: self.book().is_some(),
            after: None,
            reading: None,
            client: self.clone(),
        }
    }
}

impl Unfinished {
    /// The next invite; `None` at the end.
    ///
    /// # Errors
    ///
    /// A [`LedgerError`] if a page of the ledger can't be read. The next call tries it again.
    pub async fn next(&mut self) -> Option<Result<SentInvite, LedgerError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for Unfinished {
    type Item = Result<SentInvite, LedgerError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(invite) = this.found.pop_front() {
                return Poll::Ready(Some(Ok(invite)));
            }
            if !this.has_more {
                return Poll::Ready(None);
            }
            let reading = this
                .reading
                .get_or_insert_with(|| Box::pin(page(this.client.clone(), this.after)));
            let read = ready!(reading.as_mut().poll(context));
            this.reading = None;
            match read {
                Ok(page) => {
                    this.found = page.found;
                    this.has_more = page.last.is_some();
                    this.after = page.last;
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

async fn page(client: Client, after: Option<Tag>) -> Result<Page, LedgerError> {
    let mut page = Page {
        found: VecDeque::new(),
        last: None,
    };
    let Some(book) = client.book() else {
        return Ok(page);
    };
    let entries = book.list(None, after).await?;
    page.last = entries
        .last()
        .filter(|_| entries.len() >= PAGE)
        .map(|it| it.key.entry);
    for entry in &entries {
        // Those that this client follows came first.
        let is_known = !client.sent_invites().of_entry(entry.key.entry).is_empty();
        if !is_known && let Some(invite) = unfinished(&client, book, &entry.records).await? {
            page.found.push_back(invite);
        }
    }
    Ok(page)
}

async fn unfinished(
    client: &Client,
    book: &Book,
    records: &[StoredRecord],
) -> Result<Option<SentInvite>, LedgerError> {
    let history = History::of(records);
    if history.is_settled() {
        return Ok(None);
    }
    let watch = InviteWatch::from_ledger(client, book, &history).await?;
    Ok(watch
        .map(SentInvite::new)
        .filter(|invite| !invite.is_settled()))
}

impl fmt::Debug for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unfinished").finish_non_exhaustive()
    }
}
