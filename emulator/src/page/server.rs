//! Serves the page and its parts.

use crate::api::asked::Asked;
use crate::api::guard;
use crate::api::problem::Problem;
use crate::api::resources::events::{Events, KEEP_ALIVE};
use crate::api::shared::Shared;
use crate::page::document;
use crate::page::look::Look;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use url::form_urlencoded;

/// How often a page asks what has changed, at most.
const PAUSE: Duration = Duration::from_millis(250);

/// Nothing from elsewhere, no script and no style in the HTML.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const HEADERS: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    let style = || async { ([(CONTENT_TYPE, "text/css")], include_str!("page.css")) };
    let script = |text: &'static str| async move { ([(CONTENT_TYPE, "text/javascript")], text) };
    Router::new()
        .route("/", get(whole))
        .route("/page/now", get(now))
        .route("/page/doorbell", get(doorbell))
        .route("/page/page.css", get(style))
        .route(
            "/page/page.js",
            get(move || script(include_str!("page.js"))),
        )
        .route(
            "/page/morph.js",
            get(move || script(include_str!("morph.js"))),
        )
        .layer(from_fn_with_state(Arc::clone(shared), admit))
        .with_state(Arc::clone(shared))
}

async fn admit(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = match check(&shared, &request) {
        Ok(None) => next.run(request).await,
        Ok(Some(redirect)) => redirect,
        Err(problem) => problem.into_response(),
    };
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

/// Whether the visitor may see the page. One with `?key=` gets a cookie, and an address without it.
fn check(shared: &Shared, request: &Request) -> Result<Option<Response>, Problem> {
    let headers = request.headers();
    guard::check_host(&shared.hosts, headers)?;
    let is_root = request.uri().path() == "/";
    if !(is_root && guard::opens_window(headers)) {
        guard::check_origin(headers)?;
    }
    if let Some(key) = shared.key.as_deref().filter(|_| is_root) {
        let mut query =
            form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        let sent = query.find(|(name, _)| name == "key");
        if sent.is_some_and(|(_, sent)| guard::is_key(key, sent.as_bytes())) {
            let headers = [(SET_COOKIE, guard::cookie(key)), (LOCATION, "/".to_owned())];
            return Ok(Some((StatusCode::SEE_OTHER, headers).into_response()));
        }
    }
    guard::check_key(shared.key.as_deref(), headers)?;
    Ok(None)
}

async fn whole(State(shared): State<Arc<Shared>>, uri: Uri) -> Html<String> {
    let look = Look::read(uri.query().unwrap_or_default());
    Html(document::whole(&asked(shared), &look).into_string())
}

/// What the page shows now, for the script.
async fn now(State(shared): State<Arc<Shared>>, uri: Uri) -> Html<String> {
    let look = Look::read(uri.query().unwrap_or_default());
    Html(document::content(&asked(shared), &look).into_string())
}

fn asked(shared: Arc<Shared>) -> Asked {
    Asked {
        shared,
        path: HashMap::new(),
        query: HashMap::new(),
        body: Value::Null,
    }
}

/// Rings when something has changed, and does not say what.
async fn doorbell(State(shared): State<Arc<Shared>>) -> Response {
    let mut changes = shared.emulator.service.log.watch();
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        while !shared.is_closed() {
            let text = match timeout(KEEP_ALIVE, changes.changed()).await {
                Err(_) => ":\n\n",
                Ok(Err(_)) => return,
                Ok(Ok(())) => "data:\n\n",
            };
            // A page that does not read keeps this task, but no memory, until it is closed.
            if sender
                .send(Bytes::from_static(text.as_bytes()))
                .await
                .is_err()
            {
                return;
            }
            sleep(PAUSE).await;
        }
    });
    let kind = [(CONTENT_TYPE, "text/event-stream")];
    (kind, Body::from_stream(Events(receiver))).into_response()
}
