//! Takes a request to the control API to what answers it.

use crate::api::asked::Asked;
use crate::api::endpoint::{Endpoint, Run};
use crate::api::problem::Problem;
use crate::api::resources::{events, identity};
use crate::api::routes::ENDPOINTS;
use crate::api::shared::Shared;
use crate::api::{guard, openapi};
use crate::paths::{CONTROL, HEALTH};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use url::form_urlencoded;

/// Most bytes of a body.
const MAX_BODY: usize = 1024 * 1024;

pub(crate) async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let mut response = match answer(shared, request).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn answer(shared: Arc<Shared>, request: Request) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let headers = &head.headers;
    guard::check_host(&shared.hosts, headers)?;
    guard::check_origin(headers)?;
    let path = head.uri.path();
    if path == HEALTH {
        return Ok(json_response(200, &identity::health(&shared)));
    }
    guard::check_key(shared.key.as_deref(), headers)?;
    if path == "/" && guard::is_safe(&head.method) {
        let text = format!(
            "This is the control API of graph-invite-emulator: see {CONTROL}/openapi.json\n"
        );
        return Ok(text.into_response());
    }
    let (endpoint, parts) = find(&head.method, path)?;
    let query = read_query(endpoint, head.uri.query().unwrap_or_default())?;
    let bytes = to_bytes(body, MAX_BODY)
        .await
        .map_err(|_| Problem::too_large())?;
    if !guard::is_safe(&head.method) {
        guard::check_content_type(headers, !bytes.is_empty())?;
    }
    let body = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes).map_err(|error| {
            Problem::unreadable(
                format!("the body is no JSON: {error}"),
                "send a JSON object",
            )
        })?
    };
    // What is changed without an event, other pages show too.
    let log = Arc::clone(&shared.emulator.service.log);
    let asked = Arc::new(Asked {
        shared,
        path: parts,
        query,
        body,
    });
    if let Run::Events = endpoint.run {
        return events::stream(&asked, headers);
    }
    let value = match endpoint.run {
        Run::Document => openapi::document(),
        _ => endpoint.answer(Arc::clone(&asked)).await?,
    };
    if !guard::is_safe(&head.method) {
        log.touch();
    }
    let (status, _) = endpoint.answer;
    let mut response = json_response(status, &value);
    if let (201, Some(id)) = (status, value["id"].as_str())
        && let Ok(location) = format!("{CONTROL}{}/{id}", endpoint.path).try_into()
    {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

fn json_response(status: u16, value: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    if value.is_null() {
        return (status, Body::empty()).into_response();
    }
    (
        status,
        [(CONTENT_TYPE, "application/json")],
        value.to_string(),
    )
        .into_response()
}

/// The endpoint of a request, and the decoded parts of its path.
fn find(
    method: &Method,
    path: &str,
) -> Result<(&'static Endpoint, HashMap<String, String>), Problem> {
    let below = path.strip_prefix(CONTROL).unwrap_or_default();
    let mut allowed = Vec::new();
    for endpoint in ENDPOINTS {
        let Some(parts) = endpoint.matches(below) else {
            continue;
        };
        let is_head = method == Method::HEAD && endpoint.method == "GET";
        if endpoint.method != method.as_str() && !is_head {
            allowed.push(endpoint.method);
            continue;
        }
        let parts = parts
            .into_iter()
            .map(|(name, text)| (name.to_owned(), decode(text)));
        return Ok((endpoint, parts.collect()));
    }
    if !allowed.is_empty() {
        return Err(Problem::wrong_method(&allowed));
    }
    let known: BTreeSet<_> = ENDPOINTS.iter().map(|endpoint| endpoint.path).collect();
    let problem = Problem::not_found(
        "there is nothing at this path",
        format!("see all paths in {CONTROL}/openapi.json"),
    );
    Err(problem.nearest(below, known.into_iter()))
}

/// A part of a path without its percent encoding. A plus sign means itself.
fn decode(part: &str) -> String {
    let encoded = part
        .replace('+', "%2B")
        .replace('=', "%3D")
        .replace('&', "%26");
    let mut decoded = form_urlencoded::parse(encoded.as_bytes());
    decoded
        .next()
        .map_or_else(String::new, |(text, _)| text.into_owned())
}

fn read_query(endpoint: &Endpoint, query: &str) -> Result<HashMap<String, String>, Problem> {
    let known = endpoint.all_query();
    let mut read = HashMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !known.contains(&&*name) {
            let problem = Problem::broken_rule(
                format!("this path takes no `{name}` in its query"),
                format!("it takes {}", known.join(", ")),
            );
            return Err(problem.nearest(&name, known.into_iter()));
        }
        read.insert(name.into_owned(), value.into_owned());
    }
    Ok(read)
}
