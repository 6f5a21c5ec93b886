//! The response to a request: up to a maximum size, and without the token of the request.

use crate::auth::bearer::Bearer;
use crate::auth::challenge;
use crate::graph::lenient_json;
use crate::http::transport_error::TransportError;
use crate::http::{body, trace};
use graph_invite_rules::wire::REQUEST_ID;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;
use std::borrow::Cow;
use std::mem;
use std::sync::Arc;
use tracing::{Instrument, Span};

/// The maximum number of bytes that are read of a body. The rest is ignored.
const MAX_BODY: usize = 1024 * 1024;

/// A response of the service.
pub(crate) struct Response<'a> {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    bearer: &'a Bearer,
}

impl<'a> Response<'a> {
    /// Sends a request, and records the result in its span.
    pub(crate) async fn of(
        request: RequestBuilder,
        bearer: &'a Bearer,
        span: Span,
    ) -> Result<Self, TransportError> {
        let request = request.header(AUTHORIZATION, bearer.header());
        let exchange = async {
            let mut response = request.send().await.map_err(TransportError::of_request)?;
            trace::answered(&span, &response);
            // A part of a body is better than none: it may hold the reason of a refusal.
            let mut body = Vec::new();
            let _ = body::read(&mut response, MAX_BODY, &mut body).await;
            let headers = mem::take(response.headers_mut());
            let this = Self::read(response.status(), headers, body, bearer);
            if !span.is_disabled() {
                span.record("request_id", this.header(REQUEST_ID));
            }
            Ok(this)
        };
        let result = exchange.instrument(span.clone()).await;
        result.inspect_err(|error: &TransportError| trace::unanswered(&span, error.phase()))
    }

    pub(crate) fn read(
        status: StatusCode,
        headers: HeaderMap,
        body: Vec<u8>,
        bearer: &'a Bearer,
    ) -> Self {
        Self {
            status,
            headers,
            body: bearer.scrub_body(body),
            bearer,
        }
    }

    /// The body, if it is JSON.
    pub(crate) fn json(&self) -> Value {
        lenient_json::parse(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?.to_str().ok()?;
        Some(self.bearer.scrub(value))
    }

    /// The claims that the service requires of a token.
    pub(crate) fn claims(&self) -> Option<Arc<str>> {
        let claims = challenge::claims(&self.headers)?;
        Some(self.bearer.scrub(&claims).into())
    }
}
