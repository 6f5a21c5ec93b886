//! The key is call and context; where that is not enough, whatever else there is.

use super::{
    ADA, BOB, CALL, LEFT, accept, call, deliver, ended, entry, invite, outcome, people, ringing,
    roster, send, sent, terminated, user,
};
use crate::{CallEnd, Class, Event, Inbox, Outcome, ParticipantId, Presence};
use serde_json::{Value, json};
use std::sync::Arc;

fn with(mut notification: Value, name: &str, value: Value) -> Value {
    notification["resourceData"][name] = value;
    notification
}

#[test]
fn an_end_before_the_answer_is_kept_for_it() {
    let inbox = Inbox::new();
    let listening = sent(&inbox, "c", [user(ADA)]);
    assert!(deliver(&inbox, &ended("c", Some("1"), "completed")));
    assert_eq!(
        outcome(&listening),
        Outcome::Unknown,
        "it may be of another invite"
    );
    accept(&listening, "1");
    assert_eq!(outcome(&listening), Outcome::Completed);
}

#[test]
fn an_answer_that_says_the_end_needs_no_notification() {
    let inbox = Inbox::new();
    let listening = sent(&inbox, "c", [user(ADA)]);
    let answer =
        json!({ "id": "1", "status": "Failed", "resultInfo": { "code": 486, "subcode": 8539 } });
    let operation = crate::operation::Operation::read(answer.as_object().unwrap());
    listening.answered(Some(&operation));
    assert!(
        matches!(outcome(&listening), Outcome::Failed(failure) if failure.class == Class::Busy)
    );
}

#[test]
fn a_context_comes_back_in_another_spelling() {
    let inbox = Inbox::new();
    let context = "f2fa86af-3c51-4bc2-8fc0-475452d9764f";
    let listening = ringing(&inbox, context, "1", user(ADA));
    let spelled = context.replace('-', "").to_uppercase();
    assert!(deliver(&inbox, &ended(&spelled, None, "completed")));
    assert_eq!(outcome(&listening), Outcome::Completed);
}

#[test]
fn another_call_or_context_is_not_heard() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    assert!(!deliver(&inbox, &ended("C", None, "failed")));
    let mut elsewhere = ended("c", None, "failed");
    elsewhere["resourceUrl"] = format!("/communications/calls/{LEFT}/operations/1").into();
    assert!(!deliver(&inbox, &elsewhere));
    assert_eq!(outcome(&listening), Outcome::Unknown);
}

#[test]
fn without_a_context_the_operation_names_the_invite() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "0FE0623FD62842EDB4BD8AC290072CC5", user(ADA));
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
    assert_eq!(outcome(&listening), Outcome::Completed);
}

#[test]
fn without_a_path_the_context_names_the_invite() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    let mut pathless = ended("c", None, "completed");
    pathless.as_object_mut().unwrap().remove("resourceUrl");
    let mut namesake = invite([user(ADA)]);
    namesake.call = call(LEFT);
    let namesake = send(&inbox, "c", &namesake);
    assert!(!deliver(&inbox, &pathless), "of which call?");
    drop(namesake);
    assert!(deliver(&inbox, &pathless));
    assert_eq!(outcome(&listening), Outcome::Completed);
}

#[test]
fn a_lone_context_counts_more_than_the_operation() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    assert!(deliver(&inbox, &ended("c", Some("2"), "completed")));
    assert_eq!(outcome(&listening), Outcome::Completed);
}

#[test]
fn invites_with_one_context_are_told_apart_by_the_operation() {
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
fn without_an_operation_they_are_told_apart_by_whom_it_names_or_not_at_all() {
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
fn an_invite_is_not_told_the_end_of_an_earlier_one() {
    let inbox = Inbox::new();
    drop(ringing(&inbox, "rota", "1", user(ADA)));
    let second = ringing(&inbox, "rota", "2", user(ADA));
    deliver(&inbox, &ended("rota", Some("1"), "failed"));
    assert_eq!(outcome(&second), Outcome::Unknown);
    deliver(&inbox, &ended("rota", Some("2"), "completed"));
    assert_eq!(outcome(&second), Outcome::Completed);
}

#[test]
fn what_is_dropped_listens_no_more() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    let events = listening.events();
    drop(listening);
    assert!(
        deliver(&inbox, &ended("c", None, "completed")),
        "the stream is still there"
    );
    drop(events);
    assert!(!deliver(&inbox, &ended("c", None, "completed")));
    assert!(format!("{inbox:?}").contains("invites: 0"));
}

/// What a stream has to tell by now.
async fn told(events: &mut crate::Events) -> Vec<Event> {
    let mut told = Vec::new();
    while let Ok(Some(event)) =
        tokio::time::timeout(std::time::Duration::from_millis(1), events.next()).await
    {
        told.push(event);
    }
    told
}

#[tokio::test(start_paused = true)]
async fn three_facts_are_told_apart() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA).replaces(call(LEFT)));
    let mut events = listening.events();
    assert_eq!(told(&mut events).await, []);

    let mut terminating = terminated(LEFT);
    terminating["resourceData"]["state"] = "Terminating".into();
    assert!(deliver(&inbox, &terminating));
    assert_eq!(told(&mut events).await, []);

    assert!(deliver(&inbox, &terminated(LEFT)));
    let [
        Event::ReplacedCallEnded(CallEnd {
            result: Some(result),
            ..
        }),
    ] = &told(&mut events).await[..]
    else {
        panic!()
    };
    assert_eq!((result.code, result.subcode), (Some(200), Some(5001)));
    assert_eq!(
        (outcome(&listening), people(&listening)),
        (Outcome::Unknown, vec![Presence::Unseen])
    );

    assert!(deliver(&inbox, &roster(CALL, &json!([entry(ADA)]))));
    let joined = Event::Joined {
        participant: 0,
        entry: None,
    };
    assert_eq!(told(&mut events).await, [joined]);
    assert_eq!(outcome(&listening), Outcome::Unknown);

    assert!(deliver(&inbox, &ended("c", None, "completed")));
    assert_eq!(told(&mut events).await, [Event::Ended(Outcome::Completed)]);

    assert!(deliver(&inbox, &terminated(CALL)));
    assert!(matches!(told(&mut events).await[..], [Event::CallEnded(_)]));
    assert_eq!(outcome(&listening), Outcome::Completed);
    assert_eq!(
        told(&mut listening.events()).await.len(),
        4,
        "a new stream tells all"
    );
}

#[tokio::test(start_paused = true)]
async fn a_person_waits_comes_and_goes() {
    let inbox = Inbox::new();
    let listening = sent(&inbox, "c", [user(BOB), user(ADA)]);
    let mut events = listening.events();
    let mut waiting = entry(ADA);
    waiting["isInLobby"] = true.into();
    waiting["id"] = "e".into();
    let mut removed = entry(ADA);
    removed["removedState"] = json!({ "reason": "Removed" });
    let e = || Some(ParticipantId::from_service("e").unwrap());
    for (entries, event) in [
        (json!([]), None),
        (
            json!([waiting]),
            Some(Event::InLobby {
                participant: 1,
                entry: e(),
            }),
        ),
        (
            json!([entry(ADA)]),
            Some(Event::Joined {
                participant: 1,
                entry: None,
            }),
        ),
        (json!([entry(ADA)]), None),
        (
            json!([removed]),
            Some(Event::Left {
                participant: 1,
                reason: Some("Removed".to_owned()),
            }),
        ),
        (
            json!([entry(ADA)]),
            Some(Event::Joined {
                participant: 1,
                entry: None,
            }),
        ),
        (
            json!([]),
            Some(Event::Left {
                participant: 1,
                reason: None,
            }),
        ),
    ] {
        assert!(deliver(&inbox, &roster(CALL, &entries)));
        assert_eq!(told(&mut events).await, Vec::from_iter(event));
    }
    assert_eq!(people(&listening), [Presence::Unseen, Presence::Left]);
}

#[test]
fn an_older_number_does_not_undo_a_younger_one() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    let delta = |sequence: i64, entry: Value| {
        roster(
            CALL,
            &json!({
                "@odata.type": "#microsoft.graph.deltaParticipants",
                "sequenceNumber": sequence,
                "participants": [entry],
            }),
        )
    };
    let mut removed = entry(ADA);
    removed["removedState"] = json!({ "reason": null });
    deliver(&inbox, &delta(9, removed));
    deliver(&inbox, &delta(8, entry(ADA)));
    assert_eq!(people(&listening), [Presence::Left]);
    deliver(&inbox, &delta(10, json!({ "info": {} })));
    assert_eq!(people(&listening), [Presence::Left]);
    deliver(&inbox, &delta(11, entry(ADA)));
    assert_eq!(people(&listening), [Presence::Joined]);
}

#[test]
fn the_roster_after_a_replaced_call_may_stand_under_that_call() {
    let inbox = Inbox::new();
    let replaced = ringing(&inbox, "1", "1", user(ADA).replaces(call(LEFT)));
    let entry_id = || "7d501bf1-5ee4-4605-ba92-0ae4513c611c".parse().unwrap();
    let moved = ringing(
        &inbox,
        "2",
        "2",
        user(ADA).moves(entry_id()).from(call(LEFT)),
    );
    assert!(deliver(&inbox, &roster(LEFT, &json!([entry(ADA)]))));
    assert_eq!(people(&replaced), [Presence::Joined]);
    assert_eq!(
        people(&moved),
        [Presence::Unseen],
        "a meeting has a roster of its own"
    );
}

#[test]
fn one_bad_notification_does_not_lose_the_others() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    let body = json!({ "value": [7, { "resourceData": 7 }, ended("c", None, "completed")] });
    let delivered = inbox.deliver(body.to_string().as_bytes()).unwrap();
    assert_eq!(
        (
            delivered.notifications,
            delivered.claimed,
            delivered.unreadable
        ),
        (3, 1, 2)
    );
    assert_eq!(outcome(&listening), Outcome::Completed);
}

#[test]
fn nothing_personal_is_shown() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA).named("Ada".into()));
    let message =
        json!({ "code": 480, "subcode": 10037, "message": "Ada, 4:+12345678901, 29:opaque" });
    let failed = with(ended("c", None, "failed"), "resultInfo", message);
    deliver(&inbox, &failed);
    let heard = listening.so_far(|facts| format!("{:?}", facts.event(0).map(|(event, _)| event)));
    let read = crate::Notification::read_all(failed.to_string().as_bytes());
    let shown = format!("{listening:?} {inbox:?} {heard} {read:?}");
    assert!(shown.contains("10037"), "{shown}");
    for secret in ["Ada", "12345678901", "opaque"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    let _: Arc<_> = listening;
}

#[test]
fn numbers_of_changes_and_of_entries_are_not_compared() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    let change = json!({ "sequenceNumber": 90, "participants": [entry(ADA)] });
    deliver(&inbox, &roster(CALL, &change));
    let mut removed = entry(ADA);
    removed["rosterSequenceNumber"] = 5.into();
    removed["removedState"] = json!({});
    deliver(&inbox, &roster(CALL, &json!([removed])));
    assert_eq!(people(&listening), [Presence::Left]);
}

#[test]
fn the_end_of_a_call_is_told_once_and_completed_later() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA).replaces(call(LEFT)));
    let bare = with(terminated(LEFT), "resultInfo", json!(null));
    for notification in [bare, terminated(LEFT), terminated(LEFT)] {
        deliver(&inbox, &notification);
    }
    let end = listening.so_far(|facts| facts.replaced_call().cloned());
    assert_eq!(end.unwrap().result.unwrap().subcode, Some(5001));
    assert!(listening.so_far(|facts| facts.event(1).is_none()));
}
