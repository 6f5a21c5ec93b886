//! How an invite ends, over sockets: what the service answers, what it sends to the callback, and
//! what it says when asked.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod service;

use graph_invite_emulator::{Emulator, Manner};
use invites::{
    AccessToken, Client, ClientBuilder, Cloud, Inbox, InviteEvent, Outcome, Presence, Ringing,
    SendError, graph_invite,
};
use serde_json::{Value, json};
use service::{accepted, accepts_and_finds_nothing, not_found, service};
use std::time::{Duration, Instant};

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const OPERATION: &str = "0fe0623f-d628-42ed-b4bd-8ac290072cc5";

fn client(root: Cloud, token: &str) -> ClientBuilder {
    Client::builder()
        .cloud(root)
        .token_source(AccessToken::new(token))
}

/// The service's word that an operation has ended.
fn ended(call: &str, context: &str, status: &str, result: &Value) -> Vec<u8> {
    let notification = json!({ "value": [{
        "changeType": "deleted",
        "resourceUrl": format!("/communications/calls/{call}/operations/{OPERATION}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "id": null,
            "status": status,
            "clientContext": context,
            "resultInfo": result,
        },
    }]});
    notification.to_string().into_bytes()
}

async fn invited(client: &Client) -> Result<Ringing, SendError> {
    graph_invite! { call: CALL_ID, participants: [user "278405a3-f568-4b3e-b684-009193463064"], context: "c" }
        .send(client)
        .await
}

const CALL_ID: invites::CallId = invites::CallId::from_uuid(invites::Uuid::from_u128(
    0x57dab8b1_894c_409a_b240_bd8beae78896,
));

#[tokio::test]
async fn a_notification_ends_the_wait() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_manner(ADA, Manner::RingsOn);
    let inbox = Inbox::new();
    let client = client(Cloud::Custom(emulator.url()), emulator.token())
        .inbox(inbox.clone())
        .build()
        .unwrap();
    let ringing = graph_invite! {
        call: emulator.meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
    .send(&client)
    .await
    .unwrap();
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);

    let waiting = tokio::spawn({
        let ringing = ringing.clone();
        async move { ringing.outcome().await }
    });
    let (call, context) = (
        ringing.key().call().to_string(),
        ringing.key().client_context().to_string(),
    );
    let declined =
        json!({ "code": 603, "subcode": 8538, "message": format!("8:orgid:{ADA} declined") });
    let delivered = inbox
        .deliver(&ended(&call, &context, "failed", &declined))
        .unwrap();
    assert_eq!(delivered.matched, 1);
    let Outcome::Failed(failure) = waiting.await.unwrap() else {
        panic!()
    };
    assert_eq!(failure.kind(), invites::FailureKind::Declined);
    assert_eq!(failure.people().len(), 1);
    assert!(matches!(
        ringing.events().recv().await,
        InviteEvent::Ended(Outcome::Failed(_))
    ));
}

#[tokio::test]
async fn a_notification_may_be_faster_than_the_answer() {
    let inbox = Inbox::new();
    let early = inbox.clone();
    let cloud = service(
        |_| accepted(),
        move || {
            let delivered = early
                .deliver(&ended(CALL, "c", "completed", &json!(null)))
                .unwrap();
            assert_eq!(delivered.matched, 1);
        },
    )
    .await;
    let client = client(cloud, "t").inbox(inbox).build().unwrap();
    let ringing = invited(&client).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn an_answer_that_says_the_end_is_the_end() {
    let cloud = service(|_| (200, json!({ "status": "Completed" })), || ()).await;
    let client = client(cloud, "t").build().unwrap();
    let ringing = invited(&client).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn with_nothing_heard_it_looks_once_at_the_operation_and_the_roster() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(Cloud::Custom(emulator.url()), emulator.token())
        .outcome_timeout(Duration::ZERO)
        .build()
        .unwrap();
    let ringing = graph_invite! {
        call: emulator.meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064", phone "+12345678901"],
    }
    .send(&client)
    .await
    .unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(ringing.presence(), [Presence::Joined; 2]);
    let paths: Vec<String> = emulator
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(paths.len(), 3);
    assert!(
        paths[1].contains("/operations/") && paths[2].ends_with("/participants"),
        "{paths:?}"
    );
}

#[tokio::test]
async fn what_is_not_found_is_unknown_and_a_late_result_still_counts() {
    let inbox = Inbox::new();
    let cloud = service(accepts_and_finds_nothing, || ()).await;
    let client = client(cloud, "t")
        .inbox(inbox.clone())
        .outcome_timeout(Duration::ZERO)
        .build()
        .unwrap();
    let ringing = invited(&client).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Unknown);
    assert_eq!(ringing.presence(), [Presence::NotSeen]);

    inbox
        .deliver(&ended(CALL, "c", "completed", &json!(null)))
        .unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn who_is_seen_on_the_roster_does_not_end_the_operation() {
    let cloud = service(
        |request| match request {
            request if request.starts_with("POST") => accepted(),
            request if request.contains("/participants") => (
                200,
                json!({ "value": [{ "info": { "identity": { "user": { "id": ADA } } } }] }),
            ),
            _ => not_found(),
        },
        || (),
    )
    .await;
    let client = client(cloud, "t")
        .outcome_timeout(Duration::ZERO)
        .build()
        .unwrap();
    let ringing = invited(&client).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Unknown);
    assert_eq!(ringing.presence(), [Presence::Joined]);
}

#[tokio::test]
async fn an_unknown_send_is_settled_by_a_late_notification() {
    let inbox = Inbox::new();
    let cloud = service(|_| (504, json!({})), || ()).await;
    let client = client(cloud, "t").inbox(inbox.clone()).build().unwrap();
    let Err(SendError::Unknown(unknown)) = invited(&client).await else {
        panic!()
    };
    let completed = ended(CALL, "c", "completed", &json!(null));
    assert_eq!(inbox.deliver(&completed).unwrap().matched, 1);
    assert_eq!(unknown.outcome().await, Outcome::Completed);
    drop(unknown);
    assert_eq!(inbox.deliver(&completed).unwrap().matched, 0);
}

#[tokio::test]
async fn a_refused_invite_does_not_listen() {
    let inbox = Inbox::new();
    let cloud = service(|_| not_found(), || ()).await;
    let client = client(cloud, "t").inbox(inbox.clone()).build().unwrap();
    let Err(SendError::Refused(refused)) = invited(&client).await else {
        panic!()
    };
    assert_eq!(refused.kind(), invites::FailureKind::CallNotFound);
    assert!(format!("{inbox:?}").contains("invites: 0"));
}

#[tokio::test]
async fn the_wait_is_counted_from_the_sending_and_survives_a_cancel() {
    let cloud = service(accepts_and_finds_nothing, || ()).await;
    let client = client(cloud, "t")
        .outcome_timeout(Duration::from_secs(3600))
        .build()
        .unwrap();
    let began = Instant::now();
    let ringing = invited(&client).await.unwrap();
    let wait = Duration::from_millis(300);
    for _ in 0..3 {
        let outcome = ringing.outcome_within(wait);
        let cut = tokio::time::timeout(Duration::from_millis(20), outcome).await;
        assert!(cut.is_err());
    }
    assert_eq!(ringing.outcome_within(wait).await, Outcome::Unknown);
    let took = began.elapsed();
    assert!(
        took >= Duration::from_millis(300) && took < Duration::from_secs(30),
        "{took:?}"
    );
}

#[tokio::test]
async fn a_wait_without_end_is_no_panic() {
    let inbox = Inbox::new();
    let cloud = service(|_| accepted(), || ()).await;
    let client = client(cloud, "t")
        .inbox(inbox.clone())
        .outcome_timeout(Duration::MAX)
        .build()
        .unwrap();
    let ringing = invited(&client).await.unwrap();
    inbox
        .deliver(&ended(CALL, "c", "completed", &json!(null)))
        .unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}
