//! What is right by itself, and which the call does not take.

use super::*;
use graph_invite_emulator::Manner;

#[tokio::test]
async fn a_call_that_never_was() {
    let bot = Bot::new().await;
    let never = id(STRANGE);
    bot.invite(never, invite([user(ADA)]))
        .await
        .is_refused(404, "8522");
    bot.get(STRANGE).await.is_refused(404, "8522");
    bot.get(&format!("{STRANGE}/participants"))
        .await
        .is_refused(404, "8522");
}

#[tokio::test]
async fn a_call_that_is_over() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    bot.emulator.end(call);
    let answer = bot.invite(call, invite([user(ADA)])).await;
    answer.is_refused(404, "8522");
    assert_eq!(answer.body["error"]["message"], "Call not found.");
}

#[tokio::test]
async fn a_call_that_is_not_established_yet() {
    let bot = Bot::new().await;
    let call = bot.emulator.establishing();
    bot.invite(call, invite([user(ADA)]))
        .await
        .is_refused(400, "8501");
    bot.emulator.establish(call);
    bot.invite(call, invite([user(ADA)])).await.is_accepted();
}

#[tokio::test]
async fn several_people_into_a_peer_to_peer_call() {
    let bot = Bot::new().await;
    let call = bot.emulator.peer_to_peer();
    bot.invite(call, invite([user(ADA), user(BOB)]))
        .await
        .is_refused(400, "8548");
    bot.invite(call, invite([user(ADA)])).await.is_accepted();
}

#[tokio::test]
async fn several_people_into_a_group_call_without_a_chat() {
    let bot = Bot::new().await;
    let call = bot.emulator.group();
    bot.invite(call, invite([user(ADA), user(BOB)]))
        .await
        .is_invalid("participants");
    bot.invite(call, invite([user(ADA)])).await.is_accepted();
}

#[tokio::test]
async fn a_second_bot() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    let two = [somebody("application", BOT), somebody("application", EVE)];
    bot.invite(call, invite(two))
        .await
        .is_invalid("participants");
    bot.invite(call, invite([somebody("application", BOT)]))
        .await
        .is_accepted();
    bot.invite(call, invite([somebody("application", EVE)]))
        .await
        .is_invalid("participants");
}

#[tokio::test]
async fn somebody_twice_in_one_invite() {
    let bot = Bot::new().await;
    let body = invite([user(ADA), user(&ADA.to_uppercase())]);
    let answer = bot.invite(bot.emulator.meeting(), body).await;
    answer.is_refused(400, "8559");
    assert_eq!(bot.emulator.rings_of(ADA), 0);
}

#[tokio::test]
async fn somebody_who_is_in_the_call() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    bot.join(call, ADA);
    bot.invite(call, invite([user(ADA)]))
        .await
        .is_refused(400, "8559");
}

#[tokio::test]
async fn somebody_whose_phone_is_ringing() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    bot.emulator.set_manner(ADA, Manner::RingsOn);
    bot.invite(call, invite([user(ADA)])).await.is_accepted();
    bot.invite(call, invite([user(ADA)]))
        .await
        .is_refused(400, "8559");
    assert_eq!(bot.emulator.rings_of(ADA), 1);
}

#[tokio::test]
async fn to_replace_a_call_that_never_was() {
    let bot = Bot::new().await;
    let ada = with(user(ADA), "replacesCallId", STRANGE);
    bot.invite(bot.emulator.meeting(), invite([ada]))
        .await
        .is_refused(404, "8522");
}

#[tokio::test]
async fn to_replace_the_very_call_that_is_joined() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    let ada = with(user(ADA), "replacesCallId", &call);
    let answer = bot.invite(call, invite([ada])).await;
    answer.is_invalid("participants[0].replacesCallId");
}

#[tokio::test]
async fn to_move_an_entry_that_is_not_on_the_roster() {
    let bot = Bot::new().await;
    let left = bot.emulator.meeting();
    bot.join(left, ADA);
    let ada = with(user(ADA), "replacesCallId", left);
    let ada = with(ada, "participantId", STRANGE);
    bot.invite(bot.emulator.meeting(), invite([ada]))
        .await
        .is_refused(400, "8558");
}

#[tokio::test]
async fn to_move_somebody_from_nowhere() {
    let ada = with(user(ADA), "participantId", STRANGE);
    refuses_as_invalid(invite([ada]), "participants[0].replacesCallId").await;
}

#[tokio::test]
async fn an_operation_that_never_was() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    let answer = bot.get(&format!("{call}/operations/{STRANGE}")).await;
    answer.is_refused(404, "8522");
}
