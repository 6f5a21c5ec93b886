//! Where a bot finds the keys that prove a notification: an OpenID configuration, and the keys.

use crate::paths::KEYS;
use crate::service::Service;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) async fn show_openid_configuration(State(service): State<Arc<Service>>) -> Json<Value> {
    Json(json!({
        "issuer": service.identity.issuer,
        "jwks_uri": format!("{}{KEYS}", service.identity.root),
        // No algorithm has this name, but the real service writes it.
        "id_token_signing_alg_values_supported": ["RSA256"],
    }))
}

pub(crate) async fn show_keys(
    State(service): State<Arc<Service>>,
) -> Result<Json<Value>, StatusCode> {
    match service.keys.current().await {
        Ok(key) => Ok(Json(json!({ "keys": [key.public()] }))),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
