//! What is known of each person of an invite.

use super::service::{accepted, not_found, service};
use super::{ADA, CALL, CALL_ID, client};
use graph_invite_tests::operation_ended;
use invites::{Client, FailureKind, Inbox, Outcome, Polling, Presence, Ringing, graph_invite};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const BOB: &str = "550fae72-d251-43ec-868c-373732c2704f";
const HOUR: Duration = Duration::from_secs(60 * 60);
const MILLISECOND: Duration = Duration::from_millis(1);

async fn both_invited(client: &Client) -> Ringing {
    let invite = graph_invite! {
        call: CALL_ID,
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            user "550fae72-d251-43ec-868c-373732c2704f",
        ],
        context: "c",
    };
    invite.send(client).await.unwrap()
}

fn entry(who: &str, more: &Value) -> Value {
    let mut entry = json!({ "info": { "identity": { "user": { "id": who } } } });
    let more = more.as_object().unwrap().clone();
    entry.as_object_mut().unwrap().extend(more);
    entry
}

/// A notification of a roster.
fn roster(entries: &[Value]) -> Vec<u8> {
    let call = format!("/communications/calls/{CALL}/participants");
    let body = json!({ "value": [{ "resourceUrl": call, "resourceData": entries }] });
    body.to_string().into_bytes()
}

fn declined(message: &str) -> Vec<u8> {
    let result = json!({ "code": 603, "subcode": 8538, "message": message });
    operation_ended(CALL, "c", "failed", &result)
}

/// Both are invited by a client that only an inbox can help.
async fn listening() -> (Inbox, Ringing) {
    let inbox = Inbox::new();
    let cloud = service(|_| accepted(), || ()).await;
    let client = client(cloud, "t")
        .inbox(inbox.clone())
        .polling(Polling::off())
        .outcome_timeout(HOUR)
        .build()
        .unwrap();
    let ringing = both_invited(&client).await;
    (inbox, ringing)
}

#[tokio::test]
async fn failure_that_names_one_of_two_is_kept_for_that_one_and_ends_the_wait() {
    let (inbox, ringing) = listening().await;
    inbox.deliver(&roster(&[entry(BOB, &json!({}))])).unwrap();
    let message = format!("8:orgid:{ADA} declined");
    inbox.deliver(&declined(&message)).unwrap();

    assert!(matches!(ringing.outcome().await, Outcome::Failed(_)));
    let [ada, bob] = ringing.people().try_into().unwrap();
    assert_eq!(ada.failure.unwrap().kind(), FailureKind::Declined);
    assert_eq!((ada.presence, ada.has_joined), (Presence::NotSeen, false));
    assert_eq!((bob.presence, bob.has_joined), (Presence::Joined, true));
    assert_eq!((bob.failure, bob.left_reason), (None, None));
}

#[tokio::test]
async fn failure_that_names_no_one_of_two_is_about_none_in_particular() {
    let (inbox, ringing) = listening().await;
    inbox.deliver(&declined("declined")).unwrap();
    assert!(matches!(ringing.outcome().await, Outcome::Failed(_)));
    assert!(
        ringing
            .people()
            .iter()
            .all(|person| person.failure.is_none())
    );
}

#[tokio::test]
async fn failure_of_the_only_person_is_about_them() {
    let inbox = Inbox::new();
    let cloud = service(|_| accepted(), || ()).await;
    let client = client(cloud, "t").inbox(inbox.clone()).build().unwrap();
    let ringing = super::invited(&client).await.unwrap();
    assert_eq!(ringing.people().len(), 1);
    inbox.deliver(&declined("declined")).unwrap();
    let failure = ringing.people().remove(0).failure.unwrap();
    assert_eq!(Outcome::Failed(failure), ringing.current_outcome());
}

#[tokio::test]
async fn person_who_left_keeps_the_reason_and_that_they_were_there() {
    let (inbox, ringing) = listening().await;
    let lobby = entry(ADA, &json!({ "isInLobby": true }));
    inbox
        .deliver(&roster(&[entry(BOB, &json!({})), lobby]))
        .unwrap();
    let gone = json!({ "removedState": { "reason": "Removed" } });
    let both = [
        entry(BOB, &gone),
        entry(ADA, &json!({ "removedState": {} })),
    ];
    inbox.deliver(&roster(&both)).unwrap();

    let [ada, bob] = ringing.people().try_into().unwrap();
    assert_eq!(bob.left_reason.as_deref(), Some("Removed"));
    assert_eq!((bob.presence, bob.has_joined), (Presence::Left, true));
    assert_eq!((ada.presence, ada.has_joined), (Presence::Left, false));
    assert_eq!(ada.left_reason, None);
}

/// Both are invited by a client that polls rosters, one after the other, and no operation. Counts
/// the rosters that were read.
async fn polling(rosters: [Value; 2]) -> (Arc<AtomicUsize>, Ringing) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let answer = move |request: &str| {
        if request.starts_with("POST") {
            accepted()
        } else if request.contains("/participants") {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            let roster = rosters.get(number.min(1)).unwrap();
            (200, json!({ "value": roster }))
        } else {
            not_found()
        }
    };
    let cloud = service(answer, || ()).await;
    let quick = Polling::default().first(MILLISECOND).longest(MILLISECOND);
    let client = client(cloud, "t")
        .polling(quick)
        .outcome_timeout(HOUR)
        .build()
        .unwrap();
    (count, both_invited(&client).await)
}

#[tokio::test]
async fn wait_ends_when_everybody_was_in_the_call_though_one_has_left() {
    let (_, ringing) = polling([
        json!([entry(ADA, &json!({}))]),
        json!([entry(BOB, &json!({}))]),
    ])
    .await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    let people = ringing.people();
    assert!(people.iter().all(|person| person.has_joined));
    assert_eq!(ringing.presence(), [Presence::Left, Presence::Joined]);
}

#[tokio::test]
async fn person_who_left_the_lobby_was_not_in_the_call() {
    let (count, ringing) = polling([
        json!([entry(ADA, &json!({ "isInLobby": true }))]),
        json!([entry(BOB, &json!({}))]),
    ])
    .await;
    let waiting = tokio::spawn({
        let ringing = ringing.clone();
        async move { ringing.outcome().await }
    });
    while count.load(Ordering::SeqCst) < 5 {
        tokio::time::sleep(MILLISECOND).await;
    }
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    assert_eq!(ringing.presence(), [Presence::Left, Presence::Joined]);
    waiting.abort();
}
