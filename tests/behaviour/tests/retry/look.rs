//! Looking for an invite of which nobody knows whether it rings.

use super::{OK, client, invited, says};
use graph_invite_tests::raw::{Does, Service, answer};
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

fn roster(entries: &str) -> Does {
    Does::Says(answer(OK, "", &format!(r#"{{"value":[{entries}]}}"#)))
}

fn entry(number: &str, is_in_lobby: bool) -> String {
    format!(
        r#"{{"id":null,"isInLobby":{is_in_lobby},"info":{{"identity":{{"phone":{{"id":"{number}"}}}}}}}}"#
    )
}

#[tokio::test]
async fn the_roster_says_who_came() {
    let page = r#"{"info":{"identity":{"user":{"id":"u"}}}}"#;
    for (answered, finding, presence) in [
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
            Does::Says(answer(OK, "", "<html>")),
            RingStatus::Inconclusive,
            Presence::NotSeen,
        ),
        (
            Does::Stalls(Vec::new()),
            RingStatus::Inconclusive,
            Presence::NotSeen,
        ),
        (Does::Resets, RingStatus::Inconclusive, Presence::NotSeen),
    ] {
        let service = Service::script([says(TIMED_OUT, ""), answered.clone()]).await;
        let unknown = unknown(client(&service)).await;
        assert_eq!(unknown.check().await, finding, "{answered:?}");
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
async fn the_operation_says_what_became_of_it() {
    for (status, code, subcode, finding) in [
        ("completed", 0, 0, RingStatus::Rang),
        ("failed", 603, 8538, RingStatus::Rang),
        ("failed", 480, 8541, RingStatus::DidNotRing),
        ("failed", 500, 8546, RingStatus::Inconclusive),
        ("running", 0, 0, RingStatus::Inconclusive),
    ] {
        let service = Service::script([says(TIMED_OUT, ""), says("404 Not Found", "")]).await;
        let inbox = Inbox::new();
        let unknown = unknown(client(&service).inbox(inbox.clone())).await;
        assert_eq!(unknown.check().await, RingStatus::Inconclusive);

        let notification = json!({ "value": [{
            "changeType": "deleted",
            "resourceUrl": format!("/communications/calls/{}/operations/o", unknown.key().call()),
            "resourceData": {
                "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
                "status": status,
                "clientContext": unknown.key().client_context().as_str(),
                "resultInfo": { "code": code, "subcode": subcode },
            },
        }]});
        let notification = notification.to_string();
        let delivered = inbox.deliver(notification.as_bytes()).unwrap();
        assert_eq!(delivered.matched, 1);
        assert_eq!(unknown.check().await, finding, "{status} {subcode}");
    }
}

#[tokio::test]
async fn a_look_and_the_outcome_share_what_they_learn() {
    let there = roster(&entry("+12345678901", false));
    let script = [says(TIMED_OUT, ""), there, says("404 Not Found", "")];
    let service = Service::script(script).await;
    let unknown = unknown(client(&service).outcome_timeout(std::time::Duration::ZERO)).await;
    assert_eq!(unknown.outcome().await, Outcome::Unknown);
    assert_eq!(unknown.presence(), [Presence::Joined]);
    assert_eq!(unknown.check().await, RingStatus::Rang);
}

#[tokio::test]
async fn an_unknown_shows_nobody() {
    let service = Service::script([says(TIMED_OUT, "")]).await;
    let unknown = unknown(client(&service)).await;
    let shown = format!("{unknown} {unknown:?} {unknown:#?}");
    for secret in ["2345678901", "Ada", "secret-token"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains(unknown.key().client_context().as_str()));
}
