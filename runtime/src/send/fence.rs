//! Sending an invite that a ledger knows: at most once, by whichever process.

use crate::book::contents::{Claim, RequestResult};
use crate::book::history::History;
use crate::book::protocol::Step;
use crate::book::{Book, Purpose};
use crate::client::Client;
use crate::follow::watch::InviteWatch;
use crate::graph::person_key::PersonKey;
use crate::invite::Invite;
use crate::ledger::{EntryKey, LedgerError, RecordName, Tag};
use crate::progress::evidence::RingStatus;
use crate::progress::status::SendPhase;
use crate::redact::keyed_hash::KeyedHash;
use crate::send::error::SendError;
use crate::send::not_sent::NotSent;
use crate::send::requests::send_requests;
use crate::send::ringing::Ringing;
use crate::send::unknown::{Unknown, UnknownReason};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

/// How much longer than its timeout a request may be at work, for its sender to write the result.
const GRACE: Duration = Duration::from_secs(5);
/// How often the ledger is read while another process sends, because hints may get lost.
const POLL: Duration = Duration::from_secs(1);
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

/// Sends an invite, or finds out what became of an earlier send of it.
pub(super) async fn send(
    invite: &Invite,
    watch: &InviteWatch,
    book: &Book,
) -> Result<Ringing, SendError> {
    if invite.context().is_none() {
        return Err(SendError::NotSent(NotSent::NoContext));
    }
    match send_fenced(invite, watch, book).await {
        Err(Stop::Ledger(error)) if book.is_unfenced_when_down() => {
            warn!(%error, "the ledger is down: sending the invite without it");
            send_requests(invite, watch, None).await
        }
        Err(Stop::Ledger(error)) => Err(SendError::NotSent(NotSent::Ledger(error))),
        Err(Stop::Send(error)) => Err(error),
        Ok(ringing) => Ok(ringing),
    }
}

/// Why a fenced send ends.
enum Stop {
    /// The ledger is down, and no request has left.
    Ledger(LedgerError),
    Send(SendError),
}

impl From<LedgerError> for Stop {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

async fn send_fenced(invite: &Invite, watch: &InviteWatch, book: &Book) -> Result<Ringing, Stop> {
    let client = &watch.client;
    let (call, context) = (watch.key().call(), watch.key().client_context());
    let replaced_call = watch.sent.subscription.replaced_call.as_ref();
    let key = book
        .key(call, context, replaced_call.map(|it| &it.call))
        .await?;
    let fingerprint = book.fingerprint(invite, context).await?;
    client.listen_to_entry(&watch.sent, key);
    loop {
        let history = book.read(key.entry).await?;
        if history
            .claim()
            .is_some_and(|claim| claim.fingerprint != fingerprint)
        {
            return Err(Stop::Send(SendError::NotSent(NotSent::Taken)));
        }
        match history.next_step() {
            Step::Claim(_) if watch.sent.is_abandoned() => {
                return Err(Stop::Send(SendError::NotSent(NotSent::Cancelled)));
            }
            Step::Claim(_) => {
                let fence = Fence {
                    book,
                    client,
                    key,
                    claim: claim(watch, fingerprint, book.hash().await?),
                    before: history.requests(),
                    is_overtaken: AtomicBool::new(false),
                };
                let sent = send_requests(invite, watch, Some(&fence)).await;
                if !fence.is_overtaken.load(Ordering::Relaxed) {
                    return sent.map_err(Stop::of);
                }
                debug!("another process has claimed the request");
            }
            Step::Wait(time_left) => {
                watch.set_phase(SendPhase::Open);
                let news = watch.sent.entry().map(|entry| &entry.news);
                let Some(news) = news else { continue };
                let _ = timeout(time_left.min(POLL), news.notified()).await;
            }
            Step::WriteLost(number) => book.write_lost(key, number).await?,
            Step::Look(_) => {
                watch.sent.take_history(&history);
                return match watch.check().await {
                    RingStatus::Rang => Ok(adopt(watch, &history)),
                    _ => Err(Stop::Send(orphaned(watch, &history))),
                };
            }
            Step::Adopt => {
                watch.sent.take_history(&history);
                return Ok(adopt(watch, &history));
            }
        }
    }
}

impl Stop {
    /// An error of the first claim is one of the ledger, whatever the send says.
    fn of(error: SendError) -> Self {
        match error {
            SendError::NotSent(NotSent::Ledger(error)) => Self::Ledger(error),
            error => Self::Send(error),
        }
    }
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

fn adopt(watch: &InviteWatch, history: &History) -> Ringing {
    Ringing {
        attempts: history.requests().into(),
        request_id: None,
        is_adopted: true,
        watch: watch.clone(),
    }
}

fn orphaned(watch: &InviteWatch, history: &History) -> SendError {
    watch.answered(SendPhase::Open, None);
    SendError::Unknown(Box::new(Unknown {
        attempts: history.requests().into(),
        reason: UnknownReason::Orphaned,
        watch: watch.clone(),
    }))
}

impl Fence<'_> {
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
