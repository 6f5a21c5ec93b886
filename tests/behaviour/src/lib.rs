//! What the tests share: services to call, and what they were sent.

pub mod captured_traces;
pub mod scripted_server;
pub mod unsigned_token;

use graph_invite_emulator::{Emulator, RecordedRequest};
use invites::token::AccessToken;
use invites::{Client, Cloud};
use serde_json::{Value, json};

/// An emulator, and a client of it.
///
/// # Panics
///
/// If the emulator does not start.
#[allow(clippy::unwrap_used, reason = "only tests call this")]
pub async fn calling() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .build()
        .unwrap();
    (emulator, client)
}

/// The last request that the emulator read.
///
/// # Panics
///
/// If there is none.
#[must_use]
#[allow(clippy::unwrap_used, reason = "only tests call this")]
pub fn sent(emulator: &Emulator) -> RecordedRequest {
    emulator.requests().pop().unwrap()
}

/// The body of a notification that an operation has ended.
#[must_use]
pub fn operation_ended(call: &str, context: &str, status: &str, result: &Value) -> Vec<u8> {
    let notification = json!({ "value": [{
        "changeType": "deleted",
        "resourceUrl": format!("/communications/calls/{call}/operations/participants"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "id": null,
            "status": status,
            "clientContext": context,
            "resultInfo": result,
        },
    }]});
    notification.to_string().into_bytes()
}
