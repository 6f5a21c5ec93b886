//! However notifications are delivered, the invites end right.

use crate::bot::{Bot, SHORTLY, failure, joined, replaced_call_ended};
use invites::emulator::{Delivery, Emulator, Manner};
use invites::{Class, Inbox, Outcome, Presence};
use std::time::Duration;

/// However it is delivered: each of the five ends well, and is seen where it was told.
async fn delivered(delivery: Delivery) {
    let bot = Bot::of(Emulator::builder().delivery(delivery)).await;
    for (place, invite) in bot.documented().iter().enumerate() {
        let ringing = bot.invite(invite).await;
        assert_eq!(ringing.outcome().await, Outcome::Completed, "{place}");
        joined(&ringing, 0).await;
        if place == 2 {
            replaced_call_ended(&ringing).await;
        }
    }
    assert_eq!(bot.emulator.requests().len(), 5, "no look was needed");
}

#[tokio::test]
async fn doubled_notifications_end_right() {
    delivered(Delivery::new().doubling(100)).await;
}

#[tokio::test]
async fn delayed_and_shuffled_notifications_end_right() {
    for seed in 0..4 {
        let late = Duration::ZERO..=SHORTLY;
        let delivery = Delivery::new().seed(seed).delayed(late);
        delivered(delivery.doubling(30)).await;
    }
}

#[tokio::test]
async fn rosters_that_come_first_end_right() {
    delivered(Delivery::new().roster_first()).await;
}

#[tokio::test]
async fn lost_notifications_end_right_by_the_look_at_the_deadline() {
    let bot = Bot::of(Emulator::builder().delivery(Delivery::new().losing(100))).await;
    for invite in bot.documented() {
        let ringing = bot.invite(&invite).await.within(SHORTLY);
        assert_eq!(ringing.outcome().await, Outcome::Completed);
        let people = ringing.people().len();
        assert_eq!(ringing.people(), vec![Presence::Joined; people]);
        assert_eq!(ringing.replaced_call(), None, "nobody has told");
    }
    let ringing = bot.ada(Manner::Declines).await.within(SHORTLY);
    assert_eq!(failure(&ringing).await.class, Class::Declined);
}

#[tokio::test]
async fn a_machine_hands_on_what_nobody_waits_for_there() {
    let (here, there) = (Inbox::new(), Inbox::new());
    let hand_on = {
        let there = there.clone();
        move |body: &[u8]| {
            let delivered = here.deliver(body).unwrap();
            assert_eq!(delivered.claimed, 0);
            if delivered.claimed < delivered.notifications {
                there.deliver(body).unwrap();
            }
        }
    };
    let bot = Bot::with(Emulator::builder(), there, hand_on).await;
    let ringing = bot.ada(Manner::Answers).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}
