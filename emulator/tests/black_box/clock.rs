//! The clock, from Rust.

use super::*;
use crate::listening_bot::ListeningBot;
use graph_invite_emulator::{Behavior, Delivery};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const ALMOST: Duration = Duration::from_millis(59_999);

async fn bot() -> ListeningBot {
    let bot = ListeningBot::of(Emulator::builder().ring_time(MINUTE)).await;
    bot.emulator.stop_clock();
    bot
}

#[tokio::test]
async fn somebody_who_does_not_answer_takes_no_time() {
    let bot = bot().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(ADA, Behavior::NoAnswer);
    bot.invite_accepted(call, &[user(ADA)]).await;
    bot.emulator.advance_clock(ALMOST);
    assert_eq!(bot.emulator.ringing().len(), 1);
    bot.emulator.advance_clock(Duration::from_millis(1));
    assert_eq!(bot.emulator.ringing().len(), 0);
    bot.assert_notified(&["deleted operation failed"]).await;
}

#[tokio::test]
async fn a_call_stops_ringing_at_the_bot() {
    let bot = bot().await;
    let _ = bot.emulator.ring_bot(id(ADA));
    bot.emulator.advance_clock(MINUTE);
    let posts = bot.wait_for(3).await;
    assert!(
        posts
            .last()
            .unwrap()
            .body
            .to_string()
            .contains("terminated")
    );
}

/// The answer comes after two seconds, and its notification five seconds after that.
#[tokio::test]
async fn a_delay_counts_from_the_time_of_what_it_delays() {
    let bot = bot().await;
    let call = bot.emulator.add_meeting();
    let (after, delay) = (Duration::from_secs(2), Duration::from_secs(5));
    bot.emulator
        .set_delivery(Delivery::new().delay(delay..=delay));
    bot.emulator
        .set_behavior(ADA, Behavior::AnswersAfter(after));
    bot.invite_accepted(call, &[user(ADA)]).await;
    bot.emulator.advance_clock(after + delay);
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn a_clock_that_runs_again_goes_on_by_itself() {
    let bot = bot().await;
    let call = bot.emulator.add_meeting();
    bot.emulator
        .set_behavior(ADA, Behavior::AnswersAfter(MINUTE));
    bot.invite_accepted(call, &[user(ADA)]).await;
    bot.emulator.advance_clock(ALMOST);
    bot.emulator.run_clock();
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn a_time_that_no_clock_counts_is_cut() {
    let bot = bot().await;
    for _ in 0..3 {
        bot.emulator.advance_clock(Duration::MAX);
    }
    let call = bot.emulator.add_meeting();
    bot.invite_accepted(call, &[user(ADA)]).await;
}
