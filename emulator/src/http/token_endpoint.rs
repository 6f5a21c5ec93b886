//! The token endpoint, as that of Entra ID.
//!
//! Source: the page on client credentials of the Microsoft identity platform, and its table of
//! AADSTS codes.

use crate::service::Service;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use graph_invite_rules::parse_guid;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use time::OffsetDateTime;
use url::{Url, form_urlencoded};
use uuid::Uuid;

/// Issues a token to the bot.
pub(crate) async fn issue(
    State(service): State<Arc<Service>>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, TokenError> {
    let tenant = parse_guid(&tenant).map_err(|_| TokenError::UnknownTenant)?;
    let tenant = Uuid::from_u128(tenant);
    let form: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let value = |name| form.get(name).map(String::as_str);
    if value("grant_type") != Some("client_credentials") {
        return Err(TokenError::UnsupportedGrant);
    }
    let identity = &service.identity;
    let basic = basic(&headers);
    let (app, secret) = match &basic {
        Some((app, secret)) => (Some(&**app), Some(&**secret)),
        None => (value("client_id"), value("client_secret")),
    };
    if app.and_then(|app| parse_guid(app).ok()) != Some(identity.app.as_u128()) {
        return Err(TokenError::UnknownApp);
    }
    if secret.ok_or(TokenError::MissingSecret)? != identity.client_secret {
        return Err(TokenError::WrongSecret);
    }
    if !value("scope").is_some_and(|scope| is_scope(scope, &identity.root)) {
        return Err(TokenError::WrongScope);
    }
    let lifetime = identity.token_lifetime;
    let token = service.issue_token(tenant, lifetime).await;
    let token = token.map_err(|_| TokenError::NoKey)?;
    Ok(Json(json!({
        "token_type": "Bearer",
        "expires_in": lifetime.as_secs(),
        "ext_expires_in": lifetime.as_secs(),
        "access_token": token,
    }))
    .into_response())
}

/// Application id and secret of a header `Authorization: Basic`, both form-encoded.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let sent = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = sent.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (app, secret) = decoded.split_once(':')?;
    let plain = |text: &str| {
        let (name, _) = form_urlencoded::parse(text.as_bytes()).next()?;
        Some(name.into_owned())
    };
    Some((plain(app)?, plain(secret)?))
}

/// Whether a scope is that of this service. Clients differ: some leave out the port, always write
/// `https`, double the slash, or name Graph itself, for which this service stands.
fn is_scope(scope: &str, root: &str) -> bool {
    let Some(resource) = scope.strip_suffix("/.default") else {
        return false;
    };
    let [resource, root] = [resource, root].map(|url| Url::parse(url).ok());
    match (resource, root) {
        (Some(resource), Some(root)) => {
            let is_this = resource.host() == root.host()
                && resource.port().is_none_or(|port| root.port() == Some(port));
            is_this || resource.host_str() == Some("graph.microsoft.com")
        }
        _ => false,
    }
}

/// Why the bot gets no token.
#[derive(Clone, Copy)]
pub(crate) enum TokenError {
    UnknownTenant,
    UnsupportedGrant,
    UnknownApp,
    MissingSecret,
    WrongSecret,
    WrongScope,
    NoKey,
}

impl IntoResponse for TokenError {
    fn into_response(self) -> Response {
        let (status, error, code, description) = match self {
            Self::UnknownTenant => (400, "invalid_request", 90002, "Tenant not found."),
            Self::UnsupportedGrant => (
                400,
                "unsupported_grant_type",
                70003,
                "The app requested an unsupported grant type.",
            ),
            Self::UnknownApp => (
                400,
                "unauthorized_client",
                700_016,
                "Application was not found in the directory.",
            ),
            Self::MissingSecret => (
                401,
                "invalid_client",
                7_000_218,
                "The request body must contain 'client_secret'.",
            ),
            Self::WrongSecret => (
                401,
                "invalid_client",
                7_000_215,
                "Invalid client secret provided.",
            ),
            Self::WrongScope => (
                400,
                "invalid_scope",
                1_002_012,
                "The scope is not that of this service, which is its root and '/.default'.",
            ),
            Self::NoKey => (500, "server_error", 90033, "A transient error occurred."),
        };
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let now = OffsetDateTime::now_utc();
        let (hour, minute, second) = now.to_hms();
        let body = json!({
            "error": error,
            "error_description": format!("AADSTS{code}: {description}"),
            "error_codes": [code],
            "timestamp": format!("{} {hour:02}:{minute:02}:{second:02}Z", now.date()),
            "trace_id": Uuid::new_v4(),
            "correlation_id": Uuid::new_v4(),
        });
        (status, Json(body)).into_response()
    }
}
