//! A bot with a callback. It verifies notifications and records them.

use super::*;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use graph_invite::Url;
use graph_invite::callback::Verifier;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

pub(super) struct ListeningBot {
    bot: Bot,
    /// Where it listens.
    pub(super) callback: Url,
    received: Arc<Received>,
}

struct Received {
    verifier: Verifier,
    posts: Mutex<Vec<Post>>,
}

/// A notification that was proven to be the emulator's.
#[derive(Clone)]
pub(super) struct Post {
    pub(super) headers: HeaderMap,
    pub(super) body: Value,
}

impl Deref for ListeningBot {
    type Target = Bot;

    fn deref(&self) -> &Bot {
        &self.bot
    }
}

impl ListeningBot {
    pub(super) async fn new() -> Self {
        Self::of(Emulator::builder()).await
    }

    pub(super) async fn of(emulator: EmulatorBuilder) -> Self {
        let bot = Bot::of(emulator).await;
        let mut verifier = Verifier::builder(bot.emulator.app().into())
            .tenant(bot.emulator.tenant().into())
            .openid_configuration(bot.emulator.openid_configuration())
            .refresh_interval(Duration::ZERO);
        if let Some(pem) = bot.emulator.certificate() {
            verifier = verifier.root_certificate(pem);
        }
        let verifier = verifier.build().unwrap();
        let received = Arc::new(Received {
            verifier,
            posts: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/callback", post(receive))
            .with_state(Arc::clone(&received));
        tokio::spawn(axum::serve(listener, routes).into_future());
        let callback = Url::parse(&url).unwrap();
        bot.emulator.set_callback(callback.clone());
        Self {
            bot,
            callback,
            received,
        }
    }

    /// Waits for this many notifications, and returns all.
    pub(super) async fn wait_for(&self, count: usize) -> Vec<Post> {
        let wait = async {
            loop {
                let posts = self.posts();
                if posts.len() >= count {
                    break posts;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let posts = tokio::time::timeout(Duration::from_secs(10), wait).await;
        posts.unwrap_or_else(|_| panic!("received only {:?}", self.summary()))
    }

    /// Waits for as many notifications as expected, and compares their summaries in order.
    #[track_caller]
    pub(super) fn assert_notified(&self, expected: &[&str]) -> impl Future<Output = ()> {
        let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
        async move {
            self.wait_for(expected.len()).await;
            assert_eq!(self.summary(), expected);
        }
    }

    pub(super) fn summary(&self) -> Vec<String> {
        self.posts().iter().map(Post::summary).collect()
    }

    /// Waits for as many notifications with the path of this call as expected, and compares their
    /// summaries in order. There is no order among those of different calls.
    pub(super) async fn assert_notified_of(&self, call: Uuid, expected: &[&str]) -> Vec<Post> {
        let mut count = expected.len();
        loop {
            let mut posts = self.wait_for(count).await;
            count = posts.len() + 1;
            posts.retain(|post| post.is_of(call));
            if posts.len() >= expected.len() {
                let summary: Vec<_> = posts.iter().map(Post::summary).collect();
                assert_eq!(summary, expected);
                break posts;
            }
        }
    }

    pub(super) fn posts(&self) -> Vec<Post> {
        self.received.posts.lock().unwrap().clone()
    }

    pub(super) async fn invite_accepted(&self, call: Uuid, people: &[Value]) -> Reply {
        let reply = self.bot.invite(call, invite(people.to_vec())).await;
        reply.assert_accepted();
        reply
    }
}

async fn receive(
    State(received): State<Arc<Received>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let header = headers.get("authorization");
    let header = header.and_then(|header| header.to_str().ok());
    match received.verifier.verify(header).await {
        Ok(_) => {
            let body = serde_json::from_slice(&body).unwrap();
            received.posts.lock().unwrap().push(Post { headers, body });
            StatusCode::ACCEPTED
        }
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}

impl Post {
    pub(super) fn item(&self) -> &Value {
        &self.body["value"][0]
    }

    pub(super) fn data(&self) -> &Value {
        &self.item()["resourceData"]
    }

    /// Whether it has the path of this call, in any spelling.
    fn is_of(&self, call: Uuid) -> bool {
        let path = self.item()["resourceUrl"].as_str().unwrap();
        let path = path.replace('-', "").to_lowercase();
        path.contains(&call.simple().to_string())
    }

    /// Such as `deleted operation completed`.
    pub(super) fn summary(&self) -> String {
        let change = self.item()["changeType"].as_str().unwrap();
        let data = self.data();
        match data["@odata.type"].as_str() {
            Some("#microsoft.graph.inviteParticipantsOperation") => {
                format!("{change} operation {}", data["status"].as_str().unwrap())
            }
            Some("#microsoft.graph.call") => {
                let state = data["state"].as_str().unwrap_or("without state");
                format!("{change} call {state}")
            }
            _ => {
                let entries = data.as_array().unwrap();
                let lobby = entries.iter().any(|entry| entry["isInLobby"] == true);
                let lobby = if lobby { " in lobby" } else { "" };
                format!("{change} roster of {}{lobby}", entries.len())
            }
        }
    }
}
