//! The endpoint for callbacks, for axum.

use super::verifier::Verifier;
use crate::box_error::BoxError;
use crate::client::Client;
use crate::inbox::callback::Callback;
use crate::inbox::{DeliverError, Inbox};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use graph_invite_rules::wire::{CLIENT_REQUEST_ID, SCENARIO_ID};
use std::fmt;
use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tracing::{debug, warn};

/// The default of [`RouterBuilder::max_body`], in bytes.
pub const MAX_BODY: usize = 1024 * 1024;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The response repeats these headers, as the SDK of the service does.
const ECHOED: [HeaderName; 2] = [
    HeaderName::from_static(CLIENT_REQUEST_ID),
    HeaderName::from_static(SCENARIO_ID),
];

/// Receives the authenticated callbacks of a [`router`]: an [`Inbox`], a [`Client`], which also stores
/// them in its ledger, a closure, or a type of your own.
///
/// The service waits for the response, so a handler must not block.
///
/// ```
/// use graph_invite::callback::NotificationHandler;
/// use graph_invite::{Callback, Inbox};
///
/// /// Keeps a copy of every body.
/// struct Recorder(Inbox, std::sync::mpsc::Sender<Vec<u8>>);
///
/// impl NotificationHandler for Recorder {
///     fn handle(&self, callback: Callback<'_>) {
///         self.1.send(callback.body.to_vec()).ok();
///         self.0.handle(callback);
///     }
/// }
/// ```
pub trait NotificationHandler: Send + Sync + 'static {
    /// Handles a callback. Its token has proved the tenant.
    fn handle(&self, callback: Callback<'_>);

    /// Handles a callback that must be stored before the service gets its answer. The router waits for it,
    /// and answers 503 after an error, so that the service may send the callback again. The default calls
    /// [`handle`](Self::handle).
    fn store<'a>(&'a self, callback: Callback<'a>) -> Storing<'a> {
        self.handle(callback);
        Box::pin(ready(Ok(())))
    }
}

/// What [`NotificationHandler::store`] returns.
pub type Storing<'a> = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send + 'a>>;

/// Delivers it to the inbox and to the ledger, as [`Client::deliver`] does.
impl NotificationHandler for Client {
    fn handle(&self, callback: Callback<'_>) {
        if let Some(inbox) = self.inbox() {
            inbox.handle(callback);
        }
    }

    fn store<'a>(&'a self, callback: Callback<'a>) -> Storing<'a> {
        Box::pin(async move {
            match self.deliver(callback).await {
                Err(DeliverError::Ledger(error)) => Err(error.into()),
                Err(error) => {
                    unreadable(&error);
                    Ok(())
                }
                Ok(_) => Ok(()),
            }
        })
    }
}

impl NotificationHandler for Inbox {
    fn handle(&self, callback: Callback<'_>) {
        if let Err(error) = self.deliver(callback) {
            unreadable(&error);
        }
    }
}

fn unreadable(error: &DeliverError) {
    warn!(%error, "the body of a callback is unreadable");
}

impl<F: Fn(Callback<'_>) + Send + Sync + 'static> NotificationHandler for F {
    fn handle(&self, callback: Callback<'_>) {
        self(callback);
    }
}

/// Creates a router that receives callbacks at its root, `/`. Nest it under the path of your
/// callback URL.
///
/// The router authenticates each request before it reads the body. Then it passes the body to the
/// handler and answers 202. It answers 401 if the request does not come from the service, 413 if the
/// body is longer than [`MAX_BODY`], 408 if the body does not arrive within 30 seconds, and 503 if
/// the signing keys are not available, or the ledger of a [`Client`] as handler. To set another limit, use [`RouterBuilder`].
///
/// The time for the head of a request is up to the server, and `axum::serve` sets no limit. So that
/// strangers cannot hold connections open with heads that never end, put the bot behind a proxy that
/// limits this time, or serve it with `hyper-util`, with `header_read_timeout` and a timer.
///
/// ```
/// use axum::Router;
/// use graph_invite::callback::{Verifier, router};
/// use graph_invite::{ApplicationId, Inbox, TenantId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
/// let ours = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?;
/// let verifier = Verifier::builder(bot).tenant(ours).build()?;
/// let inbox = Inbox::new();
/// let app = Router::new().nest("/callback", router(verifier, inbox.clone()));
/// # let _: Router = app;
/// # Ok(())
/// # }
/// ```
pub fn router(verifier: Verifier, handler: impl NotificationHandler) -> Router {
    RouterBuilder::new(verifier, handler).build()
}

/// Builds a [`router`] with another limit.
///
/// ```
/// use axum::Router;
/// use graph_invite::Inbox;
/// use graph_invite::callback::{RouterBuilder, Verifier};
///
/// fn app(verifier: Verifier, inbox: Inbox) -> Router {
///     let callbacks = RouterBuilder::new(verifier, inbox).max_body(64 * 1024);
///     Router::new().nest("/callback", callbacks.build())
/// }
/// ```
#[must_use = "a builder does nothing until `build` is called"]
#[derive(Clone)]
pub struct RouterBuilder {
    verifier: Verifier,
    max_body: usize,
    handler: Arc<dyn NotificationHandler>,
}

impl RouterBuilder {
    /// Starts with the settings of [`router`].
    pub fn new(verifier: Verifier, handler: impl NotificationHandler) -> Self {
        Self {
            verifier,
            max_body: MAX_BODY,
            handler: Arc::new(handler),
        }
    }

    /// Sets the maximum size of a body, in bytes. The default is [`MAX_BODY`].
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Builds the router.
    pub fn build(self) -> Router {
        Router::new().route("/", post(receive)).with_state(self)
    }

    async fn status(&self, headers: &HeaderMap, body: Body) -> StatusCode {
        // A header that is not ASCII is no token, but it is present.
        let authorization = headers.get_all(AUTHORIZATION).iter();
        let authorization: Vec<_> = authorization
            .map(|value| value.to_str().unwrap_or_default())
            .collect();
        let caller = match self.verifier.verify_headers(authorization).await {
            Ok(caller) => caller,
            Err(error) => {
                let status = StatusCode::from_u16(error.status());
                return reject(status.unwrap_or(StatusCode::UNAUTHORIZED), error);
            }
        };
        let length = headers.get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        let length = length.and_then(|it| it.parse::<usize>().ok());
        if length.is_some_and(|length| length > self.max_body) {
            return reject(StatusCode::PAYLOAD_TOO_LARGE, "the body is too long");
        }
        match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, self.max_body)).await {
            Ok(Ok(body)) => {
                debug!(bytes = body.len(), "accepted a callback");
                let callback = Callback::new(&body)
                    .with_headers(|name| headers.get(name)?.to_str().ok())
                    .for_tenant(caller.tenant);
                match self.handler.store(callback).await {
                    Ok(()) => StatusCode::ACCEPTED,
                    Err(error) => reject(StatusCode::SERVICE_UNAVAILABLE, error),
                }
            }
            // After a broken connection the response does not matter.
            Ok(Err(_)) => reject(
                StatusCode::PAYLOAD_TOO_LARGE,
                "the body is too long, or the connection broke",
            ),
            Err(_) => reject(
                StatusCode::REQUEST_TIMEOUT,
                "the body did not arrive in time",
            ),
        }
    }
}

impl fmt::Debug for RouterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouterBuilder")
            .field("verifier", &self.verifier)
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}

async fn receive(endpoint: State<RouterBuilder>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let status = endpoint.status(&head.headers, body).await;
    let mut response = status.into_response();
    for name in ECHOED {
        if let Some(value) = head.headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

fn reject(status: StatusCode, error: impl fmt::Display) -> StatusCode {
    let status_code = status.as_u16();
    warn!(status = status_code, %error, "rejected a callback");
    status
}
