//! Showing one participant, removing one, and cancelling an invite.

use super::*;

impl Bot {
    /// A request to remove a participant. Returns the status, and the body if there is one.
    async fn remove(&self, call: Uuid, participant: &str) -> (u16, Value) {
        self.remove_with(call, participant, self.emulator.token())
            .await
    }

    async fn remove_with(&self, call: Uuid, participant: &str, token: &str) -> (u16, Value) {
        let url = self.calls(&format!("{call}/participants/{participant}"));
        let response = self
            .http
            .delete(url)
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    /// Invites a person whose phone keeps ringing. Returns their id as a participant.
    async fn ringing(&self, call: Uuid, person: &str) -> String {
        self.emulator.set_behavior(person, Behavior::KeepsRinging);
        let body = with(invite([user(person)]), "clientContext", "rota 7");
        let reply = self.invite(call, body).await;
        reply.assert_accepted();
        participant_id(&reply)
    }

    async fn roster_ids(&self, call: Uuid) -> Vec<Value> {
        let roster = self.get(&format!("{call}/participants")).await.body;
        let entries = roster["value"].as_array().unwrap().iter();
        entries.map(|entry| entry["id"].clone()).collect()
    }
}

fn participant_id(reply: &Reply) -> String {
    reply.body["participants"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn one_participant_is_shown_as_on_the_roster() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.join(call, ADA);
    let bob = bot.join(call, BOB);
    let shown = bot.get(&format!("{call}/participants/{bob}")).await;
    assert_eq!(shown.status, 200);
    let roster = bot.get(&format!("{call}/participants")).await;
    assert_eq!(shown.body, roster.body["value"][1]);
}

#[tokio::test]
async fn a_participant_who_is_not_on_the_roster_is_not_found() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let ringing = bot.ringing(call, ADA).await;
    for participant in [STRANGE, "ada", &ringing] {
        let reply = bot.get(&format!("{call}/participants/{participant}")).await;
        reply.assert_refused(404, "8522");
    }
    let peer_to_peer = bot.emulator.add_peer_to_peer_call();
    let bob = bot.join(peer_to_peer, BOB);
    let reply = bot.get(&format!("{peer_to_peer}/participants/{bob}")).await;
    reply.assert_refused(404, "8522");
}

#[tokio::test]
async fn the_id_of_an_invited_person_is_that_of_their_roster_entry() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let reply = bot.invite(call, invite([user(ADA)])).await;
    assert_eq!(bot.roster_ids(call).await, [participant_id(&reply)]);
}

#[tokio::test]
async fn the_ids_of_invited_people_can_be_hidden() {
    let bot = Bot::of(Emulator::builder().hide_participant_ids()).await;
    let call = bot.emulator.add_meeting();
    let reply = bot.invite(call, invite([user(ADA)])).await;
    assert_eq!(reply.body["participants"][0]["id"], Value::Null);
    let operation = reply.body["id"].as_str().unwrap();
    let shown = bot.get(&format!("{call}/operations/{operation}")).await;
    assert_eq!(shown.body["participants"][0]["id"], Value::Null);
}

#[tokio::test]
async fn removing_a_person_takes_them_off_the_roster() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    let ada = bot.join(call, ADA);
    let bob = bot.join(call, BOB);
    assert_eq!(bot.remove(call, &ada).await, (204, Value::Null));
    assert_eq!(bot.roster_ids(call).await, [bob]);
    bot.assert_notified(&[
        "updated roster of 1",
        "updated roster of 2",
        "updated roster of 1",
    ])
    .await;
    let (status, body) = bot.remove(call, &ada).await;
    assert_eq!((status, &body["error"]["code"]), (404, &json!("8522")));
}

#[tokio::test]
async fn removing_an_invited_person_stops_the_phone_and_ends_the_operation() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    let ada = bot.ringing(call, ADA).await;
    assert_eq!(bot.remove(call, &ada).await, (204, Value::Null));
    assert!(!bot.emulator.answer(call, ADA), "the phone still rings");
    bot.assert_notified(&["deleted operation failed"]).await;
    let posts = bot.posts();
    let operation = posts[0].data();
    assert_eq!(operation["clientContext"], "rota 7");
    assert_eq!(operation["resultInfo"]["code"], 487);
    assert_eq!(operation["resultInfo"]["subcode"], 8542);
    let (status, body) = bot.remove(call, &ada).await;
    assert_eq!((status, &body["error"]["code"]), (404, &json!("8522")));
}

#[tokio::test]
async fn removing_one_of_two_invited_people_lets_the_other_phone_ring() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    for person in [ADA, BOB] {
        bot.emulator.set_behavior(person, Behavior::KeepsRinging);
    }
    let reply = bot.invite(call, invite([user(ADA), user(BOB)])).await;
    assert_eq!(bot.remove(call, &participant_id(&reply)).await.0, 204);
    assert!(bot.emulator.answer(call, BOB));
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn an_answer_at_the_moment_of_the_removal_wins() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(ADA, Behavior::AnswersWhenRemoved);
    let reply = bot.invite(call, invite([user(ADA)])).await;
    let ada = participant_id(&reply);
    assert_eq!(bot.remove(call, &ada).await, (204, Value::Null));
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
    assert_eq!(bot.roster_ids(call).await, [ada]);
}

#[tokio::test]
async fn an_unknown_participant_or_an_operation_cannot_be_removed() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let reply = bot.invite(call, invite([user(ADA)])).await;
    let operation = reply.body["id"].as_str().unwrap();
    for participant in [operation, STRANGE, "ada"] {
        let (status, body) = bot.remove(call, participant).await;
        assert_eq!((status, &body["error"]["code"]), (404, &json!("8522")));
    }
    let (status, _) = bot.remove(id(STRANGE), &participant_id(&reply)).await;
    assert_eq!(status, 404);
    assert!(bot.emulator.answer(call, ADA), "the phone still rings");
}

#[tokio::test]
async fn nobody_can_be_removed_where_the_tenant_forbids_it() {
    let bot = Bot::of(Emulator::builder().forbid_removal()).await;
    let call = bot.emulator.add_meeting();
    let ada = bot.ringing(call, ADA).await;
    let (status, body) = bot.remove(call, &ada).await;
    assert_eq!((status, &body["error"]["code"]), (403, &json!("7504")));
    assert!(bot.emulator.answer(call, ADA), "the phone still rings");
}

#[tokio::test]
async fn a_token_with_the_role_for_invites_alone_removes_nobody() {
    let bot = Bot::of(Emulator::builder().roles(["Calls.InitiateGroupCall.All"])).await;
    let call = bot.emulator.add_meeting();
    let own = token_endpoint::token(&bot, bot.emulator.tenant()).await;
    let foreign = token_endpoint::token(&bot, id(STRANGE)).await;
    token_endpoint::invite_with(&bot, &own, call)
        .await
        .assert_accepted();
    let ids = bot.roster_ids(call).await;
    for (token, code) in [(own, "7504"), (foreign, "7505")] {
        let (status, body) = bot
            .remove_with(call, ids[0].as_str().unwrap(), &token)
            .await;
        assert_eq!((status, &body["error"]["code"]), (403, &json!(code)));
    }
    assert_eq!(bot.roster_ids(call).await, ids);
}

#[tokio::test]
async fn a_token_without_the_role_for_invites_rings_nobody() {
    let bot = Bot::of(Emulator::builder().roles(["Calls.JoinGroupCall.All"])).await;
    let call = bot.emulator.add_meeting();
    let token = token_endpoint::token(&bot, bot.emulator.tenant()).await;
    let reply = token_endpoint::invite_with(&bot, &token, call).await;
    reply.assert_refused(403, "7504");
    assert!(bot.emulator.ring_counts().is_empty());
}
