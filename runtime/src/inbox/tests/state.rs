//! The three state: each is told by itself, in whatever order they come.

use super::{
    ADA, BOB, CALL, LEFT, call, deliver, ended, entry, events, outcome, people, ringing, roster,
    sent, terminated, user,
};
use crate::{CallEnd, Inbox, InviteEvent, Outcome, ParticipantId, Presence};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// What a stream has to tell by now.
async fn told(events: &mut crate::Events) -> Vec<InviteEvent> {
    let mut told = Vec::new();
    while let Ok(event) = timeout(Duration::from_millis(1), events.recv()).await {
        told.push(event);
    }
    told
}

#[tokio::test(start_paused = true)]
async fn three_facts_are_told_apart() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA).replaces(call(LEFT)));
    let mut events = events(&listening);
    assert_eq!(told(&mut events).await, []);

    let mut terminating = terminated(LEFT);
    terminating["resourceData"]["state"] = "Terminating".into();
    assert!(deliver(&inbox, &terminating));
    assert_eq!(told(&mut events).await, []);

    assert!(deliver(&inbox, &terminated(LEFT)));
    let [
        InviteEvent::ReplacedCallEnded(CallEnd {
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
        (Outcome::Unknown, vec![Presence::NotSeen])
    );

    assert!(deliver(&inbox, &roster(CALL, &json!([entry(ADA)]))));
    let joined = InviteEvent::Joined {
        participant: 0,
        entry: None,
    };
    assert_eq!(told(&mut events).await, [joined]);
    assert_eq!(outcome(&listening), Outcome::Unknown);

    assert!(deliver(&inbox, &ended("c", None, "completed")));
    assert_eq!(
        told(&mut events).await,
        [InviteEvent::Ended(Outcome::Completed)]
    );

    assert!(deliver(&inbox, &terminated(CALL)));
    assert!(matches!(
        told(&mut events).await[..],
        [InviteEvent::CallEnded(_)]
    ));
    assert_eq!(outcome(&listening), Outcome::Completed);
    assert_eq!(
        told(&mut super::events(&listening)).await.len(),
        4,
        "a new stream tells all"
    );
}

#[tokio::test(start_paused = true)]
async fn a_person_waits_comes_and_goes() {
    let inbox = Inbox::new();
    let listening = sent(&inbox, "c", [user(BOB), user(ADA)]);
    let mut events = events(&listening);
    let mut waiting = entry(ADA);
    waiting["isInLobby"] = true.into();
    waiting["id"] = "e".into();
    let mut removed = entry(ADA);
    removed["removedState"] = json!({ "reason": "Removed" });
    let e = || Some(ParticipantId::from_graph("e").unwrap());
    for (entries, event) in [
        (json!([]), None),
        (
            json!([waiting]),
            Some(InviteEvent::InLobby {
                participant: 1,
                entry: e(),
            }),
        ),
        (
            json!([entry(ADA)]),
            Some(InviteEvent::Joined {
                participant: 1,
                entry: None,
            }),
        ),
        (json!([entry(ADA)]), None),
        (
            json!([removed]),
            Some(InviteEvent::Left {
                participant: 1,
                reason: Some("Removed".to_owned()),
            }),
        ),
        (
            json!([entry(ADA)]),
            Some(InviteEvent::Joined {
                participant: 1,
                entry: None,
            }),
        ),
        (
            json!([]),
            Some(InviteEvent::Left {
                participant: 1,
                reason: None,
            }),
        ),
    ] {
        assert!(deliver(&inbox, &roster(CALL, &entries)));
        assert_eq!(told(&mut events).await, Vec::from_iter(event));
    }
    assert_eq!(people(&listening), [Presence::NotSeen, Presence::Left]);
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
fn a_number_that_no_call_reaches_stops_no_later_one() {
    for absurd in [i64::MAX, i64::MIN, 1 << 40] {
        let inbox = Inbox::new();
        let listening = ringing(&inbox, "c", "1", user(ADA));
        let mut in_lobby = entry(ADA);
        in_lobby["isInLobby"] = json!(true);
        let delta = |sequence: i64, entry: &Value| {
            let delta = json!({ "sequenceNumber": sequence, "participants": [entry] });
            deliver(&inbox, &roster(CALL, &delta));
        };
        delta(absurd, &in_lobby);
        assert_eq!(people(&listening), [Presence::InLobby]);
        delta(7, &entry(ADA));
        assert_eq!(people(&listening), [Presence::Joined], "{absurd}");
    }
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
        [Presence::NotSeen],
        "a meeting has a roster of its own"
    );
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
    let bare = {
        let mut bare = terminated(LEFT);
        bare["resourceData"]["resultInfo"] = json!(null);
        bare
    };
    for notification in [bare, terminated(LEFT), terminated(LEFT)] {
        deliver(&inbox, &notification);
    }
    let end = listening.state().replaced_call().cloned();
    assert_eq!(end.unwrap().result.unwrap().subcode, Some(5001));
    assert!(listening.state().event(1).is_none());
}

#[tokio::test(start_paused = true)]
async fn the_outcome_is_waited_for_and_a_late_one_still_counts() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "1", user(ADA));
    let began = Instant::now();
    let wait = listening.timeout();
    assert_eq!(wait, Duration::from_secs(120));
    assert!(
        timeout(Duration::from_secs(119), listening.outcome(wait))
            .await
            .is_err()
    );
    assert_eq!(listening.outcome(wait).await, Outcome::Unknown);
    assert!(began.elapsed() >= wait && began.elapsed() < 2 * wait);

    deliver(&inbox, &ended("c", None, "completed"));
    assert_eq!(listening.outcome(wait).await, Outcome::Completed);
}

#[test]
fn no_number_of_strange_ends_displaces_its_own() {
    let inbox = Inbox::new();
    let listening = ringing(&inbox, "c", "own", user(ADA));
    assert!(deliver(&inbox, &ended("c", Some("own"), "completed")));
    let heard = listening.state().bytes();
    for strange in 0..20 {
        let id = format!("strange {strange}");
        deliver(&inbox, &ended("c", Some(&id), "failed"));
        assert_eq!(outcome(&listening), Outcome::Completed, "{id}");
    }
    assert_eq!(listening.state().bytes(), heard);
}
