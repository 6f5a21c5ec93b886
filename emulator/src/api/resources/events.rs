//! Events, as they happen.

use crate::api::asked::Asked;
use crate::api::problem::Problem;
use crate::api::resources::invites::show_entry;
use crate::api::shared::Shared;
use crate::log::EntryKind;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// How long nothing may be sent, and how long a reader may take to read.
pub(crate) const KEEP_ALIVE: Duration = Duration::from_secs(15);
const MAX_LAG: Duration = Duration::from_secs(5);
/// How many events are read at a time.
const BATCH: usize = 256;

/// Events of an emulator from now on, in the JSON of `GET /_emulator/v1/events`.
///
/// ```
/// use graph_invite_emulator::{ControlServer, Emulator};
/// use std::sync::Arc;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let emulator = Arc::new(Emulator::start().await?);
/// let control = ControlServer::builder(Arc::clone(&emulator)).start().await?;
/// let mut events = control.events();
/// let _ = emulator.add_meeting();
/// let event = events.next().await.unwrap_or_default();
/// assert!(event.contains(r#""kind":"call_changed""#));
/// # Ok(())
/// # }
/// ```
pub struct EventReader {
    asked: Asked,
    changes: watch::Receiver<u64>,
    last: u64,
    read: VecDeque<Value>,
}

impl EventReader {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let changes = shared.emulator.service.log.watch();
        let last = *changes.borrow();
        let asked = Asked {
            shared,
            path: HashMap::new(),
            query: HashMap::new(),
            body: Value::Null,
        };
        Self {
            asked,
            changes,
            last,
            read: VecDeque::new(),
        }
    }

    /// Waits for the next event, and returns its JSON. If events came so fast that some were
    /// forgotten, the next one has the kind `gap`. `None` if the control server has stopped.
    pub async fn next(&mut self) -> Option<String> {
        self.next_value().await.map(|event| event.to_string())
    }

    /// The next event, if it has happened already.
    pub fn try_next(&mut self) -> Option<String> {
        if self.read.is_empty() {
            self.read();
        }
        self.read.pop_front().map(|event| event.to_string())
    }

    async fn next_value(&mut self) -> Option<Value> {
        loop {
            if let Some(event) = self.read.pop_front() {
                return Some(event);
            }
            self.changes.mark_unchanged();
            if self.asked.shared.is_closed() {
                return None;
            }
            self.read();
            if self.read.is_empty() {
                self.changes.changed().await.ok()?;
            }
        }
    }

    fn read(&mut self) {
        let log = &self.asked.shared.emulator.service.log;
        let first = log.first();
        if first > self.last + 1 {
            self.read.push_back(serde_json::json!({
                "seq": first - 1,
                "kind": "gap",
                "detail": "some events are forgotten",
            }));
            self.last = first - 1;
        }
        for (seq, entry) in log.after(self.last, BATCH) {
            self.last = seq;
            self.read.push_back(show_entry(&self.asked, seq, &entry));
        }
    }
}

/// Server-sent events: those after the last that the client has, if it says so, and then those that
/// happen. A client that does not read is cut off, and never waited for.
pub(crate) fn stream(asked: &Asked, headers: &HeaderMap) -> Result<Response, Problem> {
    let mut reader = EventReader::new(Arc::clone(&asked.shared));
    if let Some(last) = headers.get(LAST_EVENT_ID) {
        let last = last.to_str().ok().and_then(|last| last.parse().ok());
        reader.last = last.ok_or_else(|| {
            let hint = "send the `id` of an event, or no such header";
            Problem::unreadable("`Last-Event-ID` is no number", hint)
        })?;
    }
    let kinds: Option<Vec<String>> = asked
        .query("kinds")
        .map(|kinds| kinds.split(',').map(str::to_owned).collect());
    let known: Vec<_> = EntryKind::ALL.iter().map(|kind| kind.name()).collect();
    for kind in kinds.iter().flatten() {
        if !known.contains(&&**kind) {
            return Err(Asked::unknown_word("kinds", kind, &known));
        }
    }
    let (sender, receiver) = mpsc::channel(BATCH);
    tokio::spawn(async move {
        loop {
            let text = match timeout(KEEP_ALIVE, reader.next_value()).await {
                Err(_) => ":\n\n".to_owned(),
                Ok(None) => return,
                Ok(Some(event)) => {
                    let kind = event["kind"].as_str().unwrap_or_default();
                    let is_meant = kinds
                        .as_ref()
                        .is_none_or(|kinds| kinds.iter().any(|one| one == kind));
                    if !is_meant && kind != "gap" {
                        continue;
                    }
                    format!("id: {}\nevent: {kind}\ndata: {event}\n\n", event["seq"])
                }
            };
            match timeout(MAX_LAG, sender.send(Bytes::from(text))).await {
                Ok(Ok(())) => {}
                _ => return,
            }
        }
    });
    let body = Body::from_stream(Events(receiver));
    Ok(([(CONTENT_TYPE, "text/event-stream")], body).into_response())
}

/// What is sent through a channel, as a body.
pub(crate) struct Events(pub(crate) mpsc::Receiver<Bytes>);

impl Stream for Events {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx).map(|bytes| bytes.map(Ok))
    }
}
