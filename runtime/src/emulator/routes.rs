//! The paths of the service, and who answers on them.

use super::exchange::exchange;
use super::invitation::Invitation;
use super::refusal::Refusal;
use super::show;
use super::state::State;
use crate::cloud::Cloud;
use crate::id::CallId;
use axum::extract::rejection::JsonRejection;
use axum::extract::{self, Path};
use axum::http::header::LOCATION;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const V1: &str = "/v1.0";
const BETA: &str = "/beta";
const CALLS: &str = "/communications/calls";
const OPERATIONS: &str = "operations";

/// What all connections share.
pub(super) struct Service {
    pub(super) root: String,
    pub(super) cloud: Cloud,
    pub(super) token: String,
    pub(super) state: Mutex<State>,
}

impl Service {
    /// The state, which every change leaves whole: a thread that panicked has spoilt nothing.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Shared = extract::State<Arc<Service>>;

pub(super) fn router(service: Arc<Service>) -> Router {
    let operation = format!("/{{call}}/{OPERATIONS}/{{operation}}");
    let calls = Router::new()
        .route("/{call}", get(show_call))
        .route("/{call}/participants", get(show_roster))
        .route("/{call}/participants/invite", post(invite))
        .route(&operation, get(show_operation));
    Router::new()
        .nest(&format!("{V1}{CALLS}"), calls.clone())
        .nest(&format!("{BETA}{CALLS}"), calls)
        .fallback(async || Refusal::NoSuchPath)
        .method_not_allowed_fallback(async || Refusal::WrongMethod)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&service),
            exchange,
        ))
        .with_state(service)
}

async fn invite(
    service: Shared,
    Path(call): Path<String>,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<Response, Refusal> {
    let Json(body) = body.map_err(|why| match why {
        JsonRejection::MissingJsonContentType(_) => Refusal::NotJson,
        other => Refusal::invalid("request body", other.body_text()),
    })?;
    let invitation = Invitation::read(&body)?;
    let call = call_id(&call)?;
    let mut state = service.state();
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
    let call = state.call(&call_id(&call)?)?;
    let operation = call.operation(&operation).ok_or(Refusal::NoSuchOperation)?;
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

fn call_id(segment: &str) -> Result<CallId, Refusal> {
    CallId::from_service(segment).map_err(|_| Refusal::NoSuchCall)
}
