//! Tests from outside: a bot with plain HTTP, and an emulator of its own for each test.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod behaviors;
mod calls;
mod clock;
mod delivery;
mod invites;
mod listening_bot;
mod notifications;
mod phones;
mod queues;
mod recordings;
mod refusals;
mod requests;
mod seed;
mod spellings;
mod token_endpoint;
mod whole_invites;

use graph_invite_emulator::{Emulator, EmulatorBuilder};
use reqwest::header::HeaderMap;
use reqwest::{Certificate, Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
const EVE: &str = "1e126418-44a0-4a94-a6f8-0efe1ad71acb";
const BOT: &str = "832899f8-2ea1-4604-8413-27bd2892079f";
const STRANGE: &str = "a7ebfb2d-871e-419c-87af-27290b22e8db";

struct Bot {
    emulator: Emulator,
    http: Client,
}

struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Bot {
    async fn new() -> Self {
        Self::of(Emulator::builder()).await
    }

    async fn of(emulator: EmulatorBuilder) -> Self {
        let emulator = emulator.start().await.unwrap();
        let mut http = Client::builder();
        if let Some(pem) = emulator.certificate() {
            http = http.tls_certs_merge([Certificate::from_pem(pem.as_bytes()).unwrap()]);
        }
        let http = http.build().unwrap();
        Self { emulator, http }
    }

    fn calls(&self, path: &str) -> String {
        format!("{}/v1.0/communications/calls/{path}", self.emulator.root())
    }

    async fn invite(&self, call: Uuid, body: Value) -> Reply {
        send(self.post(call).json(&body)).await
    }

    /// An invite without a body.
    fn post(&self, call: Uuid) -> RequestBuilder {
        let url = self.calls(&format!("{call}/participants/invite"));
        self.http.post(url).bearer_auth(self.emulator.token())
    }

    async fn get(&self, path: &str) -> Reply {
        let request = self.http.get(self.calls(path));
        send(request.bearer_auth(self.emulator.token())).await
    }

    fn join(&self, call: Uuid, user: &str) -> String {
        self.emulator
            .add_participant(call, id(user))
            .unwrap()
            .to_string()
    }
}

fn id(text: &str) -> Uuid {
    Uuid::parse_str(text).unwrap()
}

async fn send(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    Reply {
        status: response.status(),
        headers: response.headers().clone(),
        body: response.json().await.unwrap(),
    }
}

impl Reply {
    /// Status and `error.code`.
    #[track_caller]
    fn assert_refused(&self, status: u16, code: &str) {
        let error = &self.body["error"];
        assert_eq!(
            (self.status.as_u16(), &error["code"]),
            (status, &json!(code)),
            "{error}"
        );
    }

    /// Refused as an invalid argument that the message names.
    #[track_caller]
    fn assert_invalid_argument(&self, parameter: &str) {
        self.assert_refused(400, "8523");
        let message = self.body["error"]["message"].as_str().unwrap();
        assert!(
            message.starts_with(&format!("Invalid argument '{parameter}': ")),
            "{message}"
        );
    }

    #[track_caller]
    fn assert_accepted(&self) {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
    }
}

fn invite(participants: impl IntoIterator<Item = Value>) -> Value {
    json!({ "participants": participants.into_iter().collect::<Vec<_>>() })
}

fn participant(kind: &str, id: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.invitationParticipantInfo",
        "identity": {
            "@odata.type": "#microsoft.graph.identitySet",
            kind: { "@odata.type": "#microsoft.graph.identity", "id": id },
        },
    })
}

fn user(id: &str) -> Value {
    participant("user", id)
}

/// Adds a property to a participant.
#[allow(
    clippy::needless_pass_by_value,
    reason = "callers pass ids and texts as they have them"
)]
fn with(mut participant: Value, name: &str, value: impl ToString) -> Value {
    participant[name] = json!(value.to_string());
    participant
}
