//! What the bot is told, flow by flow.

use super::heard::Listener;
use super::*;
use graph_invite_emulator::{Manner, Oddity};

/// The same person as the user, in the words of a notification.
fn user_slot(id: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.identitySet",
        "user": { "@odata.type": "#microsoft.graph.identity", "id": id },
    })
}

#[tokio::test]
async fn one_user() {
    let listener = Listener::new().await;
    let call = listener.bot.emulator.meeting();
    let body = with(invite([user(ADA)]), "clientContext", "rota 7");
    let answer = listener.bot.invite(call, body).await;
    let operation = answer.body["id"].as_str().unwrap();
    listener
        .says(&["deleted operation completed", "updated roster of 1"])
        .await;
    let posts = listener.posts();
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
async fn several_users_whose_operation_has_no_name() {
    let listener = Listener::new().await;
    let call = listener.bot.emulator.meeting();
    listener.invites(call, &[user(ADA), user(BOB)]).await;
    listener
        .says(&[
            "updated roster of 1",
            "deleted operation completed",
            "updated roster of 2",
        ])
        .await;
    let path = format!("/communications/calls/{call}/operations/participants");
    for post in listener.posts() {
        assert_eq!(post.item()["resourceUrl"], path);
    }
    assert_eq!(listener.posts()[1].data()["id"], json!(null));
}

#[tokio::test]
async fn a_replaced_call_which_ends_after_the_operation() {
    let listener = Listener::new().await;
    let emulator = &listener.bot.emulator;
    let (call, left) = (emulator.meeting(), emulator.peer_to_peer());
    let ada = with(user(ADA), "replacesCallId", &left);
    listener.invites(call, &[ada]).await;
    listener
        .says(&[
            "deleted operation completed",
            "updated roster of 1",
            "updated call terminating",
            "deleted call terminated",
        ])
        .await;
    let posts = listener.posts();
    let replaced = &posts[0].data()["participants"][0]["replacesCallId"];
    assert_eq!(*replaced, json!(left.to_string()));
    assert_eq!(
        *posts[3].item(),
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
async fn a_phone() {
    let listener = Listener::new().await;
    let call = listener.bot.emulator.group();
    let phone = somebody("phone", "+12345678901");
    listener.invites(call, &[phone]).await;
    listener
        .says(&["deleted operation completed", "updated roster of 1"])
        .await;
    let posts = listener.posts();
    let info = &posts[1].data()[0]["info"];
    assert_eq!(info["@odata.type"], "#microsoft.graph.participantInfo");
    assert_eq!(info["identity"]["phone"]["id"], "+12345678901");
}

#[tokio::test]
async fn a_move_and_the_roster_that_was_left() {
    let listener = Listener::new().await;
    let emulator = &listener.bot.emulator;
    let (call, left) = (emulator.meeting(), emulator.meeting());
    listener.bot.join(left, BOB);
    let entry = listener.bot.join(left, ADA);
    let ada = with(user(ADA), "replacesCallId", &left);
    let ada = with(ada, "participantId", &entry);
    listener.invites(call, &[ada]).await;
    listener
        .says(&[
            "updated roster of 1",
            "updated roster of 2",
            "deleted operation completed",
            "updated roster of 1",
            "updated roster of 1",
        ])
        .await;
    let posts = listener.posts();
    let moved = &posts[2].data()["participants"][0];
    assert_eq!(moved["participantId"], entry);
    let path = format!("/communications/calls/{left}/participants");
    assert_eq!(posts[4].item()["resourceUrl"], path);
    let stays = &posts[4].data()[0]["info"]["identity"];
    assert_eq!(*stays, user_slot(BOB));
}

#[tokio::test]
async fn of_a_peer_to_peer_call_no_roster() {
    let listener = Listener::new().await;
    let call = listener.bot.emulator.peer_to_peer();
    listener.invites(call, &[user(ADA)]).await;
    listener.bot.emulator.end(call);
    listener
        .says(&[
            "deleted operation completed",
            "updated call terminating",
            "deleted call terminated",
        ])
        .await;
}

#[tokio::test]
async fn a_call_that_is_established_and_one_that_ends_while_it_rings() {
    let listener = Listener::new().await;
    let emulator = &listener.bot.emulator;
    let call = emulator.establishing();
    emulator.establish(call);
    emulator.set_manner(ADA, Manner::RingsOn);
    listener.invites(call, &[user(ADA)]).await;
    emulator.end(call);
    listener
        .says(&[
            "updated call established",
            "deleted operation failed",
            "updated call terminating",
            "deleted call terminated",
        ])
        .await;
    assert_eq!(listener.posts()[1].data()["resultInfo"]["subcode"], 8528);
}

/// The first notifications of an invite with just these oddities, one leaving a call for another.
async fn odd(oddities: impl IntoIterator<Item = Oddity>) -> (Listener, [Uuid; 2]) {
    let emulator = Emulator::builder().oddities(oddities);
    let listener = Listener::of(emulator).await;
    let emulator = &listener.bot.emulator;
    let calls = [emulator.meeting(), emulator.peer_to_peer()];
    let ada = with(user(ADA), "replacesCallId", &calls[1]);
    listener.invites(calls[0], &[ada]).await;
    listener.hears(4).await;
    (listener, calls)
}

#[tokio::test]
async fn with_all_that_is_odd_about_it() {
    let (listener, [_, left]) = odd(Oddity::ALL).await;
    let posts = listener.hears(5).await;
    assert_eq!(posts[0].gist(), "updated operation running");
    let left = left.to_string().replace('-', "").to_uppercase();
    let path = format!("/communications/calls/{left}/participants");
    assert_eq!(posts[2].item()["resourceUrl"], path);
    let identity = &posts[2].data()[0]["info"]["identity"];
    assert_eq!(identity["application"]["id"], ADA);
    assert_eq!(posts[4].data()["resultInfo"]["code"], "200");
    assert_eq!(posts[4].data()["resultInfo"]["subcode"], "5001");
}

#[tokio::test]
async fn or_with_nothing_odd_about_it() {
    let (listener, [call, _]) = odd([]).await;
    let posts = listener.posts();
    let path = format!("/communications/calls/{call}/participants");
    assert_eq!(posts[1].item()["resourceUrl"], path);
    assert!(posts[1].data()[0]["id"].is_string());
    let call = listener.bot.emulator.meeting();
    listener.invites(call, &[user(ADA), user(BOB)]).await;
    let posts = listener.hears(7).await;
    assert!(posts[5].data()["id"].is_string(), "{}", posts[5].body);
}
