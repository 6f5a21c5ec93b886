//! All at once.

use super::{HOUR, Scene, until};
use graph_invite_emulator::Behavior::{Answers, AnswersWhenRemoved, Declines, KeepsRinging};
use graph_invite_emulator::Emulator;
use invites::hunt::simultaneous;

#[tokio::test]
async fn first_to_join_wins_and_the_other_phones_stop() {
    let scene = Scene::of([KeepsRinging, KeepsRinging, KeepsRinging]).await;
    let mut hunt = simultaneous(&scene.client, scene.invites()).start();
    for person in 0..3 {
        scene.until_rung(person).await;
    }
    assert!(scene.answers(1));
    until(&mut hunt, "1 Joined 0").await;
    let result = hunt.result().await;
    assert_eq!((result.joined, result.also_joined), (Some(1), vec![]));
    assert!(result.unsettled.is_empty());
    assert!(
        !scene.answers(0) && !scene.answers(2),
        "a phone still rings"
    );
    assert_eq!(scene.in_call().await, [scene.people[1].to_string()]);
}

#[tokio::test]
async fn no_more_than_the_limit_ring_at_once() {
    let scene = Scene::of([KeepsRinging, KeepsRinging, KeepsRinging, KeepsRinging]).await;
    let mut hunt = simultaneous(&scene.client, scene.invites())
        .at_once(2)
        .start();
    scene.until_rung(0).await;
    scene.until_rung(1).await;
    assert_eq!(scene.rings(), [1, 1, 0, 0]);
    assert!(scene.answers(1));
    until(&mut hunt, "1 Joined 0").await;
    assert_eq!(hunt.result().await.joined, Some(1));
    assert_eq!(scene.rings(), [1, 1, 0, 0]);
}

#[tokio::test]
async fn place_of_an_invite_that_is_over_is_taken_by_the_next_one() {
    let scene = Scene::of([Declines, Declines, Declines, Answers]).await;
    let hunt = simultaneous(&scene.client, scene.invites())
        .at_once(2)
        .start();
    assert_eq!(hunt.result().await.joined, Some(3));
    assert_eq!(scene.rings(), [1, 1, 1, 1]);
}

#[tokio::test]
async fn two_who_answer_at_the_same_moment_are_both_reported() {
    let scene = Scene::of([KeepsRinging, AnswersWhenRemoved]).await;
    let mut hunt = simultaneous(&scene.client, scene.invites()).start();
    scene.until_rung(0).await;
    scene.until_rung(1).await;
    assert!(scene.answers(0));
    until(&mut hunt, "1 Joined 0").await;
    let result = hunt.result().await;
    assert_eq!((result.joined, result.also_joined), (Some(0), vec![1]));
    assert!(result.unsettled.is_empty());
    assert_eq!(scene.in_call().await.len(), 2);
}

#[tokio::test]
async fn phones_that_cannot_be_stopped_are_reported() {
    let emulator = Emulator::builder().forbid_removal();
    let scene = Scene::with(emulator, [KeepsRinging, KeepsRinging]).await;
    let hunt = simultaneous(&scene.client, scene.invites())
        .ring_time(HOUR)
        .start();
    scene.until_rung(0).await;
    scene.until_rung(1).await;
    assert!(scene.answers(1));
    let result = hunt.result().await;
    assert_eq!((result.joined, result.unsettled), (Some(1), vec![0]));
    assert!(scene.answers(0), "the phone rings on");
}

#[tokio::test]
async fn hundred_people_at_ten_at_once_are_all_invited_once() {
    let scene = Scene::of((0..100).map(|_| Declines).chain([Answers])).await;
    let hunt = simultaneous(&scene.client, scene.invites())
        .at_once(10)
        .start();
    assert_eq!(hunt.result().await.joined, Some(100));
    assert_eq!(scene.rings(), [1; 101]);
}
