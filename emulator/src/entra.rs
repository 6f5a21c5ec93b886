//! The token endpoint, as that of Entra ID, and the tokens it has given.
//!
//! Source: the page on client credentials of the Microsoft identity platform, and its table of
//! AADSTS codes.

use crate::routes::{Service, Shared};
use crate::{Emulator, refusal::Refusal};
use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::response::{IntoResponse, Response};
use graph_invite_rules::parse_guid;
use graph_invite_rules::wire::ROLE;
use jsonwebtoken::{Algorithm, get_current_timestamp};
use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;
use url::form_urlencoded;
use uuid::Uuid;

pub(crate) const TOKEN: &str = "/{tenant}/oauth2/v2.0/token";
/// How long a token is good for, as Entra ID tells of most.
pub(crate) const TOKEN_LIFE: Duration = Duration::from_secs(3599);
/// Most tokens kept. When there are more, all are revoked.
const MAX_TOKENS: usize = 10_000;

/// The tokens that were given and are good.
#[derive(Default)]
pub(crate) struct Tokens(HashMap<String, Issued>);

struct Issued {
    tenant: Uuid,
    until: Instant,
}

/// Who sends a request, by the token.
#[derive(Clone, Copy)]
pub(crate) enum Bearer {
    /// Whoever was given [`Emulator::token`], which is good in every tenant.
    Anybody,
    Bot(Uuid),
}

impl Tokens {
    fn keep(&mut self, token: &str, tenant: Uuid, life: Duration) {
        let now = Instant::now();
        self.0.retain(|_, issued| issued.until > now);
        if self.0.len() >= MAX_TOKENS {
            self.0.clear();
        }
        let until = now.checked_add(life).unwrap_or(now);
        self.0.insert(token.to_owned(), Issued { tenant, until });
    }

    fn bearer(&self, token: &str) -> Option<Bearer> {
        let issued = self.0.get(token)?;
        (issued.until > Instant::now()).then_some(Bearer::Bot(issued.tenant))
    }
}

impl Service {
    pub(crate) fn admit(&self, headers: &HeaderMap) -> Result<Bearer, Refusal> {
        let sent = headers.get(AUTHORIZATION).ok_or(Refusal::NoToken)?;
        match sent.to_str().ok().and_then(|sent| sent.split_once(' ')) {
            Some((scheme, _)) if !scheme.eq_ignore_ascii_case("bearer") => None,
            Some((_, token)) if token == self.token => Some(Bearer::Anybody),
            Some((_, token)) => self.state().tokens.bearer(token),
            None => None,
        }
        .ok_or(Refusal::WrongToken)
    }
}

/// Tokens that bots get for themselves, by client credentials.
impl Emulator {
    /// The secret by which the bot's [`app`](Self::app) gets tokens, at `root`, tenant, and
    /// `/oauth2/v2.0/token`. What is refused is told in the words of Entra ID.
    ///
    /// Such a token is good for [its time](crate::EmulatorBuilder::token_life), and for the calls
    /// of its tenant.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.service.identity.secret
    }

    /// The tenant that a call is of, instead of the [emulator's](Self::tenant). An invite to it
    /// with a token of another is refused (403, code 7505).
    pub fn set_tenant(&self, call: Uuid, tenant: Uuid) {
        if let Ok(call) = self.service.state().call_mut(call) {
            call.tenant = tenant;
        }
    }

    /// No token that was given until now is good any more, but for [`token`](Self::token).
    pub fn revoke_tokens(&self) {
        self.service.state().tokens.0.clear();
    }
}

/// Gives a token to the bot.
pub(crate) async fn give(
    service: Shared,
    Path(tenant): Path<String>,
    body: Bytes,
) -> Result<Response, Error> {
    let tenant = parse_guid(&tenant).map_err(|_| Error::NoSuchTenant)?;
    let tenant = Uuid::from_u128(tenant);
    let form: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let value = |name| form.get(name).map(String::as_str);
    if value("grant_type") != Some("client_credentials") {
        return Err(Error::OtherGrant);
    }
    let identity = &service.identity;
    if value("client_id") != Some(&*identity.app.to_string()) {
        return Err(Error::NoSuchApp);
    }
    let secret = value("client_secret").ok_or(Error::NoSecret)?;
    if secret != identity.secret {
        return Err(Error::WrongSecret);
    }
    if value("scope") != Some(&*format!("{}/.default", service.root)) {
        return Err(Error::OtherScope);
    }
    let now = get_current_timestamp();
    let life = service.identity.token_life;
    let claims = json!({
        "aud": service.root,
        "iss": format!("https://sts.windows.net/{tenant}/"),
        "tid": tenant,
        "appid": identity.app,
        "roles": [ROLE],
        "iat": now,
        "nbf": now,
        "exp": now.saturating_add(life.as_secs()),
        // No two tokens are the same, not even of one second.
        "uti": Uuid::new_v4(),
    });
    let signer = service.signer().await.map_err(|_| Error::NoKey)?;
    let token = signer.sign(Algorithm::RS256, &claims);
    let token = token.map_err(|_| Error::NoKey)?;
    service.state().tokens.keep(&token, tenant, life);
    Ok(Json(json!({
        "token_type": "Bearer",
        "expires_in": life.as_secs(),
        "ext_expires_in": life.as_secs(),
        "access_token": token,
    }))
    .into_response())
}

/// Why there is no token.
#[derive(Clone, Copy)]
pub(crate) enum Error {
    NoSuchTenant,
    OtherGrant,
    NoSuchApp,
    NoSecret,
    WrongSecret,
    OtherScope,
    NoKey,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, error, code, why) = match self {
            Self::NoSuchTenant => (400, "invalid_request", 90002, "Tenant not found."),
            Self::OtherGrant => (
                400,
                "unsupported_grant_type",
                70003,
                "The app requested an unsupported grant type.",
            ),
            Self::NoSuchApp => (
                400,
                "unauthorized_client",
                700_016,
                "Application was not found in the directory.",
            ),
            Self::NoSecret => (
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
            Self::OtherScope => (
                400,
                "invalid_scope",
                1_002_012,
                "The scope is not that of this service, which is its root and '/.default'.",
            ),
            Self::NoKey => (500, "server_error", 90033, "A transient error occurred."),
        };
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let body = json!({
            "error": error,
            "error_description": format!("AADSTS{code}: {why}"),
            "error_codes": [code],
            "trace_id": Uuid::new_v4(),
            "correlation_id": Uuid::new_v4(),
        });
        (status, Json(body)).into_response()
    }
}
