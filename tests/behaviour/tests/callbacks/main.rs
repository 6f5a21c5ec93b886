//! The whole way over sockets: an invite, the notifications that the emulator sends to the bot's
//! callback, and what the author learns: the operation, the roster, the replaced call.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod bot;
mod delivery;
mod tenants;

use bot::{ADA, BOB, Bot, PHONE, SHORTLY, call_of, failure, joined, replaced_call_ended, until};
use graph_invite_emulator::{Behavior, DeliveryStatus, Emulator, Quirk};
use invites::{FailureKind, InviteEvent, Outcome, Presence};
use tokio::time::sleep;

#[tokio::test]
async fn documented_invites_report_operation_roster_and_replaced_call() {
    let bot = Bot::of(Emulator::builder().quirks(Quirk::ALL)).await;
    for person in [ADA, BOB, PHONE] {
        bot.emulator.set_behavior(person, Behavior::KeepsRinging);
    }
    for (place, invite) in bot.documented().iter().enumerate() {
        let ringing = bot.invite(invite).await;
        assert_eq!(ringing.current_outcome(), Outcome::Unknown);
        let people = ringing.presence().len();
        assert_eq!(ringing.presence(), vec![Presence::NotSeen; people]);
        assert_eq!(ringing.replaced_call(), None);

        let invited: &[&str] = match place {
            1 => &[ADA, BOB],
            3 => &[PHONE],
            _ => &[ADA],
        };
        for person in invited {
            assert!(bot.emulator.answer(call_of(&ringing), *person));
        }
        assert_eq!(ringing.outcome().await, Outcome::Completed);
        for who in 0..invited.len() {
            joined(&ringing, who).await;
        }
        assert_eq!(ringing.presence(), vec![Presence::Joined; people]);
        // Only a peer-to-peer call ends when a person leaves it; a meeting continues.
        if place == 2 {
            let result = replaced_call_ended(&ringing).await.result.unwrap();
            assert_eq!((result.code, result.subcode), (Some(200), Some(5001)));
        } else {
            assert_eq!(ringing.replaced_call(), None);
        }
    }
    let notifications = bot.emulator.notifications();
    assert!(
        notifications
            .iter()
            .all(|sent| sent.status == DeliveryStatus::Answered(202))
    );
    assert_eq!(bot.emulator.requests().len(), 5, "no final check");
}

#[tokio::test]
async fn failure_has_its_kind_codes_and_person() {
    let bot = Bot::of(Emulator::builder().ring_time(SHORTLY)).await;
    let ends = [
        (Behavior::Declines, FailureKind::Declined, (603, 8538)),
        (Behavior::Busy, FailureKind::Busy, (486, 8539)),
        (Behavior::NoAnswer, FailureKind::NoAnswer, (487, 10004)),
    ];
    for (behavior, kind, (code, subcode)) in ends {
        let ringing = bot.ada(behavior).await;
        let failure = failure(&ringing).await;
        assert_eq!(failure.kind(), kind);
        assert_eq!(
            (failure.code(), failure.subcode()),
            (Some(code), Some(subcode)),
            "{behavior:?}"
        );
        assert_eq!(failure.people().len(), 1, "{behavior:?}");
        assert_eq!(ringing.presence(), [Presence::NotSeen]);
    }
}

#[tokio::test]
async fn declined_replacement_keeps_the_old_call() {
    let bot = Bot::new().await;
    bot.emulator.set_behavior(ADA, Behavior::Declines);
    let [_, _, replacing, ..] = bot.documented();
    let ringing = bot.invite(&replacing).await;
    assert_eq!(failure(&ringing).await.kind(), FailureKind::Declined);
    sleep(SHORTLY).await;
    assert_eq!(ringing.replaced_call(), None);
}

#[tokio::test]
async fn person_in_the_lobby_joins_later() {
    let bot = Bot::new().await;
    let ringing = bot.ada(Behavior::WaitsInLobby(SHORTLY)).await;
    let events = joined(&ringing, 0).await;
    let lobby = InviteEvent::InLobby {
        participant: 0,
        entry: None,
    };
    assert!(events.contains(&lobby), "{events:?}");
    assert!(events.contains(&InviteEvent::Ended(Outcome::Completed)));
    assert_eq!(ringing.presence(), [Presence::Joined]);
}

#[tokio::test]
async fn leaving_after_joining_keeps_the_outcome_completed() {
    let bot = Bot::new().await;
    let ringing = bot.ada(Behavior::LeavesAfter(SHORTLY)).await;
    until(&ringing, |event| matches!(event, InviteEvent::Left { .. })).await;
    assert_eq!(ringing.presence(), [Presence::Left]);
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn ending_the_call_fails_its_ringing_invites() {
    let bot = Bot::new().await;
    let ringing = bot.ada(Behavior::KeepsRinging).await;
    bot.emulator.end_call(call_of(&ringing));
    assert_eq!(failure(&ringing).await.kind(), FailureKind::CallNotFound);
    until(&ringing, |event| matches!(event, InviteEvent::CallEnded(_))).await;
}
