//! What people do, and what the bot hears of it.

use super::heard::Listener;
use super::*;
use graph_invite_emulator::Manner;
use std::time::{Duration, Instant};

const SHORTLY: Duration = Duration::from_millis(50);

/// Ada, who does this, is invited to a meeting.
async fn ada(manner: Manner) -> (Listener, Uuid, Answer) {
    let emulator = Emulator::builder().ring_time(SHORTLY);
    let listener = Listener::of(emulator).await;
    let call = listener.bot.emulator.meeting();
    listener.bot.emulator.set_manner(ADA, manner);
    let answer = listener.invites(call, &[user(ADA)]).await;
    assert_eq!(answer.body["status"], "Running");
    (listener, call, answer)
}

async fn fails(manner: Manner, code: u16, subcode: u32) {
    let (listener, call, answer) = ada(manner).await;
    listener.says(&["deleted operation failed"]).await;
    let operation = listener.posts()[0].data().clone();
    let result = &operation["resultInfo"];
    assert_eq!(result["code"], code);
    assert_eq!(result["subcode"], subcode);
    let message = result["message"].as_str().unwrap();
    assert!(message.contains(&format!("8:orgid:{ADA}.")), "{message}");
    let diagnosis = format!("DiagCode: {code}#{subcode}");
    assert!(message.ends_with(&diagnosis), "{message}");

    let id = answer.body["id"].as_str().unwrap();
    let later = listener.bot.get(&format!("{call}/operations/{id}")).await;
    assert_eq!(later.body["status"], "failed");
    assert_eq!(later.body["resultInfo"], *result);
    let roster = listener.bot.get(&format!("{call}/participants")).await;
    assert_eq!(roster.body, json!({ "value": [] }));

    // Nobody is there, so they may be asked again.
    listener.invites(call, &[user(ADA)]).await;
    assert_eq!(listener.bot.emulator.rings_of(ADA), 2);
}

#[tokio::test]
async fn decline() {
    fails(Manner::Declines, 603, 8538).await;
}

#[tokio::test]
async fn are_busy() {
    fails(Manner::IsBusy, 486, 8539).await;
}

#[tokio::test]
async fn do_not_answer() {
    let began = Instant::now();
    fails(Manner::NoAnswer, 487, 10004).await;
    assert!(began.elapsed() >= SHORTLY);
}

#[tokio::test]
async fn answer_after_a_while() {
    let (listener, _, _) = ada(Manner::AnswersAfter(SHORTLY)).await;
    assert!(listener.gist().is_empty());
    listener
        .says(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn wait_in_the_lobby() {
    let (listener, _, _) = ada(Manner::WaitsInLobby(SHORTLY)).await;
    listener
        .says(&[
            "deleted operation completed",
            "updated roster of 1 in lobby",
            "updated roster of 1",
        ])
        .await;
}

#[tokio::test]
async fn leave_again() {
    let (listener, _, _) = ada(Manner::LeavesAfter(SHORTLY)).await;
    listener
        .says(&[
            "deleted operation completed",
            "updated roster of 1",
            "updated roster of 0",
        ])
        .await;
}

#[tokio::test]
async fn answer_when_they_are_told_to() {
    let (listener, call, _) = ada(Manner::RingsOn).await;
    assert!(listener.bot.emulator.answer(call, ADA));
    listener
        .says(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn answer_early_and_are_not_called_away_by_what_they_would_have_done() {
    let (listener, call, _) = ada(Manner::NoAnswer).await;
    assert!(listener.bot.emulator.answer(call, ADA));
    tokio::time::sleep(SHORTLY * 2).await;
    listener
        .says(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn make_an_operation_complete_if_anybody_comes() {
    let listener = Listener::new().await;
    let call = listener.bot.emulator.meeting();
    listener.bot.emulator.set_manner(BOB, Manner::Declines);
    listener.invites(call, &[user(ADA), user(BOB)]).await;
    listener
        .says(&["updated roster of 1", "deleted operation completed"])
        .await;
}

#[tokio::test]
async fn make_an_operation_forgotten_if_that_is_set() {
    let emulator = Emulator::builder().forgets_operations();
    let listener = Listener::of(emulator).await;
    let call = listener.bot.emulator.meeting();
    listener.bot.emulator.set_manner(ADA, Manner::RingsOn);
    let answer = listener.invites(call, &[user(ADA)]).await;
    let id = answer.body["id"].as_str().unwrap();
    let path = format!("{call}/operations/{id}");
    listener.bot.get(&path).await.is_accepted();
    listener.bot.emulator.answer(call, ADA);
    listener.bot.get(&path).await.is_refused(404, "8522");
}
