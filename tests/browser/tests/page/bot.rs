//! A bot that is told how its invites end.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use graph_invite_browser_tests::Visitor;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::time::sleep;

type Heard = Arc<Mutex<Vec<Value>>>;

/// Its callback keeps the bodies that it gets.
pub(crate) struct Bot {
    heard: Heard,
}

async fn hear(State(heard): State<Heard>, body: String) -> StatusCode {
    heard
        .lock()
        .unwrap()
        .push(serde_json::from_str(&body).unwrap());
    StatusCode::ACCEPTED
}

impl Bot {
    pub(crate) async fn start(visitor: &Visitor) -> Self {
        let heard = Heard::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let callback = format!("http://{}/callback", listener.local_addr().unwrap());
        let router = Router::new().route("/callback", post(hear));
        let router = router.with_state(Arc::clone(&heard));
        tokio::spawn(axum::serve(listener, router).into_future());
        visitor.put("/callback", json!({ "url": callback })).await;
        Self { heard }
    }

    /// All bodies, once there are so many.
    pub(crate) async fn heard(&self, least: usize) -> Vec<Value> {
        let begin = Instant::now();
        loop {
            let heard = self.heard.lock().unwrap().clone();
            if heard.len() >= least {
                return heard;
            }
            assert!(begin.elapsed() < Duration::from_secs(20), "{heard:?}");
            sleep(Duration::from_millis(5)).await;
        }
    }
}
