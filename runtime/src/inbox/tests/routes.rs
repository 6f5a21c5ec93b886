//! The key is call and context; where that is not enough, whatever else there is.

use super::{
    ADA, BOB, LEFT, accept, answer_with, call, deliver, ended, events, invite, outcome, ringing,
    send, sent, user,
};
use crate::{FailureKind, Inbox, Outcome};
use serde_json::{Value, json};

fn named(id: &str) -> Value {
    json!({ "identity": { "user": { "id": id } } })
}

fn with(mut notification: Value, name: &str, value: Value) -> Value {
    notification["resourceData"][name] = value;
    notification
}

#[test]
fn an_end_before_the_answer_is_kept_for_it() {
    let inbox = Inbox::new();
    let watch = sent(&inbox, "c", [user(ADA)]);
    assert!(deliver(&inbox, &ended("c", Some("1"), "completed")));
    assert_eq!(
        outcome(&watch),
        Outcome::Unknown,
        "it may be of another invite"
    );
    accept(&watch, "1");
    assert_eq!(outcome(&watch), Outcome::Completed);
}

#[test]
fn an_answer_that_says_the_end_needs_no_notification() {
    let inbox = Inbox::new();
    let watch = sent(&inbox, "c", [user(ADA)]);
    let answer =
        json!({ "id": "1", "status": "Failed", "resultInfo": { "code": 486, "subcode": 8539 } });
    answer_with(&watch, &answer);
    assert!(
        matches!(outcome(&watch), Outcome::Failed(failure) if failure.kind() == FailureKind::Busy)
    );
}

#[test]
fn a_context_comes_back_in_another_spelling() {
    let inbox = Inbox::new();
    let context = "f2fa86af-3c51-4bc2-8fc0-475452d9764f";
    let watch = ringing(&inbox, context, "1", user(ADA));
    let spelled = context.replace('-', "").to_uppercase();
    assert!(deliver(&inbox, &ended(&spelled, None, "completed")));
    assert_eq!(outcome(&watch), Outcome::Completed);
}

#[test]
fn an_invite_ignores_another_call_or_context() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA));
    assert!(!deliver(&inbox, &ended("C", None, "failed")));
    let mut elsewhere = ended("c", None, "failed");
    elsewhere["resourceUrl"] = format!("/communications/calls/{LEFT}/operations/1").into();
    assert!(!deliver(&inbox, &elsewhere));
    assert_eq!(outcome(&watch), Outcome::Unknown);
}

#[test]
fn without_a_context_the_operation_names_the_invite() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "0FE0623FD62842EDB4BD8AC290072CC5", user(ADA));
    let nameless = |id| {
        with(
            ended("", Some(id), "completed"),
            "clientContext",
            json!(null),
        )
    };
    assert!(!deliver(&inbox, &nameless("2")));
    assert!(deliver(
        &inbox,
        &nameless("0fe0623f-d628-42ed-b4bd-8ac290072cc5")
    ));
    assert_eq!(outcome(&watch), Outcome::Completed);
}

#[test]
fn without_a_path_the_context_names_the_invite() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA));
    let mut pathless = ended("c", None, "completed");
    pathless.as_object_mut().unwrap().remove("resourceUrl");
    let mut namesake = invite([user(ADA)]);
    namesake.call = call(LEFT);
    let namesake = send(&inbox, "c", &namesake);
    assert!(!deliver(&inbox, &pathless), "of which call?");
    drop(namesake);
    assert!(!deliver(&inbox, &pathless), "it may still be the other's");
    assert_eq!(outcome(&watch), Outcome::Unknown);

    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA));
    assert!(deliver(&inbox, &pathless));
    assert_eq!(outcome(&watch), Outcome::Completed);
}

/// The documents show one id in answer and notification, but do not promise it.
#[test]
fn another_operation_id_needs_the_type_and_a_name() {
    let inbox = Inbox::new();
    let ada = ringing(&inbox, "c", "1", user(ADA));
    let other = |kind, people: &[&str]| {
        let people: Vec<_> = people.iter().map(|id| named(id)).collect();
        let end = with(
            ended("c", Some("2"), "completed"),
            "participants",
            json!(people),
        );
        with(end, "@odata.type", kind)
    };
    let invite = json!("#microsoft.graph.inviteParticipantsOperation");
    for (kind, people) in [
        (&invite, &[][..]),
        (&invite, &[BOB]),
        (&invite, &[ADA, BOB]),
        (&json!("#microsoft.graph.commsOperation"), &[ADA]),
        (&json!(null), &[ADA]),
    ] {
        assert!(
            !deliver(&inbox, &other(kind.clone(), people)),
            "{kind} {people:?}"
        );
    }
    assert_eq!(outcome(&ada), Outcome::Unknown);
    assert!(deliver(&inbox, &other(invite, &[ADA])));
    assert_eq!(outcome(&ada), Outcome::Completed);
}

#[test]
fn another_action_with_the_same_context_does_not_end_an_invite() {
    for kind in [
        "playPromptOperation",
        "recordOperation",
        "muteParticipantOperation",
        "unmuteParticipantOperation",
        "updateRecordingStatusOperation",
        "startHoldMusicOperation",
        "stopHoldMusicOperation",
        "sendDtmfTonesOperation",
        "subscribeToToneOperation",
        "cancelMediaProcessingOperation",
        "someNewOperation",
    ] {
        for id in [None, Some("1"), Some("2")] {
            let inbox = Inbox::new();
            let ada = ringing(&inbox, "session 7", "1", user(ADA));
            let kind = json!(format!("#microsoft.graph.{kind}"));
            let end = with(ended("session 7", id, "completed"), "@odata.type", kind);
            let end = with(end, "participants", json!([named(ADA)]));
            assert!(!deliver(&inbox, &end), "{end}");
            assert_eq!(outcome(&ada), Outcome::Unknown, "{end}");
        }
    }
}

#[test]
fn a_late_end_of_one_invite_does_not_end_the_next_with_the_same_key() {
    let late = |people: Value| {
        let end = ended("rota", None, "failed");
        with(end, "participants", people)
    };
    for end in [
        late(json!([named(ADA)])),
        late(json!([])),
        late(json!([named(ADA), named(BOB)])),
    ] {
        let inbox = Inbox::new();
        drop(ringing(&inbox, "rota", "1", user(ADA)));
        let bob = ringing(&inbox, "rota", "2", user(BOB));
        assert!(!deliver(&inbox, &end), "{end}");
        assert_eq!(outcome(&bob), Outcome::Unknown, "{end}");
    }
    let inbox = Inbox::new();
    drop(ringing(&inbox, "rota", "1", user(ADA)));
    let again = ringing(&inbox, "rota", "2", user(ADA));
    assert!(!deliver(&inbox, &late(json!([named(ADA)]))));
    assert_eq!(outcome(&again), Outcome::Unknown);
}

#[test]
fn the_operation_distinguishes_invites_with_one_context() {
    let inbox = Inbox::new();
    let ada = ringing(&inbox, "rota", "1", user(ADA));
    let bob = ringing(&inbox, "rota", "2", user(BOB));
    assert!(deliver(&inbox, &ended("rota", Some("2"), "completed")));
    assert_eq!(
        (outcome(&ada), outcome(&bob)),
        (Outcome::Unknown, Outcome::Completed)
    );
    assert!(deliver(&inbox, &ended("rota", Some("1"), "failed")));
    assert!(matches!(outcome(&ada), Outcome::Failed(_)));
    assert_eq!(outcome(&bob), Outcome::Completed);
}

#[test]
fn the_people_distinguish_invites_with_one_context_or_nothing_does() {
    let inbox = Inbox::new();
    let ada = ringing(&inbox, "rota", "1", user(ADA));
    let bob = ringing(&inbox, "rota", "2", user(BOB));
    assert!(!deliver(&inbox, &ended("rota", None, "completed")));
    let names = json!([{ "identity": { "user": { "id": BOB } } }]);
    assert!(deliver(
        &inbox,
        &with(ended("rota", None, "completed"), "participants", names)
    ));
    assert_eq!(
        (outcome(&ada), outcome(&bob)),
        (Outcome::Unknown, Outcome::Completed)
    );
}

#[test]
fn an_invite_does_not_take_the_end_of_an_earlier_one() {
    let inbox = Inbox::new();
    drop(ringing(&inbox, "rota", "1", user(ADA)));
    let second = ringing(&inbox, "rota", "2", user(ADA));
    deliver(&inbox, &ended("rota", Some("1"), "failed"));
    assert_eq!(outcome(&second), Outcome::Unknown);
    deliver(&inbox, &ended("rota", Some("2"), "completed"));
    assert_eq!(outcome(&second), Outcome::Completed);
}

#[test]
fn a_dropped_invite_stops_listening() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA));
    let events = events(&watch);
    drop(watch);
    assert!(
        deliver(&inbox, &ended("c", None, "completed")),
        "the stream is still there"
    );
    drop(events);
    assert!(!deliver(&inbox, &ended("c", None, "completed")));
    assert!(format!("{inbox:?}").contains("invites: 0"));
}

#[test]
fn one_bad_notification_does_not_lose_the_others() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA));
    let body = json!({ "value": [7, { "resourceData": 7 }, ended("c", None, "completed")] });
    let delivered = inbox.deliver(body.to_string().as_bytes()).unwrap();
    assert_eq!(
        (
            delivered.notifications,
            delivered.matched,
            delivered.unreadable
        ),
        (3, 1, 2)
    );
    assert_eq!(outcome(&watch), Outcome::Completed);
}

#[test]
fn nothing_personal_is_shown() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA).named(Some("Ada".into())));
    let message =
        json!({ "code": 480, "subcode": 10037, "message": "Ada, 4:+12345678901, 29:opaque" });
    let failed = with(ended("c", None, "failed"), "resultInfo", message);
    deliver(&inbox, &failed);
    let event = format!("{:?}", watch.state().event(0).map(|(event, _)| event));
    let read = crate::notification::Notification::parse_body(failed.to_string().as_bytes());
    let shown = format!("{watch:?} {inbox:?} {event} {read:?}");
    assert!(shown.contains("10037"), "{shown}");
    for secret in ["Ada", "12345678901", "opaque"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
