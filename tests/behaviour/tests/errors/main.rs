//! What a program prints of each error: one line with the reason, then the causes, and nothing twice.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod kinds;

use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use graph_invite_tests::unsigned_token;
use invites::callback::{CallbackError, Verifier};
use invites::token::{AccessToken, TokenRequest};
use invites::{
    CallId, Client, ClientBuilder, Cloud, Inbox, Invite, Participant, RetryPolicy, SendError, Url,
    UserId, graph_invite,
};
use serde_json::json;
use std::error::Error;
use std::io;
use std::time::Duration;

const FORBIDDEN: &str =
    r#"{"error":{"code":"7505","message":"Call source tenant does not match."}}"#;

fn ada() -> Invite {
    graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
        context: "rota 7",
    }
}

fn client(root: &Url) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(root.clone()))
        .token_source(AccessToken::new("secret-token"))
        .timeout(Duration::from_millis(300))
        .retry_policy(RetryPolicy::disabled())
}

fn says(status: &str, headers: &str, body: &str) -> Action {
    Action::Respond(response(
        status,
        &format!("request-id: r1\r\n{headers}"),
        body,
    ))
}

async fn sent(script: impl IntoIterator<Item = Action>) -> SendError {
    let service = ScriptedServer::script(script);
    let client = client(&service.root).build().unwrap();
    ada().send(&client).await.unwrap_err()
}

/// What a program prints of an error: one line each for the error and its causes.
fn printed(error: &(dyn Error + 'static)) -> Vec<String> {
    let chain = std::iter::successors(Some(error), |&error| error.source());
    let lines: Vec<_> = chain.map(ToString::to_string).collect();
    for (place, line) in lines.iter().enumerate() {
        assert!(!line.contains('\n') && !line.is_empty(), "{lines:#?}");
        let before = lines.iter().take(place);
        let mut repeats = before.filter(|before| before.contains(line.as_str()));
        assert_eq!(repeats.next(), None, "{line:?} is printed twice");
    }
    lines
}

/// The line with which an unknown invite begins, without the key.
fn without_key(lines: &[String]) -> &str {
    let (line, key) = lines[0].split_once(" (call ").unwrap();
    let ids = "57dab8b1-894c-409a-b240-bd8beae78896, client context rota 7, client-request-id ";
    assert!(key.starts_with(ids), "{key}");
    line
}

#[tokio::test]
async fn refusal_shows_status_code_wait_and_attempts_in_one_line() {
    let refused = sent([says("403 A", "", FORBIDDEN)]).await;
    assert_eq!(
        printed(&refused),
        [
            "the service refused the invite, so no phone rings: HTTP 403, code 7505",
            "7505: Call source tenant does not match. (request-id r1)",
        ]
    );
    let busy = says("429 A", "retry-after: 30\r\n", "{}");
    assert_eq!(
        printed(&sent([busy.clone()]).await)[0],
        "the service refused the invite, so no phone rings: HTTP 429, retry after 30 seconds"
    );
    let ringing = says("400 A", "", r#"{"error":{"code":"8559"}}"#);
    assert_eq!(
        printed(&sent([ringing]).await)[0],
        "the service refused the invite: HTTP 400, code 8559"
    );

    let service = ScriptedServer::script([says("429 A", "", "{}")]);
    let patient = client(&service.root)
        .retry_policy(RetryPolicy::default().initial_backoff(Duration::from_millis(1)));
    let refused = ada().send(&patient.build().unwrap()).await.unwrap_err();
    let line = format!("HTTP 429, after {} attempts", refused.attempts());
    assert!(printed(&refused)[0].ends_with(&line), "{refused}");
}

#[tokio::test]
async fn code_that_is_no_word_is_not_in_the_line() {
    let code = "Ada said: a code\nof two lines";
    let body = json!({ "error": { "code": code } }).to_string();
    let refused = sent([says("403 A", "", &body)]).await;
    assert_eq!(
        refused.to_string(),
        "the service refused the invite, so no phone rings: HTTP 403"
    );
}

#[tokio::test]
async fn unknown_shows_the_reason_and_the_key_in_one_line() {
    let began = "a phone may be ringing: no answer shows what the service did: ";
    for (action, reason, causes) in [
        (
            says("504 A", "", r#"{"error":{"code":"UnknownError"}}"#),
            "HTTP 504, code UnknownError",
            1..=1,
        ),
        (
            says("307 A", "location: /elsewhere\r\n", ""),
            "HTTP 307, a redirect that the client does not follow",
            0..=0,
        ),
        (
            Action::RespondAndStall(Vec::new()),
            "no answer in time",
            1..=9,
        ),
        (Action::Reset, "the connection broke", 1..=9),
    ] {
        let lines = printed(&sent([action]).await);
        assert_eq!(without_key(&lines), format!("{began}{reason}"));
        assert!(causes.contains(&(lines.len() - 1)), "{lines:#?}");
    }
}

#[tokio::test]
async fn invite_that_was_not_sent_shows_why_in_one_line() {
    let no_phone = "the invite was not sent, so no phone rings: ";
    let service = ScriptedServer::responding(response("200 A", "", "{}"));
    let twice =
        vec![Participant::user(UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap()); 2];
    let invalid = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..twice],
    };
    let invalid = SendError::from(invalid.unwrap_err());
    let rules = format!("{no_phone}the invite breaks the rules of the service: ");
    assert!(printed(&invalid)[0].starts_with(&rules), "{invalid}");

    let closed =
        |_: TokenRequest| async { Err::<AccessToken, _>(io::Error::other("vault closed")) };
    let closed = client(&service.root).token_source(closed);
    let slow = |_: TokenRequest| std::future::pending::<Result<AccessToken, io::Error>>();
    let slow = client(&service.root).token_source(slow);
    let long = CallId::from_graph(&"a".repeat(70_000)).unwrap();
    let hidden = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" hidden],
    };
    let us_gov = client(&service.root).cloud(Cloud::UsGovL4);
    let long = graph_invite! {
        call: long,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    for (client, invite, line, cause) in [
        (
            closed,
            ada(),
            "the token source failed",
            Some("vault closed"),
        ),
        (
            slow,
            ada(),
            "the token source gave no token within 0.3 seconds",
            None,
        ),
        (
            us_gov,
            hidden,
            "this cloud has no `hidden` in its schema and would refuse or ignore it: remove `hidden`",
            None,
        ),
        (
            client(&service.root),
            long,
            "failed to build the request",
            Some("builder error"),
        ),
    ] {
        let error = invite.send(&client.build().unwrap()).await.unwrap_err();
        let lines = printed(&error);
        assert_eq!(lines[0], format!("{no_phone}{line}"));
        assert_eq!(lines.get(1).map(String::as_str), cause, "{lines:#?}");
    }
    assert_eq!(service.requests().len(), 0);
}

#[tokio::test]
async fn missing_connection_shows_its_cause_last() {
    let nobody = ScriptedServer::unreachable();
    let client = client(&nobody.root)
        .retry_policy(RetryPolicy::default().initial_backoff(Duration::from_millis(1)));
    let error = ada().send(&client.build().unwrap()).await.unwrap_err();
    let lines = printed(&error);
    let attempts = error.attempts();
    assert!(attempts > 1);
    assert_eq!(
        lines[0],
        format!(
            "the invite was not sent, so no phone rings: failed to connect, after {attempts} attempts"
        )
    );
    let refused = io::Error::from(io::ErrorKind::ConnectionRefused).to_string();
    let last = lines.last().unwrap().to_lowercase();
    assert!(last.contains(&refused.to_lowercase()), "{lines:#?}");
    assert!(!lines.concat().contains("57dab8b1"), "{lines:#?}");
}

#[tokio::test]
async fn builders_callbacks_and_bodies_show_their_reason() {
    let no_token = Client::builder().build().unwrap_err();
    assert!(printed(&no_token)[0].starts_with("no token source: "));
    let bad_root = Client::builder()
        .token_source(AccessToken::new("t"))
        .cloud(Cloud::Custom(Url::parse("http://graph.example/").unwrap()));
    let bad_root = bad_root.build().unwrap_err();
    assert_eq!(printed(&bad_root).len(), 1);
    let no_pem = Client::builder()
        .token_source(AccessToken::new("t"))
        .root_certificate("no PEM");
    assert!(printed(&no_pem.build().unwrap_err()).len() > 1);
    let not_json = Inbox::new().deliver("no json").unwrap_err();
    assert_eq!(printed(&not_json).len(), 2);

    let no_keys = "the signing keys of the service are not available: ";
    let stopped = ScriptedServer::unreachable();
    let failing = ScriptedServer::script([says("500 A", "", "")]);
    for (server, reason, has_cause) in [
        (&failing, "the key server answered HTTP 500", false),
        (&stopped, "the key server sent no complete response", true),
    ] {
        let error = rejected(server).await;
        assert_eq!(error.status(), 503);
        let lines = printed(&error);
        assert_eq!(lines[0], format!("{no_keys}{reason}"));
        assert_eq!(lines.len() > 1, has_cause, "{lines:#?}");
    }
    assert_eq!(
        printed(&CallbackError::Missing),
        ["the callback has no Authorization header"]
    );
}

async fn rejected(keys: &ScriptedServer) -> CallbackError {
    let app = invites::ApplicationId::parse("1d5b4a0c-5d3e-4c39-9a4b-3f6f0f2f5b11").unwrap();
    let verifier = Verifier::builder(app)
        .any_tenant()
        .openid_configuration(keys.root.clone())
        .build()
        .unwrap();
    let token = unsigned_token::bearer(
        &json!({ "alg": "RS256", "kid": "k" }),
        &json!({ "iss": "https://api.botframework.com", "aud": app }),
    );
    verifier.verify(Some(&token)).await.unwrap_err()
}
