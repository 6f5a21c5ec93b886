//! The control API from outside: plain HTTP to both ports of an emulator.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod calls;
mod clock;
mod document;
mod events;
mod faults;
mod guard;
mod mistakes;
mod notifications;
mod people;
mod recordings;
mod scenario;
mod waits;

use document::check_body;
use graph_invite_emulator::{ControlServer, Emulator, Scenario};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::sync::Arc;

/// The default scenario has one call of each kind, and these people among others.
const MEETING: &str = "00000000-0000-4000-8000-00000000c001";
const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
const RON: &str = "00000000-0000-4000-8000-0000000000d7";

/// A test in another language: it knows the two ports, and nothing of Rust.
struct Tester {
    http: Client,
    emulator: Arc<Emulator>,
    control: ControlServer,
}

impl Tester {
    async fn new() -> Self {
        Self::of(Scenario::default()).await
    }

    async fn of(scenario: Scenario) -> Self {
        let emulator = Arc::new(scenario.builder().start().await.unwrap());
        let control = ControlServer::builder(Arc::clone(&emulator));
        let control = control.scenario(scenario).start().await.unwrap();
        Self {
            http: Client::new(),
            emulator,
            control,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/_emulator/v1{path}", self.control.root())
    }

    /// Status and body. Each body is checked against the document of the API.
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.http.request(method.clone(), self.url(path));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let body = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap()
        };
        check_body(method.as_str(), path, status, &body);
        (status, body)
    }

    /// The body of a request that is done.
    async fn done(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let (status, answer) = self.ask(method, path, body).await;
        assert!((200..300).contains(&status), "{path}: {answer}");
        answer
    }

    async fn get(&self, path: &str) -> Value {
        self.done(Method::GET, path, None).await
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.done(Method::POST, path, Some(body)).await
    }

    async fn put(&self, path: &str, body: Value) -> Value {
        self.done(Method::PUT, path, Some(body)).await
    }

    async fn patch(&self, path: &str, body: Value) -> Value {
        self.done(Method::PATCH, path, Some(body)).await
    }

    async fn delete(&self, path: &str) {
        self.done(Method::DELETE, path, None).await;
    }

    /// Detail and hint of a refusal with this status.
    async fn refused(
        &self,
        status: u16,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> String {
        let (found, problem) = self.ask(method, path, body).await;
        assert_eq!(found, status, "{problem}");
        format!("{}; {}", problem["detail"], problem["hint"])
    }

    /// The bot invites these people. Returns the status and the answer of Graph.
    async fn invite(&self, call: &str, people: &[&str]) -> (u16, Value) {
        let people = people
            .iter()
            .map(|id| json!({ "identity": { "user": { "id": id } } }));
        let body = json!({ "participants": people.collect::<Vec<_>>() });
        let root = self.emulator.root();
        let url = format!("{root}/v1.0/communications/calls/{call}/participants/invite");
        let request = self
            .http
            .post(url)
            .bearer_auth("emulator-token")
            .json(&body);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// The bot invites a person. Returns the id of the invite.
    async fn ring(&self, call: &str, person: &str) -> String {
        let (status, operation) = self.invite(call, &[person]).await;
        assert_eq!(status, 200, "{operation}");
        operation["id"].as_str().unwrap().to_owned()
    }
}
