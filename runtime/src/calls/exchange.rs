//! One request with its answer: with a fresh token once more, and in no other case.

use crate::auth::bearer::Bearer;
use crate::auth::cache::Renewal;
use crate::auth::roles::TokenPermission;
use crate::auth::token_error::TokenError;
use crate::calls::error::{Permission, REMOVE_ROLES, RequestError, StatusError, UnsentRequest};
use crate::client::Client;
use crate::client::deadline::SendTime;
use crate::client::retry::{self, FailedAttempt, FailureStage, RetryDecision};
use crate::http::graph_error::GraphError;
use crate::http::response::Response;
use crate::http::trace;
use crate::http::transport_error::FailurePhase;
use crate::redact::PersonalData;
use reqwest::Method;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// What is requested.
pub(super) struct Target {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: Option<Body>,
    pub(super) needs: Permission,
}

/// A body and its type.
pub(super) struct Body {
    pub(super) content_type: HeaderValue,
    pub(super) bytes: Vec<u8>,
}

/// A request that has its time.
pub(super) struct Exchange<'a> {
    client: &'a Client,
    target: &'a Target,
    /// What an error must not show.
    personal: Option<&'a PersonalData>,
    time: SendTime,
}

impl<'a> Exchange<'a> {
    pub(super) fn begin(client: &'a Client, target: &'a Target) -> Self {
        Self {
            client,
            target,
            personal: None,
            time: SendTime::begin(client.limits()),
        }
    }

    /// Takes at most this time, its tokens included.
    pub(super) fn within(self, time: Duration) -> Self {
        Self {
            time: SendTime::begin(self.client.limits().within(time)),
            ..self
        }
    }

    /// Hides this in errors.
    pub(super) fn hiding(self, personal: &'a PersonalData) -> Self {
        Self {
            personal: Some(personal),
            ..self
        }
    }

    /// Sends the request, and reads an answer with a status of 2xx.
    pub(super) async fn run<T>(
        self,
        read: impl FnOnce(Response<'_>) -> Result<T, RequestError>,
    ) -> Result<T, RequestError> {
        let first = self.bearer(None).await.map_err(RequestError::NotSent)?;
        let response = self.send(&first, 0).await?;
        if response.status.is_success() {
            return read(response);
        }
        let error = self.refusal(&response);
        if !self.wants_other_token(&error) {
            return Err(RequestError::Status(Box::new(error)));
        }
        let renewal = Renewal {
            refused: &first,
            claims: error.claims.as_ref(),
        };
        let second = match self.bearer(Some(renewal)).await {
            Ok(second) if second != first => second,
            _ => return Err(RequestError::Status(Box::new(error))),
        };
        let response = self.send(&second, 1).await?;
        if response.status.is_success() {
            return read(response);
        }
        Err(RequestError::Status(Box::new(self.refusal(&response))))
    }

    async fn bearer(&self, renewal: Option<Renewal<'_>>) -> Result<Bearer, UnsentRequest> {
        let after = self.time.until_latest_start();
        let token = timeout(after, self.client.bearer(renewal)).await;
        token
            .unwrap_or(Err(TokenError::Timeout { after }))
            .map_err(UnsentRequest::Token)
    }

    async fn send<'b>(
        &self,
        bearer: &'b Bearer,
        resent: u32,
    ) -> Result<Response<'b>, RequestError> {
        let Target {
            method, url, body, ..
        } = self.target;
        let span = trace::request(method, url, resent);
        let request = self.client.http().request(method.clone(), url.clone());
        let request = request.timeout(self.time.of_request());
        let request = match body {
            Some(body) => request
                .header(CONTENT_TYPE, body.content_type.clone())
                .body(body.bytes.clone()),
            // Graph refuses a POST without a length (411).
            None if *method == Method::POST => {
                request.header(CONTENT_LENGTH, HeaderValue::from_static("0"))
            }
            None => request,
        };
        let response = Response::of(request, bearer, span).await;
        response.map_err(|error| match error.phase() {
            FailurePhase::Build | FailurePhase::Connect | FailurePhase::Certificate => {
                RequestError::NotSent(UnsentRequest::Transport(error))
            }
            FailurePhase::Timeout | FailurePhase::Interrupted => RequestError::NoAnswer(error),
        })
    }

    fn refusal(&self, response: &Response<'_>) -> StatusError {
        let nobody = PersonalData::default();
        StatusError {
            status: response.status.as_u16(),
            retry_after: response.retry_after(),
            graph: GraphError::read(response, self.personal.unwrap_or(&nobody)),
            claims: response.claims(),
            needs: self.target.needs,
            permission: match (response.status.as_u16(), self.target.needs) {
                (403, Permission::Remove) => response.permission(&REMOVE_ROLES),
                _ => TokenPermission::Unknown,
            },
        }
    }

    /// Whether another token may help, and a second request does nothing twice: repeating the method
    /// is harmless, or it was Graph that refused the first request.
    fn wants_other_token(&self, error: &StatusError) -> bool {
        let decision = self.client.retry_policy().decide(
            &FailedAttempt {
                stage: FailureStage::Answered(error.status),
                did_not_ring: error.graph.is_of_graph() || self.target.method.is_idempotent(),
                retry_after: error.retry_after,
                wants_claims: error.claims.is_some(),
                number: 1,
                time_left: self.time.until_latest_start(),
                has_fresh_token: false,
            },
            retry::jitter(),
        );
        decision == RetryDecision::WithFreshToken
    }
}
