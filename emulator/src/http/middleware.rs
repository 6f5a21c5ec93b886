//! What happens around every request to Graph: the emulator records it, checks its token, and adds
//! headers to its response.

use crate::calls::error::RequestError;
use crate::calls::invitation::Invitation;
use crate::calls::service_id::parse_uuid;
use crate::faults::plan::Target;
use crate::faults::response_fault::{ResponseFault, WriteMode};
use crate::http::faulty_response::{self, FromGateway};
use crate::http::refusal;
use crate::http::request_ids::RequestIds;
use crate::log::{Entry, EntryKind};
use crate::net::connection::ConnectionState;
use crate::paths::{CALLS, INVITE, plain};
use crate::person::PersonId;
use crate::service::Service;
use crate::service::exchange::Exchange;
use crate::service::recorded_request::RecordedRequest;
use crate::service::tokens::Bearer;
use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;

/// Most bytes of a body.
const MAX_BODY: usize = 1024 * 1024;
/// Most bytes read of a body that is too large. A client that is still writing would see a reset
/// connection and not the response.
const MAX_READ: usize = 16 * MAX_BODY;
/// Most bytes kept of a body that is refused without being understood.
const MAX_REFUSED: usize = 4 * 1024;

pub(crate) async fn handle(
    State(service): State<Arc<Service>>,
    ConnectInfo(connection): ConnectInfo<ConnectionState>,
    request: Request,
    next: Next,
) -> Response {
    let (mut head, body) = request.into_parts();
    let ids = RequestIds::new(&service.request_ids, &head.headers);
    let bearer = authenticate(&service, &head.headers);
    let body = read(
        body,
        if bearer.is_ok() {
            MAX_BODY
        } else {
            MAX_REFUSED
        },
    )
    .await;
    let bytes = match &body {
        Ok(body) => body.as_slice(),
        Err(start) => start.as_slice(),
    };
    let record = RecordedRequest::new(&head, bytes);
    let summary = format!("{} {}", record.method, record.path);
    head.uri = plain_uri(&head.uri);
    let exchange = Exchange::new(&record.method, &record.path, call_of(head.uri.path()));
    let number = service.state().ledger.record(record, exchange);
    service.log.touch();
    let targeted = || targeted_fault(&service, &head, bytes);
    let fault = connection.take_fault().or_else(targeted);
    let own = async {
        let body = body.map_err(|_| RequestError::BodyTooLarge);
        match bearer.and_then(|bearer| Ok((bearer, body?))) {
            Ok((bearer, body)) => {
                let mut request = Request::from_parts(head, Body::from(body));
                request.extensions_mut().insert(bearer);
                request.extensions_mut().insert(RequestNumber(number));
                refusal::with_body(next.run(request).await, &ids)
            }
            Err(error) => {
                let mut response = refusal::with_body(error.into_response(), &ids);
                if response.status() == StatusCode::UNAUTHORIZED {
                    let challenge = challenge(&service.identity.root);
                    response.headers_mut().extend(challenge);
                }
                response
            }
        }
    };
    if let Some(fault) = &fault {
        let entry = Entry::new(EntryKind::FaultStruck);
        service.log.add(entry.detail(fault.name()));
        let name = fault.name();
        let mut state = service.state();
        state
            .ledger
            .update(number, |exchange| exchange.fault = Some(name));
    }
    let (write_mode, mut response) = match fault {
        None => (WriteMode::Whole, own.await),
        Some(fault) => (fault.write_mode, faulty_response::respond(fault, own).await),
    };
    connection.respond(write_mode);
    response = record_answer(&service, number, &summary, write_mode, response).await;
    if response.extensions().get::<FromGateway>().is_none() {
        ids.add_to(response.headers_mut());
    }
    response
}

/// The number of a request in the record.
#[derive(Clone, Copy)]
pub(crate) struct RequestNumber(pub(crate) u64);

/// The call that a plain path names.
fn call_of(path: &str) -> Option<Uuid> {
    let (_, below) = path.split_once(CALLS)?;
    parse_uuid(below.strip_prefix('/')?.split('/').next()?)
}

/// Most bytes of an answer that are recorded.
const MAX_ANSWER: usize = 64 * 1024;

/// Records an answer, and returns it.
async fn record_answer(
    service: &Service,
    number: u64,
    summary: &str,
    write_mode: WriteMode,
    response: Response,
) -> Response {
    let (head, body) = response.into_parts();
    let size = HttpBody::size_hint(&body).exact();
    let (kept, body) = if size.is_some_and(|size| size <= MAX_ANSWER as u64) {
        let bytes = read(body, MAX_ANSWER).await.unwrap_or_else(|start| start);
        (bytes.clone(), Body::from(bytes))
    } else {
        (Vec::new(), body)
    };
    let mut state = service.state();
    if write_mode == WriteMode::Reset {
        state.ledger.record_no_answer(number);
        drop(state);
        service.log.touch();
    } else {
        let status = head.status.as_u16();
        state.ledger.record_answer(number, status, &kept);
        let entry = Entry::new(EntryKind::Request);
        service.log.add(entry.detail(format!("{summary} {status}")));
        drop(state);
    }
    Response::from_parts(head, body)
}

/// Reads a body, or its start if it is longer than `most` or breaks off.
async fn read(body: Body, most: usize) -> Result<Vec<u8>, Vec<u8>> {
    let mut chunks = body.into_data_stream();
    let (mut kept, mut length) = (Vec::new(), 0);
    let is_whole = loop {
        match poll_fn(|context| Pin::new(&mut chunks).poll_next(context)).await {
            None => break length <= most,
            Some(Ok(chunk)) if length + chunk.len() <= MAX_READ => {
                length += chunk.len();
                let room = most.saturating_sub(kept.len());
                kept.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
            }
            Some(_) => break false,
        }
    };
    if is_whole {
        return Ok(kept);
    }
    kept.truncate(MAX_REFUSED);
    kept.shrink_to_fit();
    Err(kept)
}

fn authenticate(service: &Service, headers: &HeaderMap) -> Result<Bearer, RequestError> {
    let sent = headers
        .get(AUTHORIZATION)
        .ok_or(RequestError::MissingToken)?;
    match sent.to_str().ok().and_then(|sent| sent.split_once(' ')) {
        Some((scheme, _)) if !scheme.eq_ignore_ascii_case("bearer") => None,
        Some((_, token)) if token == service.identity.token => Some(Bearer::AnyTenant),
        Some((_, token)) => service.state().bearer(token),
        None => None,
    }
    .ok_or(RequestError::InvalidToken)
}

/// Where a client gets a token, as Graph says it. The client id is that of Graph.
fn challenge(root: &str) -> Option<(HeaderName, HeaderValue)> {
    let challenge = format!(
        r#"Bearer realm="", authorization_uri="{root}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000""#
    );
    Some((WWW_AUTHENTICATE, challenge.try_into().ok()?))
}

/// The address with its path in the one spelling that the router knows.
fn plain_uri(uri: &Uri) -> Uri {
    let path = plain(uri.path());
    let path = uri
        .query()
        .map_or(path.clone(), |query| format!("{path}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = path.parse().ok();
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

/// The fault that is meant for this request: for the people of an invite, for its call, or for the
/// method and path.
fn targeted_fault(service: &Service, head: &Parts, body: &[u8]) -> Option<ResponseFault> {
    if !service.faults.has_targets() {
        return None;
    }
    let path = head.uri.path();
    let invite = invited(path, body);
    service.faults.take_targeted(|target| match target {
        Target::Request { method, path: part } => head.method == **method && path.contains(part),
        Target::Person(person) => invite
            .as_ref()
            .is_some_and(|(_, people)| people.contains(person)),
        Target::Call(id) => invite.as_ref().is_some_and(|(call, _)| call == id),
    })
}

/// The call and the people of an invite.
fn invited(path: &str, body: &[u8]) -> Option<(Uuid, Vec<PersonId>)> {
    let (_, path) = path.split_once(CALLS)?;
    let call = path.strip_prefix('/')?.strip_suffix(INVITE)?;
    let invitation = Invitation::read(&serde_json::from_slice(body).ok()?).ok()?;
    Some((parse_uuid(call)?, invitation.people()))
}
