//! A response in place of the service's own.

use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use std::fmt;
use std::sync::Arc;

/// A response in place of the service's own: [`Fault::status`](crate::Fault::status) and others.
///
/// It has the headers of Graph, such as `request-id`, unless it is
/// [from a gateway](Self::from_gateway).
///
/// ```
/// use graph_invite_emulator::Fault;
///
/// let of_graph = Fault::status(403).body("application/json", r#"{"error":{"code":"7505"}}"#);
/// let of_a_gateway = Fault::status(504).body("text/html", "<h1>Timeout</h1>").from_gateway();
/// # let _ = (of_graph, of_a_gateway);
/// ```
///
/// `Debug` does not show the body.
#[derive(Clone)]
#[must_use = "a fault does nothing until an emulator gets it"]
pub struct CannedResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Arc<str>,
    /// How many spaces follow the body.
    pub(crate) padding: u64,
    pub(crate) truncated: bool,
    pub(crate) from_gateway: bool,
    pub(crate) after_ringing: bool,
}

impl CannedResponse {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: Vec::new(),
            body: "".into(),
            padding: 0,
            truncated: false,
            from_gateway: false,
            after_ringing: false,
        }
    }

    /// Sends it after the service has accepted the invite, when phones ring. If the service
    /// refuses the invite, the bot gets that refusal.
    ///
    /// With a status below 500 this is a case that the real service is not known to show.
    pub fn after_ringing(mut self) -> Self {
        self.after_ringing = true;
        self
    }

    /// Sends it as a server between the bot and Graph does: without `request-id` and the other
    /// headers that Graph adds to every answer.
    pub fn from_gateway(mut self) -> Self {
        self.from_gateway = true;
        self
    }

    /// Adds a `Retry-After`: seconds or a date. A text that no header can hold is left out.
    pub fn retry_after(self, hint: &str) -> Self {
        self.header(RETRY_AFTER, hint)
    }

    /// Sets the body and its `Content-Type`.
    pub fn body(mut self, content_type: &str, body: &str) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE, content_type)
    }

    /// Resets the connection where the body begins.
    pub fn truncated(mut self) -> Self {
        self.truncated = true;
        self
    }

    pub(crate) fn location(self, location: &str) -> Self {
        self.header(LOCATION, location)
    }

    pub(crate) fn padding(mut self, bytes: u64) -> Self {
        self.padding = bytes;
        self
    }

    fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = value.try_into() {
            self.headers.push((name, value));
        }
        self
    }
}

impl fmt::Debug for CannedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CannedResponse")
            .field("status", &self.status)
            .field("after_ringing", &self.after_ringing)
            .finish_non_exhaustive()
    }
}
