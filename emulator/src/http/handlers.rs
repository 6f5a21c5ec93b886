//! What answers the requests about participants and operations.

use crate::calls::error::RequestError;
use crate::calls::invitation::Invitation;
use crate::calls::resources;
use crate::http::middleware::RequestNumber;
use crate::paths::{CALLS, OPERATIONS, V1};
use crate::roles;
use crate::service::Service;
use crate::service::tokens::Bearer;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::Value;
use std::sync::Arc;

pub(crate) type JsonBody = Result<Json<Value>, JsonRejection>;

/// The JSON of a body, if it is JSON.
pub(crate) fn read_json(body: JsonBody) -> Result<Value, RequestError> {
    body.map(|Json(body)| body)
        .map_err(|rejection| match rejection {
            JsonRejection::MissingJsonContentType(_) => RequestError::NotJson,
            other => RequestError::invalid("request body", other.body_text()),
        })
}

pub(crate) async fn invite(
    State(service): State<Arc<Service>>,
    Extension(bearer): Extension<Bearer>,
    Extension(RequestNumber(number)): Extension<RequestNumber>,
    Path(call): Path<String>,
    body: JsonBody,
) -> Result<Response, RequestError> {
    let body = read_json(body)?;
    let invitation = Invitation::read(&body)?;
    let mut state = service.state();
    let call = state.find_call(&call)?;
    let roles = &service.identity.roles;
    bearer.check(call.tenant, &[roles::INITIATE_GROUP], roles)?;
    let call = call.id;
    let shows_ids = state.settings.shows_participant_ids;
    let (operation, body) = state.invite(call, invitation, |operation| {
        (operation.id, resources::operation(operation, shows_ids))
    })?;
    state
        .ledger
        .update(number, |exchange| exchange.operation = Some(operation));
    let root = &service.identity.root;
    let location = format!("{root}{V1}{CALLS}/{call}{OPERATIONS}/{operation}");
    Ok(([(LOCATION, location)], Json(body)).into_response())
}

pub(crate) async fn show_roster(
    State(service): State<Arc<Service>>,
    Path(call): Path<String>,
) -> Result<Json<Value>, RequestError> {
    let state = service.state();
    Ok(Json(resources::roster(state.find_call(&call)?)))
}

pub(crate) async fn show_operation(
    State(service): State<Arc<Service>>,
    Path((call, operation)): Path<(String, String)>,
) -> Result<Json<Value>, RequestError> {
    let state = service.state();
    let operation = state.find_operation(&call, &operation)?;
    Ok(Json(resources::operation(
        operation,
        state.settings.shows_participant_ids,
    )))
}

pub(crate) async fn show_participant(
    State(service): State<Arc<Service>>,
    Path((call, participant)): Path<(String, String)>,
) -> Result<Json<Value>, RequestError> {
    let state = service.state();
    let (entry, source) = state.find_participant(&call, &participant)?;
    Ok(Json(resources::roster_entry(entry, source)))
}

pub(crate) async fn remove_participant(
    State(service): State<Arc<Service>>,
    Extension(bearer): Extension<Bearer>,
    Path((call, participant)): Path<(String, String)>,
) -> Result<StatusCode, RequestError> {
    let mut state = service.state();
    let call = state.find_call(&call)?;
    bearer.check(call.tenant, &roles::JOIN, &service.identity.roles)?;
    let call = call.id;
    state.remove(call, &participant)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn unknown_path() -> RequestError {
    RequestError::UnknownPath
}

pub(crate) async fn wrong_method() -> RequestError {
    RequestError::WrongMethod
}
