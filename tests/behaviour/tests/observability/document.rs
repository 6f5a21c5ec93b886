//! The documentation lists exactly the spans and events that are emitted.

use super::{CALL, CONTEXT, OPERATION, ada, client, invited, operation_ended, says};
use axum::Router;
use graph_invite_emulator::Emulator;
use graph_invite_tests::captured_traces::{CapturedTraces, Entry};
use graph_invite_tests::scripted_server::{Action, ScriptedServer};
use graph_invite_tests::unsigned_token;
use invites::callback::{NotificationHandler, Verifier, VerifierBuilder, router};
use invites::token::{AccessToken, TokenRequest, TokenSource};
use invites::{
    Cancellation, Client, Cloud, Inbox, InviteEvent, Outcome, Polling, RetryPolicy, Url,
    graph_invite,
};
use serde_json::json;
use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DOCUMENT: &str = include_str!("../../../../docs/guide/observability.md");

#[tokio::test]
async fn documentation_lists_exactly_the_emitted_spans_and_events() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    sends().await;
    polls().await;
    asks_for_tokens().await;
    listens().await;
    for entry in traces.all() {
        let names: BTreeSet<_> = entry.fields.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), entry.fields.len(), "a field twice in {entry}");
    }
    assert_eq!(
        rows(),
        traces
            .all()
            .iter()
            .filter(|entry| is_ours(entry))
            .map(row)
            .collect(),
        "left: docs/guide/observability.md, right: the emitted spans and events"
    );
}

#[test]
fn documentation_explains_every_field() {
    let (_, explained) = DOCUMENT.split_once("## Fields").unwrap();
    for (.., names) in rows() {
        for name in names {
            let is_standard = ["http.", "url.", "server.", "network.", "otel."]
                .iter()
                .any(|prefix| name.starts_with(prefix));
            let is_explained = explained.contains(&format!("`{name}`"));
            assert!(is_standard || is_explained, "{name}");
        }
    }
}

/// Name, level and fields.
type Row = (String, String, BTreeSet<String>);

/// The rows of the tables of spans and events.
fn rows() -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    for line in DOCUMENT.lines() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        if let [_, name, level @ ("INFO" | "WARN" | "DEBUG"), fields, _] = cells[..] {
            let fields = fields.split(',').map(|field| field.trim().replace('`', ""));
            let fields = fields.filter(|field| !field.is_empty()).collect();
            rows.insert((name.replace('`', ""), level.to_owned(), fields));
        }
    }
    rows
}

fn row(entry: &Entry) -> Row {
    let names = entry.names.iter().map(ToString::to_string).collect();
    (entry.name.clone(), entry.level.to_string(), names)
}

fn is_ours(entry: &Entry) -> bool {
    entry.target.starts_with("graph_invite::")
}

/// Every result of a send, and a check.
async fn sends() {
    for script in [
        says("200 A", OPERATION),
        says("200 A", ""),
        says("404 A", ""),
        Action::Reset,
    ] {
        let service = ScriptedServer::script([says("429 A", ""), script]);
        if let Ok(ringing) = invited(client(&service)).await {
            let _outcome = ringing.outcome_within(Duration::ZERO).await;
        }
    }
    let nobody = ScriptedServer::unreachable();
    let _error = invited(client(&nobody).retry_policy(RetryPolicy::disabled())).await;
}

/// Polls, and an attempt to cancel.
async fn polls() {
    let completed = r#"{"id":"o","status":"completed"}"#;
    let service = ScriptedServer::script([says("200 A", OPERATION), says("200 A", completed)]);
    let at_once = Polling::default().first(Duration::ZERO);
    let ringing = invited(client(&service).polling(at_once)).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    let cancellation = ringing.cancel().await;
    assert!(matches!(cancellation, Cancellation::TooLate));
}

/// A refused token without another one, and a token that cannot be renewed.
async fn asks_for_tokens() {
    let service = ScriptedServer::script([says("401 A", "")]);
    let _error = invited(client(&service)).await;
    let _error = invited(client(&service).token_source(once())).await;

    let service = ScriptedServer::script([says("200 A", OPERATION)]);
    let client = client(&service).token_source(once()).build().unwrap();
    let _ringing = ada().send(&client).await.unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(59 * 60)).await;
    tokio::time::resume();
    let _ringing = ada().send(&client).await.unwrap();
}

/// A source that gives one token, which is valid for an hour.
fn once() -> impl TokenSource {
    let is_given = AtomicBool::new(false);
    move |_: TokenRequest| {
        let is_given = is_given.swap(true, Ordering::Relaxed);
        async move {
            if is_given {
                return Err(io::Error::other("the vault is closed"));
            }
            Ok(AccessToken::new("secret-token").expires_in(HOUR))
        }
    }
}

/// Callbacks from the service and from others.
async fn listens() {
    let emulator = Emulator::start().await.unwrap();
    let inbox = Inbox::new();
    let verifier = |oidc| {
        let builder: VerifierBuilder = Verifier::builder(emulator.app().into());
        builder
            .tenant(emulator.tenant().into())
            .openid_configuration(oidc)
            .build()
            .unwrap()
    };
    let checked = verifier(emulator.openid_configuration());
    let bot = Router::new().nest("/callback", router(checked, inbox.clone()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, bot).into_future());
    let callback = format!("http://{address}/callback");
    emulator.set_callback(Url::parse(&callback).unwrap());
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .inbox(inbox.clone());
    let invite = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let ringing = invite.send(&client.build().unwrap()).await.unwrap();
    let mut events = ringing.events();
    while !matches!(events.recv().await, InviteEvent::Joined { .. }) {}
    let _outcome = ringing.outcome().await;

    let mut stranger = TcpStream::connect(address).await.unwrap();
    let request = "POST /callback HTTP/1.1\r\nhost: bot\r\nconnection: close\r\n\r\n";
    stranger.write_all(request.as_bytes()).await.unwrap();
    stranger.read_to_end(&mut Vec::new()).await.unwrap();

    inbox.handle("no json".into());
    let ended = operation_ended(CALL, CONTEXT, "completed", &json!(null));
    inbox.deliver(&ended).unwrap();
    let nobody = ScriptedServer::unreachable();
    let signed_by_k = unsigned_token::bearer(
        &json!({ "alg": "RS256", "kid": "k" }),
        &json!({ "iss": "https://api.botframework.com", "aud": emulator.app() }),
    );
    let refused = verifier(nobody.root.clone())
        .verify(Some(&signed_by_k))
        .await;
    assert_eq!(refused.unwrap_err().status(), 503);
}
