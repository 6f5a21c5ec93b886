//! What answers the requests about a whole call.

use crate::calls::call_kind::CallKind;
use crate::calls::error::RequestError;
use crate::calls::new_call::{NewCall, read_answer, read_rejection};
use crate::calls::resources;
use crate::http::handlers::{JsonBody, read_json};
use crate::http::middleware::RequestNumber;
use crate::paths::{CALLS, V1};
use crate::roles;
use crate::service::Service;
use crate::service::state::State as Calls;
use crate::service::tokens::Bearer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) async fn make(
    State(service): State<Arc<Service>>,
    Extension(bearer): Extension<Bearer>,
    Extension(RequestNumber(number)): Extension<RequestNumber>,
    body: JsonBody,
) -> Result<Response, RequestError> {
    let new = NewCall::read(&read_json(body)?)?;
    let identity = &service.identity;
    let tenant = new.tenant.or(bearer.tenant()).unwrap_or(identity.tenant);
    let needed: &[_] = match new.kind {
        CallKind::Meeting => &roles::JOIN,
        CallKind::PeerToPeer => &[roles::INITIATE],
        CallKind::Group | CallKind::GroupWithChat => &[roles::INITIATE_GROUP],
    };
    bearer.check(tenant, needed, &identity.roles)?;
    let mut state = service.state();
    let (id, mut shown) = state.make_call(tenant, new, |call| {
        (call.id, resources::call(call, identity.app))
    })?;
    let dialing = state
        .any_call(id)
        .and_then(|call| call.dialing())
        .map(|dialing| dialing.id);
    state.ledger.update(number, |exchange| {
        exchange.call = Some(id);
        exchange.operation = dialing;
    });
    let root = &identity.root;
    if let Some(shown) = shown.as_object_mut() {
        // The old name of the calls is what the service writes here.
        let context = format!("{root}{V1}/$metadata#app/calls/$entity");
        shown.insert("@odata.context".to_owned(), context.into());
    }
    let location = format!("{root}{V1}{CALLS}/{id}");
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(shown)).into_response())
}

pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    Path(call): Path<String>,
) -> Result<Json<Value>, RequestError> {
    let state = service.state();
    let call = state.find_call(&call)?;
    Ok(Json(resources::call(call, service.identity.app)))
}

pub(crate) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(bearer): Extension<Bearer>,
    Path(call): Path<String>,
    body: JsonBody,
) -> Result<StatusCode, RequestError> {
    let callback = read_answer(&read_json(body)?)?;
    let mut state = service.state();
    let call = own_call(&state, bearer, &call)?;
    state.answer_bot(call, callback)?;
    Ok(StatusCode::ACCEPTED)
}

pub(crate) async fn reject(
    State(service): State<Arc<Service>>,
    Extension(bearer): Extension<Bearer>,
    Path(call): Path<String>,
    body: JsonBody,
) -> Result<StatusCode, RequestError> {
    let callback = read_rejection(&read_json(body)?)?;
    let mut state = service.state();
    let call = own_call(&state, bearer, &call)?;
    state.reject_call(call, callback)?;
    Ok(StatusCode::ACCEPTED)
}

pub(crate) async fn keep_alive(
    State(service): State<Arc<Service>>,
    Extension(bearer): Extension<Bearer>,
    Path(call): Path<String>,
) -> Result<StatusCode, RequestError> {
    let mut state = service.state();
    let call = own_call(&state, bearer, &call)?;
    state.keep_alive(call);
    Ok(StatusCode::OK)
}

pub(crate) async fn hang_up(
    State(service): State<Arc<Service>>,
    Extension(bearer): Extension<Bearer>,
    Path(call): Path<String>,
) -> Result<StatusCode, RequestError> {
    let mut state = service.state();
    let call = own_call(&state, bearer, &call)?;
    state.end_call(call);
    Ok(StatusCode::NO_CONTENT)
}

/// A call of the tenant of the token, by its id in a path. Permissions are checked when a call is
/// made, so no role is needed.
fn own_call(state: &Calls, bearer: Bearer, call: &str) -> Result<Uuid, RequestError> {
    let call = state.find_call(call)?;
    match bearer.tenant() {
        Some(tenant) if tenant != call.tenant => Err(RequestError::WrongTenant),
        _ => Ok(call.id),
    }
}
