//! The lines of a log stay short, whatever is in them.

use super::{OPERATION, client, operation_ended};
use graph_invite_tests::captured_traces::CapturedTraces;
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::{
    CallId, Client, ClientContext, Inbox, Invite, Participant, Polling, SendError, UserId,
};
use serde_json::json;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;

/// The most characters of a line, without a timestamp.
const MAX_LINE: usize = 300;
const ID: &str = "9302576f-74c3-4d6c-a5fc-9b3e6d0f8c51";

/// Keeps what is written.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The longest texts that are allowed: a call, a client context.
fn longest() -> (String, String) {
    (format!("c{}", "1".repeat(199)), "context ".repeat(32))
}

/// Sends, and does everything that logs something.
async fn send(client: &Client, inbox: &Inbox) {
    let (call, context) = longest();
    let invite = Invite::builder()
        .call(CallId::from_graph(&call).unwrap())
        .participants([Participant::user(UserId::parse(ID).unwrap())].into())
        .context(Some(ClientContext::parse(&context).unwrap()))
        .build()
        .unwrap();
    let sent = invite.send(client).await;
    for result in [
        json!({ "code": i64::MIN, "subcode": i64::MAX, "message": "Ada declined" }),
        json!({ "code": 40_312_345, "subcode": -99_999_999 }),
    ] {
        inbox
            .deliver(&operation_ended(&call, &context, "failed", &result))
            .unwrap();
    }
    match sent {
        Ok(ringing) => {
            let _outcome = ringing.outcome_within(Duration::ZERO).await;
            let _cancellation = ringing.cancel().await;
        }
        Err(SendError::Unknown(unknown)) => {
            let _status = unknown.check().await;
            let _cancellation = unknown.cancel().await;
        }
        Err(_) => {}
    }
}

/// What `tracing_subscriber` prints of what the crate logs, at every level.
async fn lines(service: &ScriptedServer) -> Vec<String> {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .without_time()
        .with_max_level(Level::TRACE)
        .with_writer(move || writer.clone())
        .finish()
        .with(Targets::new().with_target("graph_invite", Level::TRACE));
    let _every_thread = CapturedTraces::default().capture();
    let _guard = tracing::subscriber::set_default(subscriber);
    let inbox = Inbox::new();
    let client = client(service).inbox(inbox.clone()).polling(Polling::off());
    send(&client.build().unwrap(), &inbox).await;
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn no_line_is_longer_than_300_characters() {
    let refusal = |code: &str| format!(r#"{{"error":{{"code":"{code}"}}}}"#);
    let code = "Authorization_RequestDenied_".repeat(2);
    let headers = format!("request-id: {}\r\nretry-after: 86400\r\n", "r".repeat(64));
    let answer = |status, body: &str| Action::Respond(response(status, &headers, body));
    let mut all = lines(&ScriptedServer::unreachable()).await;
    for action in [
        answer("403 A", &refusal(&code)),
        answer("400 A", &refusal(&code)),
        answer("400 A", &refusal("8523")),
        answer("504 A", &refusal(&code)),
        Action::Respond(response("307 A", "location: /\r\n", "")),
        Action::Reset,
        Action::RespondAndStall(Vec::new()),
        answer("200 A", OPERATION),
    ] {
        let service = ScriptedServer::script([action]);
        all.extend(lines(&service).await);
    }
    for message in [
        "the invite was not sent",
        "the invite was refused",
        "a phone may be ringing",
        "the service accepted the invite",
        "the operation ended",
        "an invite ended that nothing here waits for",
        "checked the invite",
        "tried to cancel the invite",
        "giving up",
        ": answered",
        ": not answered",
    ] {
        let is_there = all.iter().any(|line| line.contains(message));
        assert!(is_there, "{message} in {all:#?}");
    }
    for line in all {
        let count = line.chars().count();
        assert!(count < MAX_LINE, "{count} characters: {line}");
    }
}
