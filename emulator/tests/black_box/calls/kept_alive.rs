//! Calls that a bot has to keep alive. Nobody waits: the test advances the clock.

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

async fn bot() -> ListeningBot {
    let bot = ListeningBot::new().await;
    bot.emulator.stop_clock();
    bot
}

async fn keep_alive(bot: &Bot, call: Uuid) -> u16 {
    bot.act(reqwest::Method::POST, &format!("{call}/keepAlive"))
        .await
}

#[tokio::test]
async fn a_call_that_the_bot_keeps_alive_goes_on() {
    let bot = bot().await;
    let call = call_of(&bot.make_call(&meeting()).await);
    for _ in 0..3 {
        bot.emulator.advance_clock(44 * MINUTE);
        assert_eq!(keep_alive(&bot, call).await, 200);
    }
}

#[tokio::test]
async fn a_call_that_the_bot_does_not_keep_alive_ends_after_45_minutes() {
    let bot = bot().await;
    let mut body = meeting();
    body["callbackUri"] = json!(bot.callback);
    let call = call_of(&bot.make_call(&body).await);
    bot.emulator.advance_clock(30 * MINUTE);
    assert_eq!(keep_alive(&bot, call).await, 200);
    bot.emulator.advance_clock(45 * MINUTE);
    assert_eq!(keep_alive(&bot, call).await, 404);
    let posts = bot.wait_for(4).await;
    let result = &posts[3].data()["resultInfo"];
    assert_eq!(
        (&result["code"], &result["subcode"]),
        (&json!(408), &json!(8537))
    );
}

#[tokio::test]
async fn a_call_that_the_test_has_added_needs_no_keep_alive() {
    let bot = bot().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.advance_clock(600 * MINUTE);
    assert_eq!(keep_alive(&bot, call).await, 200);
}
