//! The documented payloads.

mod oddities;

use super::{ChangeType, Notification, NotificationResource};
use crate::graph::person_key::PersonKey;
use crate::notification::{CallState, OperationStatus};
use crate::{CallId, Identity, UserId};
use serde_json::{Value, json};

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const LEFT: &str = "a7ebfb2d-871e-419c-87af-27290b22e8db";
const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const CONTEXT: &str = "f2fa86af-3c51-4bc2-8fc0-475452d9764f";
const OPERATION: &str = "0fe0623f-d628-42ed-b4bd-8ac290072cc5";

fn read(body: &Value) -> Vec<Option<Notification>> {
    let notifications = Notification::parse_body(body.to_string().as_bytes());
    notifications.unwrap().into_iter().map(Result::ok).collect()
}

fn one(item: &Value) -> Notification {
    let body = json!({ "@odata.type": "#microsoft.graph.commsNotifications", "value": [item] });
    let [Some(notification)] = &read(&body)[..] else {
        panic!("{body}");
    };
    notification.clone()
}

fn is_call(notification: &Notification, id: &str) -> bool {
    notification.call == CallId::parse(id).ok()
}

fn completed() -> Value {
    json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": "deleted",
        "resource": format!("/app/calls/{CALL}/operations/{OPERATION}"),
        "resourceUrl": format!("/communications/calls/{CALL}/operations/{OPERATION}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "@odata.id": format!("/app/calls/{CALL}/operations/{OPERATION}"),
            "@odata.etag": "W/\"54451\"",
            "id": OPERATION,
            "clientContext": CONTEXT,
            "status": "completed",
            "participants": [{
                "@odata.type": "#microsoft.graph.invitationParticipantInfo",
                "identity": {
                    "@odata.type": "#microsoft.graph.identitySet",
                    "user": { "@odata.type": "#microsoft.graph.identity", "id": ADA },
                },
            }],
        },
    })
}

fn roster(call: &str) -> Value {
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
                "identity": {
                    "@odata.type": "#microsoft.graph.identitySet",
                    "application": { "@odata.type": "#microsoft.graph.identity", "id": ADA },
                },
            },
            "mediaStreams": [{ "mediaType": "audio", "sourceId": "1", "direction": "sendReceive" }],
            "isMuted": false,
            "isInLobby": false,
        }],
    })
}

#[test]
fn the_documented_end_of_an_operation_is_read() {
    let notification = one(&completed());
    assert_eq!(notification.change_type, Some(ChangeType::Deleted));
    assert!(is_call(&notification, CALL));
    let NotificationResource::Operation(operation) = notification.resource else {
        panic!("{notification:?}");
    };
    assert_eq!(operation.id.as_deref(), Some(OPERATION));
    assert_eq!(operation.client_context.as_deref(), Some(CONTEXT));
    assert_eq!(operation.status, OperationStatus::Completed);
    let ada = Identity::User(UserId::parse(ADA).unwrap());
    assert_eq!(
        PersonKey::read(&operation.people[0][0].id),
        PersonKey::of(&ada).unwrap()
    );
}

#[test]
fn the_documented_roster_is_read_also_under_the_replaced_call() {
    for path in [CALL, LEFT] {
        let notification = one(&roster(path));
        assert!(is_call(&notification, path));
        let NotificationResource::Roster(roster) = notification.resource else {
            panic!("{notification:?}");
        };
        assert!(roster.full);
        let entry = &roster.entries[0];
        assert_eq!(
            (&entry.id, entry.in_lobby, entry.removed),
            (&None, false, false)
        );
        assert_eq!(entry.identities[0].slot, "application");
    }
}

#[test]
fn the_documented_end_of_the_replaced_call_is_read() {
    let ends = |change: &str, state: &str, info: Value| {
        let notification = one(&json!({
            "changeType": change,
            "resourceUrl": format!("/communications/calls/{LEFT}"),
            "resourceData": {
                "@odata.type": "#microsoft.graph.call",
                "state": state,
                "resultInfo": info,
                "terminationReason": "CallTerminated",
            },
        }));
        assert!(is_call(&notification, LEFT));
        let NotificationResource::Call(news) = notification.resource else {
            panic!("{notification:?}");
        };
        news
    };
    let news = ends("updated", "terminating", json!(null));
    assert_eq!(
        (news.state, news.result),
        (Some(CallState::Terminating), None)
    );
    let news = ends(
        "Deleted",
        "Terminated",
        json!({ "code": "200", "subcode": "5001" }),
    );
    assert_eq!(news.state, Some(CallState::Terminated));
    assert_eq!(news.result.unwrap().subcode, Some(5001));
    assert_eq!(news.termination_reason.as_deref(), Some("CallTerminated"));
}
