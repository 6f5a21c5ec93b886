//! Requests about a call that the emulator refuses.

use super::*;

#[tokio::test]
async fn a_new_call_with_a_mistake_is_refused() {
    let bot = Bot::new().await;
    let mut no_thread = meeting();
    no_thread["chatInfo"]["threadId"] = json!(null);
    let mut phone = new_call(&[]);
    phone["targets"] = json!([participant("phone", "+12345678901")]);
    let mut meeting_with_targets = meeting();
    meeting_with_targets["targets"] = json!([user(BOB)]);
    let mut not_joined = meeting();
    not_joined["meetingInfo"] = json!({});
    let mut without_chat = meeting();
    without_chat["chatInfo"] = json!(null);
    let six: Vec<_> = (0..6)
        .map(|number| format!("278405a3-f568-4b3e-b684-00000000000{number}"))
        .collect();
    let six: Vec<_> = six.iter().map(String::as_str).collect();
    for (body, parameter) in [
        (without(new_call(&[ADA]), "callbackUri"), "callbackUri"),
        (
            with(new_call(&[ADA]), "callbackUri", "ftp://a/"),
            "callbackUri",
        ),
        (without(new_call(&[ADA]), "mediaConfig"), "mediaConfig"),
        (
            with(new_call(&[ADA]), "requestedModalities", 1),
            "requestedModalities",
        ),
        (with(new_call(&[ADA]), "tenantId", "mine"), "tenantId"),
        (new_call(&[]), "targets"),
        (new_call(&six), "targets"),
        (new_call(&[ADA, ADA]), "targets[1]"),
        (new_call(&["Ada"]), "targets[0].identity.user.id"),
        (phone, "source.identity.applicationInstance.id"),
        (meeting_with_targets, "targets"),
        (no_thread, "chatInfo.threadId"),
        (not_joined, "meetingInfo.organizer"),
        (without_chat, "chatInfo"),
    ] {
        bot.make_call(&body)
            .await
            .assert_invalid_argument(parameter);
    }
    assert!(bot.emulator.ring_counts().is_empty());
}

fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

#[tokio::test]
async fn a_call_to_a_phone_needs_an_application_instance_as_its_source() {
    let bot = Bot::new().await;
    let mut body = new_call(&[]);
    body["targets"] = json!([participant("phone", "+12345678901")]);
    body["source"] = json!({ "identity": { "applicationInstance": { "id": BOT } } });
    let reply = bot.make_call(&body).await;
    call_of(&reply);
    let source = &reply.body["source"]["identity"];
    assert_eq!(source["applicationInstance"]["id"], BOT);
    assert_eq!(bot.emulator.ring_count("+12345678901"), 1);
}

#[tokio::test]
async fn a_bot_that_the_service_does_not_know_makes_no_call() {
    let bot = Bot::of(Emulator::builder().unregistered_bot()).await;
    let reply = bot.make_call(&new_call(&[ADA])).await;
    reply.assert_refused(403, "7503");
    assert!(bot.emulator.ring_counts().is_empty());
}

#[tokio::test]
async fn each_kind_of_call_needs_its_role() {
    for (role, allowed) in [
        ("Calls.Initiate.All", 0),
        ("Calls.InitiateGroupCall.All", 1),
        ("Calls.JoinGroupCallAsGuest.All", 2),
    ] {
        let bot = Bot::of(Emulator::builder().roles([role])).await;
        let token = token_endpoint::token(&bot, bot.emulator.tenant()).await;
        let bodies = [new_call(&[ADA]), new_call(&[ADA, BOB]), meeting()];
        for (place, body) in bodies.iter().enumerate() {
            let reply = bot.make_call_with(body, &token).await;
            if place == allowed {
                call_of(&reply);
            } else {
                reply.assert_refused(403, "7504");
            }
        }
    }
}

#[tokio::test]
async fn a_call_in_another_tenant_than_that_of_the_token_is_refused() {
    let bot = Bot::new().await;
    let token = token_endpoint::token(&bot, id(STRANGE)).await;
    let theirs = with(new_call(&[ADA]), "tenantId", bot.emulator.tenant());
    bot.make_call_with(&theirs, &token)
        .await
        .assert_refused(403, "7505");
    let own = bot.make_call_with(&new_call(&[ADA]), &token).await;
    call_of(&own);
    assert_eq!(own.body["tenantId"], STRANGE);
}

#[tokio::test]
async fn a_token_of_another_tenant_hangs_up_nothing() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let token = token_endpoint::token(&bot, id(STRANGE)).await;
    let request = bot.http.delete(bot.calls(&call.to_string()));
    send(request.bearer_auth(token))
        .await
        .assert_refused(403, "7505");
    assert_eq!(bot.get(&call.to_string()).await.status, 200);
}
