//! The response to a request that the service refuses.

use crate::calls::error::RequestError;
use crate::http::request_ids::{CLIENT_REQUEST_ID, REQUEST_ID, RequestIds};
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use time::OffsetDateTime;

pub(crate) struct Refusal {
    error: RequestError,
    ids: RequestIds,
}

impl Refusal {
    pub(crate) fn new(error: RequestError, ids: &RequestIds) -> Self {
        Self {
            error,
            ids: ids.clone(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, message) = self.error.parts();
        let now = OffsetDateTime::now_utc();
        let (hour, minute, second) = now.to_hms();
        let body = json!({
            "error": {
                "code": code,
                "message": message,
                "innerError": {
                    "date": format!("{}T{hour:02}:{minute:02}:{second:02}", now.date()),
                    REQUEST_ID.as_str(): String::from_utf8_lossy(self.ids.request.as_bytes()),
                    CLIENT_REQUEST_ID.as_str(): String::from_utf8_lossy(self.ids.client.as_bytes()),
                },
            },
        });
        (status, Json(body)).into_response()
    }
}
