//! The outcome is right however notifications are delivered.

use crate::bot::{Bot, SHORTLY, joined, replaced_call_ended};
use graph_invite_emulator::{Behavior, Delivery, Emulator};
use invites::callback::NotificationHandler;
use invites::{Callback, FailureKind, Inbox, Outcome, Presence};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::sleep;

/// Each of the five documented invites completes and joins, however its notifications are delivered.
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
    assert_eq!(bot.emulator.requests().len(), 5, "no final check");
}

#[tokio::test]
async fn duplicate_notifications_keep_the_outcome_right() {
    delivered(Delivery::new().duplicate_percent(100)).await;
}

/// An inbox that counts the messages it has read and those it recognized by their ids.
#[derive(Clone, Default)]
struct Counted {
    inbox: Inbox,
    read: Arc<AtomicUsize>,
    known: Arc<AtomicUsize>,
}

impl NotificationHandler for Counted {
    fn handle(&self, callback: Callback<'_>) {
        assert!(callback.message_id.is_some());
        let delivered = self.inbox.deliver(callback);
        let count = if delivered.unwrap().duplicate {
            &self.known
        } else {
            &self.read
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn duplicates_are_recognized_by_message_id() {
    let counted = Counted::default();
    let twice = Emulator::builder().delivery(Delivery::new().duplicate_percent(100));
    let bot = Bot::with(twice, counted.inbox.clone(), counted.clone()).await;
    let ringing = bot.ada(Behavior::Answers).await;
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
async fn reordered_notifications_keep_the_outcome_right() {
    for seed in 0..4 {
        let late = Duration::ZERO..=SHORTLY;
        let delivery = Delivery::new().seed(seed).delay(late);
        delivered(delivery.duplicate_percent(30)).await;
    }
}

#[tokio::test]
async fn roster_before_the_operation_keeps_the_outcome_right() {
    delivered(Delivery::new().roster_first()).await;
}

#[tokio::test]
async fn final_check_replaces_lost_notifications() {
    let bot = Bot::of(Emulator::builder().delivery(Delivery::new().loss_percent(100))).await;
    for invite in bot.documented() {
        let ringing = bot.invite(&invite).await;
        assert_eq!(ringing.outcome_within(SHORTLY).await, Outcome::Completed);
        let people = ringing.presence().len();
        assert_eq!(ringing.presence(), vec![Presence::Joined; people]);
        assert_eq!(ringing.replaced_call(), None, "no notification arrived");
    }
    let ringing = bot.ada(Behavior::Declines).await;
    let outcome = ringing.outcome_within(SHORTLY).await;
    assert!(
        matches!(&outcome, Outcome::Failed(failure) if failure.kind() == FailureKind::Declined),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn unmatched_notifications_can_be_forwarded_to_another_inbox() {
    let (here, there) = (Inbox::new(), Inbox::new());
    let hand_on = {
        let there = there.clone();
        move |callback: Callback<'_>| {
            let delivered = here.deliver(callback).unwrap();
            assert_eq!(delivered.matched, 0);
            if delivered.matched < delivered.notifications {
                there.deliver(callback).unwrap();
            }
        }
    };
    let bot = Bot::with(Emulator::builder(), there, hand_on).await;
    let ringing = bot.ada(Behavior::Answers).await;
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}
