//! The outcome of an invite, over sockets: from the response, from notifications, from polls, and from
//! the final check.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod call_end;
mod people;
mod polling;
mod service;

use graph_invite_emulator::{Behavior, Emulator};
use graph_invite_tests::operation_ended;
use invites::token::AccessToken;
use invites::{
    Client, ClientBuilder, Cloud, Inbox, InviteEvent, Outcome, Presence, Ringing, SendError,
    graph_invite,
};
use serde_json::json;
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

async fn invited(client: &Client) -> Result<Ringing, SendError> {
    graph_invite! { call: CALL_ID, participants: [user "278405a3-f568-4b3e-b684-009193463064"], context: "c" }
        .send(client)
        .await
}

const CALL_ID: invites::CallId = invites::CallId::from_uuid(invites::Uuid::from_u128(
    0x57dab8b1_894c_409a_b240_bd8beae78896,
));

#[tokio::test]
async fn notification_ends_the_wait_for_the_outcome() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let inbox = Inbox::new();
    let client = client(Cloud::Custom(emulator.url()), emulator.token())
        .inbox(inbox.clone())
        .build()
        .unwrap();
    let ringing = graph_invite! {
        call: emulator.add_meeting(),
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
        .deliver(&operation_ended(&call, &context, "failed", &declined))
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
async fn notification_before_the_response_counts() {
    let inbox = Inbox::new();
    let early = inbox.clone();
    let cloud = service(
        |_| accepted(),
        move || {
            let delivered = early
                .deliver(&operation_ended(CALL, "c", "completed", &json!(null)))
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
async fn completed_operation_in_the_response_is_the_outcome() {
    let cloud = service(|_| (200, json!({ "status": "Completed" })), || ()).await;
    let client = client(cloud, "t").build().unwrap();
    let ringing = invited(&client).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn final_check_reads_operation_and_roster_once() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(Cloud::Custom(emulator.url()), emulator.token())
        .outcome_timeout(Duration::ZERO)
        .build()
        .unwrap();
    let ringing = graph_invite! {
        call: emulator.add_meeting(),
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
async fn notification_after_an_unknown_outcome_counts() {
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
        .deliver(&operation_ended(CALL, "c", "completed", &json!(null)))
        .unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn late_notification_settles_an_unknown_send() {
    let inbox = Inbox::new();
    let cloud = service(|_| (504, json!({})), || ()).await;
    let client = client(cloud, "t").inbox(inbox.clone()).build().unwrap();
    let Err(SendError::Unknown(unknown)) = invited(&client).await else {
        panic!()
    };
    let completed = operation_ended(CALL, "c", "completed", &json!(null));
    assert_eq!(inbox.deliver(&completed).unwrap().matched, 1);
    assert_eq!(unknown.outcome().await, Outcome::Completed);
    drop(unknown);
    assert_eq!(inbox.deliver(&completed).unwrap().matched, 0);
}

#[tokio::test]
async fn refused_invite_leaves_the_inbox() {
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
async fn outcome_timeout_counts_from_sending_across_cancelled_waits() {
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
async fn maximum_outcome_timeout_does_not_panic() {
    let inbox = Inbox::new();
    let cloud = service(|_| accepted(), || ()).await;
    let client = client(cloud, "t")
        .inbox(inbox.clone())
        .outcome_timeout(Duration::MAX)
        .build()
        .unwrap();
    let ringing = invited(&client).await.unwrap();
    inbox
        .deliver(&operation_ended(CALL, "c", "completed", &json!(null)))
        .unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}
