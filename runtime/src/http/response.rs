//! The response to a request: up to a maximum size, and without the token of the request.

use crate::auth::bearer::Bearer;
use crate::auth::challenge;
use crate::auth::roles::TokenPermission;
use crate::graph::lenient_json;
use crate::http::body::BodyEnd;
use crate::http::transport_error::TransportError;
use crate::http::{body, retry_after, trace};
use crate::redact::redact_word;
use graph_invite_rules::wire::REQUEST_ID;
use reqwest::header::{AUTHORIZATION, HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tracing::{Instrument, Span};

/// The maximum number of bytes that are read of a body. The rest is ignored.
const MAX_BODY: usize = 1024 * 1024;

/// The maximum number of characters that are read of a header. Ids and dates are much shorter.
const MAX_HEADER: usize = 1024;

/// A response of the service. Whatever it returns, but its body, is without the token of the request.
pub(crate) struct Response<'a> {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    /// Whether `body` is all of it.
    pub(crate) is_complete: bool,
    json: Value,
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
            let end = body::read(&mut response, MAX_BODY, &mut body).await;
            let headers = mem::take(response.headers_mut());
            let mut this = Self::read(response.status(), headers, body, bearer);
            this.is_complete = matches!(end, Ok(BodyEnd::Complete));
            if !span.is_disabled() {
                let request_id = this.header(REQUEST_ID);
                span.record("request_id", request_id.as_deref().map(redact_word));
            }
            Ok(this)
        };
        let result: Result<Self, TransportError> = exchange.instrument(span.clone()).await;
        if let Err(error) = &result {
            trace::unanswered(&span, error);
        }
        trace::log(result.as_ref().map(|this| this.status));
        result
    }

    pub(crate) fn read(
        status: StatusCode,
        headers: HeaderMap,
        body: Vec<u8>,
        bearer: &'a Bearer,
    ) -> Self {
        let json = lenient_json::parse(&body).unwrap_or(Value::Null);
        let mut this = Self {
            status,
            headers,
            body,
            is_complete: true,
            json,
            bearer,
        };
        bearer.scrub_json(&mut this.json);
        this
    }

    /// The body, or `null` if it is not JSON.
    pub(crate) const fn json(&self) -> &Value {
        &self.json
    }

    /// Parses a text of the body that is JSON itself.
    pub(crate) fn parse(&self, text: &str) -> Option<Value> {
        let mut json = serde_json::from_str(text).ok()?;
        self.bearer.scrub_json(&mut json);
        Some(json)
    }

    /// The body as the service wrote it, with the token if it repeats it.
    pub(crate) fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// Whether the token of the request has one of these roles.
    pub(crate) fn permission(&self, roles: &[&str]) -> TokenPermission {
        TokenPermission::of(self.bearer.header(), roles)
    }

    /// The whole body as text.
    pub(crate) fn text(&self) -> String {
        let body = String::from_utf8_lossy(&self.body);
        self.bearer.scrub(body.trim()).into_owned()
    }

    /// The first characters of a header.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?.to_str().ok()?;
        Some(self.bearer.scrub(value).chars().take(MAX_HEADER).collect())
    }

    /// How long the service asks to wait before the next request.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let value = self.header(RETRY_AFTER.as_str())?;
        retry_after::read(&value, SystemTime::now())
    }

    /// The claims that the service requires of a token.
    pub(crate) fn claims(&self) -> Option<Arc<str>> {
        let claims = challenge::claims(&self.headers)?;
        Some(self.bearer.scrub(&claims).into())
    }
}
