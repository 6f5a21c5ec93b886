//! The error in the body of a refusal.

use crate::graph::json::find;
use crate::http::response::Response;
use crate::redact::{PersonalData, Redacted};
use graph_invite_rules::wire::{CLIENT_REQUEST_ID, REQUEST_ID};
use serde_json::Value;
use std::fmt;

/// The statuses by which Graph refuses a request before it acts on it. A closed list: gateways give
/// others, such as 408 and 499, after they have passed the request on.
///
/// To add one, find a source that says that Graph gives it before it acts: see the table in
/// `send/evidence.rs`.
const REFUSALS: [u16; 10] = [400, 401, 403, 404, 405, 411, 413, 415, 422, 429];

/// The maximum number of characters that are kept of a body that is not a Graph error.
const SNIPPET: usize = 512;
/// The maximum number of characters that are kept of any other text.
const MAX_TEXT: usize = 2048;
/// The maximum depth of nested errors. Deeper errors are ignored.
const DEPTH: usize = 8;

/// The error that the service returned when it did not accept an invite. It holds the parts of the
/// documented form (`error`, `code`, `message`, `innerError`) that the body has, or else the text of
/// the body.
///
/// `Display` and `Debug` omit phone numbers, and the names and opaque ids of the invite. The error
/// never contains the token of the request.
/// Source: the errors page of Graph; for the nested forms, reports of developers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphError {
    codes: Vec<Redacted>,
    message: Option<Redacted>,
    body: Option<Redacted>,
    request_id: Option<Redacted>,
    client_request_id: Option<Redacted>,
    date: Option<Redacted>,
}

impl GraphError {
    pub(crate) fn read(response: &Response<'_>, personal: &PersonalData) -> Self {
        let mut read = Reading::default();
        read.error(response.json(), response, 0);
        let is_silent = read.codes.is_empty() && read.message.is_none();
        let text = is_silent.then(|| response.text());
        let text = text.filter(|text| !text.is_empty());
        let shown = |text: String| Redacted::up_to(MAX_TEXT, &text, personal);
        Self {
            codes: read.codes.into_iter().map(shown).collect(),
            message: read.message.map(shown),
            body: text.map(|text| Redacted::up_to(SNIPPET, &text, personal)),
            request_id: response.header(REQUEST_ID).or(read.request_id).map(shown),
            client_request_id: response
                .header(CLIENT_REQUEST_ID)
                .or(read.client_request_id)
                .map(shown),
            date: read.date.or_else(|| response.header("date")).map(shown),
        }
    }

    /// Whether it was Graph that answered: a gateway gives neither a code nor a `request-id`.
    pub(crate) const fn is_of_graph(&self) -> bool {
        !self.codes.is_empty() || self.request_id.is_some()
    }

    /// Whether Graph refused the request with this status before it acted on it.
    pub(crate) fn is_refusal(&self, status: u16) -> bool {
        REFUSALS.contains(&status) && self.is_of_graph()
    }

    /// The most specific code: the innermost one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.redacted_code().map(Redacted::raw)
    }

    /// The same code, redacted.
    pub(crate) fn redacted_code(&self) -> Option<&Redacted> {
        self.codes.last()
    }

    /// All codes, the outermost first.
    pub fn codes(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.codes.iter().map(Redacted::raw)
    }

    /// The most specific message, as the service wrote it, up to 2,048 characters. It may contain phone
    /// numbers and names, which `Display` omits.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_ref().map(Redacted::raw)
    }

    /// The first characters of a body that has no code and no message, such as the HTML page of a
    /// gateway. It may contain anything.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_ref().map(Redacted::raw)
    }

    /// The id that the service gave to the request. Its support needs this id.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.redacted_request_id().map(Redacted::raw)
    }

    /// The same id, redacted.
    pub(crate) const fn redacted_request_id(&self) -> Option<&Redacted> {
        self.request_id.as_ref()
    }

    /// The id that the client gave to the request, as the service repeats it.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_ref().map(Redacted::raw)
    }

    /// The time of the error, as the service wrote it.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.date.as_ref().map(Redacted::raw)
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.redacted_code(), &self.message, &self.body) {
            (Some(code), Some(message), _) => write!(f, "{code}: {message}")?,
            (Some(code), None, _) => write!(f, "{code}")?,
            (None, Some(message), _) => write!(f, "{message}")?,
            (None, None, Some(body)) => write!(f, "{body}")?,
            (None, None, None) => f.write_str("no reason given")?,
        }
        match &self.request_id {
            Some(id) => write!(f, " (request-id {id})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for GraphError {}

/// The parts of a body, collected from the outermost error to the innermost one.
#[derive(Default)]
struct Reading {
    codes: Vec<String>,
    message: Option<String>,
    request_id: Option<String>,
    client_request_id: Option<String>,
    date: Option<String>,
}

impl Reading {
    fn error(&mut self, json: &Value, response: &Response<'_>, depth: usize) {
        let Some(object) = json.as_object().filter(|_| depth < DEPTH) else {
            return;
        };
        self.codes
            .extend(find(object, &["code", "errorCode"]).and_then(code));
        for (name, slot) in [
            (REQUEST_ID, &mut self.request_id),
            (CLIENT_REQUEST_ID, &mut self.client_request_id),
            ("date", &mut self.date),
        ] {
            let text = find(object, &[name]).and_then(Value::as_str);
            *slot = text.map(str::to_owned).or(slot.take());
        }
        if let Some(message) =
            find(object, &["message", "error_description"]).and_then(Value::as_str)
        {
            match response.parse(message) {
                Some(nested @ Value::Object(_)) => self.error(&nested, response, depth + 1),
                _ if message.is_empty() => {}
                _ => self.message = Some(message.to_owned()),
            }
        }
        match find(object, &["error"]) {
            Some(Value::String(code)) => self.codes.push(code.clone()),
            Some(error) => self.error(error, response, depth + 1),
            None => {}
        }
        if let Some(inner) = find(object, &["innerError"]) {
            self.error(inner, response, depth + 1);
        }
    }
}

/// Reads a code, which is a string or a number.
fn code(json: &Value) -> Option<String> {
    match json {
        Value::String(code) if !code.is_empty() => Some(code.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
