//! One POST, and what its answer means.

use crate::auth::bearer::Bearer;
use crate::auth::roles::TokenPermission;
use crate::client::Client;
use crate::follow::watch::InviteWatch;
use crate::graph::json::Object;
use crate::graph::operation::Operation;
use crate::http::graph_error::GraphError;
use crate::http::response::Response;
use crate::http::trace;
use crate::http::transport_error::{FailurePhase, TransportError};
use crate::progress::evidence::RingStatus;
use crate::progress::status::SendPhase;
use crate::redact::Redacted;
use crate::send::error::SendError;
use crate::send::evidence;
use crate::send::not_sent::NotSent;
use crate::send::refusal::Refused;
use crate::send::ringing::Ringing;
use crate::send::unknown::{Unknown, UnknownReason};
use graph_invite_rules::wire::{CLIENT_REQUEST_ID, REQUEST_ID, ROLE};
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, StatusCode};
use std::time::Duration;
use tracing::field::display;
use tracing::warn;
use url::Url;

/// What all requests of one send have in common.
pub(super) struct OutgoingInvite<'a> {
    pub(super) url: Url,
    pub(super) body: Vec<u8>,
    pub(super) watch: &'a InviteWatch,
}

/// One of its requests.
pub(super) struct Attempt<'a> {
    pub(super) outgoing: &'a OutgoingInvite<'a>,
    /// Counted from 1.
    pub(super) number: u32,
    pub(super) bearer: &'a Bearer,
    /// How long it may take, its answer included.
    pub(super) timeout: Duration,
    /// Whether an earlier request of the send may have rung a phone.
    pub(super) has_open_request: bool,
}

impl Attempt<'_> {
    pub(super) async fn send(&self, client: &Client) -> Result<Ringing, SendError> {
        let OutgoingInvite { url, body, watch } = self.outgoing;
        let request = client
            .http()
            .post(url.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header(CLIENT_REQUEST_ID, watch.key().client_request_id.to_string())
            .body(body.clone())
            .timeout(self.timeout);
        let span = trace::request(&Method::POST, url, self.number.saturating_sub(1));
        span.record("client_request_id", display(watch.key().client_request_id));
        match Response::of(request, self.bearer, span).await {
            Ok(response) => self.read(&response),
            Err(error) => Err(self.unanswered(error)),
        }
    }

    fn unanswered(&self, error: TransportError) -> SendError {
        match error.phase() {
            FailurePhase::Build => SendError::NotSent(NotSent::Request(error.into_source())),
            FailurePhase::Connect | FailurePhase::Certificate => {
                SendError::NotSent(NotSent::Connect {
                    attempts: self.number,
                    source: error,
                })
            }
            FailurePhase::Timeout => self.unknown(UnknownReason::Timeout(error)),
            FailurePhase::Interrupted => self.unknown(UnknownReason::Interrupted(error)),
        }
    }

    /// Reads an answer. What it proves is in the table of [`evidence`].
    fn read(&self, response: &Response<'_>) -> Result<Ringing, SendError> {
        let status = response.status.as_u16();
        let operation = response.json().as_object();
        let personal = self.outgoing.watch.personal();
        let request_id = response.header(REQUEST_ID);
        let request_id = request_id.map(|id| Redacted::new(id, personal));
        if evidence::is_accepted(status, operation.is_some() || request_id.is_some()) {
            return Ok(self.ringing(operation, request_id));
        }
        let graph = GraphError::read(response, personal);
        let proved = evidence::ring_status(status, &graph, self.has_open_request);
        if proved == RingStatus::Rang {
            return Ok(self.ringing(None, request_id));
        }
        let retry_after = response.retry_after();
        if graph.is_refusal(status) && !self.has_open_request {
            let permission = match response.status {
                StatusCode::FORBIDDEN => response.permission(&[ROLE]),
                _ => TokenPermission::Unknown,
            };
            return Err(SendError::Refused(Box::new(Refused {
                status,
                retry_after,
                graph,
                ring_status: proved,
                client_request_id: self.outgoing.watch.key().client_request_id,
                attempts: self.number,
                permission,
                facts: self.outgoing.watch.facts(),
                claims: response.claims(),
            })));
        }
        Err(self.unknown(if response.status.is_redirection() {
            UnknownReason::Redirect { status }
        } else {
            UnknownReason::Status {
                status,
                retry_after,
                graph,
            }
        }))
    }

    fn ringing(&self, answer: Option<&Object>, request_id: Option<Redacted>) -> Ringing {
        let operation = answer.map(Operation::read);
        if operation.is_none() {
            warn!("the service accepted the invite, but its answer holds no operation");
        }
        let watch = self.outgoing.watch;
        watch.answered(SendPhase::Accepted, operation.as_ref());
        Ringing {
            attempts: self.number,
            request_id,
            is_adopted: false,
            watch: watch.clone(),
        }
    }

    fn unknown(&self, reason: UnknownReason) -> SendError {
        let watch = self.outgoing.watch;
        watch.answered(SendPhase::Open, None);
        SendError::Unknown(Box::new(Unknown {
            attempts: self.number,
            reason,
            watch: watch.clone(),
        }))
    }
}
