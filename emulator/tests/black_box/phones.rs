//! Phones that a test answers, and notifications that it holds.

use super::*;
use crate::listening_bot::ListeningBot;
use graph_invite_emulator::{Behavior, Proof, Reaction};

#[tokio::test]
async fn each_reaction_ends_the_ringing_as_it_says() {
    let bot = Bot::new().await;
    bot.emulator.set_behavior(ADA, Behavior::KeepsRinging);
    for (reaction, status, code) in [
        (Reaction::Answers, "completed", json!(null)),
        (Reaction::WaitsInLobby, "completed", json!(null)),
        (Reaction::Declines, "failed", json!(603)),
        (Reaction::Busy, "failed", json!(486)),
        (Reaction::NoAnswer, "failed", json!(487)),
    ] {
        let call = bot.emulator.add_meeting();
        let reply = bot.invite(call, invite([user(ADA)])).await;
        let [phone] = &*bot.emulator.ringing() else {
            panic!("one phone rings");
        };
        assert_eq!((phone.call, phone.person.as_str()), (call, ADA));
        assert_eq!(reply.body["id"], phone.operation.to_string());
        assert!(!bot.emulator.react(call, BOB, reaction));
        assert!(bot.emulator.react(call, ADA, reaction));
        assert!(
            !bot.emulator.react(call, ADA, reaction),
            "it does not ring any more"
        );
        let operation = bot
            .get(&format!("{call}/operations/{}", phone.operation))
            .await
            .body;
        assert_eq!(
            (&operation["status"], &operation["resultInfo"]["code"]),
            (&json!(status), &code)
        );
        assert_eq!(
            bot.emulator.admit(call, ADA),
            reaction == Reaction::WaitsInLobby
        );
        assert_eq!(bot.emulator.leave(call, ADA), status == "completed");
    }
}

#[tokio::test]
async fn a_person_behaves_differently_at_each_ring() {
    let bot = Bot::new().await;
    bot.emulator
        .set_behaviors(ADA, [Behavior::Busy, Behavior::Answers]);
    let mut ends = Vec::new();
    for _ in 0..3 {
        let call = bot.emulator.add_meeting();
        let reply = bot.invite(call, invite([user(ADA)])).await;
        let id = reply.body["id"].as_str().unwrap();
        ends.push(bot.get(&format!("{call}/operations/{id}")).await.body["status"].clone());
    }
    assert_eq!(ends, ["failed", "completed", "completed"]);
}

#[tokio::test]
async fn notifications_are_held_until_they_are_released_or_dropped() {
    let bot = ListeningBot::new().await;
    bot.emulator.hold_notifications();
    bot.invite_accepted(bot.emulator.add_meeting(), &[user(ADA)])
        .await;
    assert!(bot.emulator.notifications().is_empty());
    assert_eq!(bot.emulator.release_notifications_reversed(), 2);
    bot.assert_notified(&["updated roster of 1", "deleted operation completed"])
        .await;
    bot.invite_accepted(bot.emulator.add_meeting(), &[user(ADA)])
        .await;
    assert_eq!(bot.emulator.drop_notifications(), 2);
    bot.invite_accepted(bot.emulator.add_meeting(), &[user(ADA)])
        .await;
    bot.emulator.release_notifications();
    bot.wait_for(4).await;
    assert_eq!(
        bot.summary()[2..],
        ["deleted operation completed", "updated roster of 1"]
    );
}

#[tokio::test]
async fn a_bad_proof_is_refused_by_a_bot_that_verifies() {
    let bot = ListeningBot::new().await;
    for proof in [
        Proof::Expired,
        Proof::WrongAudience,
        Proof::UnknownKey,
        Proof::Missing,
        Proof::Good,
    ] {
        bot.emulator.set_proof(proof);
        bot.emulator.set_behavior(ADA, Behavior::Declines);
        let sent = bot.emulator.notifications().len();
        bot.invite_accepted(bot.emulator.add_meeting(), &[user(ADA)])
            .await;
        while bot.emulator.notifications().len() == sent {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
    assert_eq!(bot.summary(), ["deleted operation failed"]);
}

#[tokio::test]
async fn faults_that_have_not_struck_can_be_removed() {
    let bot = Bot::new().await;
    bot.emulator
        .fail_next(graph_invite_emulator::Fault::status(500));
    bot.emulator.clear_faults();
    bot.invite(bot.emulator.add_meeting(), invite([user(ADA)]))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn the_root_that_is_shown_can_be_another() {
    let root = "https://emulator.example/".parse().unwrap();
    let emulator = Emulator::builder()
        .public_root(&root)
        .start()
        .await
        .unwrap();
    assert_eq!(emulator.root(), "https://emulator.example");
}
