//! What developers have reported in public, in bodies of the same shape: each case behaves as the
//! report needs it.
//!
//! Cases that other tests cover: the bodies of all documented invites (`wire.rs`); a move without
//! `from` and an unknown clause (`tests/language/ui/fail/clauses`); `cty` in a callback token, issuers
//! and audiences (`runtime/src/callback/tests`).

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod callbacks;
mod calls;
mod codes;
mod operations;
mod refusals;
mod requests;
mod rosters;

use graph_invite_tests::scripted_server::{ScriptedServer, response};
use invites::token::AccessToken;
use invites::{
    CallId, Client, ClientContext, Cloud, Inbox, Invite, Outcome, Participant, PhoneNumber,
    Polling, Presence, Ringing, Url, UserId,
};
use serde_json::{Value, json};

const CALL: &str = "0e1f6d52-6f5d-4c37-9d5c-4a3c6f0b9b11";
const OPERATION: &str = "c2f7f0a4-31c8-4d4e-8d0f-6b8f1c5ed920";
const OTHER_OPERATION: &str = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
const USER: &str = "4c9e2f1a-7b3d-4e60-8f25-91d0a6b7c8e3";
const PHONE: &str = "+12345678901";

fn user() -> Participant {
    Participant::user(UserId::parse(USER).unwrap())
}

fn phone() -> Participant {
    Participant::phone(PhoneNumber::parse(PHONE).unwrap())
}

/// An invite to [`CALL`], with the id of the call as client context, as the bots of Microsoft send it.
fn invite(person: Participant) -> Invite {
    Invite::builder()
        .call(CallId::parse(CALL).unwrap())
        .context(Some(ClientContext::parse(CALL).unwrap()))
        .participants([person].into())
        .build()
        .unwrap()
}

fn client(root: &Url, inbox: &Inbox) -> Client {
    Client::builder()
        .cloud(Cloud::Custom(root.clone()))
        .token_source(AccessToken::new("secret-token"))
        .inbox(inbox.clone())
        .polling(Polling::off())
        .build()
        .unwrap()
}

/// The answer of a service that accepts the invite as [`OPERATION`].
fn accepted() -> String {
    json!({ "id": OPERATION, "status": "running", "clientContext": CALL }).to_string()
}

/// An accepted invite, and the inbox that hears of it.
struct Accepted {
    inbox: Inbox,
    ringing: Ringing,
}

impl Accepted {
    async fn new(person: Participant) -> Self {
        Self::of(&invite(person)).await
    }

    async fn of(invite: &Invite) -> Self {
        let service = ScriptedServer::responding(response("200 OK", "", &accepted()));
        let inbox = Inbox::new();
        let ringing = invite.send(&client(&service.root, &inbox)).await.unwrap();
        Self { inbox, ringing }
    }

    /// Delivers a body, and returns how many of its notifications are about the invite.
    fn deliver(&self, body: &[u8]) -> usize {
        let delivered = self.inbox.deliver(body).unwrap();
        assert_eq!(delivered.unreadable, 0);
        delivered.matched
    }

    fn outcome(&self) -> Outcome {
        self.ringing.current_outcome()
    }

    fn presence(&self) -> Presence {
        self.ringing.presence()[0]
    }
}

/// The body of a callback with one notification. `path` follows the call.
fn notification(change: &str, path: &str, data: &Value) -> Vec<u8> {
    let body = json!({
        "@odata.type": "#microsoft.graph.commsNotifications",
        "value": [{
            "@odata.type": "#microsoft.graph.commsNotification",
            "changeType": change,
            "resource": format!("/app/calls/{CALL}{path}"),
            "resourceUrl": format!("/communications/calls/{CALL}{path}"),
            "resourceData": data,
        }],
    });
    body.to_string().into_bytes()
}

/// The end of an operation with the client context of the invite.
fn ended(kind: &str, id: &str, status: &str, result: &Value) -> Vec<u8> {
    let data = json!({
        "@odata.type": format!("#microsoft.graph.{kind}"),
        "id": id,
        "status": status,
        "clientContext": CALL,
        "resultInfo": result,
    });
    notification("deleted", &format!("/operations/{id}"), &data)
}

/// The end of the invite's own operation.
fn invite_ended(status: &str, result: &Value) -> Vec<u8> {
    ended("inviteParticipantsOperation", OPERATION, status, result)
}

fn result(code: i64, subcode: i64, message: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.resultInfo",
        "code": code,
        "subcode": subcode,
        "message": message,
    })
}
