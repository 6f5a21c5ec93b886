//! Cancelling an invite, over sockets: the requests, and the results, which need proof.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod sending;
mod several;

use graph_invite_emulator::{Behavior, Emulator, EmulatorBuilder, Fault};
use graph_invite_tests::operation_ended;
use graph_invite_tests::unsigned_token::bearer;
use invites::token::{AccessToken, TokenRequest};
use invites::{
    Cancellation, CancellationUnknown, Client, ClientBuilder, Cloud, FailureKind, Inbox, Invite,
    InviteStatus, Outcome, Polling, Presence, Ringing, SendError, graph_invite,
};
use serde_json::json;
use std::io;
use std::sync::Mutex;
use std::time::Duration;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const HOUR: Duration = Duration::from_secs(60 * 60);

fn builder(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .polling(Polling::off())
}

fn invite(emulator: &Emulator) -> Invite {
    graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
}

async fn start(emulator: EmulatorBuilder, behavior: Behavior) -> (Emulator, Ringing) {
    let emulator = emulator.start().await.unwrap();
    emulator.set_behavior(ADA, behavior);
    let client = builder(&emulator).build().unwrap();
    let ringing = invite(&emulator).send(&client).await.unwrap();
    (emulator, ringing)
}

/// Lets the clock go on by this at once.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

fn call_of(ringing: &Ringing) -> invites::Uuid {
    ringing.key().call().to_uuid().unwrap()
}

/// How many requests there were with this method for a path that contains this.
fn asked(emulator: &Emulator, method: &str, path: &str) -> usize {
    let requests = emulator.requests().into_iter();
    let asked = requests.filter(|request| request.method == method && request.path.contains(path));
    asked.count()
}

#[tokio::test]
async fn phone_that_rings_is_stopped_and_the_operation_proves_it() {
    let (emulator, ringing) = start(Emulator::builder(), Behavior::KeepsRinging).await;
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::Cancelled),
        "{cancellation:?}"
    );
    assert!(cancellation.is_over());
    assert!(
        !emulator.answer(call_of(&ringing), ADA),
        "the phone still rings"
    );
    let Outcome::Failed(failure) = ringing.current_outcome() else {
        panic!()
    };
    assert_eq!(failure.kind(), FailureKind::Cancelled);
    assert_eq!(asked(&emulator, "DELETE", "/participants/"), 1);

    let again = ringing.cancel().await;
    assert!(matches!(again, Cancellation::Cancelled), "{again:?}");
    assert_eq!(asked(&emulator, "DELETE", "/participants/"), 1);
}

#[tokio::test]
async fn notification_proves_it_without_a_look_at_the_operation() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let inbox = Inbox::new();
    let client = builder(&emulator).inbox(inbox.clone()).build().unwrap();
    let ringing = invite(&emulator).send(&client).await.unwrap();
    emulator.fail_next_request("DELETE", "/", Fault::no_response().after_ringing());
    let cancelling = tokio::spawn({
        let ringing = ringing.clone();
        async move { ringing.cancel().await }
    });
    while asked(&emulator, "DELETE", "/participants/") == 0 {
        tokio::task::yield_now().await;
    }
    cancelling.abort();
    let key = ringing.key();
    let (call, context) = (key.call().to_string(), key.client_context().to_string());
    let ended = operation_ended(
        &call,
        &context,
        "failed",
        &json!({ "code": 487, "subcode": 0 }),
    );
    assert_eq!(inbox.deliver(&ended).unwrap().matched, 1);
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::Cancelled),
        "{cancellation:?}"
    );
    assert_eq!(asked(&emulator, "GET", "/"), 0);
}

#[tokio::test]
async fn operation_that_failed_before_the_request_is_not_said_to_be_cancelled() {
    for (code, subcode) in [(603, 8538), (487, 8542)] {
        let emulator = Emulator::start().await.unwrap();
        emulator.set_behavior(ADA, Behavior::KeepsRinging);
        let inbox = Inbox::new();
        let client = builder(&emulator).inbox(inbox.clone()).build().unwrap();
        let ringing = invite(&emulator).send(&client).await.unwrap();
        let key = ringing.key();
        let (call, context) = (key.call().to_string(), key.client_context().to_string());
        let result = json!({ "code": code, "subcode": subcode });
        inbox
            .deliver(&operation_ended(&call, &context, "failed", &result))
            .unwrap();
        let cancellation = ringing.cancel().await;
        let Cancellation::Ended(failure) = cancellation else {
            panic!("{cancellation:?}")
        };
        assert_eq!(failure.subcode(), Some(subcode));
        assert_eq!(asked(&emulator, "DELETE", "/"), 0);
    }
}

#[tokio::test]
async fn person_who_declined_before_the_request_came_is_not_cancelled() {
    let (emulator, ringing) = start(Emulator::builder(), Behavior::Declines).await;
    let cancellation = ringing.cancel().await;
    let Cancellation::Ended(failure) = cancellation else {
        panic!("{cancellation:?}")
    };
    assert_eq!(failure.kind(), FailureKind::Declined);
    // The service knew nobody to remove, which is no error.
    assert_eq!(asked(&emulator, "DELETE", "/participants/"), 1);
}

#[tokio::test]
async fn answer_in_the_same_moment_wins_and_the_person_stays() {
    let (_emulator, ringing) = start(Emulator::builder(), Behavior::AnswersWhenRemoved).await;
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::TooLate),
        "{cancellation:?}"
    );
    assert!(!cancellation.is_over());
    assert_eq!(ringing.presence(), [Presence::Joined]);
}

#[tokio::test]
async fn person_who_has_answered_is_removed_and_the_result_is_too_late() {
    let (emulator, ringing) = start(Emulator::builder(), Behavior::Answers).await;
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::TooLate),
        "{cancellation:?}"
    );
    assert_eq!(ringing.current_outcome(), Outcome::Completed);
    assert_eq!(ringing.presence(), [Presence::NotSeen]);
    assert_eq!(asked(&emulator, "DELETE", "/participants/"), 1);
}

#[tokio::test]
async fn person_who_is_known_to_be_in_the_call_is_left_there() {
    let (emulator, ringing) = start(Emulator::builder(), Behavior::Answers).await;
    assert_eq!(
        ringing.outcome_within(Duration::ZERO).await,
        Outcome::Completed
    );
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::TooLate),
        "{cancellation:?}"
    );
    assert_eq!(ringing.presence(), [Presence::Joined]);
    assert_eq!(asked(&emulator, "DELETE", "/"), 0);
}

#[tokio::test]
async fn tenant_that_forbids_it_refuses_and_the_phone_rings_on() {
    let (emulator, ringing) =
        start(Emulator::builder().forbid_removal(), Behavior::KeepsRinging).await;
    let cancellation = ringing.cancel().await;
    let Cancellation::Refused(refused) = &cancellation else {
        panic!("{cancellation:?}")
    };
    assert_eq!(
        (refused.status(), refused.kind()),
        (403, FailureKind::Policy)
    );
    for missing in ["Calls.JoinGroupCall.All", "-AllowRemoveParticipantAppIds"] {
        assert!(cancellation.to_string().contains(missing), "{cancellation}");
    }
    assert_eq!(ringing.status(), InviteStatus::Ringing);
    assert!(
        emulator.answer(call_of(&ringing), ADA),
        "the phone rings on"
    );
}

#[tokio::test]
async fn token_without_the_role_is_named_as_the_reason() {
    let emulator = Emulator::builder().roles(["Calls.InitiateGroupCall.All"]);
    let emulator = emulator.start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    for (roles, named) in [
        (
            json!(["Calls.InitiateGroupCall.All"]),
            "the token lacks the role Calls.JoinGroupCall.All",
        ),
        (
            json!(["calls.joingroupcallasguest.all"]),
            "the tenant forbids it",
        ),
    ] {
        let token = bearer(&json!({}), &json!({ "roles": roles }));
        let token = token.trim_start_matches("Bearer ").to_owned();
        let refusal = r#"{"error":{"code":"7504","message":"no"}}"#;
        emulator.fail_next_request(
            "DELETE",
            "/",
            Fault::status(403).body("application/json", refusal),
        );
        let ringing = invite(&emulator)
            .send(&builder(&emulator).build().unwrap())
            .await
            .unwrap();
        let other = builder(&emulator)
            .token_source(AccessToken::new(token))
            .build()
            .unwrap();
        let id = invites::ParticipantId::parse(ADA).unwrap();
        let error = other.remove(ringing.key().call(), &id).await.unwrap_err();
        let invites::RequestError::Status(error) = error else {
            panic!("{error:?}")
        };
        assert!(error.advice().contains(named), "{}", error.advice());
    }
}

#[tokio::test]
async fn without_an_id_nothing_is_removed() {
    let hidden = Emulator::builder().hide_participant_ids();
    let (emulator, ringing) = start(hidden, Behavior::KeepsRinging).await;
    let cancellation = ringing.cancel().await;
    let Cancellation::Unknown(CancellationUnknown::NoId) = cancellation else {
        panic!("{cancellation:?}")
    };
    assert_eq!(asked(&emulator, "DELETE", "/"), 0);
    assert_eq!(asked(&emulator, "GET", "/operations/"), 1);
    assert_eq!(asked(&emulator, "GET", "/participants"), 1);
    assert!(emulator.answer(call_of(&ringing), ADA));
}

#[tokio::test]
async fn id_of_somebody_in_the_lobby_is_found_on_the_roster() {
    let hidden = Emulator::builder().hide_participant_ids();
    let (emulator, ringing) = start(hidden, Behavior::WaitsInLobby(HOUR)).await;
    // Without an operation, only the roster tells.
    emulator.fail_next_request("GET", "/operations/", Fault::status(500));
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::TooLate),
        "{cancellation:?}"
    );
    assert_eq!(asked(&emulator, "DELETE", "/participants/"), 1);
    assert_eq!(ringing.presence(), [Presence::Left]);
}

#[tokio::test]
async fn lost_answer_to_the_request_is_replaced_by_the_operation() {
    let (emulator, ringing) = start(Emulator::builder(), Behavior::KeepsRinging).await;
    emulator.fail_next_request("DELETE", "/participants/", Fault::reset().after_ringing());
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::Cancelled),
        "{cancellation:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn forgotten_operation_proves_nothing() {
    let forgetful = Emulator::builder().forget_ended_operations();
    let (_emulator, ringing) = start(forgetful, Behavior::KeepsRinging).await;
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(
            cancellation,
            Cancellation::Unknown(CancellationUnknown::NothingFollowed)
        ),
        "{cancellation:?}"
    );
}

#[tokio::test]
async fn request_that_does_not_leave_leaves_it_unknown() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let token = Mutex::new(Some(emulator.token().to_owned()));
    let once = move |_: TokenRequest| {
        let token = token.lock().unwrap().take();
        async {
            token
                .map(AccessToken::new)
                .ok_or(io::Error::other("no more tokens"))
        }
    };
    let client = builder(&emulator).token_source(once).build().unwrap();
    let ringing = invite(&emulator).send(&client).await.unwrap();
    let cancellation = ringing.cancel().await;
    let Cancellation::Unknown(CancellationUnknown::NotAsked(_)) = cancellation else {
        panic!("{cancellation:?}")
    };
    assert!(
        emulator.answer(call_of(&ringing), ADA),
        "the phone rings on"
    );
}

/// The service does not say that it took the request, so neither does the result.
#[tokio::test]
async fn request_without_an_answer_is_not_said_to_be_taken() {
    let (emulator, ringing) = start(Emulator::builder(), Behavior::KeepsRinging).await;
    emulator.fail_next_request("DELETE", "/participants/", Fault::no_response());
    let cancelling = tokio::spawn({
        let ringing = ringing.clone();
        async move { ringing.cancel().await }
    });
    while asked(&emulator, "DELETE", "/participants/") == 0 {
        tokio::task::yield_now().await;
    }
    tokio::time::pause();
    let cancellation = cancelling.await.unwrap();
    let Cancellation::Unknown(CancellationUnknown::NoAnswer(_)) = cancellation else {
        panic!("{cancellation:?}")
    };
}

#[tokio::test]
async fn unknown_invite_can_be_cancelled_once_the_roster_names_the_person() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let client = builder(&emulator).build().unwrap();
    emulator.fail_next(Fault::reset().after_ringing());
    let Err(SendError::Unknown(unknown)) = invite(&emulator).send(&client).await else {
        panic!()
    };
    let cancellation = unknown.cancel().await;
    let Cancellation::Unknown(CancellationUnknown::NoId) = cancellation else {
        panic!("{cancellation:?}")
    };
    let call = unknown.key().call().to_uuid().unwrap();
    assert!(emulator.answer(call, ADA));
    let cancellation = unknown.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::TooLate),
        "{cancellation:?}"
    );
    assert_eq!(asked(&emulator, "DELETE", "/"), 0);
}
