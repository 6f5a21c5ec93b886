//! A send that is dropped at any point: its key shows what became of the invite.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

use graph_invite_emulator::{Behavior, Emulator, Fault};
use invites::token::{AccessToken, TokenRequest};
use invites::{
    Client, ClientBuilder, Cloud, FailureKind, Inbox, Invite, InviteKey, InviteStatus, Outcome,
    Polling, Presence, RetryPolicy, RingStatus, SendError, Sending, SentInvite, graph_invite,
};
use std::future::{pending, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio::time::sleep;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const MILLISECOND: Duration = Duration::from_millis(1);
const HOUR: Duration = Duration::from_secs(60 * 60);

fn builder(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .polling(Polling::default().first(MILLISECOND).longest(MILLISECOND))
}

fn invite(emulator: &Emulator) -> Invite {
    graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
}

/// Polls a send until this is true, and drops it.
async fn send_until(mut sending: Sending, is_enough: impl Fn() -> bool) -> InviteKey {
    let key = sending.key().clone();
    while !is_enough() {
        let sent = poll_fn(|context| Poll::Ready(Pin::new(&mut sending).poll(context))).await;
        assert!(sent.is_pending(), "{sent:?}");
        sleep(MILLISECOND).await;
    }
    key
}

async fn status(client: &Client, key: &InviteKey) -> Option<InviteStatus> {
    let resumed = client.resume(key).await.unwrap();
    resumed.as_ref().map(SentInvite::status)
}

async fn until_status(
    client: &Client,
    key: &InviteKey,
    fits: impl Fn(Option<InviteStatus>) -> bool,
) {
    while !fits(status(client, key).await) {
        sleep(MILLISECOND).await;
    }
}

async fn unfinished(client: &Client) -> usize {
    let mut unfinished = client.unfinished();
    let mut count = 0;
    while unfinished.next().await.is_some() {
        count += 1;
    }
    count
}

#[tokio::test]
async fn a_send_that_is_never_polled_sends_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(&emulator).build().unwrap();
    let sending = invite(&emulator).send(&client);
    let key = sending.key().clone();
    assert!(client.resume(&key).await.unwrap().is_none());
    drop(sending);
    assert!(client.resume(&key).await.unwrap().is_none());
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_send_that_is_dropped_before_its_request_has_not_rung() {
    let emulator = Emulator::start().await.unwrap();
    let never = |_: TokenRequest| pending::<Result<AccessToken, io::Error>>();
    let client = builder(&emulator).token_source(never).build().unwrap();
    let mut sending = invite(&emulator).send(&client);
    let key = sending.key().clone();
    poll_fn(|context| {
        assert!(Pin::new(&mut sending).poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    assert_eq!(status(&client, &key).await, Some(InviteStatus::Open));
    assert_eq!(unfinished(&client).await, 1);
    drop(sending);
    let resumed = client.resume(&key).await.unwrap().unwrap();
    assert_eq!(resumed.status(), InviteStatus::NotRinging);
    assert_eq!(resumed.outcome().await, Outcome::Unknown);
    assert_eq!(unfinished(&client).await, 0);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_send_that_is_dropped_during_its_request_still_reads_the_answer() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(&emulator).build().unwrap();
    emulator.fail_next(Fault::slow_response(MILLISECOND));
    let sending = invite(&emulator).send(&client);
    let key = send_until(sending, || !emulator.requests().is_empty()).await;
    until_status(&client, &key, |it| it != Some(InviteStatus::Open)).await;
    let resumed = client.resume(&key).await.unwrap().unwrap();
    assert_eq!(resumed.key(), &key);
    assert!(resumed.operation_id().is_some());
    assert_eq!(resumed.outcome().await, Outcome::Completed);
    assert_eq!(resumed.presence(), [Presence::Joined]);
    assert_eq!(emulator.ring_count(ADA), 1);
}

#[tokio::test]
async fn a_send_that_is_dropped_without_an_answer_stays_open_until_it_is_checked() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(&emulator).build().unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    emulator.fail_next(Fault::no_response().after_ringing());
    let sending = invite(&emulator).send(&client);
    let key = send_until(sending, || emulator.ring_count(ADA) == 1).await;
    let resumed = client.resume(&key).await.unwrap().unwrap();
    assert_eq!(resumed.status(), InviteStatus::Open);
    assert_eq!(unfinished(&client).await, 1);
    let call = resumed.key().call().to_uuid().unwrap();
    assert!(emulator.answer(call, ADA));
    assert_eq!(resumed.check().await, RingStatus::Rang);
    assert_eq!(resumed.outcome().await, Outcome::Completed);
    assert_eq!(unfinished(&client).await, 0);
}

#[tokio::test]
async fn no_request_follows_a_dropped_send() {
    let emulator = Emulator::start().await.unwrap();
    let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(20));
    let client = builder(&emulator).retry_policy(policy).build().unwrap();
    emulator.fail_next(Fault::status(429));
    let sending = invite(&emulator).send(&client);
    let key = send_until(sending, || emulator.requests().len() == 1).await;
    until_status(&client, &key, |it| it == Some(InviteStatus::NotRinging)).await;
    sleep(Duration::from_millis(60)).await;
    assert_eq!(emulator.requests().len(), 1);
    assert_eq!(emulator.ring_count(ADA), 0);
    assert_eq!(
        client.resume(&key).await.unwrap().unwrap().check().await,
        RingStatus::DidNotRing
    );
}

#[tokio::test]
async fn a_resumed_invite_hears_the_end_in_the_inbox() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let inbox = Inbox::new();
    let client = builder(&emulator)
        .inbox(inbox.clone())
        .polling(Polling::off())
        // What comes before the answer is judged when no answer can come any more.
        .timeout(Duration::from_millis(200));
    let client = client.build().unwrap();
    emulator.fail_next(Fault::no_response().after_ringing());
    let sending = invite(&emulator).send(&client);
    let key = send_until(sending, || emulator.ring_count(ADA) == 1).await;
    let declined = graph_invite_tests::operation_ended(
        &key.call().to_string(),
        key.client_context().as_str(),
        "failed",
        &serde_json::json!({ "code": 603, "subcode": 8538 }),
    );
    assert_eq!(inbox.deliver(&declined).unwrap().matched, 1);
    let resumed = client.resume(&key).await.unwrap().unwrap();
    let outcome = resumed.outcome_within(HOUR).await;
    assert!(matches!(outcome, Outcome::Failed(failure) if failure.kind() == FailureKind::Declined));
    assert!(matches!(
        resumed.status(),
        InviteStatus::Ended(Outcome::Failed(_))
    ));
}

#[tokio::test]
async fn an_unknown_can_be_followed_like_a_ringing() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(&emulator).build().unwrap();
    emulator.fail_next(Fault::reset().after_ringing());
    let sent = invite(&emulator).send(&client).await;
    let Err(SendError::Unknown(unknown)) = sent else {
        panic!("{sent:?}")
    };
    assert_eq!(unknown.status(), InviteStatus::Open);
    let mut events = unknown.events();
    assert_eq!(unknown.outcome().await, Outcome::Completed);
    assert!(matches!(
        events.recv().await,
        invites::InviteEvent::Joined { participant: 0, .. }
    ));
    assert!(unknown.replaced_call().is_none());
    let key = unknown.key().clone();
    drop((unknown, events));
    assert!(
        client.resume(&key).await.unwrap().is_none(),
        "nobody follows it any more"
    );
}

#[tokio::test]
async fn a_drain_waits_for_all_that_may_ring() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let client = builder(&emulator).build().unwrap();
    let call = emulator.add_meeting();
    let invite = graph_invite! {
        call: call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let ringing = invite.send(&client).await.unwrap();
    let left = client.drain(MILLISECOND).await;
    let keys: Vec<_> = left.iter().map(SentInvite::key).collect();
    assert_eq!(keys, [ringing.key()]);
    let drain = client.drain(HOUR);
    let answer = async {
        sleep(MILLISECOND).await;
        assert!(emulator.answer(call, ADA));
    };
    let (left, ()) = tokio::join!(drain, answer);
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(ringing.current_outcome(), Outcome::Completed);
}

#[tokio::test]
async fn another_client_and_another_key_know_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(&emulator).build().unwrap();
    let other = builder(&emulator).build().unwrap();
    let ringing = invite(&emulator).send(&client).await.unwrap();
    assert!(client.resume(ringing.key()).await.unwrap().is_some());
    assert!(other.resume(ringing.key()).await.unwrap().is_none());
    let another = invite(&emulator).send(&client);
    assert!(client.resume(another.key()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_send_that_was_ready_stays_pending() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(&emulator).build().unwrap();
    let mut sending = invite(&emulator).send(&client);
    let _ = (&mut sending).await.unwrap();
    let again = poll_fn(|context| Poll::Ready(Pin::new(&mut sending).poll(context))).await;
    assert!(again.is_pending());
    assert_eq!(emulator.ring_count(ADA), 1);
}
