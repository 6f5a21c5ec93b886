//! Sending an invite that a ledger knows: at most once, by whichever process.

use crate::book::Book;
use crate::book::history::History;
use crate::book::protocol::Step;
use crate::follow::watch::InviteWatch;
use crate::invite::Invite;
use crate::ledger::LedgerError;
use crate::progress::evidence::RingStatus;
use crate::progress::status::SendPhase;
use crate::send::error::SendError;
use crate::send::fence::Fence;
use crate::send::not_sent::NotSent;
use crate::send::requests::send_requests;
use crate::send::ringing::Ringing;
use crate::send::unknown::{Unknown, UnknownReason};
use std::time::Duration;
use tokio::time::timeout;
use tracing::{debug, warn};

/// How often the ledger is read while another process sends, because hints may get lost.
const POLL: Duration = Duration::from_secs(1);

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
                let fence = Fence::new(book, watch, key, fingerprint, history.requests()).await?;
                let sent = send_requests(invite, watch, Some(&fence)).await;
                if !fence.is_overtaken() {
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

/// It is proved that it rang.
fn adopt(watch: &InviteWatch, history: &History) -> Ringing {
    watch.set_phase(SendPhase::Accepted);
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
