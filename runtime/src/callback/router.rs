//! The endpoint for callbacks, for axum.

use super::verifier::Verifier;
use crate::inbox::Inbox;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::fmt;
use std::time::Duration;
use tracing::{debug, warn};

/// Most bytes of a callback's body, unless set otherwise.
pub const MAX_BODY: usize = 1024 * 1024;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// By these the service finds an answer again, as its SDK repeats them.
const ECHOED: [HeaderName; 2] = [
    HeaderName::from_static("client-request-id"),
    HeaderName::from_static("scenario-id"),
];

/// Where a [`router`] puts what has passed: an [`Inbox`], or a closure of your own that takes the
/// body.
///
/// It must not block, for the service waits for the answer.
pub trait NotificationHandler: Clone + Send + Sync + 'static {
    /// Takes the body of a callback, and the service's id of the message, if there is one: of
    /// one that comes again, the id under which it came first.
    fn deliver(&self, message_id: Option<&str>, body: &[u8]);
}

impl NotificationHandler for Inbox {
    fn deliver(&self, message_id: Option<&str>, body: &[u8]) {
        let delivered = match message_id {
            Some(id) => self.deliver_with_message_id(id, body),
            None => Self::deliver(self, body),
        };
        if let Err(error) = delivered {
            warn!(%error, "a callback makes no sense");
        }
    }
}

impl<F: Fn(&[u8]) + Clone + Send + Sync + 'static> NotificationHandler for F {
    fn deliver(&self, _: Option<&str>, body: &[u8]) {
        self(body);
    }
}

/// A router that takes callbacks at `path`.
///
/// It authenticates each before it reads the body, delivers the body, and answers 202. What is not
/// of the service gets 401, a body over [`MAX_BODY`] gets 413, and without keys to check by it is
/// 503.
///
/// # Panics
///
/// As [`Router::route`], if `path` is no path that axum takes, such as one without a first `/`.
///
/// ```
/// use graph_invite::callback::{Verifier, router};
/// use graph_invite::{ApplicationId, Inbox, TenantId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
/// let ours = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?;
/// let verifier = Verifier::builder(bot).tenant(ours).build()?;
/// let inbox = Inbox::new();
/// let app = router("/callback", verifier, inbox.clone());
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
pub fn router(path: &str, verifier: Verifier, deliver: impl NotificationHandler) -> Router {
    router_with_max_body(path, verifier, MAX_BODY, deliver)
}

/// As [`router`], with another bound on the bytes of a body.
///
/// # Panics
///
/// As [`router`].
pub fn router_with_max_body<D: NotificationHandler>(
    path: &str,
    verifier: Verifier,
    max_body: usize,
    deliver: D,
) -> Router {
    let endpoint = Endpoint {
        verifier,
        max_body,
        deliver,
    };
    Router::new()
        .route(path, post(take::<D>))
        .with_state(endpoint)
}

#[derive(Clone)]
struct Endpoint<D> {
    verifier: Verifier,
    max_body: usize,
    deliver: D,
}

async fn take<D: NotificationHandler>(endpoint: State<Endpoint<D>>, request: Request) -> Response {
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

impl<D: NotificationHandler> Endpoint<D> {
    async fn status(&self, headers: &HeaderMap, body: Body) -> StatusCode {
        // A header that is not ASCII is no token, but it is there.
        let authorization = headers.get(AUTHORIZATION);
        let authorization = authorization.map(|value| value.to_str().unwrap_or_default());
        if let Err(error) = self.verifier.verify(authorization).await {
            let status = StatusCode::from_u16(error.status());
            return away(status.unwrap_or(StatusCode::UNAUTHORIZED), error);
        }
        let length = headers.get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        let length = length.and_then(|it| it.parse::<usize>().ok());
        if length.is_some_and(|length| length > self.max_body) {
            return away(StatusCode::PAYLOAD_TOO_LARGE, "the body is too long");
        }
        match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, self.max_body)).await {
            Ok(Ok(body)) => {
                debug!(bytes = body.len(), "a callback was taken");
                // A message that comes again has an id of its own, and names its first.
                let first = headers.get(Inbox::ORIGINAL_MESSAGE_ID);
                let message_id = first.or_else(|| headers.get(Inbox::MESSAGE_ID));
                let message_id = message_id.and_then(|id| id.to_str().ok());
                self.deliver.deliver(message_id, &body);
                StatusCode::ACCEPTED
            }
            // Too long, as the header did not say, or broken off: then nobody reads the answer.
            Ok(Err(_)) => away(
                StatusCode::PAYLOAD_TOO_LARGE,
                "the body is too long, or broke off",
            ),
            Err(_) => away(
                StatusCode::REQUEST_TIMEOUT,
                "the body did not arrive in time",
            ),
        }
    }
}

fn away(status: StatusCode, error: impl fmt::Display) -> StatusCode {
    let status_code = status.as_u16();
    warn!(http.response.status_code = status_code, %error, "a callback was turned away");
    status
}
