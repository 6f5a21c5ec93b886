//! Invites that the emulator accepts, and their effects.

use super::*;
use graph_invite_emulator::Behavior;

/// The path of the operation below `calls`.
fn operation(call: Uuid, reply: &Reply) -> String {
    format!("{call}/operations/{}", reply.body["id"].as_str().unwrap())
}

#[tokio::test]
async fn the_response_is_the_documented_operation() {
    let bot = Bot::of(Emulator::builder().hide_participant_ids()).await;
    let call = bot.emulator.add_meeting();
    let mut ada = user(ADA);
    ada["identity"]["user"]["displayName"] = json!("string");
    let reply = bot
        .invite(call, with(invite([ada]), "clientContext", "rota 7"))
        .await;

    let operation = reply.body["id"].as_str().unwrap();
    assert_eq!(
        reply.body,
        json!({
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "id": operation,
            "status": "Running",
            "clientContext": "rota 7",
            "resultInfo": null,
            "participants": [{
                "id": null,
                "endpointType": null,
                "replacesCallId": null,
                "identity": {
                    "user": { "id": ADA, "displayName": "string" },
                    "application": null,
                    "device": null,
                    "phone": null,
                },
            }],
        }),
    );
    assert_eq!(reply.status, StatusCode::OK);
    let location = bot.calls(&format!("{call}/operations/{operation}"));
    assert_eq!(reply.headers["location"], location);
    assert!(reply.headers.contains_key("request-id"));
    assert!(reply.headers.contains_key("x-ms-ags-diagnostic"));
}

#[tokio::test]
async fn the_response_for_a_phone_shows_all_empty_slots() {
    let bot = Bot::new().await;
    let body = invite([participant("phone", "+12345678901")]);
    let reply = bot.invite(bot.emulator.add_meeting(), body).await;
    assert_eq!(reply.body["clientContext"], json!(null));
    assert_eq!(
        reply.body["participants"][0]["identity"],
        json!({
            "user": null,
            "application": null,
            "device": null,
            "phone": { "id": "+12345678901", "displayName": null },
            "guest": null,
            "encrypted": null,
            "onPremises": null,
            "applicationInstance": null,
        }),
    );
    assert_eq!(bot.emulator.ring_count("+12345678901"), 1);
}

#[tokio::test]
async fn an_invite_below_beta_is_accepted() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let root = bot.emulator.root();
    let url = format!("{root}/beta/communications/calls/{call}/participants/invite");
    let request = bot.http.post(url).bearer_auth(bot.emulator.token());
    send(request.json(&invite([user(ADA)])))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn a_call_is_found_in_every_spelling_of_its_id() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting().to_string();
    for id in [call.to_uppercase(), call.replace('-', ""), call] {
        bot.get(&id).await.assert_accepted();
    }
}

#[tokio::test]
async fn each_phone_of_an_invite_rings_once() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.invite(call, invite([ADA, BOB, EVE].map(user)))
        .await
        .assert_accepted();
    for person in [ADA, BOB, EVE] {
        assert_eq!(bot.emulator.ring_count(person), 1);
    }
    assert_eq!(bot.emulator.ring_counts().values().sum::<usize>(), 3);
}

#[tokio::test]
async fn only_the_first_participant_rings_if_anybody_leaves_a_call() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let bob = with(
        user(BOB),
        "replacesCallId",
        bot.emulator.add_peer_to_peer_call(),
    );
    let reply = bot
        .invite(call, invite([user(ADA), bob, user("Eve")]))
        .await;
    reply.assert_accepted();
    assert_eq!(reply.body["participants"].as_array().unwrap().len(), 1);
    assert_eq!(bot.emulator.ring_count(ADA), 1);
    assert_eq!(bot.emulator.ring_counts().len(), 1);
}

#[tokio::test]
async fn an_operation_completes_when_everybody_has_answered() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let reply = bot.invite(call, invite([user(ADA)])).await;
    let later = bot.get(&operation(call, &reply)).await;
    assert_eq!(later.body["status"], "completed");
    assert_eq!(later.body["participants"], reply.body["participants"]);
}

#[tokio::test]
async fn an_operation_runs_until_the_last_person_answers() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(BOB, Behavior::KeepsRinging);
    let reply = bot.invite(call, invite([user(ADA), user(BOB)])).await;
    let path = operation(call, &reply);
    assert_eq!(bot.get(&path).await.body["status"], "Running");

    assert!(!bot.emulator.answer(call, EVE), "Eve's phone does not ring");
    assert!(bot.emulator.answer(call, BOB.to_uppercase()));
    assert_eq!(bot.get(&path).await.body["status"], "completed");
    assert!(!bot.emulator.answer(call, BOB), "Bob has answered already");
}

#[tokio::test]
async fn the_roster_shows_who_joined() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_group_call();
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_accepted();
    let roster = bot.get(&format!("{call}/participants")).await.body;
    let id = roster["value"][0]["id"].as_str().unwrap();
    assert_eq!(
        roster,
        json!({
            "value": [{
                "@odata.type": "#microsoft.graph.participant",
                "id": id,
                "info": {
                    "@odata.type": "#microsoft.graph.participantInfo",
                    "identity": {
                        "@odata.type": "#microsoft.graph.identitySet",
                        "user": {
                            "@odata.type": "#microsoft.graph.identity",
                            "id": ADA,
                            "displayName": null,
                        },
                        "application": null,
                        "device": null,
                        "phone": null,
                    },
                },
                "isInLobby": false,
                "isMuted": false,
                "mediaStreams": [{
                    "@odata.type": "#microsoft.graph.mediaStream",
                    "mediaType": "audio",
                    "sourceId": "1",
                    "direction": "sendReceive",
                    "serverMuted": false,
                    "label": null,
                }],
                "metadata": null,
            }],
        }),
    );
}

#[tokio::test]
async fn the_roster_of_a_peer_to_peer_call_is_empty() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_peer_to_peer_call();
    bot.join(call, BOB);
    bot.invite(call, invite([user(ADA)]))
        .await
        .assert_accepted();
    let roster = bot.get(&format!("{call}/participants")).await;
    assert_eq!(roster.body, json!({ "value": [] }));
}

#[tokio::test]
async fn a_replaced_call_ends_when_the_person_answers() {
    let bot = Bot::new().await;
    let (call, left) = (
        bot.emulator.add_meeting(),
        bot.emulator.add_peer_to_peer_call(),
    );
    bot.emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let ada = with(user(ADA), "replacesCallId", left);
    bot.invite(call, invite([ada])).await.assert_accepted();
    bot.get(&left.to_string()).await.assert_accepted();

    bot.emulator.answer(call, ADA);
    bot.get(&left.to_string()).await.assert_refused(404, "8522");
}

#[tokio::test]
async fn a_moved_person_leaves_the_other_meeting_alone() {
    let bot = Bot::new().await;
    let (call, left) = (bot.emulator.add_meeting(), bot.emulator.add_meeting());
    let entry = bot.join(left, ADA).to_uppercase();
    bot.join(left, BOB);
    let ada = with(user(ADA), "replacesCallId", left);
    let ada = with(ada, "participantId", entry);
    bot.invite(call, invite([ada])).await.assert_accepted();

    let roster = bot.get(&format!("{left}/participants")).await;
    let people = roster.body["value"].as_array().unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0]["info"]["identity"]["user"]["id"], BOB);
}

#[tokio::test]
async fn each_kind_of_call_shows_whether_it_has_a_chat() {
    let bot = Bot::new().await;
    let emulator = &bot.emulator;
    for (call, chat) in [
        (emulator.add_peer_to_peer_call(), false),
        (emulator.add_group_call(), false),
        (emulator.add_group_call_with_chat(), true),
        (emulator.add_meeting(), true),
    ] {
        let call = bot.get(&call.to_string()).await.body;
        assert_eq!(call["chatInfo"]["threadId"].is_string(), chat, "{call}");
        assert_eq!(call["state"], "established");
    }
}

#[tokio::test]
async fn an_invite_of_each_identity_kind_is_accepted() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    for (kind, id) in [
        ("user", ADA),
        ("phone", "+12345678901"),
        ("application", BOT),
        ("applicationInstance", EVE),
        ("guest", "8:teamsvisitor:4f1c"),
        ("encrypted", "29:1tKBWc"),
        ("onPremises", "8:sfb:ada"),
        ("azureCommunicationServicesUser", "8:acs:resource_user"),
    ] {
        let reply = bot.invite(call, invite([participant(kind, id)])).await;
        reply.assert_accepted();
        assert_eq!(reply.body["participants"][0]["identity"][kind]["id"], id);
        assert_eq!(bot.emulator.ring_count(id), 1);
    }
}
