//! One after the other.

use super::{HOUR, SHORTLY, Scene, pass, steps, until};
use graph_invite_emulator::Behavior::{Answers, Busy, Declines, KeepsRinging, WaitsInLobby};
use graph_invite_emulator::{Emulator, Fault};
use invites::hunt::{Step, sequential};
use invites::{Inbox, Invite};

#[tokio::test]
async fn next_person_is_invited_when_the_last_one_does_not_come() {
    let scene = Scene::of([Declines, Busy, Answers, Answers]).await;
    let mut hunt = sequential(&scene.client, scene.invites()).start();
    assert_eq!(
        steps(&mut hunt).await,
        [
            "0 Invited",
            "0 Ringing",
            "0 Failed Declined",
            "1 Invited",
            "1 Ringing",
            "1 Failed Busy",
            "2 Invited",
            "2 Ringing",
            "2 Joined 0",
        ]
    );
    let result = hunt.result().await;
    assert_eq!((result.joined, result.unsettled), (Some(2), vec![]));
    assert_eq!(scene.rings(), [1, 1, 1, 0]);
}

#[tokio::test]
async fn phone_that_rings_too_long_is_cancelled_before_the_next_one_rings() {
    let scene = Scene::of([KeepsRinging, Answers]).await;
    let mut hunt = sequential(&scene.client, scene.invites())
        .ring_time(HOUR)
        .start();
    until(&mut hunt, "0 Ringing").await;
    pass(HOUR).await;
    until(&mut hunt, "0 Cancelling").await;
    assert_eq!(scene.rings(), [1, 0]);
    until(&mut hunt, "0 Cancelled").await;
    assert!(!scene.answers(0), "the phone still rings");
    let result = hunt.result().await;
    assert_eq!((result.joined, result.unsettled), (Some(1), vec![]));
}

#[tokio::test]
async fn without_the_permission_to_cancel_the_hunt_goes_on_and_the_phone_rings_on() {
    let emulator = Emulator::builder().forbid_removal();
    let scene = Scene::with(emulator, [KeepsRinging, KeepsRinging]).await;
    let mut hunt = sequential(&scene.client, scene.invites())
        .ring_time(HOUR)
        .start();
    until(&mut hunt, "0 Ringing").await;
    pass(HOUR).await;
    until(&mut hunt, "0 Cancelled Refused").await;
    until(&mut hunt, "1 Ringing").await;
    assert!(scene.answers(0), "the phone rings on");
    until(&mut hunt, "0 Joined 0").await;
    let result = hunt.result().await;
    assert_eq!((result.joined, result.unsettled), (Some(0), vec![1]));
}

#[tokio::test]
async fn nobody_who_comes_is_no_winner() {
    let scene = Scene::of([Declines, Busy]).await;
    let result = sequential(&scene.client, scene.invites())
        .start()
        .result()
        .await;
    assert_eq!(result, invites::hunt::HuntResult::default());
    let none = sequential(&scene.client, []).start().result().await;
    assert_eq!(none, invites::hunt::HuntResult::default());
}

#[tokio::test]
async fn unknown_invite_counts_as_one_that_rings_and_can_win() {
    let scene = Scene::of([KeepsRinging, Answers]).await;
    scene.emulator.fail_next(Fault::reset().after_ringing());
    let mut hunt = sequential(&scene.client, scene.invites())
        .ring_time(HOUR)
        .start();
    until(&mut hunt, "0 MayBeRinging").await;
    assert!(scene.answers(0));
    let result = hunt.result().await;
    assert_eq!((result.joined, result.unsettled), (Some(0), vec![]));
    assert_eq!(scene.rings(), [1, 0]);
}

#[tokio::test]
async fn same_person_is_not_rung_again_while_their_phone_may_ring() {
    let scene = Scene::of([KeepsRinging, Answers]).await;
    scene.emulator.fail_next(Fault::reset().after_ringing());
    let invites = [0, 0, 1].map(|person| scene.invite(person));
    let mut hunt = sequential(&scene.client, invites).ring_time(HOUR).start();
    until(&mut hunt, "0 MayBeRinging").await;
    pass(HOUR).await;
    until(&mut hunt, "1 Skipped").await;
    until(&mut hunt, "2 Joined 0").await;
    let result = hunt.result().await;
    assert_eq!((result.joined, result.unsettled), (Some(2), vec![0]));
    assert_eq!(scene.rings(), [1, 1]);
}

#[tokio::test]
async fn same_person_is_invited_again_once_the_first_invite_is_over() {
    let scene = Scene::of([Busy]).await;
    let twice: [Invite; 2] = [0, 0].map(|person| scene.invite(person));
    let result = sequential(&scene.client, twice).start().result().await;
    assert_eq!((result.joined, scene.rings()), (None, vec![2]));
}

#[tokio::test]
async fn invite_that_is_refused_or_not_sent_rings_nobody_and_the_next_one_is_sent() {
    let scene = Scene::of([Answers, Answers]).await;
    scene.emulator.fail_next(Fault::status(404));
    let mut hunt = sequential(&scene.client, scene.invites()).start();
    until(&mut hunt, "0 NotInvited").await;
    assert_eq!(hunt.result().await.joined, Some(1));
    assert_eq!(scene.rings(), [0, 1]);
}

#[tokio::test]
async fn person_in_the_lobby_is_not_in_the_call_until_they_are_let_in() {
    let scene = Scene::of([WaitsInLobby(SHORTLY), Answers]).await;
    let mut hunt = sequential(&scene.client, scene.invites()).start();
    until(&mut hunt, "0 InLobby").await;
    until(&mut hunt, "0 Joined 0").await;
    assert_eq!(hunt.result().await.joined, Some(0));

    let scene = Scene::of([WaitsInLobby(HOUR), Answers]).await;
    let hunt = sequential(&scene.client, scene.invites()).join_time(SHORTLY);
    let result = hunt.start().result().await;
    assert_eq!((result.joined, result.unsettled), (Some(1), vec![0]));
}

#[tokio::test]
async fn dropped_hunt_stops_the_phone_and_invites_nobody_else() {
    let scene = Scene::of([KeepsRinging, Answers]).await;
    let mut hunt = sequential(&scene.client, scene.invites())
        .ring_time(HOUR)
        .start();
    until(&mut hunt, "0 Ringing").await;
    drop(hunt);
    while scene.client.unfinished().next().await.is_some() {
        tokio::time::sleep(super::MILLISECOND).await;
    }
    assert!(!scene.answers(0), "the phone still rings");
    assert_eq!(scene.rings(), [1, 0]);
}

#[tokio::test]
async fn stopped_hunt_says_what_is_left() {
    let scene = Scene::of([KeepsRinging, Answers]).await;
    let mut hunt = sequential(&scene.client, scene.invites())
        .ring_time(HOUR)
        .start();
    until(&mut hunt, "0 Ringing").await;
    let result = hunt.stop().await;
    assert_eq!(result, invites::hunt::HuntResult::default());
    assert!(!scene.answers(0), "the phone still rings");
}

#[tokio::test]
async fn hunt_that_is_dropped_during_a_send_cancels_it_after_the_answer() {
    let scene = Scene::of([KeepsRinging, Answers]).await;
    scene
        .emulator
        .fail_next(Fault::slow_response(super::MILLISECOND));
    let hunt = sequential(&scene.client, scene.invites()).start();
    scene.until_rung(0).await;
    let result = hunt.stop().await;
    assert_eq!(result, invites::hunt::HuntResult::default());
    assert!(!scene.answers(0), "the phone still rings");
    assert_eq!(scene.rings(), [1, 0]);
}

#[tokio::test]
async fn hunt_beside_an_inbox_ends_by_the_roster_that_it_polls() {
    let scene = Scene::of([Answers]).await;
    let client = invites::Client::builder()
        .cloud(invites::Cloud::Custom(scene.emulator.url()))
        .token_source(invites::token::AccessToken::new(scene.emulator.token()))
        .polling(invites::Polling::default().first(super::MILLISECOND))
        .inbox(Inbox::new());
    let client = client.build().unwrap();
    let mut hunt = sequential(&client, scene.invites()).start();
    let mut entry = None;
    while let Some(event) = hunt.recv().await {
        if let Step::Joined { entry: id, .. } = event.step {
            entry = id;
        }
    }
    client
        .remove(&scene.call.into(), &entry.unwrap())
        .await
        .unwrap();
    assert!(scene.in_call().await.is_empty());
}
