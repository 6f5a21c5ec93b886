//! Cancelling an invite of several people.

use super::{ADA, Behavior, asked, builder};
use graph_invite_emulator::{Emulator, Fault};
use invites::{Cancellation, Client, Outcome, Presence, Ringing, graph_invite};
use std::time::Duration;

const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";

async fn both(emulator: &Emulator, client: &Client) -> Ringing {
    graph_invite! {
        call: emulator.add_group_call_with_chat(),
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
        ],
    }
    .send(client)
    .await
    .unwrap()
}

async fn start(ada: Behavior, bob: Behavior) -> (Emulator, Ringing) {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, ada);
    emulator.set_behavior(BOB, bob);
    let client = builder(&emulator).build().unwrap();
    let ringing = both(&emulator, &client).await;
    (emulator, ringing)
}

#[tokio::test]
async fn all_phones_are_stopped() {
    let (emulator, ringing) = start(Behavior::KeepsRinging, Behavior::KeepsRinging).await;
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::Cancelled),
        "{cancellation:?}"
    );
    assert_eq!(asked(&emulator, "DELETE", "/participants/"), 2);
    let call = ringing.key().call().to_uuid().unwrap();
    assert!(!emulator.answer(call, ADA) && !emulator.answer(call, BOB));
}

#[tokio::test]
async fn only_those_who_are_not_in_the_call_are_removed() {
    let (emulator, ringing) = start(Behavior::Answers, Behavior::KeepsRinging).await;
    ringing.outcome_within(Duration::ZERO).await;
    assert_eq!(ringing.presence(), [Presence::Joined, Presence::NotSeen]);
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::TooLate),
        "{cancellation:?}"
    );
    assert_eq!(asked(&emulator, "DELETE", "/participants/"), 1);
    assert_eq!(ringing.presence(), [Presence::Joined, Presence::NotSeen]);
    let call = ringing.key().call().to_uuid().unwrap();
    assert!(!emulator.answer(call, BOB), "the phone still rings");
}

#[tokio::test]
async fn one_refused_removal_is_no_proof_while_the_other_phone_rings() {
    let (emulator, ringing) = start(Behavior::KeepsRinging, Behavior::KeepsRinging).await;
    let refusal = r#"{"error":{"code":"7504"}}"#;
    emulator.fail_next_request(
        "DELETE",
        "/participants/",
        Fault::status(403).body("application/json", refusal),
    );
    tokio::time::pause();
    let cancellation = ringing.cancel().await;
    assert!(
        matches!(cancellation, Cancellation::Unknown(_)),
        "{cancellation:?}"
    );
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);
}
