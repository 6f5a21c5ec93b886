//! A job that is delivered again rings nobody again.

use crate::faulty::WatchedLedger;
use crate::replica::{ADA, Replica, invites, job, ringing_emulator};
use graph_invite_emulator::{Behavior, Fault, Reaction};
use invites::ledger::MemoryLedger;
use invites::{FailureKind, NotSent, Outcome, SendError, UnknownReason, graph_invite};
use std::time::Duration;

#[tokio::test]
async fn a_second_delivery_adopts_what_rings() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let first = Replica::new(&emulator, ledger.clone()).await;
    let second = Replica::new(&emulator, ledger).await;
    first.takes_callbacks(&emulator);
    let call = emulator.add_meeting();

    let ringing = job(call).send(&first.client).await.unwrap();
    let adopted = job(call).send(&second.client).await.unwrap();
    assert!(!ringing.is_adopted() && adopted.is_adopted());
    assert_eq!(adopted.operation_id(), ringing.operation_id());
    assert!(emulator.react(call, ADA, Reaction::Declines));
    for invite in [ringing, adopted] {
        let Outcome::Failed(failure) = invite.outcome().await else {
            panic!("they declined");
        };
        assert_eq!(failure.kind(), FailureKind::Declined);
    }
    let again = job(call).send(&second.client).await.unwrap();
    assert!(matches!(again.outcome().await, Outcome::Failed(_)));
    assert_eq!((invites(&emulator), emulator.ring_count(ADA)), (1, 1));
}

#[tokio::test]
async fn of_many_deliveries_at_once_one_sends() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let call = emulator.add_meeting();
    let mut replicas = Vec::new();
    for _ in 0..16 {
        replicas.push(Replica::new(&emulator, ledger.clone()).await);
    }
    let sendings: Vec<_> = replicas
        .iter()
        .map(|replica| tokio::spawn(job(call).send(&replica.client)))
        .collect();
    let mut adopted = 0;
    for sending in sendings {
        adopted += usize::from(sending.await.unwrap().unwrap().is_adopted());
    }
    assert_eq!((adopted, invites(&emulator)), (15, 1));
}

#[tokio::test]
async fn an_invite_without_a_context_is_not_sent() {
    let emulator = ringing_emulator().await;
    let replica = Replica::new(&emulator, MemoryLedger::new()).await;
    let invite = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"],
    };
    let error = invite.send(&replica.client).await.unwrap_err();
    assert!(matches!(error, SendError::NotSent(NotSent::NoContext)));
    assert!(
        error
            .to_string()
            .ends_with("the same one in each delivery of its job"),
        "{error}"
    );
    assert_eq!(invites(&emulator), 0);
}

#[tokio::test]
async fn another_invite_with_the_same_context_is_not_sent() {
    let emulator = ringing_emulator().await;
    let replica = Replica::new(&emulator, MemoryLedger::new()).await;
    let call = emulator.add_meeting();
    let _ringing = job(call).send(&replica.client).await.unwrap();
    let other = graph_invite! {
        call: call,
        participants: [phone "+12345678901"],
        context: "job 7",
    };
    let error = other.send(&replica.client).await.unwrap_err();
    assert!(
        matches!(error, SendError::NotSent(NotSent::Taken)),
        "{error}"
    );
    // In another call the context is free.
    let elsewhere = job(emulator.add_meeting())
        .send(&replica.client)
        .await
        .unwrap();
    assert!(!elsewhere.is_adopted());
    assert_eq!(invites(&emulator), 2);
}

#[tokio::test]
async fn a_refused_invite_is_sent_again_by_the_next_delivery() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    let call = emulator.add_meeting();
    emulator.fail_next(Fault::status(403));
    let refused = job(call).send(&replica.client).await.unwrap_err();
    assert!(matches!(refused, SendError::Refused(_)));
    let ringing = job(call).send(&replica.client).await.unwrap();
    assert!(!ringing.is_adopted());
    assert_eq!(ledger.names(), ["p", "a1", "r1", "a2", "r2"]);
}

#[tokio::test]
async fn each_request_of_a_send_has_a_claim() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    emulator.fail_next(Fault::status(429).retry_after("0"));
    let ringing = job(emulator.add_meeting())
        .send(&replica.client)
        .await
        .unwrap();
    assert_eq!(ringing.attempts(), 2);
    assert_eq!(ledger.names(), ["p", "a1", "r1", "a2", "r2"]);
}

#[tokio::test]
async fn a_request_without_an_answer_is_never_sent_again() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let first = Replica::new(&emulator, ledger.clone()).await;
    let second = Replica::new(&emulator, ledger.clone()).await;
    second.takes_callbacks(&emulator);
    let call = emulator.add_meeting();
    emulator.fail_next(Fault::status(503).after_ringing());
    let unknown = job(call).send(&first.client).await.unwrap_err();
    assert!(matches!(unknown, SendError::Unknown(_)));

    let Err(SendError::Unknown(orphaned)) = job(call).send(&second.client).await else {
        panic!("nothing shows yet that it rings");
    };
    assert!(matches!(orphaned.reason(), UnknownReason::Orphaned));
    assert!(emulator.answer(call, ADA));
    assert_eq!(orphaned.outcome().await, Outcome::Completed);
    let adopted = job(call).send(&second.client).await.unwrap();
    assert!(adopted.is_adopted());
    assert_eq!((invites(&emulator), emulator.ring_count(ADA)), (1, 1));
}

#[tokio::test]
async fn a_look_at_the_roster_proves_that_it_rang() {
    let emulator = ringing_emulator().await;
    emulator.set_behavior(ADA, Behavior::Answers);
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    let call = emulator.add_meeting();
    emulator.fail_next(Fault::status(503).after_ringing());
    let unknown = job(call).send(&replica.client).await.unwrap_err();
    assert!(matches!(unknown, SendError::Unknown(_)));
    while emulator.ringing().iter().any(|phone| phone.call == call) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let adopted = job(call).send(&replica.client).await.unwrap();
    assert!(adopted.is_adopted());
    assert_eq!(adopted.outcome().await, Outcome::Completed);
    assert_eq!(ledger.names(), ["p", "a1", "r1", "e1"]);
    assert_eq!(invites(&emulator), 1);
}
