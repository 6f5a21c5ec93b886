//! Between the service and the replicas: each callback goes to any of them, some get lost, and some come
//! twice.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use graph_invite::Url;
use graph_invite::notification::{Notification, NotificationResource, OperationStatus};
use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

const LOST_PERCENT: u8 = 5;
const DOUBLED_PERCENT: u8 = 30;
/// How many replicas are tried, as a load balancer does.
const TRIES: usize = 3;

/// Where callbacks go, and what became of them.
#[derive(Default)]
pub(crate) struct Callbacks {
    http: reqwest::Client,
    state: Mutex<Counts>,
}

#[derive(Default)]
pub(crate) struct Counts {
    /// The replicas that are alive.
    pub(crate) replicas: Vec<Option<String>>,
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    pub(crate) refused: usize,
    /// The contexts whose end a replica has taken.
    pub(crate) heard: HashSet<String>,
}

impl Callbacks {
    /// Begins to take callbacks, and returns where.
    pub(crate) async fn serve(self: &Arc<Self>) -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let routes = Router::new()
            .route("/", post(take))
            .with_state(Arc::clone(self));
        tokio::spawn(axum::serve(listener, routes).into_future());
        Ok(url)
    }

    pub(crate) fn counts<T>(&self, look: impl FnOnce(&mut Counts) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn any_replica(&self) -> Option<Url> {
        let alive: Vec<_> =
            self.counts(|counts| counts.replicas.iter().flatten().cloned().collect());
        let url = alive.get(fastrand::usize(..alive.len().max(1)))?;
        Url::parse(url).ok()
    }

    /// Passes a callback on. Returns the status of the replica that took it, or refused it.
    async fn pass_on(&self, headers: &HeaderMap, body: &Bytes) -> StatusCode {
        for _ in 0..TRIES {
            let Some(url) = self.any_replica() else {
                continue;
            };
            let mut headers = headers.clone();
            headers.remove(header::HOST);
            let request = self.http.post(url).headers(headers).body(body.clone());
            if let Ok(answer) = request.send().await {
                return answer.status();
            }
        }
        StatusCode::SERVICE_UNAVAILABLE
    }
}

async fn take(callbacks: State<Arc<Callbacks>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if fastrand::u8(..100) < LOST_PERCENT {
        callbacks.counts(|counts| counts.lost += 1);
        return StatusCode::ACCEPTED;
    }
    if fastrand::u8(..100) < DOUBLED_PERCENT {
        callbacks.counts(|counts| counts.doubled += 1);
        callbacks.pass_on(&headers, &body).await;
    }
    let status = callbacks.pass_on(&headers, &body).await;
    callbacks.counts(|counts| {
        if status == StatusCode::ACCEPTED {
            counts.heard.extend(ended(&body));
        } else {
            counts.refused += 1;
        }
    });
    status
}

/// The contexts of the invites that have ended by this body.
fn ended(body: &[u8]) -> Vec<String> {
    let notifications = Notification::parse_body(body).unwrap_or_default();
    let ended = notifications
        .into_iter()
        .flatten()
        .filter_map(|it| match it.resource {
            NotificationResource::Operation(operation) => matches!(
                operation.status,
                OperationStatus::Completed | OperationStatus::Failed
            )
            .then_some(operation.client_context?),
            _ => None,
        });
    ended.collect()
}
