//! Sending an invite: one attempt, and maybe others.

pub(crate) mod attempt;
pub(crate) mod error;
pub(crate) mod events;
pub(crate) mod refusal;
pub(crate) mod ringing;
pub(crate) mod watch;

use crate::auth::cache::Renewal;
use crate::client::Client;
use crate::client::retry::{self, Next, Try};
use crate::invite::Invite;
use crate::invite::validate::InvalidInvite;
use crate::send::attempt::Attempt;
use crate::send::error::{NotSent, SendError};
use crate::send::ringing::Ringing;
use crate::send::watch::Listening;
use crate::trace;
use crate::values::text::ClientContext;
use graph_invite_rules::Clause;
use std::sync::Arc;
use tokio::time::{Instant, sleep, timeout};
use tracing::{Instrument, debug, info, warn};
use url::Url;
use uuid::Uuid;

impl Invite {
    /// Sends the invite: once, and again only where the [`RetryPolicy`](crate::RetryPolicy) of the
    /// client says so, which is where it surely rang nobody.
    ///
    /// The future borrows neither the invite nor the client, so it can be spawned. Dropped before
    /// it is ready, it leaves open whether the invite was sent.
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
    ///     Ok(ringing) => println!("accepted as {:?}", ringing.operation()),
    ///     Err(SendError::Unknown(unknown)) => {
    ///         println!("{unknown}: {:?}", client.look(&unknown).await);
    ///     }
    ///     Err(nobody_is_rung) => return Err(nobody_is_rung),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(
        &self,
        client: &Client,
    ) -> impl Future<Output = Result<Ringing, SendError>> + Send + use<> {
        let post = Post::new(self, client);
        let client = client.clone();
        async move {
            let span = trace::invite(&post);
            let sent = post.send(&client).instrument(span.clone()).await;
            trace::ended(&span, &sent);
            sent
        }
    }
}

/// An invite on its way, and its names.
pub(crate) struct Post {
    pub(crate) invite: Invite,
    pub(crate) context: ClientContext,
    pub(crate) client_request_id: Uuid,
    pub(crate) url: Url,
}

impl Post {
    fn new(invite: &Invite, client: &Client) -> Self {
        let fresh = || ClientContext::from(Uuid::new_v4());
        Self {
            context: invite.context().cloned().unwrap_or_else(fresh),
            client_request_id: Uuid::new_v4(),
            url: client.call_url(invite.call(), &["participants", "invite"]),
            invite: invite.clone(),
        }
    }

    fn body(&self, client: &Client) -> Result<Vec<u8>, NotSent> {
        InvalidInvite::unless(self.invite.mistakes()).map_err(NotSent::Invalid)?;
        if !client.cloud().has_whole_schema()
            && let Some(clause) = self.invite.beyond_base_schema()
        {
            return Err(NotSent::Cloud {
                word: clause.word(),
            });
        }
        self.invite
            .body(&self.context)
            .map_err(|error| NotSent::Request(error.into()))
    }

    /// Sends it, and again as often as the client's policy says.
    async fn send(self, client: &Client) -> Result<Ringing, SendError> {
        let body = self.body(client).map_err(SendError::NotSent)?;
        let mut bearer = client.bearer(None).await.map_err(SendError::NotSent)?;
        let began = Instant::now();
        // Before the request leaves, for a notification may be faster than the answer.
        let inbox = client.inbox().cloned();
        let listening = Listening::new(&self.invite, &self.context, client, inbox);
        let listening = Arc::new(listening);
        let mut is_renewed = false;
        let mut attempt = 1;
        loop {
            let tried = Attempt {
                post: &self,
                body: &body,
                number: attempt,
                bearer: &bearer,
                listening: &listening,
            };
            let error = match tried.send(client).await {
                Ok(ringing) => return Ok(ringing),
                Err(error) => error,
            };
            let stage = error.stage();
            let tried = Try {
                stage,
                hint: error.hint(),
                wants_claims: error.claims().is_some(),
                attempt,
                elapsed: began.elapsed(),
                is_renewed,
            };
            let next = client.retry().next(&tried, retry::jitter());
            match next {
                Next::Stop => {
                    debug!(attempt, reason = %stage, "not again");
                    return Err(error);
                }
                Next::Again(wait) => {
                    let wait_seconds = wait.as_secs_f64();
                    info!(attempt, wait_seconds, reason = %stage, "again after a wait");
                    sleep(wait).await;
                }
                Next::WithFreshToken => {
                    info!(attempt, wait_seconds = 0.0, reason = %stage, "again with a fresh token");
                }
            }
            let is_fresh = next == Next::WithFreshToken;
            is_renewed |= is_fresh;
            let renewal = is_fresh.then_some(Renewal {
                refused: &bearer,
                claims: error.claims(),
            });
            let left = client.retry().left(began.elapsed());
            let Ok(Ok(token)) = timeout(left, client.bearer(renewal)).await else {
                warn!(
                    attempt,
                    "not again, for the token source gave no token in time"
                );
                return Err(error);
            };
            if is_fresh && token == bearer {
                warn!(
                    attempt,
                    "not again, for the token source has only the token that was refused"
                );
                return Err(error);
            }
            bearer = token;
            attempt += 1;
        }
    }
}

impl Invite {
    /// A clause that only the schema of the global cloud knows.
    fn beyond_base_schema(&self) -> Option<Clause> {
        self.participants().iter().find_map(|participant| {
            [
                (Clause::Moves, participant.roster_entry.is_some()),
                (Clause::Hidden, participant.hidden),
                (Clause::OffMainMix, participant.off_main_mix),
            ]
            .into_iter()
            .find_map(|(clause, said)| said.then_some(clause))
        })
    }
}
