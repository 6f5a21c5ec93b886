//! One POST, and what becomes of it.

use crate::auth::bearer::Bearer;
use crate::auth::roles::Grant;
use crate::client::Client;
use crate::graph::operation::Operation;
use crate::http::graph_error::GraphError;
use crate::http::response::{Answer, CLIENT_REQUEST_ID, Place, REQUEST_ID};
use crate::http::retry_after;
use crate::redact::Personal;
use crate::send::Post;
use crate::send::error::{NotSent, SendError, Unknown, UnknownCause};
use crate::send::refusal::Refused;
use crate::send::ringing::Ringing;
use crate::send::watch::Listening;
use crate::trace;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use std::sync::Arc;
use std::time::SystemTime;
use tracing::warn;

/// One of the requests of an invite.
pub(crate) struct Attempt<'a> {
    pub(crate) post: &'a Post,
    pub(crate) body: &'a [u8],
    /// Which it is, from 1.
    pub(crate) number: u32,
    pub(crate) bearer: &'a Bearer,
    pub(crate) listening: &'a Arc<Listening>,
}

impl Attempt<'_> {
    pub(crate) async fn send(&self, client: &Client) -> Result<Ringing, SendError> {
        let post = self.post;
        let request = client
            .http()
            .post(post.url.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header(CLIENT_REQUEST_ID, post.client_request_id.to_string())
            .body(self.body.to_owned());
        let span = trace::request("POST", &post.url, self.number.saturating_sub(1));
        match Answer::to(request, self.bearer, span).await {
            Ok(answer) => self.read(&answer),
            Err(broken) => Err(match broken.place {
                Place::Request => SendError::NotSent(NotSent::Request(broken.source)),
                Place::Connect => SendError::NotSent(NotSent::Connect {
                    attempts: self.number,
                    source: broken.source,
                }),
                Place::Timeout => self.unknown(UnknownCause::Timeout(broken.source)),
                Place::Broken => self.unknown(UnknownCause::Broken(broken.source)),
            }),
        }
    }

    /// Tells by the status which of the ends it is. Only the status decides: whatever becomes of
    /// the rest of the answer, an accepted invite stays accepted and a refused one refused.
    fn read(&self, answer: &Answer<'_>) -> Result<Ringing, SendError> {
        let status = answer.status;
        if status.is_success() {
            return Ok(self.ringing(answer));
        }
        if status.is_redirection() {
            let status = status.as_u16();
            return Err(self.unknown(UnknownCause::Redirect { status }));
        }
        let hint = answer.header(RETRY_AFTER.as_str());
        let hint = hint.and_then(|hint| retry_after::read(&hint, SystemTime::now()));
        let claims = answer.claims();
        let graph = GraphError::read(answer, &Personal::of(&self.post.invite));
        let busy = status == StatusCode::SERVICE_UNAVAILABLE && hint.is_some();
        if status.is_client_error() || busy {
            let grant = match status {
                StatusCode::FORBIDDEN => Grant::of(self.bearer.header()),
                _ => Grant::Unread,
            };
            return Err(SendError::Refused(Box::new(Refused {
                status: status.as_u16(),
                retry_after: hint,
                graph,
                client_request_id: self.post.client_request_id,
                attempts: self.number,
                grant,
                claims,
            })));
        }
        Err(self.unknown(UnknownCause::Status {
            status: status.as_u16(),
            graph,
        }))
    }

    fn ringing(&self, answer: &Answer<'_>) -> Ringing {
        let operation = answer.json().as_object().map(Operation::read);
        if operation.is_none() {
            warn!("accepted, but the answer names no operation");
        }
        self.listening.answered(operation.as_ref());
        Ringing {
            wait: self.listening.wait(),
            listening: Arc::clone(self.listening),
            operation,
            location: answer.header(LOCATION.as_str()),
            request_id: answer.header(REQUEST_ID),
            call: self.post.invite.call.clone(),
            client_context: self.post.context.clone(),
            client_request_id: self.post.client_request_id,
            attempts: self.number,
        }
    }

    fn unknown(&self, cause: UnknownCause) -> SendError {
        self.listening.answered(None);
        SendError::Unknown(Box::new(Unknown {
            call: self.post.invite.call.clone(),
            client_context: self.post.context.clone(),
            client_request_id: self.post.client_request_id,
            attempts: self.number,
            cause,
            listening: Arc::clone(self.listening),
        }))
    }
}
