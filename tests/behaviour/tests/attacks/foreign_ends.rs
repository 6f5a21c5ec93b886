//! Ends of other actions and of other invites, with the call and the client context of an invite.

use super::*;
use graph_invite_emulator::{Behavior, Fault};
use graph_invite_tests::scripted_server::{ScriptedServer, response};
use invites::{Outcome, RingStatus, Ringing, SendError, Unknown};
use serde_json::{Value, json};

const OWN: &str = "11111111-0000-4000-8000-000000000001";
const FOREIGN: &str = "22222222-0000-4000-8000-000000000002";
const CONTEXT: &str = "session 7";

/// An operation that has ended.
fn ended(call: &str, kind: &str, id: &Value, more: &Value) -> Vec<u8> {
    let mut data = json!({
        "@odata.type": format!("#microsoft.graph.{kind}"),
        "id": id,
        "status": "completed",
        "clientContext": CONTEXT,
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        data[name] = value.clone();
    }
    let path = format!("calls/{call}/operations/participants");
    let body = json!({ "value": [{
        "changeType": "deleted",
        "resource": format!("/app/{path}"),
        "resourceUrl": format!("/communications/{path}"),
        "resourceData": data,
    }]});
    body.to_string().into_bytes()
}

fn names(user: &str) -> Value {
    json!([{ "identity": { "user": { "id": user } } }])
}

#[tokio::test]
async fn end_of_another_action_does_not_end_an_invite() {
    let plain = json!({ "id": OWN, "status": "running" });
    let full = json!({
        "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
        "id": OWN,
        "status": "running",
        "clientContext": CONTEXT,
    });
    for answer in [plain.to_string(), full.to_string(), String::new()] {
        let service = ScriptedServer::responding(response("200 OK", "", &answer));
        for kind in [
            "playPromptOperation",
            "recordOperation",
            "muteParticipantOperation",
            "sendDtmfTonesOperation",
            "startHoldMusicOperation",
            "subscribeToToneOperation",
            "cancelMediaProcessingOperation",
            "updateRecordingStatusOperation",
            "commsOperation",
        ] {
            if kind == "commsOperation" && answer.is_empty() {
                // No id to compare, and the base type: it may be the invite's own.
                continue;
            }
            let inbox = Inbox::new();
            let client = client(&service.root, "t").inbox(inbox.clone());
            let ringing = invite(call(), ADA, CONTEXT).send(&client.build().unwrap());
            let ringing = ringing.await.unwrap();
            let end = ended(CALL, kind, &json!(FOREIGN), &Value::Null);
            assert_eq!(inbox.deliver(&end).unwrap().matched, 0, "{kind} {answer}");
            assert_eq!(ringing.current_outcome(), Outcome::Unknown);
        }
    }
}

/// An invite whose answer is lost after it rang.
async fn unknown(emulator: &Emulator, client: &Client, invite: &Invite) -> Box<Unknown> {
    emulator.fail_next(Fault::reset().after_ringing());
    match invite.send(client).await {
        Err(SendError::Unknown(unknown)) => unknown,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn failure_of_another_action_does_not_ring_a_phone_twice() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let inbox = Inbox::new();
    let client = client_of(&emulator, &inbox);
    let call = emulator.add_meeting();
    let invite = invite(call, ADA, CONTEXT);
    let unknown = unknown(&emulator, &client, &invite).await;
    let failed = json!({
        "status": "failed",
        "resultInfo": { "code": 400, "subcode": 8523, "message": "The prompt is missing." },
    });
    let call = call.to_string();
    let end = ended(&call, "playPromptOperation", &json!(FOREIGN), &failed);
    inbox.deliver(&end).unwrap();
    let status = unknown.check().await;
    if status == RingStatus::DidNotRing {
        let _ = invite.send(&client).await;
    }
    assert_eq!(status, RingStatus::Inconclusive);
    assert_eq!(emulator.ring_count(ADA), 1);
}

#[tokio::test]
async fn late_end_of_another_invite_does_not_ring_a_phone_twice() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    emulator.set_behavior(BOB, Behavior::KeepsRinging);
    let inbox = Inbox::new();
    let client = client_of(&emulator, &inbox);
    let call = emulator.add_meeting();
    drop(invite(call, ADA, CONTEXT).send(&client).await.unwrap());
    let bob = invite(call, BOB, CONTEXT);
    let unknown = unknown(&emulator, &client, &bob).await;
    for named in [names(ADA), json!([])] {
        let failed = json!({
            "status": "failed",
            "resultInfo": { "code": 480, "subcode": 10037 },
            "participants": named,
        });
        let kind = "inviteParticipantsOperation";
        let end = ended(&call.to_string(), kind, &Value::Null, &failed);
        inbox.deliver(&end).unwrap();
        let status = unknown.check().await;
        if status == RingStatus::DidNotRing {
            let _ = bob.send(&client).await;
        }
        assert_eq!(status, RingStatus::Inconclusive, "{named}");
    }
    assert_eq!((emulator.ring_count(ADA), emulator.ring_count(BOB)), (1, 1));
}

/// Ada's invite, and Bob's with the same call and context.
async fn two_invites(inbox: &Inbox) -> (Ringing, Ringing) {
    let accepted = |id: &str| response("200 OK", "", &format!(r#"{{"id":"{id}"}}"#));
    let services = [OWN, FOREIGN].map(|id| ScriptedServer::responding(accepted(id)));
    let mut ringing = Vec::new();
    for (service, user) in services.iter().zip([ADA, BOB]) {
        let client = client(&service.root, "t").inbox(inbox.clone());
        let sent = invite(call(), user, CONTEXT).send(&client.build().unwrap());
        ringing.push(sent.await.unwrap());
    }
    let bob = ringing.pop().unwrap();
    (ringing.pop().unwrap(), bob)
}

#[tokio::test]
async fn end_of_an_invite_that_no_longer_listens_is_not_the_end_of_the_next() {
    for (shows, id, named) in [
        ("names Ada, no id", Value::Null, names(ADA)),
        ("names nobody, no id", Value::Null, json!([])),
        ("names Ada, her operation", json!(OWN), names(ADA)),
        ("names Ada, another operation", json!("other"), names(ADA)),
    ] {
        for status in ["completed", "failed"] {
            let inbox = Inbox::new();
            let (ada, bob) = two_invites(&inbox).await;
            drop(ada);
            let more = json!({ "participants": named, "status": status });
            let end = ended(CALL, "inviteParticipantsOperation", &id, &more);
            inbox.deliver(&end).unwrap();
            assert_eq!(bob.current_outcome(), Outcome::Unknown, "{shows} {status}");
        }
    }
}

#[tokio::test]
async fn end_of_an_invite_that_the_inbox_gave_up_is_not_the_end_of_the_next() {
    let inbox = Inbox::builder().max_invites(1).build();
    let (ada, bob) = two_invites(&inbox).await;
    let more = json!({ "participants": names(ADA) });
    let end = ended(CALL, "inviteParticipantsOperation", &Value::Null, &more);
    inbox.deliver(&end).unwrap();
    for ringing in [ada, bob] {
        assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn end_without_a_call_that_names_another_person_ends_no_invite() {
    let inbox = Inbox::new();
    let (_ada, bob) = two_invites(&inbox).await;
    let body = json!({ "value": [{ "resourceData": {
        "@odata.type": "x.operation",
        "clientContext": CONTEXT,
        "status": "completed",
        "participants": names(ADA),
    }}]});
    inbox.deliver(&body.to_string()).unwrap();
    assert_eq!(bob.current_outcome(), Outcome::Unknown);
}

/// The own end still arrives, whatever came before.
#[tokio::test]
async fn own_end_arrives_after_all_foreign_ones() {
    let inbox = Inbox::new();
    let (ada, bob) = two_invites(&inbox).await;
    let kind = "inviteParticipantsOperation";
    for number in 0..100 {
        let more = json!({ "participants": names(ADA) });
        let end = ended(CALL, kind, &json!(format!("{number}")), &more);
        inbox.deliver(&end).unwrap();
    }
    let own = ended(CALL, kind, &json!(FOREIGN), &Value::Null);
    assert_eq!(inbox.deliver(&own).unwrap().matched, 1);
    assert_eq!(bob.current_outcome(), Outcome::Completed);
    assert_eq!(ada.current_outcome(), Outcome::Unknown);
}
