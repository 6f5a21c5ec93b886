//! What people do when their phone rings, and what the bot learns.

use super::*;
use crate::listening_bot::ListeningBot;
use graph_invite_emulator::Behavior;
use std::time::{Duration, Instant};

const SHORTLY: Duration = Duration::from_millis(50);

/// Invites Ada, who behaves like this, to a meeting.
async fn ada(behavior: Behavior) -> (ListeningBot, Uuid, Reply) {
    let emulator = Emulator::builder().ring_time(SHORTLY);
    let bot = ListeningBot::of(emulator).await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(ADA, behavior);
    let reply = bot.invite_accepted(call, &[user(ADA)]).await;
    assert_eq!(reply.body["status"], "Running");
    (bot, call, reply)
}

async fn assert_fails(behavior: Behavior, code: u16, subcode: u32) {
    let (bot, call, reply) = ada(behavior).await;
    bot.assert_notified(&["deleted operation failed"]).await;
    let operation = bot.posts()[0].data().clone();
    let result = &operation["resultInfo"];
    assert_eq!(result["code"], code);
    assert_eq!(result["subcode"], subcode);
    let message = result["message"].as_str().unwrap();
    assert!(message.contains(&format!("8:orgid:{ADA}.")), "{message}");
    let diagnosis = format!("DiagCode: {code}#{subcode}");
    assert!(message.ends_with(&diagnosis), "{message}");

    let id = reply.body["id"].as_str().unwrap();
    let later = bot.get(&format!("{call}/operations/{id}")).await;
    assert_eq!(later.body["status"], "failed");
    assert_eq!(later.body["resultInfo"], *result);
    let roster = bot.get(&format!("{call}/participants")).await;
    assert_eq!(roster.body, json!({ "value": [] }));

    // Ada is not in the call, so she can be invited again.
    bot.invite_accepted(call, &[user(ADA)]).await;
    assert_eq!(bot.emulator.ring_count(ADA), 2);
}

#[tokio::test]
async fn somebody_who_declines_fails_with_603() {
    assert_fails(Behavior::Declines, 603, 8538).await;
}

#[tokio::test]
async fn somebody_who_is_busy_fails_with_486() {
    assert_fails(Behavior::Busy, 486, 8539).await;
}

#[tokio::test]
async fn somebody_who_does_not_answer_fails_with_487() {
    let began = Instant::now();
    assert_fails(Behavior::NoAnswer, 487, 10004).await;
    assert!(began.elapsed() >= SHORTLY);
}

#[tokio::test]
async fn somebody_answers_after_a_while() {
    let (bot, _, _) = ada(Behavior::AnswersAfter(SHORTLY)).await;
    assert!(bot.summary().is_empty());
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn somebody_waits_in_the_lobby() {
    let (bot, _, _) = ada(Behavior::WaitsInLobby(SHORTLY)).await;
    bot.assert_notified(&[
        "deleted operation completed",
        "updated roster of 1 in lobby",
        "updated roster of 1",
    ])
    .await;
}

#[tokio::test]
async fn somebody_leaves_after_a_while() {
    let (bot, _, _) = ada(Behavior::LeavesAfter(SHORTLY)).await;
    bot.assert_notified(&[
        "deleted operation completed",
        "updated roster of 1",
        "updated roster of 0",
    ])
    .await;
}

#[tokio::test]
async fn somebody_answers_when_the_test_says_so() {
    let (bot, call, _) = ada(Behavior::KeepsRinging).await;
    assert!(bot.emulator.answer(call, ADA));
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn an_early_answer_cancels_the_time_limit() {
    let (bot, call, _) = ada(Behavior::NoAnswer).await;
    assert!(bot.emulator.answer(call, ADA));
    tokio::time::sleep(SHORTLY * 2).await;
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn an_operation_completes_if_anybody_joins() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(BOB, Behavior::Declines);
    bot.invite_accepted(call, &[user(ADA), user(BOB)]).await;
    bot.assert_notified(&["updated roster of 1", "deleted operation completed"])
        .await;
}

#[tokio::test]
async fn an_ended_operation_is_forgotten_if_that_is_set() {
    let emulator = Emulator::builder().forget_ended_operations();
    let bot = ListeningBot::of(emulator).await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let reply = bot.invite_accepted(call, &[user(ADA)]).await;
    let id = reply.body["id"].as_str().unwrap();
    let path = format!("{call}/operations/{id}");
    bot.get(&path).await.assert_accepted();
    bot.emulator.answer(call, ADA);
    bot.get(&path).await.assert_refused(404, "8522");
}
