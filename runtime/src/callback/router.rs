//! The endpoint for callbacks, for axum.

use super::verifier::Verifier;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
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

/// A router that takes callbacks at `path`.
///
/// It authenticates each before it reads the body, hands the body to `deliver`, and answers 202.
/// `deliver` must not block: the service waits for the answer. What is not of the service gets
/// 401, a body over [`MAX_BODY`] gets 413, and without keys to check by it is 503.
///
/// # Panics
///
/// As [`Router::route`], if `path` is no path that axum takes, such as one without a first `/`.
///
/// ```
/// use graph_invite::callback::{Verifier, router};
/// use graph_invite::{ApplicationId, TenantId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
/// let ours = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?;
/// let verifier = Verifier::builder(bot).tenant(ours).build()?;
/// let app = router("/callback", verifier, |body: &[u8]| println!("{} bytes", body.len()));
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
pub fn router<D>(path: &str, verifier: Verifier, deliver: D) -> Router
where
    D: Fn(&[u8]) + Clone + Send + Sync + 'static,
{
    router_with_max_body(path, verifier, MAX_BODY, deliver)
}

/// As [`router`], with another bound on the bytes of a body.
///
/// # Panics
///
/// As [`router`].
pub fn router_with_max_body<D>(
    path: &str,
    verifier: Verifier,
    max_body: usize,
    deliver: D,
) -> Router
where
    D: Fn(&[u8]) + Clone + Send + Sync + 'static,
{
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

async fn take<D: Fn(&[u8])>(endpoint: State<Endpoint<D>>, request: Request) -> Response {
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

impl<D: Fn(&[u8])> Endpoint<D> {
    async fn status(&self, headers: &HeaderMap, body: Body) -> StatusCode {
        // A header that is not ASCII is no token, but it is there.
        let authorization = headers.get(AUTHORIZATION);
        let authorization = authorization.map(|value| value.to_str().unwrap_or_default());
        if let Err(error) = self.verifier.verify(authorization).await {
            warn!(%error, "a callback was turned away");
            return StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
        }
        let length = headers.get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        let length = length.and_then(|it| it.parse::<usize>().ok());
        if length.is_some_and(|length| length > self.max_body) {
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        match tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, self.max_body)).await {
            Ok(Ok(body)) => {
                debug!(bytes = body.len(), "a callback was taken");
                (self.deliver)(&body);
                StatusCode::ACCEPTED
            }
            // Too long, as the header did not say, or broken off: then nobody reads the answer.
            Ok(Err(_)) => StatusCode::PAYLOAD_TOO_LARGE,
            Err(_) => StatusCode::REQUEST_TIMEOUT,
        }
    }
}
