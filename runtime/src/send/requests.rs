//! The requests of one send.

use crate::auth::bearer::Bearer;
use crate::auth::cache::Renewal;
use crate::auth::token_error::TokenError;
use crate::client::Client;
use crate::client::deadline::SendTime;
use crate::client::retry::{self, FailedAttempt, RetryDecision};
use crate::follow::watch::InviteWatch;
use crate::invite::Invite;
use crate::progress::status::SendPhase;
use crate::send::attempt::{Attempt, OutgoingInvite};
use crate::send::error::SendError;
use crate::send::fence::Fence;
use crate::send::not_sent::NotSent;
use crate::send::ringing::Ringing;
use crate::values::text::ClientContext;
use graph_invite_rules::Clause;
use tokio::time::{sleep, timeout};
use tracing::{debug, info, warn};

impl Invite {
    fn checked_body(&self, context: &ClientContext, client: &Client) -> Result<Vec<u8>, NotSent> {
        self.check().map_err(NotSent::Invalid)?;
        if !client.cloud().has_full_schema()
            && let Some(clause) = self.clause_of_full_schema()
        {
            return Err(NotSent::Cloud { clause });
        }
        Ok(self.body(context))
    }

    /// A clause that only the full schema has.
    fn clause_of_full_schema(&self) -> Option<Clause> {
        self.participants().iter().find_map(|participant| {
            [
                (Clause::Moves, participant.roster_entry.is_some()),
                (Clause::Hidden, participant.hidden),
                (Clause::OffMainMix, participant.off_main_mix),
            ]
            .into_iter()
            .find_map(|(clause, is_used)| is_used.then_some(clause))
        })
    }
}

/// With a fence, each request is claimed before it leaves, and its result is written.
pub(super) async fn send_requests(
    invite: &Invite,
    watch: &InviteWatch,
    fence: Option<&Fence<'_>>,
) -> Result<Ringing, SendError> {
    let client = &watch.client;
    let body = invite
        .checked_body(watch.key().client_context(), client)
        .map_err(SendError::NotSent)?;
    let time = SendTime::begin(client.limits());
    let mut bearer = first_token(client, &time)
        .await
        .map_err(SendError::NotSent)?;
    let outgoing = OutgoingInvite {
        url: client.call_url(watch.key().call(), &["participants", "invite"]),
        body,
        watch,
    };
    let mut number = 1;
    let mut has_fresh_token = false;
    // The error of an earlier request that may have rung a phone.
    let mut open = None;
    loop {
        // First the phase, then the look whether the invite is still wanted. A cancellation does it the
        // other way round, so one of the two always sees the other.
        watch.set_phase(SendPhase::Open);
        if let Some(fence) = fence
            && let Err(reason) = fence.claim(number).await
        {
            watch.set_phase(SendPhase::BetweenRequests);
            return Err(SendError::NotSent(reason));
        }
        if watch.sent.is_abandoned() {
            let cancelled = Err(SendError::NotSent(NotSent::Cancelled));
            if let Some(fence) = fence {
                fence.write_result(number, &cancelled).await;
            }
            return cancelled.map_err(|error| error.or_open(open, number - 1));
        }
        let attempt = Attempt {
            outgoing: &outgoing,
            number,
            bearer: &bearer,
            timeout: time.of_request(),
            has_open_request: open.is_some(),
        };
        let sent = attempt.send(client).await;
        let may_repeat = match fence {
            // What may have left is never sent again, whatever the policy says.
            Some(fence) => {
                let is_written = fence.write_result(number, &sent).await;
                is_written && sent.as_ref().is_err_and(SendError::did_not_ring)
            }
            None => true,
        };
        let error = match sent {
            Ok(ringing) => return Ok(ringing),
            Err(error) => error.or_open(open, number),
        };
        if error.did_not_ring() {
            watch.set_phase(SendPhase::BetweenRequests);
        }
        if watch.sent.is_abandoned() || !may_repeat {
            return Err(error);
        }
        let failed = FailedAttempt {
            stage: error.stage(),
            did_not_ring: error.did_not_ring(),
            retry_after: error.retry_after(),
            wants_claims: error.claims().is_some(),
            number,
            time_left: time.until_latest_start(),
            has_fresh_token,
        };
        let decision = client.retry_policy().decide(&failed, retry::jitter());
        log(&failed, decision);
        match decision {
            RetryDecision::GiveUp => return Err(error),
            RetryDecision::After(wait) => sleep(wait).await,
            RetryDecision::WithFreshToken => has_fresh_token = true,
        }
        if watch.sent.is_abandoned() {
            return Err(error);
        }
        let refused = (decision == RetryDecision::WithFreshToken).then_some(&bearer);
        let Some(next) = next_token(client, refused, &error, &time).await else {
            return Err(error);
        };
        bearer = next;
        number += 1;
        open = (!error.did_not_ring()).then_some(error);
    }
}

async fn first_token(client: &Client, time: &SendTime) -> Result<Bearer, NotSent> {
    let after = time.until_latest_start();
    let token = timeout(after, client.bearer(None)).await;
    token
        .unwrap_or(Err(TokenError::Timeout { after }))
        .map_err(NotSent::Token)
}

/// The token of the next request: another one than the refused one.
async fn next_token(
    client: &Client,
    refused: Option<&Bearer>,
    error: &SendError,
    time: &SendTime,
) -> Option<Bearer> {
    let renewal = refused.map(|refused| Renewal {
        refused,
        claims: error.claims(),
    });
    let token = timeout(time.until_latest_start(), client.bearer(renewal)).await;
    let Ok(Ok(token)) = token else {
        warn!("giving up: the token source gave no token in time");
        return None;
    };
    if refused == Some(&token) {
        warn!("giving up: the token source gave the refused token again");
        return None;
    }
    Some(token)
}

fn log(failed: &FailedAttempt, decision: RetryDecision) {
    let attempt = failed.number;
    let reason = failed.stage;
    match decision {
        RetryDecision::GiveUp => debug!(attempt, %reason, "giving up"),
        RetryDecision::After(wait) => {
            let wait_seconds = wait.as_secs_f64();
            info!(attempt, wait_seconds, %reason, "retrying after a wait");
        }
        RetryDecision::WithFreshToken => {
            info!(attempt, wait_seconds = 0.0, %reason, "retrying with a fresh token");
        }
    }
}
