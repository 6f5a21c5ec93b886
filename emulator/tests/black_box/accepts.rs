//! What the emulator answers, and what comes of it.

use super::*;
use graph_invite_emulator::Manner;

/// The path of the operation below the calls.
fn operation(call: Uuid, answer: &Answer) -> String {
    format!("{call}/operations/{}", answer.body["id"].as_str().unwrap())
}

#[tokio::test]
async fn the_operation_in_its_documented_shape() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    let mut ada = user(ADA);
    ada["identity"]["user"]["displayName"] = json!("string");
    let answer = bot
        .invite(call, with(invite([ada]), "clientContext", "rota 7"))
        .await;

    let operation = answer.body["id"].as_str().unwrap();
    assert_eq!(
        answer.body,
        json!({
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "id": operation,
            "status": "Running",
            "clientContext": "rota 7",
            "resultInfo": null,
            "participants": [{
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
    assert_eq!(answer.status, StatusCode::OK);
    let location = bot.calls(&format!("{call}/operations/{operation}"));
    assert_eq!(answer.headers["location"], location);
    assert!(answer.headers.contains_key("request-id"));
    assert!(answer.headers.contains_key("x-ms-ags-diagnostic"));
}

#[tokio::test]
async fn a_phone_among_all_the_empty_slots_and_no_context() {
    let bot = Bot::new().await;
    let body = invite([somebody("phone", "+12345678901")]);
    let answer = bot.invite(bot.emulator.meeting(), body).await;
    assert_eq!(answer.body["clientContext"], json!(null));
    assert_eq!(
        answer.body["participants"][0]["identity"],
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
    assert_eq!(bot.emulator.rings_of("+12345678901"), 1);
}

#[tokio::test]
async fn an_invite_below_beta_as_below_v1() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    let root = bot.emulator.root();
    let url = format!("{root}/beta/communications/calls/{call}/participants/invite");
    let request = bot.http.post(url).bearer_auth(bot.emulator.token());
    send(request.json(&invite([user(ADA)]))).await.is_accepted();
}

#[tokio::test]
async fn a_call_in_every_spelling_of_its_id() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting().to_string();
    for id in [call.to_uppercase(), call.replace('-', ""), call] {
        bot.get(&id).await.is_accepted();
    }
}

#[tokio::test]
async fn everybody_in_a_meeting_and_each_phone_rings_once() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    bot.invite(call, invite([ADA, BOB, EVE].map(user)))
        .await
        .is_accepted();
    for person in [ADA, BOB, EVE] {
        assert_eq!(bot.emulator.rings_of(person), 1);
    }
    assert_eq!(bot.emulator.rings().values().sum::<usize>(), 3);
}

#[tokio::test]
async fn the_first_alone_and_silently_once_anybody_leaves_a_call() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    let bob = with(user(BOB), "replacesCallId", bot.emulator.peer_to_peer());
    let answer = bot
        .invite(call, invite([user(ADA), bob, user("Eve")]))
        .await;
    answer.is_accepted();
    assert_eq!(answer.body["participants"].as_array().unwrap().len(), 1);
    assert_eq!(bot.emulator.rings_of(ADA), 1);
    assert_eq!(bot.emulator.rings().len(), 1);
}

#[tokio::test]
async fn and_completes_when_they_have_answered() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    let answer = bot.invite(call, invite([user(ADA)])).await;
    let later = bot.get(&operation(call, &answer)).await;
    assert_eq!(later.body["status"], "completed");
    assert_eq!(later.body["participants"], answer.body["participants"]);
}

#[tokio::test]
async fn and_runs_until_the_last_has_answered() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
    bot.emulator.set_manner(BOB, Manner::RingsOn);
    let answer = bot.invite(call, invite([user(ADA), user(BOB)])).await;
    let path = operation(call, &answer);
    assert_eq!(bot.get(&path).await.body["status"], "Running");

    assert!(!bot.emulator.answer(call, EVE), "Eve's phone does not ring");
    assert!(bot.emulator.answer(call, &BOB.to_uppercase()));
    assert_eq!(bot.get(&path).await.body["status"], "completed");
    assert!(!bot.emulator.answer(call, BOB), "Bob has answered already");
}

#[tokio::test]
async fn and_shows_who_came_on_the_roster() {
    let bot = Bot::new().await;
    let call = bot.emulator.group();
    bot.invite(call, invite([user(ADA)])).await.is_accepted();
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
async fn but_a_peer_to_peer_call_has_an_empty_roster() {
    let bot = Bot::new().await;
    let call = bot.emulator.peer_to_peer();
    bot.join(call, BOB);
    bot.invite(call, invite([user(ADA)])).await.is_accepted();
    let roster = bot.get(&format!("{call}/participants")).await;
    assert_eq!(roster.body, json!({ "value": [] }));
}

#[tokio::test]
async fn a_replacement_and_the_replaced_call_ends_on_the_answer() {
    let bot = Bot::new().await;
    let (call, left) = (bot.emulator.meeting(), bot.emulator.peer_to_peer());
    bot.emulator.set_manner(ADA, Manner::RingsOn);
    let ada = with(user(ADA), "replacesCallId", &left);
    bot.invite(call, invite([ada])).await.is_accepted();
    bot.get(&left.to_string()).await.is_accepted();

    bot.emulator.answer(call, ADA);
    bot.get(&left.to_string()).await.is_refused(404, "8522");
}

#[tokio::test]
async fn a_move_and_only_the_moved_leave_their_meeting() {
    let bot = Bot::new().await;
    let (call, left) = (bot.emulator.meeting(), bot.emulator.meeting());
    let entry = bot.join(left, ADA).to_uppercase();
    bot.join(left, BOB);
    let ada = with(user(ADA), "replacesCallId", &left);
    let ada = with(ada, "participantId", entry);
    bot.invite(call, invite([ada])).await.is_accepted();

    let roster = bot.get(&format!("{left}/participants")).await;
    let people = roster.body["value"].as_array().unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(people[0]["info"]["identity"]["user"]["id"], BOB);
}

#[tokio::test]
async fn each_kind_of_call_says_whether_it_has_a_chat() {
    let bot = Bot::new().await;
    let emulator = &bot.emulator;
    for (call, chat) in [
        (emulator.peer_to_peer(), false),
        (emulator.group(), false),
        (emulator.group_with_chat(), true),
        (emulator.meeting(), true),
    ] {
        let call = bot.get(&call.to_string()).await.body;
        assert_eq!(call["chatInfo"]["threadId"].is_string(), chat, "{call}");
        assert_eq!(call["state"], "established");
    }
}

#[tokio::test]
async fn an_invite_of_each_kind() {
    let bot = Bot::new().await;
    let call = bot.emulator.meeting();
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
        let answer = bot.invite(call, invite([somebody(kind, id)])).await;
        answer.is_accepted();
        assert_eq!(answer.body["participants"][0]["identity"][kind]["id"], id);
        assert_eq!(bot.emulator.rings_of(id), 1);
    }
}
