//! Checks of an invite that may or may not ring.

use super::{OK, client, invited, says};
use graph_invite_tests::operation_ended;
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::{ClientBuilder, Inbox, Outcome, Presence, RingStatus, SendError, Unknown};
use serde_json::json;

const TIMED_OUT: &str = "504 Gateway Timeout";

async fn unknown(client: ClientBuilder) -> Unknown {
    let end = invited(client).await;
    let Err(SendError::Unknown(unknown)) = end else {
        panic!("{end:?}")
    };
    *unknown
}

fn roster(entries: &str) -> Action {
    Action::Respond(response(OK, "", &format!(r#"{{"value":[{entries}]}}"#)))
}

fn entry(number: &str, is_in_lobby: bool) -> String {
    format!(
        r#"{{"id":null,"isInLobby":{is_in_lobby},"info":{{"identity":{{"phone":{{"id":"{number}"}}}}}}}}"#
    )
}

#[tokio::test]
async fn check_reads_presence_from_the_roster() {
    let page = r#"{"info":{"identity":{"user":{"id":"u"}}}}"#;
    for (answered, status, presence) in [
        (
            roster(&entry("+12345678901", false)),
            RingStatus::Rang,
            Presence::Joined,
        ),
        (
            roster(&entry("+12345678901", true)),
            RingStatus::Rang,
            Presence::InLobby,
        ),
        (
            roster(&entry("+12345678902", false)),
            RingStatus::Inconclusive,
            Presence::NotSeen,
        ),
        (roster(page), RingStatus::Inconclusive, Presence::NotSeen),
        (roster(""), RingStatus::Inconclusive, Presence::NotSeen),
        (
            says("404 Not Found", ""),
            RingStatus::Inconclusive,
            Presence::NotSeen,
        ),
        (
            says("500 A", ""),
            RingStatus::Inconclusive,
            Presence::NotSeen,
        ),
        (says(OK, ""), RingStatus::Inconclusive, Presence::NotSeen),
        (
            Action::Respond(response(OK, "", "<html>")),
            RingStatus::Inconclusive,
            Presence::NotSeen,
        ),
        (
            Action::RespondAndStall(Vec::new()),
            RingStatus::Inconclusive,
            Presence::NotSeen,
        ),
        (Action::Reset, RingStatus::Inconclusive, Presence::NotSeen),
    ] {
        let service = ScriptedServer::script([says(TIMED_OUT, ""), answered.clone()]);
        let unknown = unknown(client(&service)).await;
        assert_eq!(unknown.check().await, status, "{answered:?}");
        assert_eq!(unknown.presence(), [presence]);
        let sent = service.requests();
        assert_eq!(sent.len(), 2);
        assert!(
            sent[1].starts_with("GET /v1.0/communications/calls/"),
            "{}",
            sent[1]
        );
        assert!(
            sent[1].contains("/participants HTTP/1.1\r\n"),
            "{}",
            sent[1]
        );
    }
}

#[tokio::test]
async fn check_asks_for_nothing_beyond_the_operations_of_the_call() {
    for id in [
        "..",
        ".",
        ".\t.",
        "..\t",
        "\t..\t",
        ".\n.",
        " ",
        &"o".repeat(300),
    ] {
        let answer = json!({ "id": id, "status": "running" }).to_string();
        let completed = json!({ "id": id, "status": "completed" }).to_string();
        let accepted = Action::Respond(response(OK, "", &answer));
        let any = Action::Respond(response(OK, "", &completed));
        let service = ScriptedServer::script([accepted, any]);
        let ringing = invited(client(&service)).await.unwrap();
        assert_eq!(ringing.operation_id(), None);
        let outcome = ringing.outcome_within(std::time::Duration::ZERO).await;
        assert_eq!(outcome, Outcome::Unknown, "{id:?}");
        let asked = service.requests();
        let asked: Vec<_> = asked.iter().filter_map(|it| it.lines().next()).collect();
        let [_, roster] = asked[..] else {
            panic!("{asked:?}")
        };
        assert!(roster.ends_with("/participants HTTP/1.1"), "{roster}");
    }
    let answer = r#"{"id":"a/../b?c#d%2e","status":"running"}"#;
    let service = ScriptedServer::script([
        Action::Respond(response(OK, "", answer)),
        says("404 Not Found", ""),
    ]);
    let ringing = invited(client(&service)).await.unwrap();
    ringing.outcome_within(std::time::Duration::ZERO).await;
    assert!(
        service
            .requests()
            .iter()
            .any(|it| it.contains("/operations/a%2F..%2Fb%3Fc%23d%252e HTTP")),
        "{:?}",
        service.requests()
    );
}

#[tokio::test]
async fn check_uses_the_operation_it_was_notified_of() {
    for (status, code, subcode, ring_status) in [
        ("completed", 0, 0, RingStatus::Rang),
        ("failed", 603, 8538, RingStatus::Rang),
        ("failed", 480, 10037, RingStatus::DidNotRing),
        ("failed", 480, 8541, RingStatus::Inconclusive),
        ("failed", 500, 8546, RingStatus::Inconclusive),
        ("running", 0, 0, RingStatus::Inconclusive),
    ] {
        let service = ScriptedServer::script([says(TIMED_OUT, ""), says("404 Not Found", "")]);
        let inbox = Inbox::new();
        let unknown = unknown(client(&service).inbox(inbox.clone())).await;
        assert_eq!(unknown.check().await, RingStatus::Inconclusive);

        let key = unknown.key();
        let result = json!({ "code": code, "subcode": subcode });
        let notification = operation_ended(
            &key.call().to_string(),
            key.client_context().as_str(),
            status,
            &result,
        );
        let delivered = inbox.deliver(&notification).unwrap();
        assert_eq!(delivered.matched, 1);
        assert_eq!(unknown.check().await, ring_status, "{status} {subcode}");
    }
}

#[tokio::test]
async fn check_and_outcome_share_their_state() {
    let there = roster(&entry("+12345678901", false));
    let script = [says(TIMED_OUT, ""), there, says("404 Not Found", "")];
    let service = ScriptedServer::script(script);
    let unknown = unknown(client(&service).outcome_timeout(std::time::Duration::ZERO)).await;
    assert_eq!(unknown.outcome().await, Outcome::Completed);
    assert_eq!(unknown.presence(), [Presence::Joined]);
    assert_eq!(unknown.check().await, RingStatus::Rang);
}

#[tokio::test]
async fn unknown_shows_no_token_number_or_name() {
    let service = ScriptedServer::script([says(TIMED_OUT, "")]);
    let unknown = unknown(client(&service)).await;
    let shown = format!("{unknown} {unknown:?} {unknown:#?}");
    for secret in ["2345678901", "Ada", "secret-token"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains(unknown.key().client_context().as_str()));
}
