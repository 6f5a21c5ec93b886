//! Finding an invite by the ledger, and writing what a look has shown.

use crate::book::append::Origin;
use crate::book::history::History;
use crate::book::{Book, Purpose};
use crate::client::Client;
use crate::client::polling::PollTimes;
use crate::client::retry::jitter;
use crate::client::sent::Sent;
use crate::follow::watch::{self, InviteWatch};
use crate::graph::operation::Operation;
use crate::ledger::{LedgerError, RecordName};
use crate::progress::heard::Heard;
use crate::progress::operation_end::Correlation;
use std::sync::Arc;
use tracing::warn;

impl InviteWatch {
    /// Follows the invite of an entry, which another process may have sent. `None` if the entry has no
    /// claim that can be read.
    pub(super) async fn from_ledger(
        client: &Client,
        book: &Book,
        history: &History,
    ) -> Result<Option<Self>, LedgerError> {
        let Some(claim) = history.claim() else {
            return Ok(None);
        };
        let replaced_call = claim.replaced_call.as_ref().map(|it| &it.call);
        let (call, context) = (claim.key.call(), claim.key.client_context());
        let key = book.key(call, context, replaced_call).await?;
        if let Some(sent) = client.sent_invites().of_entry(key.entry).pop() {
            return Ok(Some(Self::of(client, sent)));
        }
        let span = watch::span(&claim.key);
        let Some(subscription) = history.subscription(book.hash().await?, span) else {
            return Ok(None);
        };
        let polls = PollTimes::new(client.polling(), subscription.since, jitter());
        let sent = Arc::new(Sent::new(subscription, client.inbox(), polls));
        client.sent_invites().add(&sent);
        client.listen_to_entry(&sent, key);
        book.refresh(key, std::slice::from_ref(&sent)).await?;
        Ok(Some(Self::of(client, sent)))
    }

    fn of(client: &Client, sent: Arc<Sent>) -> Self {
        let client = client.clone();
        Self { client, sent }
    }

    /// Writes that the service has shown that the invite rang.
    pub(super) async fn write_evidence(&self) {
        let written = async {
            let (Some(book), Some(entry)) = (self.client.book(), self.sent.entry()) else {
                return Ok(());
            };
            let history = book.read(entry.key.entry).await?;
            let Some(number) = history.unproved_request() else {
                return Ok(());
            };
            let purpose = Purpose {
                name: RecordName::Evidence(number),
                is_end: false,
            };
            book.put(entry.key, purpose, &()).await.map(drop)
        };
        warn_of(written.await);
    }

    /// Writes how the operation ended, as the service has shown it.
    pub(super) fn write_end(&self, operation: &Operation) {
        if self.sent.entry().is_none() {
            return;
        }
        let invitees = &self.sent.subscription.invitees;
        let heard = Heard::operation(operation, Correlation::default(), &self.state(), invitees);
        let Some(heard) = heard.filter(Heard::is_end) else {
            return;
        };
        let this = self.clone();
        tokio::spawn(async move {
            let (Some(book), Some(entry)) = (this.client.book(), this.sent.entry()) else {
                return;
            };
            let origin = Origin {
                message_id: None,
                position: 0,
                tenant: None,
            };
            warn_of(book.put_fact(entry.key, heard, origin, true).await);
        });
    }
}

fn warn_of(written: Result<(), LedgerError>) {
    if let Err(error) = written {
        warn!(%error, "the ledger did not take what the service has shown");
    }
}
