//! One POST, and what becomes of it.

use crate::answer::{body_of, header};
use crate::challenge;
use crate::client::Client;
use crate::error::{NotSent, SendError, Unknown, UnknownCause};
use crate::grant::Grant;
use crate::graph_error::GraphError;
use crate::listening::Listening;
use crate::operation::Operation;
use crate::refused::Refused;
use crate::retry_after;
use crate::ringing::Ringing;
use crate::send::Post;
use crate::shown::Personal;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use std::sync::Arc;
use std::time::SystemTime;
use tracing::{debug, warn};

/// One of the requests of an invite.
pub(crate) struct Attempt<'a> {
    pub(crate) post: &'a Post,
    /// Which it is, from 1.
    pub(crate) number: u32,
    pub(crate) authorization: &'a HeaderValue,
    pub(crate) listening: &'a Arc<Listening>,
}

impl Attempt<'_> {
    pub(crate) async fn send(&self, client: &Client) -> Result<Ringing, SendError> {
        // A body of bytes, as this is, can be had again.
        let Some(mut request) = self.post.request.try_clone() else {
            let error = NotSent::Request("the body can't be sent again".into());
            return Err(SendError::NotSent(error));
        };
        let authorization = self.authorization.clone();
        request.headers_mut().insert(AUTHORIZATION, authorization);
        match client.http().execute(request).await {
            Ok(response) => self.read(response).await,
            Err(error) if error.is_connect() => Err(SendError::NotSent(NotSent::Connect {
                attempts: self.number,
                source: error.without_url().into(),
            })),
            Err(error) if error.is_builder() => Err(SendError::NotSent(NotSent::Request(
                error.without_url().into(),
            ))),
            Err(error) if error.is_timeout() => {
                Err(self.unknown(UnknownCause::Timeout(error.without_url().into())))
            }
            Err(error) => Err(self.unknown(UnknownCause::Broken(error.without_url().into()))),
        }
    }

    /// Tells by the status which of the ends it is. Only the status decides: whatever becomes of
    /// the rest of the answer, an accepted invite stays accepted and a refused one refused.
    async fn read(&self, mut response: Response) -> Result<Ringing, SendError> {
        let status = response.status();
        debug!(status = status.as_u16(), "answered");
        let body = body_of(&mut response).await;
        let headers = response.headers();
        let hint = header(headers, RETRY_AFTER.as_str())
            .and_then(|value| retry_after::read(value, SystemTime::now()));
        if status.is_success() {
            return Ok(self.ringing(headers, &body));
        }
        if status.is_redirection() {
            let status = status.as_u16();
            return Err(self.unknown(UnknownCause::Redirect { status }));
        }
        let claims = challenge::claims(headers);
        let graph = GraphError::read(headers, &body, &Personal::of(&self.post.invite));
        let busy = status == StatusCode::SERVICE_UNAVAILABLE && hint.is_some();
        if status.is_client_error() || busy {
            let grant = match status {
                StatusCode::FORBIDDEN => Grant::of(self.authorization),
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

    fn ringing(&self, headers: &HeaderMap, body: &[u8]) -> Ringing {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let operation = json.as_object().map(Operation::read);
        if operation.is_none() {
            warn!("accepted, but the answer names no operation");
        }
        self.listening.answered(operation.as_ref());
        Ringing {
            wait: self.listening.wait(),
            listening: Arc::clone(self.listening),
            operation,
            location: header(headers, LOCATION.as_str()).map(str::to_owned),
            request_id: header(headers, "request-id").map(str::to_owned),
            call: self.post.invite.call.clone(),
            client_context: self.post.context.clone(),
            client_request_id: self.post.client_request_id,
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
