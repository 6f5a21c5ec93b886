//! Any replica takes any callback, and tells the one that waits.

use crate::faulty::WatchedLedger;
use crate::replica::{ADA, Replica, job, ringing_emulator};
use graph_invite_emulator::{Delivery, DeliveryStatus, Emulator, Reaction};
use graph_invite_tests::operation_ended;
use invites::error::DeliverError;
use invites::ledger::MemoryLedger;
use invites::{Callback, FailureKind, InviteEvent, Outcome, TenantId, Uuid};
use serde_json::json;
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test]
async fn a_waiter_hears_what_another_replica_takes() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let receiver = Replica::new(&emulator, ledger).await;
    receiver.takes_callbacks(&emulator);
    let call = emulator.add_meeting();
    let ringing = job(call).send(&sender.client).await.unwrap();
    assert!(emulator.answer(call, ADA));
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    let mut events = ringing.events();
    let joined = async {
        while !matches!(
            events.recv().await,
            InviteEvent::Joined { participant: 0, .. }
        ) {}
    };
    joined.await;
    // Leaving is an event, too, after the end of the operation.
    assert!(emulator.leave(call, ADA));
    while !matches!(
        events.recv().await,
        InviteEvent::Left { participant: 0, .. }
    ) {}
}

#[tokio::test]
async fn a_doubled_callback_is_one_record() {
    let emulator = Emulator::builder().delivery(Delivery::new().duplicate_percent(100));
    let emulator = emulator.start().await.unwrap();
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    replica.takes_callbacks(&emulator);
    let ringing = job(emulator.add_meeting())
        .send(&replica.client)
        .await
        .unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    let all_answered = || {
        emulator
            .notifications()
            .iter()
            .all(|it| it.status == DeliveryStatus::Answered(202))
    };
    while emulator.notifications().len() < 4 || !all_answered() {
        sleep(Duration::from_millis(5)).await;
    }
    let facts = ledger.names().iter().filter(|name| *name == "f").count();
    assert_eq!(
        facts,
        2,
        "the end of the operation, and the roster: {:?}",
        ledger.names()
    );
}

#[tokio::test]
async fn a_callback_is_refused_while_the_ledger_is_down() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let receiver = Replica::new(&emulator, ledger.clone()).await;
    receiver.takes_callbacks(&emulator);
    let call = emulator.add_meeting();
    let ringing = job(call).send(&sender.client).await.unwrap();
    ledger.set_down(true);
    let body = operation_ended(&call.to_string(), "job 7", "completed", &json!(null));
    let refused = receiver.client.deliver(&body).await.unwrap_err();
    assert!(matches!(refused, DeliverError::Ledger(_)), "{refused}");
    assert!(emulator.answer(call, ADA));
    while !emulator
        .notifications()
        .iter()
        .any(|it| it.status == DeliveryStatus::Answered(503))
    {
        sleep(Duration::from_millis(5)).await;
    }

    ledger.set_down(false);
    receiver.client.deliver(&body).await.unwrap();
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn a_refused_callback_is_heard_here_and_written_when_the_ledger_is_back() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    let call = emulator.add_meeting();
    let ringing = job(call).send(&replica.client).await.unwrap();
    ledger.set_down(true);
    let result = json!({ "code": 603, "subcode": 8538 });
    let body = operation_ended(&call.to_string(), "job 7", "failed", &result);
    assert!(replica.client.deliver(&body).await.is_err());
    let Outcome::Failed(failure) = ringing.outcome().await else {
        panic!("they declined");
    };
    assert_eq!(failure.kind(), FailureKind::Declined);

    ledger.set_down(false);
    while !ledger.names().iter().any(|name| name == "f") {
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_callback_of_another_tenant_is_not_written() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let receiver = Replica::new(&emulator, ledger.clone()).await;
    let ours = TenantId::from_uuid(Uuid::from_u128(1));
    let theirs = TenantId::from_uuid(Uuid::from_u128(2));
    let call = emulator.add_meeting();
    let client = sender.client.for_tenant(ours);
    let ringing = job(call).send(&client).await.unwrap();
    let body = operation_ended(&call.to_string(), "job 7", "completed", &json!(null));
    for (tenant, written) in [(theirs, 0), (ours, 1)] {
        let callback = Callback::new(&body).for_tenant(tenant);
        receiver.client.deliver(callback).await.unwrap();
        let facts = ledger.names().iter().filter(|name| *name == "f").count();
        assert_eq!(facts, written);
    }
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn an_end_before_the_answer_counts_once_the_answer_is_lost() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let other = Replica::new(&emulator, ledger).await;
    other.takes_callbacks(&emulator);
    let call = emulator.add_meeting();
    emulator.set_behavior(ADA, graph_invite_emulator::Behavior::Declines);
    emulator.fail_next(graph_invite_emulator::Fault::status(503).after_ringing());
    let unknown = job(call).send(&sender.client).await.unwrap_err();
    let adopted = loop {
        match job(call).send(&other.client).await {
            Ok(adopted) => break adopted,
            Err(_) => sleep(Duration::from_millis(5)).await,
        }
    };
    assert!(
        matches!(adopted.outcome().await, Outcome::Failed(_)),
        "{unknown}"
    );
    assert_eq!(emulator.ring_count(ADA), 1);
    assert!(!emulator.react(call, ADA, Reaction::Answers));
}
