//! Another process finds an invite again, and learns how it ended.

use crate::faulty::WatchedLedger;
use crate::replica::{ADA, Replica, job, ringing_emulator};
use graph_invite_emulator::{Fault, Reaction};
use invites::ledger::{LedgerSettings, MemoryLedger};
use invites::{Cancellation, Client, FailureKind, InviteStatus, Outcome, RingStatus};
use std::time::Duration;
use tokio::time::{Instant, sleep};

async fn unfinished(client: &Client) -> usize {
    let mut unfinished = client.unfinished();
    let mut count = 0;
    while let Some(invite) = unfinished.next().await {
        drop(invite.unwrap());
        count += 1;
    }
    count
}

#[tokio::test]
async fn a_resumed_invite_tells_its_outcome_by_codes() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let other = Replica::new(&emulator, ledger).await;
    other.takes_callbacks(&emulator);
    let call = emulator.add_meeting();
    let key = job(call).send(&sender.client).await.unwrap().key().clone();
    drop(sender);

    let resumed = other.client.resume(&key).await.unwrap().unwrap();
    assert_eq!(resumed.status(), InviteStatus::Ringing);
    assert_eq!(unfinished(&other.client).await, 1);
    assert!(emulator.react(call, ADA, Reaction::Declines));
    let Outcome::Failed(failure) = resumed.outcome().await else {
        panic!("they declined");
    };
    assert_eq!(failure.kind(), FailureKind::Declined);
    assert_eq!((failure.code(), failure.subcode()), (Some(603), Some(8538)));
    drop(resumed);

    // A process that begins later finds it, too, and it is no longer unfinished.
    let late = Replica::new(&emulator, MemoryLedger::new()).await;
    assert!(
        late.client.resume(&key).await.unwrap().is_none(),
        "another ledger"
    );
    let resumed = other.client.resume(&key).await.unwrap().unwrap();
    let Outcome::Failed(failure) = resumed.outcome().await else {
        panic!("they declined");
    };
    assert_eq!(
        (failure.kind(), failure.message()),
        (FailureKind::Declined, None)
    );
    assert!(!failure.advice().is_empty());
    drop(resumed);
    assert_eq!(unfinished(&other.client).await, 0);
}

#[tokio::test]
async fn a_refused_invite_is_not_ringing_and_not_unfinished() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let other = Replica::new(&emulator, ledger).await;
    emulator.fail_next(Fault::status(403));
    let sending = job(emulator.add_meeting()).send(&sender.client);
    let key = sending.key().clone();
    assert!(sending.await.is_err());
    let resumed = other.client.resume(&key).await.unwrap().unwrap();
    assert_eq!(resumed.status(), InviteStatus::NotRinging);
    assert_eq!(resumed.check().await, RingStatus::DidNotRing);
    drop(resumed);
    assert_eq!(unfinished(&other.client).await, 0);
}

#[tokio::test]
async fn another_process_can_cancel_it() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let other = Replica::new(&emulator, ledger).await;
    other.takes_callbacks(&emulator);
    let key = job(emulator.add_meeting())
        .send(&sender.client)
        .await
        .unwrap()
        .key()
        .clone();
    let resumed = other.client.resume(&key).await.unwrap().unwrap();
    assert!(matches!(resumed.cancel().await, Cancellation::Cancelled));
    assert!(emulator.ringing().is_empty());
}

#[tokio::test]
async fn the_time_of_an_outcome_counts_from_the_first_send() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let time = Duration::from_secs(2);
    let sender = Replica::new(&emulator, ledger.clone()).await;
    let other = Replica::with(&emulator, ledger, |client| client.outcome_timeout(time)).await;
    let sent = Instant::now();
    let key = job(emulator.add_meeting())
        .send(&sender.client)
        .await
        .unwrap()
        .key()
        .clone();
    sleep(time / 2).await;
    let resumed = other.client.resume(&key).await.unwrap().unwrap();
    let begun = Instant::now();
    assert_eq!(resumed.outcome().await, Outcome::Unknown);
    assert!(sent.elapsed() >= time);
    // At least a part of the time had passed.
    assert!(begun.duration_since(sent) >= time / 2);
}

#[tokio::test]
async fn records_are_removed_after_their_time() {
    let emulator = ringing_emulator().await;
    let ledger = MemoryLedger::new();
    let short = Duration::from_millis(1);
    let settings = LedgerSettings::new(ledger.clone())
        .keep_claims(short)
        .keep_facts(short);
    let replica = Replica::new(&emulator, settings).await;
    replica.takes_callbacks(&emulator);
    for _ in 0..20 {
        let ringing = job(emulator.add_meeting())
            .send(&replica.client)
            .await
            .unwrap();
        assert!(!ringing.is_adopted());
        sleep(short * 2).await;
    }
    assert_eq!(ledger.records(), 1, "the key of the hashes alone");
}

#[tokio::test]
async fn an_end_that_a_poll_has_found_is_known_to_all() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let polling = invites::Polling::default().first(Duration::from_millis(1));
    let sender = Replica::with(&emulator, ledger.clone(), |client| client.polling(polling)).await;
    let other = Replica::new(&emulator, ledger.clone()).await;
    let call = emulator.add_meeting();
    let ringing = job(call).send(&sender.client).await.unwrap();
    assert!(emulator.react(call, ADA, Reaction::Declines));
    assert!(matches!(ringing.outcome().await, Outcome::Failed(_)));
    let adopted = job(call).send(&other.client).await.unwrap();
    assert!(matches!(adopted.outcome().await, Outcome::Failed(_)));
    assert_eq!(ledger.names(), ["p", "a1", "r1", "f"]);
}
