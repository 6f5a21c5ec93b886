//! What follows each of the five documented requests: the operation, the roster and the replaced call,
//! in the form that the examples of the documentation show, with their quirks.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use graph_invite_emulator::{Behavior, Emulator};
use invites::token::AccessToken;
use invites::{
    Client, Cloud, Inbox, Invite, InviteEvent, Outcome, Presence, Ringing, UserId, Uuid,
    graph_invite,
};
use serde_json::{Value, json};

const ADA: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
const BOB: &str = "1e126418-44a0-4a94-a6f8-0efe1ad71acb";
const PHONE: &str = "+12345678901";
const CONTEXT: &str = "f2fa86af-3c51-4bc2-8fc0-475452d9764f";
const OPERATION: &str = "0fe0623f-d628-42ed-b4bd-8ac290072cc5";

/// A bot whose invites keep ringing. A test delivers the notifications.
struct Bot {
    emulator: Emulator,
    inbox: Inbox,
    client: Client,
}

impl Bot {
    async fn new() -> Self {
        let emulator = Emulator::start().await.unwrap();
        for person in [ADA, BOB, PHONE] {
            emulator.set_behavior(person, Behavior::KeepsRinging);
        }
        let inbox = Inbox::new();
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(emulator.token()))
            .inbox(inbox.clone())
            .build()
            .unwrap();
        Self {
            emulator,
            inbox,
            client,
        }
    }

    async fn invite(&self, invite: &Invite) -> Ringing {
        let ringing = invite.send(&self.client).await.unwrap();
        assert_eq!(ringing.current_outcome(), Outcome::Unknown);
        ringing
    }

    /// Delivers one notification.
    fn deliver(&self, notification: &Value) {
        let body = json!({
            "@odata.type": "#microsoft.graph.commsNotifications",
            "value": [notification],
        });
        let delivered = self.inbox.deliver(body.to_string().as_bytes()).unwrap();
        assert_eq!(delivered.matched, 1, "{body}");
    }
}

fn notification(change: &str, path: &str, data: &Value) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": change,
        "resource": format!("/app/calls/{path}"),
        "resourceUrl": format!("/communications/calls/{path}"),
        "resourceData": data,
    })
}

/// The end of an operation as the examples show it. Each person has a property of the identity set and
/// an id.
fn completed(ringing: &Ringing, id: Option<&str>, people: &[(&str, &str)]) -> Value {
    let call = ringing.key().call();
    let people: Vec<Value> = people
        .iter()
        .map(|(slot, id)| json!({ "identity": { *slot: { "id": id } } }))
        .collect();
    let data = json!({
        "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
        "@odata.etag": "W/\"54451\"",
        "id": id,
        "clientContext": CONTEXT,
        "status": "completed",
        "participants": people,
    });
    let path = format!("{call}/operations/{}", id.unwrap_or("participants"));
    notification("deleted", &path, &data)
}

/// The roster of the call of an invite.
fn roster_of(ringing: &Ringing, info: &str, people: &[(&str, &str)]) -> Value {
    roster(
        &format!("{}/participants", ringing.key().call()),
        info,
        people,
    )
}

fn roster(path: &str, info: &str, people: &[(&str, &str)]) -> Value {
    let entries: Vec<Value> = people
        .iter()
        .map(|(slot, id)| {
            json!({
                "@odata.type": "#microsoft.graph.participant",
                "id": null,
                "info": {
                    "@odata.type": format!("#microsoft.graph.{info}"),
                    "identity": {
                        "@odata.type": "#microsoft.graph.identitySet",
                        *slot: { "@odata.type": "#microsoft.graph.identity", "id": id },
                    },
                },
                "mediaStreams": [],
                "isMuted": false,
                "isInLobby": false,
            })
        })
        .collect();
    notification("updated", path, &json!(entries))
}

fn call(call: Uuid, change: &str, state: &str, result: &Value) -> Value {
    let data = json!({
        "@odata.type": "#microsoft.graph.call",
        "state": state,
        "resultInfo": result,
    });
    notification(change, &call.to_string(), &data)
}

async fn event_at(ringing: &Ringing, at: usize) -> InviteEvent {
    let mut events = ringing.events();
    for _ in 0..at {
        events.recv().await;
    }
    events.recv().await
}

#[tokio::test]
async fn user_completes_and_joins() {
    let bot = Bot::new().await;
    let invite = graph_invite! {
        call: bot.emulator.add_meeting(),
        participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    };
    let ringing = bot.invite(&invite).await;
    bot.deliver(&completed(&ringing, Some(OPERATION), &[("user", ADA)]));
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(ringing.presence(), [Presence::NotSeen]);

    bot.deliver(&roster_of(
        &ringing,
        "invitationParticipantInfo",
        &[("application", ADA)],
    ));
    assert_eq!(ringing.presence(), [Presence::Joined]);
    assert_eq!(ringing.replaced_call(), None);
}

#[tokio::test]
async fn several_users_complete_with_an_operation_without_id() {
    let bot = Bot::new().await;
    let invite = graph_invite! {
        call: bot.emulator.add_group_call_with_chat(),
        participants: [
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
            user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
        ],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    };
    let ringing = bot.invite(&invite).await;
    let path = format!("{}/operations/participants", ringing.key().call());
    let people = [("application", ADA), ("user", BOB)];
    bot.deliver(&roster(&path, "invitationParticipantInfo", &people));
    assert_eq!(ringing.presence(), [Presence::Joined; 2]);
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);

    bot.deliver(&completed(&ringing, None, &[("user", ADA), ("user", BOB)]));
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    let first = InviteEvent::Joined {
        participant: 0,
        entry: None,
    };
    assert_eq!(event_at(&ringing, 0).await, first);
    assert_eq!(
        event_at(&ringing, 2).await,
        InviteEvent::Ended(Outcome::Completed)
    );
}

#[tokio::test]
async fn user_leaves_a_peer_to_peer_call_for_a_group_call() {
    let bot = Bot::new().await;
    let left = bot.emulator.add_peer_to_peer_call();
    let invite = graph_invite! {
        call: bot.emulator.add_group_call(),
        participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" replaces left],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    };
    let ringing = bot.invite(&invite).await;
    bot.deliver(&completed(&ringing, Some(OPERATION), &[("user", ADA)]));
    bot.deliver(&roster(
        &format!("{left}/participants"),
        "invitationParticipantInfo",
        &[("user", ADA)],
    ));
    bot.deliver(&call(left, "updated", "terminating", &json!(null)));
    assert_eq!(ringing.replaced_call(), None);

    bot.deliver(&call(
        left,
        "deleted",
        "terminated",
        &json!({ "code": "200", "subcode": "5001" }),
    ));
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(ringing.presence(), [Presence::Joined]);
    assert_eq!(
        ringing.replaced_call().unwrap().result.unwrap().subcode,
        Some(5001)
    );
}

#[tokio::test]
async fn phone_completes_and_joins() {
    let bot = Bot::new().await;
    let invite = graph_invite! {
        call: bot.emulator.add_meeting(),
        participants: [phone "+12345678901"],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    };
    let ringing = bot.invite(&invite).await;
    bot.deliver(&completed(&ringing, Some(OPERATION), &[("phone", PHONE)]));
    bot.deliver(&roster_of(&ringing, "participantInfo", &[("phone", PHONE)]));
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(ringing.presence(), [Presence::Joined]);
}

#[tokio::test]
async fn user_moves_between_meetings() {
    let bot = Bot::new().await;
    let left = bot.emulator.add_meeting();
    let ada = UserId::parse(ADA).unwrap();
    let entry = bot.emulator.add_participant(left, ada.as_uuid()).unwrap();
    let invite = graph_invite! {
        call: bot.emulator.add_meeting(),
        participants: [user ada moves entry from left],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    };
    let ringing = bot.invite(&invite).await;
    let there = [("user", ADA)];
    let old_roster = roster(&format!("{left}/participants"), "participantInfo", &there);
    let body = json!({ "value": [old_roster] }).to_string();
    assert_eq!(bot.inbox.deliver(body.as_bytes()).unwrap().matched, 0);
    assert_eq!(
        ringing.presence(),
        [Presence::NotSeen],
        "the roster of the old call does not count"
    );

    bot.deliver(&roster_of(&ringing, "participantInfo", &there));
    bot.deliver(&completed(&ringing, None, &there));
    assert_eq!(ringing.outcome().await, Outcome::Completed);
    assert_eq!(ringing.presence(), [Presence::Joined]);
    assert_eq!(ringing.replaced_call(), None);
}

#[tokio::test]
async fn event_stream_can_be_spawned_and_dropped() {
    let bot = Bot::new().await;
    let invite = graph_invite! {
        call: bot.emulator.add_meeting(),
        participants: [phone "+12345678901"],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    };
    let ringing = bot.invite(&invite).await;
    let mut events = ringing.events();
    drop(ringing.events());
    let event = tokio::spawn(async move { events.recv().await });
    tokio::task::yield_now().await;
    bot.deliver(&completed(&ringing, None, &[]));
    assert_eq!(event.await.unwrap(), InviteEvent::Ended(Outcome::Completed));
}
