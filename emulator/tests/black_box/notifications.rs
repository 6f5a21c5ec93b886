//! The content of notifications, in each flow.

use super::*;
use crate::listening_bot::ListeningBot;
use graph_invite_emulator::{Behavior, Quirk};

/// The identity set of a user in a notification.
fn user_slot(id: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.identitySet",
        "user": { "@odata.type": "#microsoft.graph.identity", "id": id },
    })
}

#[tokio::test]
async fn the_notifications_of_one_user_are_the_documented_ones() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    let body = with(invite([user(ADA)]), "clientContext", "rota 7");
    let reply = bot.invite(call, body).await;
    let operation = reply.body["id"].as_str().unwrap();
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
    let posts = bot.posts();
    assert_eq!(
        posts[0].body,
        json!({
            "@odata.type": "#microsoft.graph.commsNotifications",
            "value": [{
                "@odata.type": "#microsoft.graph.commsNotification",
                "changeType": "deleted",
                "resource": format!("/app/calls/{call}/operations/{operation}"),
                "resourceUrl": format!("/communications/calls/{call}/operations/{operation}"),
                "resourceData": {
                    "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
                    "id": operation,
                    "status": "completed",
                    "clientContext": "rota 7",
                    "participants": [{
                        "@odata.type": "#microsoft.graph.invitationParticipantInfo",
                        "identity": user_slot(ADA),
                    }],
                },
            }],
        }),
    );
    assert_eq!(
        *posts[1].item(),
        json!({
            "@odata.type": "#microsoft.graph.commsNotification",
            "changeType": "updated",
            "resource": format!("/app/calls/{call}/participants"),
            "resourceUrl": format!("/communications/calls/{call}/participants"),
            "resourceData": [{
                "@odata.type": "#microsoft.graph.participant",
                "id": null,
                "info": {
                    "@odata.type": "#microsoft.graph.invitationParticipantInfo",
                    "identity": user_slot(ADA),
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
async fn an_operation_of_several_users_has_no_id() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    bot.invite_accepted(call, &[user(ADA), user(BOB)]).await;
    bot.assert_notified(&[
        "updated roster of 1",
        "deleted operation completed",
        "updated roster of 2",
    ])
    .await;
    let path = format!("/communications/calls/{call}/operations/participants");
    for post in bot.posts() {
        assert_eq!(post.item()["resourceUrl"], path);
    }
    assert_eq!(bot.posts()[1].data()["id"], json!(null));
}

#[tokio::test]
async fn a_replaced_call_ends() {
    let bot = ListeningBot::new().await;
    let emulator = &bot.emulator;
    let (call, left) = (emulator.add_meeting(), emulator.add_peer_to_peer_call());
    let ada = with(user(ADA), "replacesCallId", left);
    bot.invite_accepted(call, &[ada]).await;
    let posts = bot
        .assert_notified_of(
            call,
            &["deleted operation completed", "updated roster of 1"],
        )
        .await;
    let replaced = &posts[0].data()["participants"][0]["replacesCallId"];
    assert_eq!(*replaced, json!(left.to_string()));
    let posts = bot
        .assert_notified_of(
            left,
            &["updated call terminating", "deleted call terminated"],
        )
        .await;
    assert_eq!(
        *posts[1].item(),
        json!({
            "@odata.type": "#microsoft.graph.commsNotification",
            "changeType": "deleted",
            "resource": format!("/app/calls/{left}"),
            "resourceUrl": format!("/communications/calls/{left}"),
            "resourceData": {
                "@odata.type": "#microsoft.graph.call",
                "id": left,
                "state": "terminated",
                "resultInfo": {
                    "@odata.type": "#microsoft.graph.resultInfo",
                    "code": 200,
                    "subcode": 5001,
                    "message": "The call has ended",
                },
            },
        }),
    );
}

#[tokio::test]
async fn the_roster_entry_of_a_phone_is_the_documented_one() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_group_call();
    let phone = participant("phone", "+12345678901");
    bot.invite_accepted(call, &[phone]).await;
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
    let posts = bot.posts();
    let info = &posts[1].data()[0]["info"];
    assert_eq!(info["@odata.type"], "#microsoft.graph.participantInfo");
    assert_eq!(info["identity"]["phone"]["id"], "+12345678901");
}

#[tokio::test]
async fn a_move_notifies_of_both_rosters() {
    let bot = ListeningBot::new().await;
    let emulator = &bot.emulator;
    let (call, left) = (emulator.add_meeting(), emulator.add_meeting());
    bot.join(left, BOB);
    let entry = bot.join(left, ADA);
    let ada = with(user(ADA), "replacesCallId", left);
    let ada = with(ada, "participantId", &entry);
    bot.invite_accepted(call, &[ada]).await;
    let posts = bot
        .assert_notified_of(
            call,
            &["deleted operation completed", "updated roster of 1"],
        )
        .await;
    let moved = &posts[0].data()["participants"][0];
    assert_eq!(moved["participantId"], entry);
    let rosters = [
        "updated roster of 1",
        "updated roster of 2",
        "updated roster of 1",
    ];
    let posts = bot.assert_notified_of(left, &rosters).await;
    let path = format!("/communications/calls/{left}/participants");
    assert_eq!(posts[2].item()["resourceUrl"], path);
    let stays = &posts[2].data()[0]["info"]["identity"];
    assert_eq!(*stays, user_slot(BOB));
}

#[tokio::test]
async fn a_peer_to_peer_call_sends_no_roster() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_peer_to_peer_call();
    bot.invite_accepted(call, &[user(ADA)]).await;
    bot.emulator.end_call(call);
    bot.assert_notified(&[
        "deleted operation completed",
        "updated call terminating",
        "deleted call terminated",
    ])
    .await;
}

#[tokio::test]
async fn a_call_notifies_when_it_is_established_and_when_it_ends() {
    let bot = ListeningBot::new().await;
    let emulator = &bot.emulator;
    let call = emulator.add_joining_meeting();
    emulator.establish_call(call);
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    bot.invite_accepted(call, &[user(ADA)]).await;
    emulator.end_call(call);
    bot.assert_notified(&[
        "updated call established",
        "deleted operation failed",
        "updated call terminating",
        "deleted call terminated",
    ])
    .await;
    assert_eq!(bot.posts()[1].data()["resultInfo"]["subcode"], 8528);
}

/// A bot that has got the notifications of an invite that replaces a call, with these quirks.
async fn replaced_call_with(quirks: impl IntoIterator<Item = Quirk>) -> (ListeningBot, [Uuid; 2]) {
    let emulator = Emulator::builder().quirks(quirks);
    let bot = ListeningBot::of(emulator).await;
    let emulator = &bot.emulator;
    let calls = [emulator.add_meeting(), emulator.add_peer_to_peer_call()];
    let ada = with(user(ADA), "replacesCallId", calls[1]);
    bot.invite_accepted(calls[0], &[ada]).await;
    bot.wait_for(4).await;
    (bot, calls)
}

#[tokio::test]
async fn notifications_can_have_all_quirks() {
    let (bot, [call, left]) = replaced_call_with(Quirk::ALL).await;
    let posts = bot.wait_for(5).await;
    let find = |summary: &str| posts.iter().find(|post| post.summary() == summary).unwrap();
    bot.assert_notified_of(
        call,
        &["updated operation running", "deleted operation completed"],
    )
    .await;
    let roster = find("updated roster of 1");
    let left = left.to_string().replace('-', "").to_uppercase();
    let path = format!("/communications/calls/{left}/participants");
    assert_eq!(roster.item()["resourceUrl"], path);
    let identity = &roster.data()[0]["info"]["identity"];
    assert_eq!(identity["application"]["id"], ADA);
    let ended = find("deleted call terminated");
    assert_eq!(ended.data()["resultInfo"]["code"], "200");
    assert_eq!(ended.data()["resultInfo"]["subcode"], "5001");
}

#[tokio::test]
async fn notifications_can_have_no_quirks() {
    let (bot, [call, _]) = replaced_call_with([]).await;
    let posts = bot
        .assert_notified_of(
            call,
            &["deleted operation completed", "updated roster of 1"],
        )
        .await;
    let path = format!("/communications/calls/{call}/participants");
    assert_eq!(posts[1].item()["resourceUrl"], path);
    assert!(posts[1].data()[0]["id"].is_string());
    let call = bot.emulator.add_meeting();
    bot.invite_accepted(call, &[user(ADA), user(BOB)]).await;
    let all = [
        "updated roster of 1",
        "deleted operation completed",
        "updated roster of 2",
    ];
    let posts = bot.assert_notified_of(call, &all).await;
    assert!(posts[1].data()["id"].is_string(), "{}", posts[1].body);
}
