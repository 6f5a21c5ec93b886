//! What goes around every request: it is recorded and admitted, and its answer gets its headers.

use crate::fault::Fault;
use crate::faults::Target;
use crate::invitation::Invitation;
use crate::ledger::Request;
use crate::line::{Wire, Writing};
use crate::refusal::Refusal;
use crate::routes::{CALLS, Service};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{self, ConnectInfo, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use graph_invite_rules::{Id, wire};
use serde_json::json;
use std::sync::Arc;
use time::OffsetDateTime;
use uuid::Uuid;

/// Most bytes of a body.
pub(crate) const MAX_BODY: usize = 1024 * 1024;
/// How far a body that is too large is read all the same: a client that is still writing sees a
/// reset connection, not the answer.
const MAX_READ: usize = 16 * MAX_BODY;

const REQUEST_ID: HeaderName = HeaderName::from_static(wire::REQUEST_ID);
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static(wire::CLIENT_REQUEST_ID);
const SCENARIO_ID: HeaderName = HeaderName::from_static("scenario-id");
const DIAGNOSTIC: HeaderName = HeaderName::from_static("x-ms-ags-diagnostic");
const SERVER: HeaderValue = HeaderValue::from_static(
    r#"{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"EMULATOR"}}"#,
);

pub(crate) async fn exchange(
    State(service): State<Arc<Service>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: extract::Request,
    next: Next,
) -> Response {
    let (head, body) = request.into_parts();
    let ids = Ids::of(&head.headers);
    let body = match to_bytes(body, MAX_READ).await {
        Ok(body) if body.len() <= MAX_BODY => Ok(body),
        Ok(_) | Err(_) => Err(Refusal::TooLarge),
    };
    let record = Request::of(&head, body.as_deref().unwrap_or_default());
    service.state().ledger.record(record);
    let read = body.as_deref().unwrap_or_default();
    let fault = wire.fault().or_else(|| aimed(&service, &head.uri, read));
    let own = async {
        let bearer = service.admit(&head.headers);
        match bearer.and_then(|bearer| Ok((bearer, body?))) {
            Ok((bearer, body)) => {
                let mut request = extract::Request::from_parts(head, Body::from(body));
                request.extensions_mut().insert(bearer);
                next.run(request).await
            }
            Err(refusal) => refusal.into_response(),
        }
    };
    let (writing, response) = match fault {
        None => (Writing::Whole, own.await),
        Some(fault) => (fault.writing, fault.answer(own).await),
    };
    wire.answer(writing);
    ids.stamp(response)
}

/// The fault that is aimed at whom the request is about, or at the call.
fn aimed(service: &Service, uri: &Uri, body: &[u8]) -> Option<Fault> {
    if !service.front.plan().is_aimed() {
        return None;
    }
    let (_, path) = uri.path().split_once(CALLS)?;
    let call = path
        .strip_prefix('/')?
        .strip_suffix("/participants/invite")?;
    let call = Id::of(call);
    let invitation = Invitation::read(&serde_json::from_slice(body).ok()?).ok()?;
    let people = invitation.participants.iter();
    let people: Vec<_> = people.map(|invited| invited.callee.person()).collect();
    service.front.plan().aimed_at(|target| match target {
        Target::Person(person) => people.contains(person),
        Target::Call(at) => Id::Guid(at.as_u128()).same_as(call),
    })
}

/// What an exchange is known by afterwards.
struct Ids {
    request: HeaderValue,
    client: HeaderValue,
    scenario: Option<HeaderValue>,
}

impl Ids {
    fn of(sent: &HeaderMap) -> Self {
        let id = Uuid::new_v4().to_string();
        let request =
            HeaderValue::try_from(id).unwrap_or_else(|_| HeaderValue::from_static("unknown"));
        Self {
            client: sent.get(CLIENT_REQUEST_ID).unwrap_or(&request).clone(),
            scenario: sent.get(SCENARIO_ID).cloned(),
            request,
        }
    }

    fn stamp(self, mut response: Response) -> Response {
        if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
            response = self.body(&refusal);
        }
        let headers = response.headers_mut();
        headers.insert(REQUEST_ID, self.request);
        headers.insert(CLIENT_REQUEST_ID, self.client);
        headers.insert(DIAGNOSTIC, SERVER);
        if let Some(scenario) = self.scenario {
            headers.insert(SCENARIO_ID, scenario);
        }
        response
    }

    fn body(&self, refusal: &Refusal) -> Response {
        let (status, code, message) = refusal.told();
        let now = OffsetDateTime::now_utc();
        let (hour, minute, second) = now.to_hms();
        let body = json!({
            "error": {
                "code": code,
                "message": message,
                "innerError": {
                    "date": format!("{}T{hour:02}:{minute:02}:{second:02}", now.date()),
                    REQUEST_ID.as_str(): String::from_utf8_lossy(self.request.as_bytes()),
                    CLIENT_REQUEST_ID.as_str(): String::from_utf8_lossy(self.client.as_bytes()),
                },
            },
        });
        (status, Json(body)).into_response()
    }
}
