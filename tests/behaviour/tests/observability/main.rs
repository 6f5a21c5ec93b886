//! The spans and events of every result of a send, by the names that the documentation lists.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod document;
mod lines;

use graph_invite_tests::captured_traces::{CapturedTraces, Entry};
use graph_invite_tests::operation_ended;
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::token::AccessToken;
use invites::{
    Client, ClientBuilder, Cloud, Inbox, Invite, Outcome, Polling, RetryPolicy, Ringing, SendError,
    graph_invite,
};
use serde_json::json;
use std::io;
use std::time::Duration;
use tracing::Level;

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const CONTEXT: &str = "rota 7";
const GONE: &str = r#"{"error":{"code":"8522"}}"#;
const UNMATCHED: &str = "an invite ended that nothing here waits for";
const OPERATION: &str = r#"{"id":"o","status":"running"}"#;

fn says(status: &str, body: &str) -> Action {
    Action::Respond(response(status, "request-id: r1\r\n", body))
}

fn client(service: &ScriptedServer) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(service.root.clone()))
        .token_source(AccessToken::new("secret-token"))
        .timeout(Duration::from_millis(500))
        .retry_policy(RetryPolicy::default().initial_backoff(Duration::from_millis(1)))
}

fn ada() -> Invite {
    graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
        context: "rota 7",
    }
}

async fn invited(client: ClientBuilder) -> Result<Ringing, SendError> {
    ada().send(&client.build().unwrap()).await
}

/// The fields of a span or event, in the order of `names`.
fn fields<'a, const N: usize>(entry: &'a Entry, names: [&str; N]) -> [Option<&'a str>; N] {
    names.map(|name| entry.get(name))
}

#[tokio::test]
async fn invite_span_records_its_result() {
    let stalls = Action::RespondAndStall(Vec::new());
    let fresh = "retrying with a fresh token";
    for (script, kind, status, attempts) in [
        (vec![says("200 A", OPERATION)], None, None, "1"),
        (
            vec![says("429 A", "{}"), says("200 A", OPERATION)],
            None,
            None,
            "2",
        ),
        (
            vec![says("404 A", GONE)],
            Some("CallNotFound"),
            Some("404"),
            "1",
        ),
        (vec![says("401 A", "{}")], Some("Policy"), Some("401"), "1"),
        (vec![says("504 A", "{}")], Some("Status"), Some("504"), "1"),
        (
            vec![says("307 A", "{}")],
            Some("Redirect"),
            Some("307"),
            "1",
        ),
        (vec![stalls], Some("Timeout"), None, "1"),
        (vec![Action::Reset], Some("Interrupted"), None, "1"),
    ] {
        let traces = CapturedTraces::default();
        let _guard = traces.capture();
        let service = ScriptedServer::script(script);
        let sent = invited(client(&service)).await;

        let invite = &traces.named("invite")[0];
        assert_eq!(invite.level, Level::INFO);
        let names = fields(invite, ["call", "client_context", "kind", "attempts"]);
        let expected = [Some(CALL), Some(CONTEXT), kind, Some(attempts)];
        assert_eq!(names, expected, "{invite}");
        let failed = sent.is_err().then_some("ERROR");
        assert_eq!(invite.get("otel.status_code"), failed, "{invite}");
        let message = match &sent {
            Ok(_) => "the service accepted the invite",
            Err(SendError::NotSent(_)) => "the invite was not sent",
            Err(SendError::Refused(_)) => "the invite was refused",
            Err(_) => "a phone may be ringing",
        };
        let ended = &traces.named(message)[..];
        assert_eq!(ended.len(), 1, "{message} in {}", traces.text());
        let recorded = fields(&ended[0], ["kind", "status"]);
        assert_eq!(recorded, [kind, status]);
        let [by_service, by_bot] = fields(&ended[0], ["request_id", "client_request_id"]);
        let is_answered = sent.is_ok() || status.is_some_and(|status| status != "307");
        assert_eq!(by_service, is_answered.then_some("r1"), "{}", ended[0]);
        assert_eq!(
            by_bot.is_some(),
            sent.is_ok() || !is_answered,
            "{}",
            ended[0]
        );
        let level = if sent.is_ok() {
            Level::INFO
        } else {
            Level::WARN
        };
        assert_eq!(ended[0].level, level);
        assert_eq!(traces.all()[ended[0].parent.unwrap()].name, "invite");
        assert_eq!(
            traces.named(fresh).len(),
            usize::from(status == Some("401"))
        );
    }
}

#[tokio::test]
async fn request_span_uses_open_telemetry_names() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let service = ScriptedServer::script([says("429 A", "{}"), says("200 A", OPERATION)]);
    let ringing = invited(client(&service)).await.unwrap();
    let id = ringing.key().client_request_id().to_string();

    let port = service.root.port().unwrap().to_string();
    let path = "/v1.0/communications/calls/{call}/participants/invite";
    let url = service.root.join(&path.replace("{call}", CALL)).unwrap();
    let requests = traces.named("request");
    for (request, status, error, resent) in [
        (&requests[0], "429", Some("429"), "0"),
        (&requests[1], "200", None, "1"),
    ] {
        for (name, value) in [
            ("otel.name", Some(&*format!("POST {path}"))),
            ("otel.kind", Some("client")),
            ("otel.status_code", error.map(|_| "ERROR")),
            ("http.request.method", Some("POST")),
            ("http.request.resend_count", Some(resent)),
            ("http.response.status_code", Some(status)),
            ("url.full", Some(url.as_str())),
            ("url.template", Some(path)),
            ("server.address", Some("127.0.0.1")),
            ("server.port", Some(&*port)),
            ("network.protocol.version", Some("1.1")),
            ("error.type", error),
            ("request_id", Some("r1")),
            ("client_request_id", Some(&*id)),
        ] {
            assert_eq!(request.get(name), value, "{name} of {request}");
        }
        assert_eq!(traces.all()[request.parent.unwrap()].name, "invite");
    }
}

#[tokio::test]
async fn failed_connection_is_traced() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let nobody = ScriptedServer::unreachable();
    let _error = invited(client(&nobody).retry_policy(RetryPolicy::disabled())).await;

    let request = &traces.named("request")[0];
    let names = fields(request, ["error.type", "http.response.status_code"]);
    assert_eq!(names, [Some("Connect"), None]);
    let invite = &traces.named("invite")[0];
    let names = fields(invite, ["kind", "attempts"]);
    assert_eq!(names, [Some("Connect"), Some("1")]);
    let refused = io::Error::from(io::ErrorKind::ConnectionRefused).to_string();
    for message in ["the invite was not sent", "not answered"] {
        let cause = traces.named(message)[0]
            .get("cause")
            .unwrap()
            .to_lowercase();
        assert!(cause.contains(&refused.to_lowercase()), "{cause}");
    }
}

#[tokio::test]
async fn check_span_records_its_status_and_requests() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let there = r#"{"value":[{"isInLobby":false,"info":{"identity":{"user":
        {"id":"278405a3-f568-4b3e-b684-009193463064"}}}}]}"#;
    let service = ScriptedServer::script([says("504 A", ""), says("200 A", there)]);
    let sent = invited(client(&service)).await;
    let Err(SendError::Unknown(unknown)) = sent else {
        unreachable!("{sent:?}")
    };
    let _status = unknown.check().await;

    let check = &traces.named("check")[0];
    assert_eq!(traces.all()[check.parent.unwrap()].name, "invite");
    let names = fields(check, ["ring_status", "error.type"]);
    assert_eq!(names, [Some("Rang"), None]);
    let request = &traces.named("request")[1];
    assert_eq!(traces.all()[request.parent.unwrap()].name, "check");
    let names = fields(request, ["http.request.method", "otel.name"]);
    let path = "GET /v1.0/communications/calls/{call}/participants";
    assert_eq!(names, [Some("GET"), Some(path)]);
    let checked = &traces.named("checked the invite")[0];
    assert_eq!(checked.get("ring_status"), Some("Rang"));
}

#[tokio::test]
async fn outcome_is_logged_once_in_the_span_of_its_invite() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let service = ScriptedServer::script([says("200 A", OPERATION)]);
    let inbox = Inbox::new();
    let _ringing = invited(client(&service).inbox(inbox.clone())).await;
    let declined = json!({ "code": 603, "subcode": 8538, "message": "Ada declined" });
    let declined = operation_ended(CALL, CONTEXT, "failed", &declined);
    for _ in 0..2 {
        inbox.deliver(&declined).unwrap();
    }

    let ended = &traces.named("the operation ended")[..];
    assert_eq!(ended.len(), 1);
    let invite = &traces.all()[ended[0].parent.unwrap()];
    let names = fields(invite, ["call", "client_context"]);
    assert_eq!(names, [Some(CALL), Some(CONTEXT)]);
    let names = fields(&ended[0], ["outcome", "kind"]);
    assert_eq!(names, [Some("Failed"), Some("Declined")]);
    assert_eq!(
        fields(&ended[0], ["code", "subcode"]),
        [Some("603"), Some("8538")]
    );
    let after: f64 = ended[0].get("after_seconds").unwrap().parse().unwrap();
    assert!(after >= 0.0);
    assert_eq!(ended[0].level, Level::INFO);
    assert!(!traces.text().contains("Ada"));
}

#[tokio::test(start_paused = true)]
async fn end_that_nothing_waits_for_is_a_warning_once_a_minute_and_call() {
    const OTHER: &str = "a7ebfb2d-871e-419c-87af-27290b22e8db";
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let inbox = Inbox::new();
    let warned = |call: &str, status: &str| {
        let before = traces.named(UNMATCHED).len();
        let result = json!({ "code": 603, "subcode": 8538, "message": "Ada declined" });
        let ended = operation_ended(call, "rota 7", status, &result);
        inbox.deliver(&ended).unwrap();
        traces.named(UNMATCHED).len() > before
    };
    assert!(!warned(CALL, "running"));
    assert!(warned(CALL, "failed") && !warned(CALL, "completed"));
    assert!(warned(OTHER, "completed"));
    tokio::time::advance(Duration::from_secs(59)).await;
    assert!(!warned(CALL, "failed"));
    tokio::time::advance(Duration::from_secs(1)).await;
    assert!(warned(CALL, "failed"));
    let warning = &traces.named(UNMATCHED)[0];
    assert_eq!(warning.level, Level::WARN);
    let names = fields(warning, ["call", "client_context", "outcome", "code"]);
    assert_eq!(names, [Some(CALL), Some("…"), Some("Failed"), Some("603")]);
    assert!(!traces.text().contains("Ada"));
}

#[tokio::test]
async fn spans_of_the_caller_stay_untouched() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let service = ScriptedServer::script([says("504 A", "")]);
    let theirs = tracing::info_span!(
        "theirs",
        attempts = tracing::field::Empty,
        http.response.status_code = tracing::field::Empty,
    );
    let sending = tracing::Instrument::instrument(invited(client(&service)), theirs);
    let _error = sending.await;
    assert_eq!(traces.named("theirs")[0].fields, []);
}

#[tokio::test]
async fn polls_log_nothing_above_debug() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let running = says("200 A", OPERATION);
    let mut script = vec![running; 7];
    script.push(says("429 A", "{}"));
    script.push(Action::Reset);
    script.push(says("200 A", r#"{"id":"o","status":"completed"}"#));
    let service = ScriptedServer::script(script);
    let polling = Polling::default().first(Duration::ZERO);
    let polling = polling.longest(Duration::ZERO);
    let ringing = invited(client(&service).polling(polling)).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);

    assert!(traces.named("poll").len() > 3, "{}", traces.text());
    let all = traces.all().into_iter();
    let loud = all.filter(|entry| !entry.is_span && entry.level <= Level::INFO);
    let loud: Vec<_> = loud
        .filter(|entry| entry.target.starts_with("graph_invite::"))
        .map(|entry| entry.name)
        .collect();
    let expected = ["the service accepted the invite", "the operation ended"];
    assert_eq!(loud, expected);
}
