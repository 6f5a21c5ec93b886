//! However notifications are delivered, the invites end right.

use crate::bot::{Bot, SHORTLY, joined, replaced_call_ended};
use graph_invite_emulator::{Delivery, Emulator, Manner};
use invites::callback::NotificationHandler;
use invites::{FailureKind, Inbox, Outcome, Presence};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::sleep;

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

/// An inbox, how many messages it has read, and how many it knew by their ids.
#[derive(Clone, Default)]
struct Counted {
    inbox: Inbox,
    read: Arc<AtomicUsize>,
    known: Arc<AtomicUsize>,
}

impl NotificationHandler for Counted {
    fn deliver(&self, message_id: Option<&str>, body: &[u8]) {
        let delivered = self
            .inbox
            .deliver_with_message_id(message_id.unwrap(), body);
        let count = if delivered.unwrap().duplicate {
            &self.known
        } else {
            &self.read
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn a_double_is_known_by_the_id_of_its_message() {
    let counted = Counted::default();
    let twice = Emulator::builder().delivery(Delivery::new().doubling(100));
    let bot = Bot::with(twice, counted.inbox.clone(), counted.clone()).await;
    let ringing = bot.ada(Manner::Answers).await;
    joined(&ringing, 0).await;
    sleep(SHORTLY).await;
    let (read, known) = (
        counted.read.load(Ordering::Relaxed),
        counted.known.load(Ordering::Relaxed),
    );
    assert!(read > 0);
    assert_eq!(read, known);
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
        let ringing = bot.invite(&invite).await;
        assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Completed);
        let people = ringing.presence().len();
        assert_eq!(ringing.presence(), vec![Presence::Joined; people]);
        assert_eq!(ringing.replaced_call(), None, "nobody has told");
    }
    let ringing = bot.ada(Manner::Declines).await;
    let outcome = ringing.outcome_within(SHORTLY).await;
    assert!(
        matches!(&outcome, Outcome::Failed(failure) if failure.kind() == FailureKind::Declined),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_machine_hands_on_what_nobody_waits_for_there() {
    let (here, there) = (Inbox::new(), Inbox::new());
    let hand_on = {
        let there = there.clone();
        move |body: &[u8]| {
            let delivered = here.deliver(body).unwrap();
            assert_eq!(delivered.matched, 0);
            if delivered.matched < delivered.notifications {
                there.deliver(body).unwrap();
            }
        }
    };
    let bot = Bot::with(Emulator::builder(), there, hand_on).await;
    let ringing = bot.ada(Manner::Answers).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}
