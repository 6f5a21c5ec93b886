//! A wait for an outcome without any callback: the client asks by itself, counted at the emulator.

use super::{ADA, client, not_found, service};
use graph_invite_emulator::{Behavior, Emulator, Fault};
use invites::{
    Client, ClientBuilder, Cloud, Inbox, InviteEvent, Outcome, Polling, Presence, Ringing,
    graph_invite,
};
use serde_json::json;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

const HOUR: Duration = Duration::from_secs(60 * 60);
const SHORTLY: Duration = Duration::from_millis(300);
const MILLISECOND: Duration = Duration::from_millis(1);

/// Almost without pause.
fn quick() -> Polling {
    Polling::default().first(MILLISECOND).longest(MILLISECOND)
}

/// A client that only polls can help, without a limit of time.
fn polling(emulator: &Emulator, polling: Polling) -> ClientBuilder {
    client(Cloud::Custom(emulator.url()), emulator.token())
        .timeout(HOUR)
        .outcome_timeout(HOUR)
        .polling(polling)
}

async fn invited(emulator: &Emulator, client: ClientBuilder) -> Ringing {
    let client: Client = client.build().unwrap();
    let invite = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    invite.send(&client).await.unwrap()
}

fn waiting(ringing: &Ringing) -> JoinHandle<Outcome> {
    let ringing = ringing.clone();
    tokio::spawn(async move { ringing.outcome().await })
}

/// How many requests there were for a path that contains this.
fn asked(emulator: &Emulator, path: &str) -> usize {
    let requests = emulator.requests().into_iter();
    let asked = requests.filter(|request| request.method == "GET" && request.path.contains(path));
    asked.count()
}

async fn until_asked(emulator: &Emulator, path: &str, times: usize) {
    while asked(emulator, path) < times {
        sleep(MILLISECOND).await;
    }
}

async fn emulator(behavior: Behavior) -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, behavior);
    emulator
}

/// Answers 404 for operations that have ended.
async fn forgetful_emulator(behavior: Behavior) -> Emulator {
    let emulator = Emulator::builder().forget_ended_operations();
    let emulator = emulator.start().await.unwrap();
    emulator.set_behavior(ADA, behavior);
    emulator
}

/// The first poll comes a second after the send, so this ends within two.
#[tokio::test]
async fn answer_is_seen_by_the_first_poll_with_the_default_settings() {
    let emulator = emulator(Behavior::Answers).await;
    let client = client(Cloud::Custom(emulator.url()), emulator.token());
    let ringing = invited(&emulator, client).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(ringing.presence(), [Presence::Joined]);
    assert_eq!(asked(&emulator, "/operations/"), 1);
    assert_eq!(asked(&emulator, "/participants"), 1);
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn polls_go_on_until_the_person_answers_or_declines() {
    let emulator = emulator(Behavior::KeepsRinging).await;
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    let waiting = waiting(&ringing);
    until_asked(&emulator, "/operations/", 3).await;
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    let call = ringing.key().call().to_string().parse().unwrap();
    assert!(emulator.answer(call, ADA));
    assert_eq!(waiting.await.unwrap(), Outcome::Completed);

    emulator.set_behavior(ADA, Behavior::Declines);
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    let Outcome::Failed(failure) = ringing.outcome().await else {
        panic!()
    };
    assert_eq!(failure.kind(), invites::FailureKind::Declined);
}

#[tokio::test]
async fn several_waiters_poll_like_one_and_survive_each_other() {
    let emulator = emulator(Behavior::KeepsRinging).await;
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    emulator.fail_next_request("GET", "/operations/", Fault::no_response());
    let first = waiting(&ringing);
    until_asked(&emulator, "/operations/", 1).await;
    let others = [(); 4].map(|()| waiting(&ringing));
    sleep(Duration::from_millis(50)).await;
    assert_eq!(asked(&emulator, "/operations/"), 1);
    assert_eq!(asked(&emulator, "/participants"), 1);

    first.abort();
    let call = ringing.key().call().to_string().parse().unwrap();
    assert!(emulator.answer(call, ADA));
    for waiter in others {
        assert_eq!(waiter.await.unwrap(), Outcome::Completed);
    }
}

/// Under a paused clock every time comes at once, but a lock that is never free stays one.
#[tokio::test]
async fn waiter_that_is_kept_but_not_polled_does_not_hold_up_the_others() {
    let emulator = emulator(Behavior::KeepsRinging).await;
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    emulator.fail_next_request("GET", "/operations/", Fault::no_response());
    let mut kept = std::pin::pin!(ringing.outcome());
    tokio::select! {
        biased;
        outcome = &mut kept => panic!("{outcome:?}"),
        () = until_asked(&emulator, "/operations/", 1) => {}
    }
    tokio::time::pause();
    assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Unknown);
    tokio::time::resume();
    let call = ringing.key().call().to_string().parse().unwrap();
    assert!(emulator.answer(call, ADA));
    assert_eq!(kept.await, Outcome::Completed);
}

#[tokio::test]
async fn several_waiters_check_once_at_the_end() {
    let emulator = emulator(Behavior::KeepsRinging).await;
    let client = polling(&emulator, Polling::off()).outcome_timeout(SHORTLY);
    let ringing = invited(&emulator, client).await;
    for waiter in [(); 5].map(|()| waiting(&ringing)) {
        assert_eq!(waiter.await.unwrap(), Outcome::Unknown);
    }
    assert_eq!(asked(&emulator, "/operations/"), 1);
    assert_eq!(asked(&emulator, "/participants"), 1);
}

#[tokio::test]
async fn forgotten_operation_is_completed_by_the_roster() {
    let emulator = forgetful_emulator(Behavior::Answers).await;
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(ringing.current_outcome(), Outcome::Completed);
    let mut events = ringing.events();
    assert!(matches!(events.recv().await, InviteEvent::Joined { .. }));
    let ended = InviteEvent::Ended(Outcome::Completed);
    assert_eq!(events.recv().await, ended);
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn person_in_the_lobby_does_not_complete_a_forgotten_operation() {
    let emulator = forgetful_emulator(Behavior::WaitsInLobby(HOUR)).await;
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Unknown);
    assert_eq!(ringing.presence(), [Presence::InLobby]);
    assert!(asked(&emulator, "/participants") > 1);
}

#[tokio::test]
async fn forgotten_operation_of_someone_who_declined_stays_unknown() {
    let emulator = forgetful_emulator(Behavior::Declines).await;
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Unknown);
    assert_eq!(ringing.presence(), [Presence::NotSeen]);
}

#[tokio::test]
async fn one_of_two_people_does_not_complete_a_forgotten_operation() {
    let cloud = service(
        |request| match request {
            request if request.starts_with("POST") => super::accepted(),
            request if request.contains("/participants") => (
                200,
                json!({ "value": [{ "info": { "identity": { "user": { "id": ADA } } } }] }),
            ),
            _ => not_found(),
        },
        || (),
    )
    .await;
    let client = client(cloud, "t").polling(quick()).build().unwrap();
    let ringing = graph_invite! {
        call: super::CALL_ID,
        participants: [user "278405a3-f568-4b3e-b684-009193463064", phone "+12345678901"],
        context: "c",
    }
    .send(&client)
    .await
    .unwrap();
    assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Unknown);
    let there = [Presence::Joined, Presence::NotSeen];
    assert_eq!(ringing.presence(), there);
}

#[tokio::test]
async fn readable_operation_that_runs_is_not_completed_by_the_roster() {
    let emulator = emulator(Behavior::Answers).await;
    let running = Fault::success(r#"{"status":"running"}"#);
    for _ in 0..9 {
        emulator.fail_next_request("GET", "/operations/", running.clone());
    }
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(asked(&emulator, "/operations/"), 10);
}

#[tokio::test]
async fn throttled_polls_wait_as_long_as_retry_after() {
    for path in ["/operations/", "/participants"] {
        let emulator = emulator(Behavior::KeepsRinging).await;
        let throttled = Fault::status(429).retry_after("3600");
        emulator.fail_next_request("GET", path, throttled);
        let ringing = invited(&emulator, polling(&emulator, quick())).await;
        // Not even the check at the end asks earlier.
        assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Unknown);
        assert_eq!(asked(&emulator, "/operations/"), 1);
        assert_eq!(asked(&emulator, "/participants"), 1);
    }
}

#[tokio::test]
async fn polling_that_is_off_leaves_one_check_at_the_end() {
    let emulator = emulator(Behavior::KeepsRinging).await;
    let ringing = invited(&emulator, polling(&emulator, Polling::off())).await;
    assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Unknown);
    assert_eq!(emulator.requests().len(), 3);
}

/// Without an inbox the first poll comes within a second.
#[tokio::test]
async fn polls_beside_an_inbox_come_later() {
    let emulator = emulator(Behavior::KeepsRinging).await;
    let client = client(Cloud::Custom(emulator.url()), emulator.token());
    let ringing = invited(&emulator, client.inbox(Inbox::new())).await;
    let wait = Duration::from_millis(1500);
    assert_eq!(ringing.outcome_within(wait).await, Outcome::Unknown);
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn lost_callback_is_replaced_by_a_poll_beside_an_inbox() {
    let emulator = emulator(Behavior::Answers).await;
    let client = polling(&emulator, quick()).inbox(Inbox::new());
    let ringing = invited(&emulator, client).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn hung_roster_does_not_hide_the_operation() {
    let emulator = emulator(Behavior::Answers).await;
    emulator.fail_next_request("GET", "/participants", Fault::no_response());
    let ringing = invited(&emulator, polling(&emulator, quick())).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(asked(&emulator, "/participants"), 1);
}

#[tokio::test]
async fn hung_operation_does_not_hide_the_roster() {
    let emulator = emulator(Behavior::Answers).await;
    emulator.fail_next_request("GET", "/operations/", Fault::no_response());
    let ringing = invited(&emulator, polling(&emulator, Polling::off())).await;
    let mut events = ringing.events();
    tokio::select! {
        event = events.recv() => assert!(matches!(event, InviteEvent::Joined { .. })),
        outcome = ringing.outcome_within(Duration::ZERO) => panic!("{outcome:?}"),
    }
    assert_eq!(asked(&emulator, "/operations/"), 1);
}
