//! Invites that are right by themselves, and that the call does not accept.

use super::*;
use graph_invite_emulator::Behavior;

#[tokio::test]
async fn an_unknown_call_is_not_found() {
    let bot = Bot::new().await;
    let never = id(STRANGE);
    bot.invite(never, invite([user(ADA)]))
        .await
        .assert_refused(404, "8522");
    bot.get(STRANGE).await.assert_refused(404, "8522");
    bot.get(&format!("{STRANGE}/participants"))
        .await
        .assert_refused(404, "8522");
}

#[tokio::test]
async fn an_ended_call_is_not_found() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.end_call(call);
    let reply = bot.invite(call, invite([user(ADA)])).await;
    reply.assert_refused(404, "8522");
    assert_eq!(reply.body["error"]["message"], "Call not found.");
}

#[tokio::test]
async fn a_call_accepts_no_invite_before_it_is_established() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_joining_meeting();
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_refused(400, "8501");
    bot.emulator.establish_call(call);
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn a_peer_to_peer_call_accepts_one_person_at_a_time() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_peer_to_peer_call();
    bot.invite(call, invite([user(ADA), user(BOB)]))
        .await
        .assert_refused(400, "8548");
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn a_group_call_without_a_chat_accepts_one_person_at_a_time() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_group_call();
    bot.invite(call, invite([user(ADA), user(BOB)]))
        .await
        .assert_invalid_argument("participants");
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn a_second_bot_is_refused() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let two = [
        participant("application", BOT),
        participant("application", EVE),
    ];
    bot.invite(call, invite(two))
        .await
        .assert_invalid_argument("participants");
    bot.invite(call, invite([participant("application", BOT)]))
        .await
        .assert_accepted();
    bot.invite(call, invite([participant("application", EVE)]))
        .await
        .assert_invalid_argument("participants");
}

#[tokio::test]
async fn somebody_twice_in_one_invite_is_refused() {
    let bot = Bot::new().await;
    let body = invite([user(ADA), user(&ADA.to_uppercase())]);
    let reply = bot.invite(bot.emulator.add_meeting(), body).await;
    reply.assert_refused(400, "8559");
    assert_eq!(bot.emulator.ring_count(ADA), 0);
}

#[tokio::test]
async fn somebody_who_is_in_the_call_is_refused() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.join(call, ADA);
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_refused(400, "8559");
}

#[tokio::test]
async fn somebody_whose_phone_rings_is_refused() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(ADA, Behavior::KeepsRinging);
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_accepted();
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_refused(400, "8559");
    assert_eq!(bot.emulator.ring_count(ADA), 1);
}

#[tokio::test]
async fn replacing_an_unknown_call_is_refused() {
    let bot = Bot::new().await;
    let ada = with(user(ADA), "replacesCallId", STRANGE);
    bot.invite(bot.emulator.add_meeting(), invite([ada]))
        .await
        .assert_refused(404, "8522");
}

#[tokio::test]
async fn replacing_the_joined_call_is_refused() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let ada = with(user(ADA), "replacesCallId", call);
    let reply = bot.invite(call, invite([ada])).await;
    reply.assert_invalid_argument("participants[0].replacesCallId");
}

#[tokio::test]
async fn moving_an_entry_that_is_not_on_the_roster_is_refused() {
    let bot = Bot::new().await;
    let left = bot.emulator.add_meeting();
    bot.join(left, ADA);
    let ada = with(user(ADA), "replacesCallId", left);
    let ada = with(ada, "participantId", STRANGE);
    bot.invite(bot.emulator.add_meeting(), invite([ada]))
        .await
        .assert_refused(400, "8558");
}

#[tokio::test]
async fn a_move_without_a_replaced_call_is_refused() {
    let ada = with(user(ADA), "participantId", STRANGE);
    assert_refused_as_invalid(invite([ada]), "participants[0].replacesCallId").await;
}

#[tokio::test]
async fn an_unknown_operation_is_not_found() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let reply = bot.get(&format!("{call}/operations/{STRANGE}")).await;
    reply.assert_refused(404, "8522");
}
