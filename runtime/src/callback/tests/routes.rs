//! The router, over a socket.

use super::*;
use crate::Callback;
use crate::callback::{MAX_BODY, RouterBuilder};
use reqwest::{Client, RequestBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Endpoint {
    address: String,
    delivered: Arc<Mutex<Vec<Vec<u8>>>>,
    http: Client,
}

impl Endpoint {
    async fn start(max_body: usize) -> Self {
        let server = KeyServer::start().await;
        let delivered = Arc::<Mutex<Vec<Vec<u8>>>>::default();
        let kept = Arc::clone(&delivered);
        let deliver = move |callback: Callback<'_>| {
            assert_eq!(callback.tenant.unwrap().to_string(), TENANT);
            kept.lock().unwrap().push(callback.body.to_vec());
        };
        let verifier = server.builder().refresh_interval(Duration::ZERO);
        let routes = RouterBuilder::new(verifier.build().unwrap(), deliver).max_body(max_body);
        let routes = Router::new().nest("/callback", routes.build());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(axum::serve(listener, routes).into_future());
        Self {
            address,
            delivered,
            http: Client::new(),
        }
    }

    /// A callback without a token.
    fn post(&self, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let url = format!("http://{}/callback", self.address);
        self.http.post(url).body(body)
    }

    async fn status(&self, request: RequestBuilder) -> (u16, usize) {
        let status = request.send().await.unwrap().status().as_u16();
        (status, self.delivered.lock().unwrap().len())
    }

    /// The beginning of the response to this head, before the body is complete.
    async fn answers(&self, head: &str) -> String {
        let mut socket = TcpStream::connect(&self.address).await.unwrap();
        let head = format!("POST /callback HTTP/1.1\r\nhost: bot\r\n{head}\r\n\r\n");
        socket.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        let read = socket.read_exact(&mut answer);
        let read = tokio::time::timeout(Duration::from_secs(5), read);
        read.await.expect("no answer before the body").unwrap();
        String::from_utf8(answer.into()).unwrap()
    }
}

fn token() -> String {
    header(&claims())
}

#[tokio::test]
async fn a_callback_is_delivered_unchanged_and_its_ids_are_echoed() {
    let endpoint = Endpoint::start(MAX_BODY).await;
    let request = endpoint.post(r#"{ "value": [] }"#);
    let answer = request
        .header("authorization", token())
        .header("Client-Request-Id", "one")
        .header("Scenario-Id", "two")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 202);
    assert_eq!(answer.headers()["client-request-id"], "one");
    assert_eq!(answer.headers()["scenario-id"], "two");
    let delivered = endpoint.delivered.lock().unwrap();
    assert_eq!(*delivered, [br#"{ "value": [] }"#]);
}

#[tokio::test]
async fn nothing_is_delivered_without_a_valid_token() {
    let endpoint = Endpoint::start(MAX_BODY).await;
    assert_eq!(endpoint.status(endpoint.post("{}")).await, (401, 0));
    for wrong in ["Bearer a.b.c", "Basic QTpC", "Bearer \u{fc}"] {
        let request = endpoint.post("{}").header("authorization", wrong);
        assert_eq!(endpoint.status(request).await, (401, 0), "{wrong}");
    }
    let strange = header_by(&NEXT_KEY, &claims());
    let request = endpoint.post("{}").header("authorization", strange);
    assert_eq!(endpoint.status(request).await, (401, 0));
}

#[tokio::test]
async fn a_callback_with_two_tokens_is_rejected() {
    let endpoint = Endpoint::start(MAX_BODY).await;
    for two in [[token(), token()], [token(), "Bearer x".to_owned()]] {
        for two in [[&two[0], &two[1]], [&two[1], &two[0]]] {
            let request = endpoint.post("{}").header("authorization", two[0]);
            let request = request.header("authorization", two[1]);
            assert_eq!(endpoint.status(request).await, (401, 0));
        }
    }
}

#[tokio::test]
async fn a_callback_without_a_token_is_rejected_before_its_body() {
    let endpoint = Endpoint::start(MAX_BODY).await;
    let answer = endpoint.answers("content-length: 500").await;
    assert_eq!(answer, "HTTP/1.1 401");
}

#[tokio::test]
async fn a_body_over_the_limit_is_rejected() {
    let endpoint = Endpoint::start(100).await;
    let right = |body: String| endpoint.post(body).header("authorization", token());
    assert_eq!(endpoint.status(right("x".repeat(100))).await, (202, 1));
    let head = format!("authorization: {}\r\ncontent-length: 101", token());
    assert_eq!(endpoint.answers(&head).await, "HTTP/1.1 413");

    // A body without a content length.
    let chunk = format!("65\r\n{}", "x".repeat(101));
    let head = format!(
        "authorization: {}\r\ntransfer-encoding: chunked\r\n\r\n{chunk}",
        token()
    );
    assert_eq!(endpoint.answers(&head).await, "HTTP/1.1 413");
    assert_eq!(endpoint.delivered.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn the_router_serves_only_its_path_and_post() {
    let endpoint = Endpoint::start(MAX_BODY).await;
    let url = format!("http://{}", endpoint.address);
    let get = endpoint.http.get(format!("{url}/callback"));
    assert_eq!(endpoint.status(get).await, (405, 0));
    let post = endpoint.http.post(format!("{url}/other"));
    assert_eq!(endpoint.status(post).await, (404, 0));
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up_after_30_seconds() {
    let endpoint = Endpoint::start(MAX_BODY).await;
    // Fetches the keys, while the clock still runs.
    let whole = endpoint.post("{}").header("authorization", token());
    assert_eq!(endpoint.status(whole).await, (202, 1));
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    let mut socket = TcpStream::connect(&endpoint.address).await.unwrap();
    let request = format!(
        "POST /callback HTTP/1.1\r\nhost: bot\r\nauthorization: {}\r\ncontent-length: 2\r\n\r\n{{",
        token()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    socket.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    assert_eq!(began.elapsed().as_secs(), 30);
    assert_eq!(endpoint.delivered.lock().unwrap().len(), 1);
}
