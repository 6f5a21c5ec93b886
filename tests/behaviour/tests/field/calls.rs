//! Notifications of calls as bots have recorded them (graph-calling-bots `TestEvents`; comms-samples
//! 42, 77, 414, 417).

use super::*;
use invites::InviteEvent;
use invites::notification::{CallState, Notification, NotificationResource};

const LEFT: &str = "b7f3a1c2-5d4e-4f60-9a8b-7c6d5e4f3a2b";

#[tokio::test]
async fn peer_to_peer_call_that_is_over_is_the_replaced_call() {
    let sent = Accepted::new(user().replaces(Some(CallId::parse(LEFT).unwrap()))).await;
    let over = json!({ "value": [{
        "changeType": "deleted",
        "resourceUrl": format!("/communications/calls/{LEFT}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "state": "terminated",
            "resultInfo": result(200, 5002, "Over. DiagCode: 0#5002.@"),
            "coOrganizers": [],
        },
    }]});
    assert_eq!(sent.deliver(over.to_string().as_bytes()), 1);
    let ended = sent.ringing.replaced_call().unwrap();
    assert_eq!(ended.result.unwrap().subcode, Some(5002));
    assert_eq!(sent.outcome(), Outcome::Unknown);
}

fn call(data: &Value) -> Vec<u8> {
    notification("deleted", "", data)
}

#[tokio::test]
async fn end_of_the_group_call_is_an_event_and_ends_the_wait() {
    let sent = Accepted::new(user()).await;
    let over = call(&json!({
        "@odata.type": "#microsoft.graph.call",
        "state": "terminated",
        "resultInfo": result(200, 5010, "Over. DiagCode: 0#5010.@"),
        "meetingInfo": { "@odata.type": "#microsoft.graph.tokenMeetingInfo", "token": "x.y.z" },
    }));
    assert_eq!(sent.deliver(&over), 1);
    let InviteEvent::CallEnded(ended) = sent.ringing.events().recv().await else {
        panic!()
    };
    assert_eq!(ended.result.unwrap().subcode, Some(5010));
    assert_eq!(sent.ringing.outcome().await, Outcome::Unknown);
}

/// An old body has `resource` alone.
#[tokio::test]
async fn end_of_a_call_is_read_without_a_resource_url() {
    let sent = Accepted::new(user()).await;
    let over = json!({ "value": [{
        "changeType": "deleted",
        "resource": format!("/app/calls/{CALL}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "state": "terminated",
            "terminationReason": "NoAnswer",
        },
    }]});
    assert_eq!(sent.deliver(over.to_string().as_bytes()), 1);
    let InviteEvent::CallEnded(ended) = sent.ringing.events().recv().await else {
        panic!()
    };
    assert_eq!(ended.reason.as_deref(), Some("NoAnswer"));
}

#[tokio::test]
async fn tone_and_incoming_call_change_nothing_of_an_invite() {
    let tone = json!({
        "@odata.type": "#microsoft.graph.call",
        "state": "established",
        "toneInfo": {
            "@odata.type": "#microsoft.graph.toneInfo", "sequenceId": 6, "tone": "tone1",
        },
    });
    let incoming = json!({
        "@odata.type": "#microsoft.graph.call",
        "state": "incoming",
        "direction": "incoming",
        "source": {
            "endpointType": "skypeForBusinessVoipPhone",
            "identity": { "user": { "id": USER } },
        },
        "targets": [{
            "endpointType": "(Generic: abc)",
            "identity": { "applicationInstance": { "id": OTHER_OPERATION } },
        }],
        "incomingContext": { "observedParticipantId": OTHER_OPERATION, "onBehalfOf": null },
    });
    for (data, change, state) in [
        (tone, "updated", CallState::Established),
        (incoming, "created", CallState::Incoming),
    ] {
        let sent = Accepted::new(user()).await;
        let body = notification(change, "", &data);
        sent.deliver(&body);
        assert_eq!(sent.outcome(), Outcome::Unknown);
        assert_eq!(sent.presence(), Presence::NotSeen);
        let [notification] = &Notification::parse_body(&body).unwrap()[..] else {
            panic!()
        };
        let NotificationResource::Call(update) = &notification.as_ref().unwrap().resource else {
            panic!()
        };
        assert_eq!(update.state, Some(state));
    }
}
