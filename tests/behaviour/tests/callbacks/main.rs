//! The whole way, over sockets: an invite, what the emulated service sends to the bot's callback,
//! and the three facts that its author learns: the operation, the roster, the call they left.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod bot;
mod delivery;

use bot::{ADA, BOB, Bot, PHONE, SHORTLY, call_of, failure, joined, replaced_call_ended, until};
use graph_invite_emulator::{Emulator, Fate, Manner, Oddity};
use invites::{FailureKind, InviteEvent, Outcome, Presence};
use tokio::time::sleep;

#[tokio::test]
async fn the_five_documented_invites_end_in_three_facts() {
    let bot = Bot::of(Emulator::builder().oddities(Oddity::ALL)).await;
    for person in [ADA, BOB, PHONE] {
        bot.emulator.set_manner(person, Manner::RingsOn);
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
            assert!(bot.emulator.answer(call_of(&ringing), person));
        }
        assert_eq!(ringing.outcome().await, Outcome::Completed);
        for who in 0..invited.len() {
            joined(&ringing, who).await;
        }
        assert_eq!(ringing.presence(), vec![Presence::Joined; people]);
        // Only the peer-to-peer call is over when somebody leaves it; a meeting goes on.
        if place == 2 {
            let result = replaced_call_ended(&ringing).await.result.unwrap();
            assert_eq!((result.code, result.subcode), (Some(200), Some(5001)));
        } else {
            assert_eq!(ringing.replaced_call(), None);
        }
    }
    let fates = bot.emulator.notifications();
    assert!(fates.iter().all(|sent| sent.fate == Fate::Answered(202)));
    assert_eq!(bot.emulator.requests().len(), 5, "no look was needed");
}

#[tokio::test]
async fn who_does_not_come_is_told_by_class_and_name() {
    let bot = Bot::of(Emulator::builder().ring_time(SHORTLY)).await;
    let ends = [
        (Manner::Declines, FailureKind::Declined, (603, 8538)),
        (Manner::IsBusy, FailureKind::Busy, (486, 8539)),
        (Manner::NoAnswer, FailureKind::NoAnswer, (487, 10004)),
    ];
    for (manner, class, (code, subcode)) in ends {
        let ringing = bot.ada(manner).await;
        let failure = failure(&ringing).await;
        assert_eq!(failure.kind(), class);
        assert_eq!(
            (failure.code(), failure.subcode()),
            (Some(code), Some(subcode)),
            "{manner:?}"
        );
        assert_eq!(failure.people().len(), 1, "{manner:?}");
        assert_eq!(ringing.presence(), [Presence::NotSeen]);
    }
}

#[tokio::test]
async fn who_does_not_come_stays_in_the_call_they_would_have_left() {
    let bot = Bot::new().await;
    bot.emulator.set_manner(ADA, Manner::Declines);
    let [_, _, replacing, ..] = bot.documented();
    let ringing = bot.invite(&replacing).await;
    assert_eq!(failure(&ringing).await.kind(), FailureKind::Declined);
    sleep(SHORTLY).await;
    assert_eq!(ringing.replaced_call(), None);
}

#[tokio::test]
async fn the_lobby_is_no_call_yet() {
    let bot = Bot::new().await;
    let ringing = bot.ada(Manner::WaitsInLobby(SHORTLY)).await;
    let heard = joined(&ringing, 0).await;
    let lobby = InviteEvent::InLobby {
        participant: 0,
        entry: None,
    };
    assert!(heard.contains(&lobby), "{heard:?}");
    assert!(heard.contains(&InviteEvent::Ended(Outcome::Completed)));
    assert_eq!(ringing.presence(), [Presence::Joined]);
}

#[tokio::test]
async fn who_leaves_was_there_and_the_invite_did_complete() {
    let bot = Bot::new().await;
    let ringing = bot.ada(Manner::LeavesAfter(SHORTLY)).await;
    until(&ringing, |event| matches!(event, InviteEvent::Left { .. })).await;
    assert_eq!(ringing.presence(), [Presence::Left]);
    assert_eq!(ringing.outcome().await, Outcome::Completed);
}

#[tokio::test]
async fn a_call_that_ends_ends_who_rings_for_it() {
    let bot = Bot::new().await;
    let ringing = bot.ada(Manner::RingsOn).await;
    bot.emulator.end(call_of(&ringing));
    assert_eq!(failure(&ringing).await.kind(), FailureKind::CallNotFound);
    until(&ringing, |event| matches!(event, InviteEvent::CallEnded(_))).await;
}
