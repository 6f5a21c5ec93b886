//! Looking for an invite of which nobody knows whether it rings.

use super::{OK, client, invited, says};
use graph_invite_tests::raw::{Does, Service, answer};
use invites::{ClientBuilder, Finding, Inbox, Outcome, Presence, SendError, Unknown};
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
            Finding::Rung,
            Presence::Joined,
        ),
        (
            roster(&entry("+12345678901", true)),
            Finding::Rung,
            Presence::InLobby,
        ),
        (
            roster(&entry("+12345678902", false)),
            Finding::CantTell,
            Presence::Unseen,
        ),
        (roster(page), Finding::CantTell, Presence::Unseen),
        (roster(""), Finding::CantTell, Presence::Unseen),
        (
            says("404 Not Found", ""),
            Finding::CantTell,
            Presence::Unseen,
        ),
        (says("500 A", ""), Finding::CantTell, Presence::Unseen),
        (says(OK, ""), Finding::CantTell, Presence::Unseen),
        (
            Does::Says(answer(OK, "", "<html>")),
            Finding::CantTell,
            Presence::Unseen,
        ),
        (
            Does::Stalls(Vec::new()),
            Finding::CantTell,
            Presence::Unseen,
        ),
        (Does::Resets, Finding::CantTell, Presence::Unseen),
    ] {
        let service = Service::script([says(TIMED_OUT, ""), answered.clone()]).await;
        let unknown = unknown(client(&service)).await;
        let client = client(&service).build().unwrap();
        assert_eq!(client.look(&unknown).await, finding, "{answered:?}");
        assert_eq!(unknown.people(), [presence]);
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
        ("completed", 0, 0, Finding::Rung),
        ("failed", 603, 8538, Finding::Rung),
        ("failed", 480, 8541, Finding::NotRung),
        ("failed", 500, 8546, Finding::CantTell),
        ("running", 0, 0, Finding::CantTell),
    ] {
        let service = Service::script([says(TIMED_OUT, ""), says("404 Not Found", "")]).await;
        let inbox = Inbox::new();
        let unknown = unknown(client(&service).inbox(inbox.clone())).await;
        let client = client(&service).build().unwrap();
        assert_eq!(client.look(&unknown).await, Finding::CantTell);

        let notification = json!({ "value": [{
            "changeType": "deleted",
            "resourceUrl": format!("/communications/calls/{}/operations/o", unknown.call),
            "resourceData": {
                "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
                "status": status,
                "clientContext": unknown.client_context.as_str(),
                "resultInfo": { "code": code, "subcode": subcode },
            },
        }]});
        let notification = notification.to_string();
        let delivered = inbox.deliver(notification.as_bytes()).unwrap();
        assert_eq!(delivered.claimed, 1);
        assert_eq!(client.look(&unknown).await, finding, "{status} {subcode}");
    }
}

#[tokio::test]
async fn a_look_and_the_outcome_share_what_they_learn() {
    let there = roster(&entry("+12345678901", false));
    let script = [says(TIMED_OUT, ""), there, says("404 Not Found", "")];
    let service = Service::script(script).await;
    let unknown = unknown(client(&service).wait(std::time::Duration::ZERO)).await;
    assert_eq!(unknown.outcome().await, Outcome::Unknown);
    assert_eq!(unknown.people(), [Presence::Joined]);
    let client = client(&service).build().unwrap();
    assert_eq!(client.look(&unknown).await, Finding::Rung);
}

#[tokio::test]
async fn an_unknown_shows_nobody() {
    let service = Service::script([says(TIMED_OUT, "")]).await;
    let unknown = unknown(client(&service)).await;
    let shown = format!("{unknown} {unknown:?} {unknown:#?}");
    for secret in ["2345678901", "Ada", "secret-token"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains(unknown.client_context.as_str()));
}
