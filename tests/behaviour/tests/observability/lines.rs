//! The lines of a log stay short.

use super::{CALL, OPERATION, client, says};
use graph_invite_tests::captured_traces::CapturedTraces;
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::{CallId, ClientBuilder, ClientContext, Invite, Participant, UserId};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::Level;

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

/// What `tracing_subscriber` prints of one send at INFO.
async fn lines(client: ClientBuilder) -> Vec<String> {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .without_time()
        .with_max_level(Level::INFO)
        .with_writer(move || writer.clone());
    let _every_thread = CapturedTraces::default().capture();
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let invite = Invite::builder()
        .call(CallId::parse(CALL).unwrap())
        .participants([Participant::user(UserId::parse(ID).unwrap())].into())
        .context(Some(ClientContext::parse(ID).unwrap()))
        .build()
        .unwrap();
    let sent = invite.send(&client.build().unwrap()).await;
    if let Ok(ringing) = sent {
        let _outcome = ringing.outcome_within(Duration::ZERO).await;
    }
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn no_line_of_a_send_is_longer_than_300_characters() {
    let nobody = ScriptedServer::unreachable();
    let mut lines = lines(client(&nobody)).await;
    let refusal = |code: &str| format!(r#"{{"error":{{"code":"{code}"}}}}"#);
    let headers = format!("request-id: {ID}\r\nretry-after: 86400\r\n");
    let stalls = Action::RespondAndStall(Vec::new());
    for action in [
        Action::Respond(response(
            "403 A",
            &headers,
            &refusal("Authorization_RequestDenied"),
        )),
        Action::Respond(response("400 A", &headers, &refusal("8523"))),
        Action::Respond(response("504 A", &headers, &refusal("UnknownError"))),
        Action::Respond(response("307 A", "location: /\r\n", "")),
        Action::Reset,
        stalls,
        says("200 A", OPERATION),
    ] {
        let service = ScriptedServer::script([action]);
        lines.extend(self::lines(client(&service)).await);
    }
    for message in [
        "the invite was not sent",
        "the invite was refused",
        "a phone may be ringing",
        "the service accepted the invite",
        "checked the invite",
    ] {
        assert!(
            lines.iter().any(|line| line.contains(message)),
            "{message} in {lines:#?}"
        );
    }
    for line in lines {
        assert!(line.len() < MAX_LINE, "{} characters: {line}", line.len());
    }
}
