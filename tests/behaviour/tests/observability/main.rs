//! What is told to `tracing` of every end, by names that the documentation lists.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod document;

use graph_invite_tests::raw::{Does, Service, answer};
use graph_invite_tests::told::{Entry, Told};
use invites::{
    AccessToken, Client, ClientBuilder, Cloud, Inbox, Invite, RetryPolicy, Ringing, SendError,
    graph_invite,
};
use serde_json::json;
use std::time::Duration;
use tracing::Level;

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const CONTEXT: &str = "rota 7";
const GONE: &str = r#"{"error":{"code":"8522"}}"#;
const OPERATION: &str = r#"{"id":"o","status":"running"}"#;

fn says(status: &str, body: &str) -> Does {
    Does::Says(answer(status, "request-id: r1\r\n", body))
}

fn client(service: &Service) -> ClientBuilder {
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
async fn an_invite_tells_its_end() {
    let stalls = Does::Stalls(Vec::new());
    let fresh = "again with a fresh token";
    for (script, end, class, status, attempts) in [
        (vec![says("200 A", OPERATION)], "Ringing", None, None, "1"),
        (
            vec![says("429 A", "{}"), says("200 A", OPERATION)],
            "Ringing",
            None,
            None,
            "2",
        ),
        (
            vec![says("404 A", GONE)],
            "Refused",
            Some("CallNotFound"),
            Some("404"),
            "1",
        ),
        (
            vec![says("401 A", "{}")],
            "Refused",
            Some("Policy"),
            Some("401"),
            "1",
        ),
        (
            vec![says("504 A", "{}")],
            "Unknown",
            Some("Status"),
            Some("504"),
            "1",
        ),
        (
            vec![says("307 A", "{}")],
            "Unknown",
            Some("Redirect"),
            Some("307"),
            "1",
        ),
        (vec![stalls], "Unknown", Some("Timeout"), None, "1"),
        (vec![Does::Resets], "Unknown", Some("Broken"), None, "1"),
    ] {
        let told = Told::default();
        let _hearing = told.hear();
        let service = Service::script(script).await;
        let sent = invited(client(&service)).await;

        let invite = &told.named("invite")[0];
        assert_eq!(invite.level, Level::INFO);
        let names = ["call", "client_context", "end", "class", "attempts"];
        let names = fields(invite, names);
        let expected = [Some(CALL), Some(CONTEXT), Some(end), class, Some(attempts)];
        assert_eq!(names, expected, "{invite}");
        let failed = sent.is_err().then_some("ERROR");
        assert_eq!(invite.get("otel.status_code"), failed, "{invite}");
        let is_answered = sent.is_ok() || status.is_some_and(|status| status != "307");
        assert_eq!(invite.get("request_id").is_some(), is_answered, "{invite}");

        let message = match &sent {
            Ok(_) => "the service accepted the invite".to_owned(),
            Err(error) => error.to_string(),
        };
        let ended = &told.named(&message)[..];
        assert_eq!(ended.len(), 1, "{message} in {}", told.text());
        let told_there = fields(&ended[0], ["end", "class", "http.response.status_code"]);
        assert_eq!(told_there, [Some(end), class, status]);
        let level = if sent.is_ok() {
            Level::INFO
        } else {
            Level::WARN
        };
        assert_eq!(ended[0].level, level);
        assert_eq!(told.all()[ended[0].parent.unwrap()].name, "invite");
        assert_eq!(told.named(fresh).len(), usize::from(status == Some("401")));
    }
}

#[tokio::test]
async fn a_request_is_told_by_the_names_of_open_telemetry() {
    let told = Told::default();
    let _hearing = told.hear();
    let service = Service::script([says("429 A", "{}"), says("200 A", OPERATION)]).await;
    let _ringing = invited(client(&service)).await.unwrap();

    let port = service.root.port().unwrap().to_string();
    let path = "/v1.0/communications/calls/{call}/participants/invite";
    let url = service.root.join(&path.replace("{call}", CALL)).unwrap();
    let requests = told.named("request");
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
        ] {
            assert_eq!(request.get(name), value, "{name} of {request}");
        }
        assert_eq!(told.all()[request.parent.unwrap()].name, "invite");
    }
}

#[tokio::test]
async fn what_found_no_connection_tells_so() {
    let told = Told::default();
    let _hearing = told.hear();
    let nobody = Service::nobody().await;
    let _error = invited(client(&nobody).retry_policy(RetryPolicy::disabled())).await;

    let request = &told.named("request")[0];
    let names = fields(request, ["error.type", "http.response.status_code"]);
    assert_eq!(names, [Some("Connect"), None]);
    let invite = &told.named("invite")[0];
    let names = fields(invite, ["end", "class", "attempts"]);
    assert_eq!(names, [Some("NotSent"), Some("Connect"), Some("1")]);
}

#[tokio::test]
async fn a_look_tells_its_finding_and_its_requests() {
    let told = Told::default();
    let _hearing = told.hear();
    let there = r#"{"value":[{"isInLobby":false,"info":{"identity":{"user":
        {"id":"278405a3-f568-4b3e-b684-009193463064"}}}}]}"#;
    let service = Service::script([says("504 A", ""), says("200 A", there)]).await;
    let sent = invited(client(&service)).await;
    let Err(SendError::Unknown(unknown)) = sent else {
        unreachable!("{sent:?}")
    };
    let _status = unknown.check().await;

    let look = &told.named("look")[0];
    let names = fields(look, ["call", "client_context", "finding", "error.type"]);
    assert_eq!(names, [Some(CALL), Some(CONTEXT), Some("Rung"), None]);
    let request = &told.named("request")[1];
    assert_eq!(told.all()[request.parent.unwrap()].name, "look");
    let names = fields(request, ["http.request.method", "otel.name"]);
    let path = "GET /v1.0/communications/calls/{call}/participants";
    assert_eq!(names, [Some("GET"), Some(path)]);
    let looked = &told.named("looked for the invite")[0];
    assert_eq!(looked.get("finding"), Some("Rung"));
}

#[tokio::test]
async fn an_outcome_is_told_once_by_the_names_of_its_invite() {
    let told = Told::default();
    let _hearing = told.hear();
    let service = Service::script([says("200 A", OPERATION)]).await;
    let inbox = Inbox::new();
    let _ringing = invited(client(&service).inbox(inbox.clone())).await;
    let declined = json!({ "value": [{
        "changeType": "deleted",
        "resourceUrl": format!("/communications/calls/{CALL}/operations/o"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "status": "failed",
            "clientContext": CONTEXT,
            "resultInfo": { "code": 603, "subcode": 8538, "message": "Ada declined" },
        },
    }]});
    for _ in 0..2 {
        inbox.deliver(declined.to_string().as_bytes()).unwrap();
    }

    let ended = &told.named("the operation ended")[..];
    assert_eq!(ended.len(), 1);
    let names = fields(&ended[0], ["call", "client_context", "outcome", "class"]);
    let expected = [Some(CALL), Some(CONTEXT), Some("Failed"), Some("Declined")];
    assert_eq!(names, expected);
    assert_eq!(
        fields(&ended[0], ["code", "subcode"]),
        [Some("603"), Some("8538")]
    );
    let after: f64 = ended[0].get("after_seconds").unwrap().parse().unwrap();
    assert!(after >= 0.0);
    assert_eq!(ended[0].level, Level::INFO);
    assert!(!told.text().contains("Ada"));
}

#[tokio::test]
async fn nothing_is_recorded_in_a_span_of_the_caller() {
    let told = Told::default();
    let _hearing = told.hear();
    let service = Service::script([says("504 A", "")]).await;
    let theirs = tracing::info_span!(
        "theirs",
        attempts = tracing::field::Empty,
        http.response.status_code = tracing::field::Empty,
    );
    let sending = tracing::Instrument::instrument(invited(client(&service)), theirs);
    let _error = sending.await;
    assert_eq!(told.named("theirs")[0].fields, []);
}
