//! The paths of the service, and who answers on them.

use crate::entra::{self, Bearer, TOKEN};
use crate::exchange::exchange;
use crate::front::Front;
use crate::invitation::Invitation;
use crate::refusal::Refusal;
use crate::show;
use crate::signer::{Keys, Signer};
use crate::state::State;
use axum::extract::rejection::JsonRejection;
use axum::extract::{self, Path};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use graph_invite_rules::Id;
use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::spawn_blocking;
use url::Url;
use uuid::Uuid;

pub(crate) const V1: &str = "/v1.0";
pub(crate) const BETA: &str = "/beta";
pub(crate) const CALLS: &str = "/communications/calls";
pub(crate) const OPERATIONS: &str = "operations";
pub(crate) const OIDC: &str = "/.well-known/OpenIdConfiguration";
const KEYS: &str = "/keys";

/// What all connections share.
pub(crate) struct Service {
    pub(crate) root: String,
    pub(crate) url: Url,
    pub(crate) token: String,
    pub(crate) identity: Identity,
    pub(crate) oidc: Url,
    pub(crate) keys: Mutex<Keys>,
    pub(crate) front: Arc<Front>,
    pub(crate) state: Mutex<State>,
}

/// Who the emulator says it is when it calls the bot.
pub(crate) struct Identity {
    pub(crate) app: Uuid,
    pub(crate) tenant: Uuid,
    /// What the bot gets its tokens by, and how long those are good for.
    pub(crate) secret: String,
    pub(crate) token_life: Duration,
    pub(crate) issuer: String,
    pub(crate) scenario: Uuid,
}

impl Service {
    /// The state, which every change leaves whole: a thread that panicked has spoilt nothing.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keys of the moment.
    pub(crate) async fn signer(&self) -> io::Result<Arc<Signer>> {
        let keys = Arc::clone(&self.keys.lock().unwrap_or_else(PoisonError::into_inner));
        let make = async || spawn_blocking(Signer::generate).await?.map(Arc::new);
        keys.get_or_try_init(make).await.cloned()
    }
}

pub(crate) type Shared = extract::State<Arc<Service>>;

pub(crate) fn router(service: Arc<Service>) -> Router {
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
    state.call(call)?.admits(bearer)?;
    let (call, operation, body) = state.invite(call, invitation, |call, operation| {
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
    let operation = state.operation(call_id(&call)?, &operation)?;
    Ok(Json(show::operation(operation)))
}

async fn show_roster(service: Shared, Path(call): Path<String>) -> Result<Json<Value>, Refusal> {
    let state = service.state();
    state.call(call_id(&call)?).map(show::roster).map(Json)
}

async fn show_call(service: Shared, Path(call): Path<String>) -> Result<Json<Value>, Refusal> {
    let state = service.state();
    state.call(call_id(&call)?).map(show::call).map(Json)
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

fn call_id(segment: &str) -> Result<Uuid, Refusal> {
    match Id::of(segment) {
        Id::Guid(number) => Ok(Uuid::from_u128(number)),
        _ => Err(Refusal::NoSuchCall),
    }
}
