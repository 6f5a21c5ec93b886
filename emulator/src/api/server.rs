//! Serves the control API.

use crate::api::asked::Asked;
use crate::api::documents::manner::Manners;
use crate::api::documents::scenario::Scenario;
use crate::api::endpoint::{Endpoint, Run};
use crate::api::problem::Problem;
use crate::api::resources::events::{self, EventReader};
use crate::api::routes::ENDPOINTS;
use crate::api::shared::Shared;
use crate::api::{guard, openapi, resources};
use crate::control::emulator::Emulator;
use crate::hosts::AllowedHosts;
use crate::paths::{CONTROL, HEALTH};
use crate::person::PersonId;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use url::form_urlencoded;
use uuid::Uuid;

/// Most bytes of a body.
const MAX_BODY: usize = 1024 * 1024;

/// Settings for a [`ControlServer`].
#[must_use = "a control server runs only after `start`"]
pub struct ControlBuilder {
    emulator: Arc<Emulator>,
    address: SocketAddr,
    key: Option<String>,
    hosts: Vec<String>,
    scenario: Scenario,
}

/// The control API of an emulator, on a port of its own. It stops when it is dropped.
///
/// ```
/// use graph_invite_emulator::{ControlServer, Scenario};
/// use std::sync::Arc;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let scenario = Scenario::default();
/// let emulator = Arc::new(scenario.builder().start().await?);
/// let control = ControlServer::builder(emulator).scenario(scenario).start().await?;
/// println!("{}/_emulator/v1/people", control.root());
/// # Ok(())
/// # }
/// ```
pub struct ControlServer {
    shared: Arc<Shared>,
    /// The server stops when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl ControlServer {
    /// Settings for the control API of this emulator.
    pub fn builder(emulator: Arc<Emulator>) -> ControlBuilder {
        ControlBuilder {
            emulator,
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            key: None,
            hosts: Vec::new(),
            scenario: Scenario::default(),
        }
    }

    /// Where it listens, without a slash at the end.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.shared.root
    }

    /// The URL below which the API is, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{CONTROL}", self.shared.root)
    }

    /// What the emulator is and where it listens: the JSON of `GET /_emulator/health`.
    #[must_use]
    pub fn health(&self) -> String {
        resources::identity::health(&self.shared).to_string()
    }

    /// The events from now on, which `GET /_emulator/v1/events` sends too.
    #[must_use]
    pub fn events(&self) -> EventReader {
        EventReader::new(Arc::clone(&self.shared))
    }

    /// The calls that have names, by their ids.
    #[must_use]
    pub fn calls(&self) -> Vec<(String, Uuid)> {
        let names = self.shared.names();
        let mut calls: Vec<_> = names
            .calls()
            .map(|(name, id)| (name.to_owned(), id))
            .collect();
        calls.sort_by_key(|(_, id)| *id);
        calls
    }

    /// The people who have names, with what they do when their phone rings, in JSON.
    #[must_use]
    pub fn people(&self) -> Vec<(String, PersonId, String)> {
        let names = self.shared.names();
        let state = self.shared.emulator.service.state();
        let people = names.people().map(|(name, person)| {
            let manner = Manners::of(&state.behaviors(person));
            (
                name.to_owned(),
                person.clone(),
                Value::from(manner).to_string(),
            )
        });
        people.collect()
    }

    /// The `OpenAPI` document of the API, in JSON.
    #[must_use]
    pub fn openapi() -> String {
        openapi::document().to_string()
    }
}

impl Drop for ControlServer {
    fn drop(&mut self) {
        self.shared.close();
    }
}

impl ControlBuilder {
    /// Sets the address and port; any free port of the loopback interface by default.
    ///
    /// On another interface, others on the network can use the API: set a [key](Self::key).
    pub const fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets the key that every request has to send as `Authorization: Bearer`; none by default.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Allows this name in `Host`. Names of this machine and of private networks are always allowed.
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Sets what the emulator begins with, and goes back to at a reset; [`Scenario::default`] by
    /// default.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }

    /// Loads the scenario, and starts the server.
    ///
    /// # Errors
    ///
    /// An [`io::Error`] if the port is taken, or if the scenario has
    /// [mistakes](Scenario::mistakes).
    pub async fn start(self) -> io::Result<ControlServer> {
        let mistakes = self.scenario.mistakes();
        if !mistakes.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                mistakes.join("; "),
            ));
        }
        let listener = TcpListener::bind(self.address).await?;
        let mut address = listener.local_addr()?;
        if address.ip().is_unspecified() {
            address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        let shared = Arc::new(Shared::new(
            self.emulator,
            format!("http://{address}"),
            self.key,
            AllowedHosts(self.hosts),
        ));
        self.scenario.load(&shared.emulator, &mut shared.names());
        *shared.delivery() = self.scenario.delivery.clone();
        *shared.scenario() = self.scenario;
        shared.emulator.service.set_ready();
        let router = Router::new()
            .fallback(handle)
            .with_state(Arc::clone(&shared));
        let (stop, stopped) = oneshot::channel::<()>();
        let server = axum::serve(listener, router).with_graceful_shutdown(async {
            // An error means that the sender was dropped.
            let _ = stopped.await;
        });
        tokio::spawn(server.into_future());
        Ok(ControlServer {
            shared,
            _stop: stop,
        })
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
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
        return Ok(json_response(200, &resources::identity::health(&shared)));
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
