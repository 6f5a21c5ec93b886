//! Documents that lead a bot to the keys that prove a notification, and its login library to the token
//! endpoint.
//!
//! Source of the latter: what MSAL and the Azure SDKs read before they ask for a token.

use crate::paths::{KEYS, TENANT_CONFIGURATION, TOKEN};
use crate::service::Service;
use axum::Json;
use axum::extract::{Path, State};
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

/// The OpenID configuration of a tenant: where its tokens come from.
pub(crate) async fn show_tenant_configuration(
    State(service): State<Arc<Service>>,
    Path(tenant): Path<String>,
) -> Json<Value> {
    let root = &service.identity.root;
    // Entra ID writes a placeholder for the tenants that stand for many.
    let issuer = match &*tenant {
        "common" | "organizations" | "consumers" => "{tenantid}",
        tenant => tenant,
    };
    Json(json!({
        "issuer": format!("{root}/{issuer}/v2.0"),
        "authorization_endpoint": format!("{root}/{tenant}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{root}{}", TOKEN.replace("{tenant}", &tenant)),
        "jwks_uri": format!("{root}{KEYS}"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "response_types_supported": ["code", "id_token", "token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid"],
    }))
}

/// Says that this host is an authority.
pub(crate) async fn show_authorities(State(service): State<Arc<Service>>) -> Json<Value> {
    let root = &service.identity.root;
    let host = root.split_once("://").map_or(&**root, |(_, host)| host);
    Json(json!({
        "tenant_discovery_endpoint": format!("{root}/common{TENANT_CONFIGURATION}"),
        "api-version": "1.1",
        "metadata": [{
            "preferred_network": host,
            "preferred_cache": host,
            "aliases": [host],
        }],
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
