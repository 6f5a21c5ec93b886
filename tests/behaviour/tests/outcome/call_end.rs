//! A call that ends while somebody is rung ends the wait. Only that can end it in these tests.

use super::{ADA, client, service};
use graph_invite_emulator::{Behavior, Emulator};
use graph_invite_tests::operation_ended;
use invites::{Cloud, Inbox, Outcome, Polling, Ringing, graph_invite};
use serde_json::json;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

fn call_ended(call: &str) -> Vec<u8> {
    let notification = json!({ "value": [{
        "changeType": "deleted",
        "resourceUrl": format!("/communications/calls/{call}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "state": "terminated",
            "resultInfo": { "code": 200, "subcode": 5010 },
        },
    }]});
    notification.to_string().into_bytes()
}

/// An invite that rings, with an inbox to which the emulator has no way.
async fn ringing(emulator: &Emulator) -> (Ringing, Inbox) {
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let inbox = Inbox::new();
    let client = client(Cloud::Custom(emulator.url()), emulator.token())
        .inbox(inbox.clone())
        .outcome_timeout(HOUR)
        .polling(Polling::off())
        .build()
        .unwrap();
    let ringing = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    (ringing.send(&client).await.unwrap(), inbox)
}

#[tokio::test]
async fn end_of_the_call_ends_the_wait_after_one_check() {
    let emulator = Emulator::start().await.unwrap();
    let (ringing, inbox) = ringing(&emulator).await;
    let waiting = tokio::spawn({
        let ringing = ringing.clone();
        async move { ringing.outcome().await }
    });
    tokio::task::yield_now().await;
    let call = ringing.key().call().to_string();
    assert_eq!(inbox.deliver(&call_ended(&call)).unwrap().matched, 1);
    assert_eq!(waiting.await.unwrap(), Outcome::Unknown);
    assert_eq!(emulator.requests().len(), 3);

    let context = ringing.key().client_context().as_str();
    let late = json!({ "code": 487, "subcode": 8542 });
    let late = operation_ended(&call, context, "failed", &late);
    assert_eq!(inbox.deliver(&late).unwrap().matched, 1);
    assert!(matches!(ringing.current_outcome(), Outcome::Failed(_)));
    assert_eq!(ringing.outcome().await, ringing.current_outcome());
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn end_of_the_call_takes_the_end_of_the_operation_from_the_service() {
    let inbox = Inbox::new();
    let failed = json!({ "status": "failed", "resultInfo": { "code": 487, "subcode": 8542 } });
    let cloud = service(
        move |request| match request {
            request if request.starts_with("POST") => super::accepted(),
            request if request.contains("/operations/") => (200, failed.clone()),
            _ => super::not_found(),
        },
        || (),
    )
    .await;
    let client = client(cloud, "t").inbox(inbox.clone());
    let client = client.outcome_timeout(HOUR).build().unwrap();
    let ringing = super::invited(&client).await.unwrap();
    inbox.deliver(&call_ended(super::CALL)).unwrap();
    assert!(matches!(ringing.outcome().await, Outcome::Failed(_)));
}

#[tokio::test]
async fn end_of_the_call_asks_for_nothing_where_no_operation_is_known() {
    let inbox = Inbox::new();
    let cloud = service(
        |request| {
            assert!(request.starts_with("POST"), "{request}");
            (200, json!({}))
        },
        || (),
    )
    .await;
    let client = client(cloud, "t")
        .inbox(inbox.clone())
        .outcome_timeout(HOUR)
        .build()
        .unwrap();
    let ringing = super::invited(&client).await.unwrap();
    inbox.deliver(&call_ended(super::CALL)).unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Unknown);
}
