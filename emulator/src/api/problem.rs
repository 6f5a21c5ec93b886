//! Why a request is not done, and what to write instead.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// What to write if a request does not say that its body is JSON.
pub(crate) const SEND_AS_JSON: &str = "send `Content-Type: application/json`";

/// A refusal in the form of RFC 9457.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    hint: String,
    /// What comes nearest to what was asked for, at most three.
    nearest: Vec<String>,
    /// What there is, if a wait was in vain.
    found: Option<Value>,
}

impl Problem {
    fn new(status: StatusCode, detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            hint: hint.into(),
            nearest: Vec::new(),
            found: None,
        }
    }

    pub(crate) fn unreadable(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail, hint)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "this control API needs its key",
            "send `Authorization: Bearer KEY`, with the key of --control-key",
        )
    }

    pub(crate) fn forbidden(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail, hint)
    }

    pub(crate) fn not_found(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail, hint)
    }

    pub(crate) fn no_such_call(text: &str) -> Self {
        Self::not_found(
            format!("there is no call `{text}`"),
            "use the name or the id of a call of `GET /calls`",
        )
    }

    pub(crate) fn wrong_method(allowed: &[&str]) -> Self {
        let hint = format!("this path takes {}", allowed.join(", "));
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "this path does not take this method",
            hint,
        )
    }

    pub(crate) fn not_now(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail, hint)
    }

    pub(crate) fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body has more than 1 MiB",
            "send less at once",
        )
    }

    pub(crate) fn not_json() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the request does not say that its body is JSON",
            SEND_AS_JSON,
        )
    }

    pub(crate) fn broken_rule(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail, hint)
    }

    /// Names what is nearest to a name that is unknown.
    pub(crate) fn nearest<'a>(
        mut self,
        wanted: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut known: Vec<_> = known.map(|name| (distance(wanted, name), name)).collect();
        known.sort_unstable();
        self.nearest = known
            .iter()
            .take(3)
            .map(|(_, name)| (*name).to_owned())
            .collect();
        self
    }

    pub(crate) fn found(mut self, found: Value) -> Self {
        self.found = Some(found);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "hint": self.hint,
        });
        if !self.nearest.is_empty() {
            body["nearest"] = json!(self.nearest);
        }
        if let Some(found) = self.found {
            body["found"] = found;
        }
        let kind = [(CONTENT_TYPE, "application/problem+json")];
        (self.status, kind, body.to_string()).into_response()
    }
}

/// How many letters differ, counted place by place. Enough for ids and short names.
fn distance(one: &str, other: &str) -> usize {
    let same = one
        .bytes()
        .zip(other.bytes())
        .filter(|(a, b)| a == b)
        .count();
    one.len().max(other.len()) - same
}
