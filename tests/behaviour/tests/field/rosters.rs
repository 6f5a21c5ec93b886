//! Rosters as bots have recorded them (graph-calling-bots `TestEvents`; comms-samples 702, 710;
//! graph-docs 8196).

use super::*;
use invites::{GuestId, InviteEvent};

const ENTRY: &str = "2d7b6f3e-9c41-4a58-b0e7-5f8a1c3d9e64";

/// An entry of the roster with the properties that the service writes besides.
fn entry(identity: &Value) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.participant",
        "id": ENTRY,
        "info": {
            "@odata.type": "#microsoft.graph.participantInfo",
            "endpointType": "default",
            "endpointId": OTHER_OPERATION,
            "languageId": "en-US",
            "participantId": ENTRY,
            "identity": identity,
        },
        "mediaStreams": [{
            "mediaType": "audio", "sourceId": "1", "direction": "sendReceive", "serverMuted": false,
        }],
        "isMuted": false,
        "isInLobby": false,
        "publishedStates": [],
        "meetingRole": "none",
        "isIdentityAnonymized": false,
    })
}

fn slot(name: &str, id: &str) -> Value {
    json!({ name: {
        "@odata.type": "#microsoft.graph.identity", "id": id, "identityProvider": "AAD",
    }})
}

fn roster(data: &Value) -> Vec<u8> {
    notification("updated", "/participants", data)
}

#[tokio::test]
async fn roster_of_the_bot_alone_says_nothing_of_the_person() {
    let sent = Accepted::new(user()).await;
    let bot = entry(&slot("applicationInstance", OTHER_OPERATION));
    sent.deliver(&roster(&json!([bot])));
    assert_eq!(sent.presence(), Presence::NotSeen);
    sent.deliver(&roster(&json!([bot, entry(&slot("user", USER))])));
    assert_eq!(sent.presence(), Presence::Joined);
    let InviteEvent::Joined { entry, .. } = sent.ringing.events().recv().await else {
        panic!()
    };
    assert_eq!(entry.unwrap().to_string(), ENTRY);
}

/// The form of an SDK that prints what it read: an array, and `odataType`.
#[tokio::test]
async fn change_of_the_roster_inside_an_array_is_read() {
    for name in ["@odata.type", "odataType"] {
        let sent = Accepted::new(user()).await;
        let change = json!([{
            name: "#microsoft.graph.deltaParticipants",
            "sequenceNumber": 10,
            "participants": [entry(&slot("user", USER))],
        }]);
        assert_eq!(sent.deliver(&roster(&change)), 1, "{name}");
        assert_eq!(sent.presence(), Presence::Joined, "{name}");
    }
}

#[tokio::test]
async fn phone_that_leaves_is_no_longer_there() {
    let sent = Accepted::new(phone()).await;
    let change = |number: u32, more: Value| {
        let mut entry = entry(&slot("phone", PHONE));
        entry["rosterSequenceNumber"] = json!(number);
        entry["removedState"] = more;
        roster(&json!({
            "@odata.type": "#microsoft.graph.deltaParticipants",
            "sequenceNumber": number,
            "participants": [entry],
        }))
    };
    sent.deliver(&change(1, Value::Null));
    assert_eq!(sent.presence(), Presence::Joined);
    sent.deliver(&change(2, json!({ "reason": "Removed" })));
    assert_eq!(sent.presence(), Presence::Left);
}

/// Call records show a guest in the slot of users, without `8:`.
#[tokio::test]
async fn guest_is_found_without_the_prefix() {
    for id in [
        "teamsvisitor:0a1b2c3d4e5f",
        "8:teamsvisitor:0a1b2c3d4e5f",
        "8:TeamsVisitor:0A1B2C3D4E5F",
    ] {
        let guest = GuestId::parse("8:teamsvisitor:0a1b2c3d4e5f").unwrap();
        let sent = Accepted::new(Participant::guest(guest)).await;
        sent.deliver(&roster(&json!([entry(&slot("user", "teamsvisitor:ffff"))])));
        assert_eq!(sent.presence(), Presence::NotSeen);
        sent.deliver(&roster(&json!([entry(&slot("user", id))])));
        assert_eq!(sent.presence(), Presence::Joined, "{id}");
    }
}
