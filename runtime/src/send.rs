//! Sending an invite: one POST, and what becomes of it.

use crate::answer::{body_of, header};
use crate::body::Body;
use crate::client::Client;
use crate::error::{NotSent, Refused, SendError, Unknown, UnknownCause};
use crate::graph_error::GraphError;
use crate::invalid::InvalidInvite;
use crate::invite::Invite;
use crate::listening::Listening;
use crate::operation::Operation;
use crate::retry_after;
use crate::ringing::Ringing;
use crate::shown::Personal;
use crate::text::ClientContext;
use graph_invite_rules::Clause;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use std::mem;
use std::sync::Arc;
use std::time::SystemTime;
use tracing::{Instrument, debug, warn};
use url::Url;
use uuid::Uuid;

/// The name under which the service logs a request and repeats it.
const CLIENT_REQUEST_ID: &str = "client-request-id";

impl Invite {
    /// Sends the invite, once.
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
    ///     Err(SendError::Unknown(unknown)) => println!("look before you ring again: {unknown}"),
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
            let post = post.map_err(SendError::NotSent)?;
            let span = tracing::debug_span!(
                "invite",
                call = %post.invite.call(),
                client_context = %post.context,
                client_request_id = %post.client_request_id,
            );
            post.send(&client).instrument(span).await
        }
    }
}

/// An invite ready to leave.
struct Post {
    invite: Invite,
    context: ClientContext,
    client_request_id: Uuid,
    url: Url,
    body: Vec<u8>,
}

impl Post {
    fn new(invite: &Invite, client: &Client) -> Result<Self, NotSent> {
        InvalidInvite::unless(invite.mistakes()).map_err(NotSent::Invalid)?;
        if !client.cloud().has_whole_schema()
            && let Some(clause) = invite.beyond_base_schema()
        {
            return Err(NotSent::Cloud {
                word: clause.word(),
            });
        }
        let fresh = || ClientContext::from(Uuid::new_v4());
        let context = invite.context().cloned().unwrap_or_else(fresh);
        let body = Body {
            participants: invite.participants(),
            context: context.as_str(),
        };
        Ok(Self {
            url: client.call_url(invite.call(), &["participants", "invite"]),
            body: body
                .to_vec()
                .map_err(|error| NotSent::Request(error.into()))?,
            invite: invite.clone(),
            client_request_id: Uuid::new_v4(),
            context,
        })
    }

    async fn send(mut self, client: &Client) -> Result<Ringing, SendError> {
        let authorization = client.authorization().await.map_err(SendError::NotSent)?;
        let request = client
            .http()
            .post(self.url.clone())
            .header(AUTHORIZATION, authorization)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header(CLIENT_REQUEST_ID, self.client_request_id.to_string())
            .body(mem::take(&mut self.body));
        // Before the request leaves, for a notification may be faster than the answer.
        let inbox = client.inbox().cloned();
        let listening = Listening::new(&self.invite, &self.context, client, inbox);
        match request.send().await {
            Ok(response) => self.read(response, listening).await,
            Err(error) if error.is_connect() => Err(SendError::NotSent(NotSent::Connect(
                error.without_url().into(),
            ))),
            Err(error) if error.is_builder() => Err(SendError::NotSent(NotSent::Request(
                error.without_url().into(),
            ))),
            Err(error) if error.is_timeout() => {
                let cause = UnknownCause::Timeout(error.without_url().into());
                Err(self.unknown(cause, listening))
            }
            Err(error) => {
                let cause = UnknownCause::Broken(error.without_url().into());
                Err(self.unknown(cause, listening))
            }
        }
    }

    /// Tells by the status which of the ends it is. Only the status decides: whatever becomes of
    /// the rest of the answer, an accepted invite stays accepted and a refused one refused.
    async fn read(
        self,
        mut response: Response,
        listening: Listening,
    ) -> Result<Ringing, SendError> {
        let status = response.status();
        debug!(status = status.as_u16(), "answered");
        let body = body_of(&mut response).await;
        let headers = response.headers();
        let hint = header(headers, RETRY_AFTER.as_str())
            .and_then(|value| retry_after::read(value, SystemTime::now()));
        if status.is_success() {
            return Ok(self.ringing(headers, &body, listening));
        }
        if status.is_redirection() {
            let status = status.as_u16();
            return Err(self.unknown(UnknownCause::Redirect { status }, listening));
        }
        let graph = GraphError::read(headers, &body, &Personal::of(&self.invite));
        let busy = status == StatusCode::SERVICE_UNAVAILABLE && hint.is_some();
        if status.is_client_error() || busy {
            return Err(SendError::Refused(Box::new(Refused {
                status: status.as_u16(),
                retry_after: hint,
                graph,
                client_request_id: self.client_request_id,
            })));
        }
        let cause = UnknownCause::Status {
            status: status.as_u16(),
            graph,
        };
        Err(self.unknown(cause, listening))
    }

    fn ringing(self, headers: &HeaderMap, body: &[u8], listening: Listening) -> Ringing {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let operation = json.as_object().map(Operation::read);
        if operation.is_none() {
            warn!("accepted, but the answer names no operation");
        }
        listening.answered(operation.as_ref());
        Ringing {
            wait: listening.wait(),
            listening: Arc::new(listening),
            operation,
            location: header(headers, LOCATION.as_str()).map(str::to_owned),
            request_id: header(headers, "request-id").map(str::to_owned),
            call: self.invite.call,
            client_context: self.context,
            client_request_id: self.client_request_id,
        }
    }

    fn unknown(self, cause: UnknownCause, listening: Listening) -> SendError {
        listening.answered(None);
        SendError::Unknown(Box::new(Unknown {
            call: self.invite.call,
            client_context: self.context,
            client_request_id: self.client_request_id,
            cause,
            listening: Arc::new(listening),
        }))
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
