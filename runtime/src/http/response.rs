//! One request and its answer: read up to a bound, and without the token of the request.

use crate::auth::bearer::Bearer;
use crate::auth::challenge;
use crate::graph::lenient_json;
use crate::http::trace;
use crate::http::transport_error::TransportError;
use graph_invite_rules::wire::REQUEST_ID;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;
use std::borrow::Cow;
use std::mem;
use std::sync::Arc;
use tracing::{Instrument, Span};

/// The most bytes that are read of an answer.
const MAX_BODY: usize = 1024 * 1024;

/// An answer of the service.
pub(crate) struct Response<'a> {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    bearer: &'a Bearer,
}

impl<'a> Response<'a> {
    /// Sends a request, and records in its span what comes of it.
    pub(crate) async fn of(
        request: RequestBuilder,
        bearer: &'a Bearer,
        span: Span,
    ) -> Result<Self, TransportError> {
        let request = request.header(AUTHORIZATION, bearer.header());
        let exchange = async {
            let mut response = request.send().await.map_err(TransportError::of_request)?;
            trace::answered(&span, &response);
            let body = read_body(&mut response).await;
            let headers = mem::take(response.headers_mut());
            let answer = Self::read(response.status(), headers, body, bearer);
            if !span.is_disabled() {
                span.record("request_id", answer.header(REQUEST_ID));
            }
            Ok(answer)
        };
        let answer = exchange.instrument(span.clone()).await;
        answer.inspect_err(|error: &TransportError| trace::unanswered(&span, error.phase()))
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
            body: bearer.taken_out_of(body),
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
        Some(self.bearer.hide(value))
    }

    /// The claims that the service wants in a token.
    pub(crate) fn claims(&self) -> Option<Arc<str>> {
        let claims = challenge::claims(&self.headers)?;
        Some(self.bearer.hide(&claims).into())
    }
}

/// The body, up to its bound or to where the connection breaks.
async fn read_body(response: &mut reqwest::Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_BODY - body.len();
        let fits = chunk.get(..room).unwrap_or(&chunk);
        body.extend_from_slice(fits);
        if body.len() == MAX_BODY {
            break;
        }
    }
    body
}
