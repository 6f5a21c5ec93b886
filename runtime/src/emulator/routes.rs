//! The paths of the service, and who answers on them.

use super::entra::{self, Bearer, TOKEN};
use super::exchange::exchange;
use super::front::Front;
use super::invitation::Invitation;
use super::refusal::Refusal;
use super::show;
use super::signer::{Keys, Signer};
use super::state::State;
use crate::http::cloud::Cloud;
use crate::values::id::{ApplicationId, CallId, TenantId};
use axum::extract::rejection::JsonRejection;
use axum::extract::{self, Path};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::spawn_blocking;
use url::Url;
use uuid::Uuid;

pub(super) const V1: &str = "/v1.0";
pub(super) const BETA: &str = "/beta";
pub(super) const CALLS: &str = "/communications/calls";
pub(super) const OPERATIONS: &str = "operations";
pub(super) const OIDC: &str = "/.well-known/OpenIdConfiguration";
const KEYS: &str = "/keys";

/// What all connections share.
pub(super) struct Service {
    pub(super) root: String,
    pub(super) cloud: Cloud,
    pub(super) token: String,
    pub(super) identity: Identity,
    pub(super) oidc: Url,
    pub(super) keys: Mutex<Keys>,
    pub(super) front: Arc<Front>,
    pub(super) state: Mutex<State>,
}

/// Who the emulator says it is when it calls the bot.
pub(super) struct Identity {
    pub(super) app: ApplicationId,
    pub(super) tenant: TenantId,
    /// What the bot gets its tokens by, and how long those are good for.
    pub(super) secret: String,
    pub(super) token_life: Duration,
    pub(super) issuer: String,
    pub(super) scenario: Uuid,
}

impl Service {
    /// The state, which every change leaves whole: a thread that panicked has spoilt nothing.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keys of the moment.
    pub(super) async fn signer(&self) -> io::Result<Arc<Signer>> {
        let keys = Arc::clone(&self.keys.lock().unwrap_or_else(PoisonError::into_inner));
        let make = async || spawn_blocking(Signer::generate).await?.map(Arc::new);
        keys.get_or_try_init(make).await.cloned()
    }
}

pub(super) type Shared = extract::State<Arc<Service>>;

pub(super) fn router(service: Arc<Service>) -> Router {
    let operation = format!("/{{call}}/{OPERATIONS}/{{operation}}");
    let calls = Router::new()
        .route("/{call}", get(show_call))
        .route("/{call}/participants", get(show_roster))
        .route("/{call}/participants/invite", post(invite))
        .route(&operation, get(show_operation));
    let keys = Router::new()
        .route(OIDC, get(show_oidc))
        .route(KEYS, get(show_keys))
        .route(TOKEN, post(entra::give));
    Router::new()
        .nest(&format!("{V1}{CALLS}"), calls.clone())
        .nest(&format!("{BETA}{CALLS}"), calls)
        .fallback(async || Refusal::NoSuchPath)
        .method_not_allowed_fallback(async || Refusal::WrongMethod)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&service),
            exchange,
        ))
        // Whoever checks a signature needs no token to get the keys, and whoever asks for a token
        // has none.
        .merge(keys)
        .with_state(service)
}

async fn invite(
    service: Shared,
    Path(call): Path<String>,
    Extension(bearer): Extension<Bearer>,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<Response, Refusal> {
    let Json(body) = body.map_err(|why| match why {
        JsonRejection::MissingJsonContentType(_) => Refusal::NotJson,
        other => Refusal::invalid("request body", other.body_text()),
    })?;
    let invitation = Invitation::read(&body)?;
    let call = call_id(&call)?;
    let mut state = service.state();
    state.call(&call)?.admits(bearer)?;
    let (call, operation, body) = state.invite(&call, invitation, |call, operation| {
        (call.id, operation.id, show::operation(operation))
    })?;
    let root = &service.root;
    let location = format!("{root}{V1}{CALLS}/{call}/{OPERATIONS}/{operation}");
    Ok(([(LOCATION, location)], Json(body)).into_response())
}

async fn show_operation(
    service: Shared,
    Path((call, operation)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    let state = service.state();
    let operation = state.operation(&call_id(&call)?, &operation)?;
    Ok(Json(show::operation(operation)))
}

async fn show_roster(service: Shared, Path(call): Path<String>) -> Result<Json<Value>, Refusal> {
    let state = service.state();
    state.call(&call_id(&call)?).map(show::roster).map(Json)
}

async fn show_call(service: Shared, Path(call): Path<String>) -> Result<Json<Value>, Refusal> {
    let state = service.state();
    state.call(&call_id(&call)?).map(show::call).map(Json)
}

async fn show_oidc(service: Shared) -> Json<Value> {
    Json(json!({
        "issuer": service.identity.issuer,
        "jwks_uri": format!("{}{KEYS}", service.root),
        // A name that does not exist: the service does write it.
        "id_token_signing_alg_values_supported": ["RSA256"],
    }))
}

async fn show_keys(service: Shared) -> Result<Json<Value>, StatusCode> {
    match service.signer().await {
        Ok(signer) => Ok(Json(json!({ "keys": [signer.public()] }))),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn call_id(segment: &str) -> Result<CallId, Refusal> {
    CallId::from_service(segment).map_err(|_| Refusal::NoSuchCall)
}
