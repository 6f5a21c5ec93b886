//! The right to send the requests of one invite, and writing what comes of them.

use crate::book::contents::{Claim, RequestResult};
use crate::book::{Book, Purpose};
use crate::client::Client;
use crate::follow::watch::InviteWatch;
use crate::graph::person_key::PersonKey;
use crate::ledger::{EntryKey, LedgerError, RecordName, Tag};
use crate::redact::keyed_hash::KeyedHash;
use crate::send::error::SendError;
use crate::send::not_sent::NotSent;
use crate::send::ringing::Ringing;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::sleep;
use tracing::warn;

/// How much longer than its timeout a request may be at work, for its sender to write the result.
const GRACE: Duration = Duration::from_secs(5);
/// The waits, in seconds, before a result is written after all.
const RETRIES: [u64; 6] = [1, 2, 5, 10, 30, 60];

/// The right to send the requests of one invite, claimed one by one.
pub(super) struct Fence<'a> {
    book: &'a Book,
    client: &'a Client,
    key: EntryKey,
    claim: Claim,
    /// How many requests others have claimed before.
    before: u16,
    /// Whether another process has claimed the next one.
    is_overtaken: AtomicBool,
}

impl<'a> Fence<'a> {
    /// `before`: how many requests others have claimed.
    pub(super) async fn new(
        book: &'a Book,
        watch: &'a InviteWatch,
        key: EntryKey,
        fingerprint: Tag,
        before: u16,
    ) -> Result<Self, LedgerError> {
        Ok(Self {
            book,
            client: &watch.client,
            key,
            claim: claim(watch, fingerprint, book.hash().await?),
            before,
            is_overtaken: AtomicBool::new(false),
        })
    }

    /// Whether another process has claimed the next request. Then what this send says counts for nothing.
    pub(super) fn is_overtaken(&self) -> bool {
        self.is_overtaken.load(Ordering::Relaxed)
    }

    /// Claims the right to send a request, counted from 1 in this send. Nothing may come between this and
    /// the request.
    pub(super) async fn claim(&self, attempt: u32) -> Result<(), NotSent> {
        let name = RecordName::Claim(self.number(attempt));
        let purpose = Purpose {
            name,
            is_end: false,
        };
        match self.book.put(self.key, purpose, &self.claim).await {
            Ok(None) => Ok(()),
            Ok(Some(_)) => {
                self.is_overtaken.store(true, Ordering::Relaxed);
                Err(NotSent::Cancelled)
            }
            Err(error) => Err(NotSent::Ledger(error)),
        }
    }

    /// Writes the result of a request. Returns whether it is written.
    pub(super) async fn write_result(
        &self,
        attempt: u32,
        sent: &Result<Ringing, SendError>,
    ) -> bool {
        let result = match sent {
            Ok(ringing) => RequestResult::Rang(Box::new(ringing.watch.state().answer())),
            Err(error) if error.did_not_ring() => RequestResult::DidNotRing,
            Err(_) => RequestResult::Lost,
        };
        let number = self.number(attempt);
        match write_result(self.book, self.key, number, &result).await {
            Ok(()) => true,
            Err(error) => {
                warn!(%error, "the ledger did not take the result of a request");
                let (client, key) = (self.client.clone(), self.key);
                tokio::spawn(async move {
                    let Some(book) = client.book() else { return };
                    for wait in RETRIES {
                        sleep(Duration::from_secs(wait)).await;
                        if write_result(book, key, number, &result).await.is_ok() {
                            return;
                        }
                    }
                });
                false
            }
        }
    }

    fn number(&self, attempt: u32) -> u16 {
        u16::try_from(attempt).map_or(u16::MAX, |attempt| self.before.saturating_add(attempt))
    }
}

/// Writes the result, or beside it, if somebody has given up waiting for it.
async fn write_result(
    book: &Book,
    key: EntryKey,
    number: u16,
    result: &RequestResult,
) -> Result<(), LedgerError> {
    let is_end = result.is_end();
    for name in [RecordName::Answer(number), RecordName::LateAnswer(number)] {
        let other = book.put(key, Purpose { name, is_end }, result).await?;
        if other.is_none() || *result == RequestResult::Lost {
            return Ok(());
        }
    }
    Ok(())
}

fn claim(watch: &InviteWatch, fingerprint: Tag, hash: &KeyedHash) -> Claim {
    let subscription = &watch.sent.subscription;
    let person = |who: &PersonKey| Tag(who.hash(hash));
    let people = subscription.invitees.people.iter();
    let patience = watch.client.limits().request().saturating_add(GRACE);
    Claim {
        key: watch.key().clone(),
        fingerprint,
        patience_ms: u64::try_from(patience.as_millis()).unwrap_or(u64::MAX),
        people: people.map(|who| who.as_ref().map(&person)).collect(),
        replaced_call: subscription.replaced_call.clone(),
        tenant: watch.client.tenant(),
        facts: watch.facts(),
    }
}
