//! What is not of Graph: whether the emulator is ready, and that requests name it.

use crate::service::Service;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) async fn show(State(service): State<Arc<Service>>) -> (StatusCode, Json<Value>) {
    let (status, word) = if service.is_ready() {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "starting")
    };
    let body = json!({
        "status": word,
        "version": env!("CARGO_PKG_VERSION"),
        "graph": service.identity.root,
    });
    (status, Json(body))
}

/// Refuses a request that names another host than the emulator.
pub(crate) async fn check_host(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request.headers().get(HOST);
    let host = host.map(|host| host.to_str().unwrap_or_default());
    if host.is_none_or(|host| service.hosts.allow(host)) {
        return next.run(request).await;
    }
    let message = "The `Host` of this request is not one of the emulator. \
                   Allow it with --allow-host, or with `EmulatorBuilder::allow_host`.";
    let error = json!({ "error": { "code": "HostNotAllowed", "message": message } });
    (StatusCode::FORBIDDEN, Json(error)).into_response()
}
