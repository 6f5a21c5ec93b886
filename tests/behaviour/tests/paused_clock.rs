//! The set-ups of tests that the guide shows.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use graph_invite_emulator::{Behavior, Emulator};
use invites::callback::{Verifier, router};
use invites::token::AccessToken;
use invites::{
    Client, Cloud, FailureKind, Inbox, InviteEvent, Outcome, Polling, Ringing, graph_invite,
};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, advance};

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const MINUTE: Duration = Duration::from_secs(60);

/// The lines of the guide.
async fn bot(polling: Polling) -> (Emulator, Client) {
    let (emulator, inbox) = (Emulator::start().await.unwrap(), Inbox::new());
    let verifier = Verifier::builder(emulator.app().into()).any_tenant();
    let verifier = verifier.openid_configuration(emulator.openid_configuration());
    let callbacks = router(verifier.build().unwrap(), inbox.clone());
    let listener = emulator.listen_for_callbacks().await.unwrap();
    tokio::spawn(axum::serve(listener, callbacks).into_future());
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .polling(polling);
    (emulator, client.inbox(inbox).build().unwrap())
}

async fn invited(emulator: &Emulator, client: &Client) -> Ringing {
    let invite = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    invite.send(client).await.unwrap()
}

/// Holds a paused clock until the result is dropped.
fn hold_clock() -> Sender<()> {
    let (release, held) = channel::<()>();
    spawn_blocking(move || held.recv());
    release
}

#[tokio::test]
async fn bot_of_five_lines_hears_its_callbacks() {
    let (emulator, client) = bot(Polling::off()).await;
    let ringing = invited(&emulator, &client).await;
    let mut events = ringing.events();
    while !matches!(events.recv().await, InviteEvent::Joined { .. }) {}
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(emulator.ring_count(ADA), 1);
}

#[tokio::test(start_paused = true)]
async fn held_clock_lets_sockets_work_and_moves_only_by_advance() {
    let _clock = hold_clock();
    let (emulator, client) = bot(Polling::off()).await;
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let began = Instant::now();
    let ringing = invited(&emulator, &client).await;
    assert_eq!(began.elapsed(), Duration::ZERO);

    let waiting = tokio::spawn(async move { ringing.outcome().await });
    advance(2 * MINUTE).await;
    assert_eq!(waiting.await.unwrap(), Outcome::Unknown);
    assert_eq!(began.elapsed(), 2 * MINUTE);
    let _another = invited(&emulator, &client).await;
}

#[tokio::test(start_paused = true)]
async fn held_clock_lets_a_phone_stop_ringing_by_advance() {
    let _clock = hold_clock();
    let (emulator, client) = bot(Polling::off()).await;
    emulator.set_behavior(ADA, Behavior::NoAnswer);
    let ringing = invited(&emulator, &client).await;
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    advance(Duration::from_secs(1)).await;
    let InviteEvent::Ended(Outcome::Failed(failure)) = ringing.events().recv().await else {
        unreachable!()
    };
    assert_eq!(failure.kind(), FailureKind::NoAnswer);
}
