//! Sending an invite: one request, and others only where no phone can have rung.

pub(crate) mod attempt;
pub(crate) mod error;
pub(crate) mod events;
mod evidence;
pub(crate) mod key;
pub(crate) mod refusal;
pub(crate) mod ringing;
mod trace;
pub(crate) mod unknown;
mod wait;
pub(crate) mod watch;

use crate::auth::bearer::Bearer;
use crate::auth::cache::Renewal;
use crate::client::Client;
use crate::client::deadline::SendTime;
use crate::client::retry::{self, FailedAttempt, RetryDecision};
use crate::invite::Invite;
use crate::values::text::ClientContext;
use attempt::{Attempt, OutgoingInvite};
use error::{NotSent, SendError};
use graph_invite_rules::Clause;
use key::InviteKey;
use ringing::Ringing;
use std::sync::Arc;
use tokio::time::{sleep, timeout};
use tracing::{Instrument, debug, info, warn};
use uuid::Uuid;
use watch::InviteWatch;

impl Invite {
    /// Sends the invite: once, and again only where the client's
    /// [`RetryPolicy`](crate::RetryPolicy) allows it and no phone can have rung.
    ///
    /// The future borrows neither the invite nor the client, so it can be spawned. If you drop it
    /// before it is ready, you do not learn whether the invite was sent.
    ///
    /// # Errors
    ///
    /// A [`SendError`]: not sent, refused, or unknown.
    ///
    /// ```no_run
    /// # async fn ring(client: graph_invite::Client) -> Result<(), graph_invite::SendError> {
    /// use graph_invite::{SendError, graph_invite};
    ///
    /// let sent = graph_invite! {
    ///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
    ///     participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    /// }
    /// .send(&client)
    /// .await;
    /// match sent {
    ///     Ok(ringing) => println!("accepted as {:?}", ringing.operation_id()),
    ///     Err(SendError::Unknown(unknown)) => println!("{unknown}: {:?}", unknown.check().await),
    ///     Err(no_phone_rings) => return Err(no_phone_rings),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(
        &self,
        client: &Client,
    ) -> impl Future<Output = Result<Ringing, SendError>> + Send + use<> {
        let key = InviteKey {
            call: self.call.clone(),
            client_context: self
                .context()
                .cloned()
                .unwrap_or_else(|| ClientContext::from(Uuid::new_v4())),
            client_request_id: Uuid::new_v4(),
        };
        let (invite, client) = (self.clone(), client.clone());
        async move {
            let span = trace::invite(&key);
            let sent = send(invite, key, &client).instrument(span.clone()).await;
            trace::ended(&span, &sent);
            sent
        }
    }

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

async fn send(invite: Invite, key: InviteKey, client: &Client) -> Result<Ringing, SendError> {
    let body = invite
        .checked_body(&key.client_context, client)
        .map_err(SendError::NotSent)?;
    let time = SendTime::begin(client.limits());
    let mut bearer = first_token(client, &time)
        .await
        .map_err(SendError::NotSent)?;
    // Before the request leaves: a notification may be faster than the answer.
    let watch = InviteWatch::new(
        &invite,
        &key.client_context,
        client,
        client.inbox().cloned(),
    );
    let outgoing = OutgoingInvite {
        url: client.call_url(&key.call, &["participants", "invite"]),
        key,
        body,
        watch: Arc::new(watch),
    };
    let mut number = 1;
    let mut has_fresh_token = false;
    // The error of an earlier request that may have rung a phone.
    let mut open = None;
    loop {
        let attempt = Attempt {
            outgoing: &outgoing,
            number,
            bearer: &bearer,
            timeout: time.of_request(),
            has_open_request: open.is_some(),
        };
        let error = match attempt.send(client).await {
            Ok(ringing) => return Ok(ringing),
            Err(error) => error.or_open(open, number),
        };
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
    Ok(token.map_err(|_| NotSent::TokenTimeout { after })??)
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
