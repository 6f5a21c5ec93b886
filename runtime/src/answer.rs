//! One request and its answer, which is read up to a bound, and without the token of the request.

use crate::bearer::Bearer;
use crate::challenge;
use crate::error::TransportError;
use crate::trace;
pub(crate) use graph_invite_rules::wire::{CLIENT_REQUEST_ID, REQUEST_ID};
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json_borrow::Value;
use std::borrow::Cow;
use std::mem;
use std::sync::Arc;
use tracing::{Instrument, Span};

/// Most bytes read of an answer.
const MAX_ANSWER: usize = 1024 * 1024;

/// An answer of the service.
pub(crate) struct Answer<'a> {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    bearer: &'a Bearer,
}

/// An exchange that came to no answer.
pub(crate) struct Broken {
    pub(crate) place: Place,
    pub(crate) source: TransportError,
}

/// Where it broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// There was nothing to send.
    Request,
    /// There was no connection to send it by.
    Connect,
    /// It left, and no answer came in time.
    Timeout,
    /// It left, and the connection broke.
    Broken,
}

impl<'a> Answer<'a> {
    /// Sends a request, and says in its span what came of it.
    pub(crate) async fn to(
        request: RequestBuilder,
        bearer: &'a Bearer,
        span: Span,
    ) -> Result<Self, Broken> {
        let request = request.header(AUTHORIZATION, bearer.header());
        let exchange = async {
            let mut response = request.send().await.map_err(Broken::by)?;
            trace::answered(&span, &response);
            let body = body_of(&mut response).await;
            let headers = mem::take(response.headers_mut());
            let answer = Self::read(response.status(), headers, body, bearer);
            if !span.is_disabled() {
                span.record("request_id", answer.header(REQUEST_ID));
            }
            Ok(answer)
        };
        let answer = exchange.instrument(span.clone()).await;
        answer.inspect_err(|broken: &Broken| trace::unanswered(&span, broken.place))
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
    pub(crate) fn json(&self) -> Value<'_> {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?.to_str().ok()?;
        Some(self.bearer.hide(value))
    }

    /// What the service says that a token must claim.
    pub(crate) fn claims(&self) -> Option<Arc<str>> {
        let claims = challenge::claims(&self.headers)?;
        Some(self.bearer.hide(&claims).into())
    }
}

impl Broken {
    fn by(error: reqwest::Error) -> Self {
        let place = if error.is_connect() {
            Place::Connect
        } else if error.is_builder() {
            Place::Request
        } else if error.is_timeout() {
            Place::Timeout
        } else {
            Place::Broken
        };
        Self {
            place,
            source: error.without_url().into(),
        }
    }
}

/// The body, up to its bound and up to where it breaks.
async fn body_of(response: &mut Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_ANSWER - body.len();
        let fits = chunk.get(..room).unwrap_or(&chunk);
        body.extend_from_slice(fits);
        if body.len() == MAX_ANSWER {
            break;
        }
    }
    body
}
