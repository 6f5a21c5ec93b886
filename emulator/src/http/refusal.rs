//! The response to a request that the service refuses.

use crate::calls::error::RequestError;
use crate::http::request_ids::{CLIENT_REQUEST_ID, REQUEST_ID, RequestIds};
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use time::OffsetDateTime;

/// A handler does not know the ids of its request, so the response only carries the error until
/// [`with_body`] writes it.
impl IntoResponse for RequestError {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// The response with its body, if it is a refusal.
pub(crate) fn with_body(mut response: Response, ids: &RequestIds) -> Response {
    let Some(error) = response.extensions_mut().remove::<RequestError>() else {
        return response;
    };
    let (status, code, message) = error.parts();
    let now = OffsetDateTime::now_utc();
    let (hour, minute, second) = now.to_hms();
    let body = json!({
        "error": {
            "code": code,
            "message": message,
            "innerError": {
                "date": format!("{}T{hour:02}:{minute:02}:{second:02}", now.date()),
                REQUEST_ID.as_str(): String::from_utf8_lossy(ids.request.as_bytes()),
                CLIENT_REQUEST_ID.as_str(): String::from_utf8_lossy(ids.client.as_bytes()),
            },
        },
    });
    (status, Json(body)).into_response()
}
