//! Cancelling an invite while it is being sent.

use super::{ADA, Behavior, HOUR, builder, invite, pass};
use graph_invite_emulator::{Emulator, Fault};
use invites::token::{AccessToken, TokenRequest};
use invites::{Cancellation, InviteStatus, NotSent, RetryPolicy, SendError};
use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::sleep;

const MILLISECOND: Duration = Duration::from_millis(1);

#[tokio::test]
async fn invite_that_waits_for_its_token_never_leaves() {
    let emulator = Emulator::start().await.unwrap();
    let (asked_for_token, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let source = {
        let (asked, go) = (Arc::clone(&asked_for_token), Arc::clone(&go));
        let token = emulator.token().to_owned();
        move |_: TokenRequest| {
            let (asked, go, token) = (Arc::clone(&asked), Arc::clone(&go), token.clone());
            async move {
                asked.notify_one();
                go.notified().await;
                Ok::<_, io::Error>(AccessToken::new(token))
            }
        }
    };
    let client = builder(&emulator).token_source(source).build().unwrap();
    let sending = invite(&emulator).send(&client);
    let key = sending.key().clone();
    let sending = tokio::spawn(sending);
    asked_for_token.notified().await;
    let sent = client.resume(&key).await.unwrap().unwrap();
    let cancelling = tokio::spawn(async move { sent.cancel().await });
    tokio::task::yield_now().await;
    go.notify_one();
    let error = sending.await.unwrap().unwrap_err();
    assert!(
        matches!(error, SendError::NotSent(NotSent::Cancelled)),
        "{error:?}"
    );
    let cancellation = cancelling.await.unwrap();
    assert!(
        matches!(cancellation, Cancellation::NotRinging),
        "{cancellation:?}"
    );
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn dropped_send_is_cancelled_as_soon_as_its_answer_is_there() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let client = builder(&emulator).build().unwrap();
    emulator.fail_next(Fault::slow_response(MILLISECOND));
    let sending = invite(&emulator).send(&client);
    let key = sending.key().clone();
    let sending = tokio::spawn(sending);
    while emulator.ring_count(ADA) == 0 {
        sleep(MILLISECOND).await;
    }
    let sent = client.resume(&key).await.unwrap().unwrap();
    sending.abort();
    let cancellation = sent.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::Cancelled),
        "{cancellation:?}"
    );
}

#[tokio::test]
async fn no_request_is_repeated_after_a_cancellation() {
    let emulator = Emulator::start().await.unwrap();
    let patient = RetryPolicy::default().initial_backoff(Duration::from_secs(30));
    let client = builder(&emulator).retry_policy(patient).build().unwrap();
    emulator.fail_next(Fault::status(429));
    let sending = invite(&emulator).send(&client);
    let key = sending.key().clone();
    let sending = tokio::spawn(sending);
    while emulator.requests().is_empty() {
        sleep(MILLISECOND).await;
    }
    let cancellation = client.resume(&key).await.unwrap().unwrap().cancel().await;
    assert!(
        matches!(cancellation, Cancellation::NotRinging),
        "{cancellation:?}"
    );
    pass(HOUR).await;
    assert!(sending.await.unwrap().unwrap_err().did_not_ring());
    assert_eq!(
        (emulator.requests().len(), emulator.ring_count(ADA)),
        (1, 0)
    );
}

#[tokio::test]
async fn invite_between_its_requests_is_not_waited_for() {
    let emulator = Emulator::start().await.unwrap();
    let never = |_: TokenRequest| pending::<Result<AccessToken, io::Error>>();
    let client = builder(&emulator).token_source(never).build().unwrap();
    let mut sending = Box::pin(invite(&emulator).send(&client));
    let key = sending.key().clone();
    tokio::select! {
        biased;
        sent = &mut sending => panic!("{sent:?}"),
        () = std::future::ready(()) => {}
    }
    let sent = client.resume(&key).await.unwrap().unwrap();
    let cancellation = sent.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::NotRinging),
        "{cancellation:?}"
    );
    assert_eq!(sent.status(), InviteStatus::NotRinging);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn request_that_is_never_answered_is_not_waited_for_without_end() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let client = builder(&emulator).timeout(HOUR).deadline(HOUR);
    let client = client.build().unwrap();
    emulator.fail_next(Fault::no_response().after_ringing());
    let sending = invite(&emulator).send(&client);
    let key = sending.key().clone();
    let _sending = tokio::spawn(sending);
    while emulator.ring_count(ADA) == 0 {
        sleep(MILLISECOND).await;
    }
    let sent = client.resume(&key).await.unwrap().unwrap();
    tokio::time::pause();
    let cancellation = sent.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::Unknown(_)),
        "{cancellation:?}"
    );
    assert_eq!(sent.status(), InviteStatus::Open);
}
