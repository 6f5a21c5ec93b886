//! Each of the three signals is recorded by itself, in whatever order they come.

use super::{
    ADA, BOB, CALL, LEFT, call, deliver, ended, entry, events, outcome, people, ringing, roster,
    sent, terminated, user,
};
use crate::{CallEnd, Inbox, InviteEvent, Outcome, ParticipantId, Presence};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// What a stream has to tell by now.
async fn received(events: &mut crate::Events) -> Vec<InviteEvent> {
    let mut received = Vec::new();
    while let Ok(event) = timeout(Duration::from_millis(1), events.recv()).await {
        received.push(event);
    }
    received
}

#[tokio::test(start_paused = true)]
async fn the_three_signals_are_separate() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA).replaces(Some(call(LEFT))));
    let mut events = events(&watch);
    assert_eq!(received(&mut events).await, []);

    let mut terminating = terminated(LEFT);
    terminating["resourceData"]["state"] = "Terminating".into();
    assert!(deliver(&inbox, &terminating));
    assert_eq!(received(&mut events).await, []);

    assert!(deliver(&inbox, &terminated(LEFT)));
    let [
        InviteEvent::ReplacedCallEnded(CallEnd {
            result: Some(result),
            ..
        }),
    ] = &received(&mut events).await[..]
    else {
        panic!()
    };
    assert_eq!((result.code, result.subcode), (Some(200), Some(5001)));
    assert_eq!(
        (outcome(&watch), people(&watch)),
        (Outcome::Unknown, vec![Presence::NotSeen])
    );

    assert!(deliver(&inbox, &roster(CALL, &json!([entry(ADA)]))));
    let joined = InviteEvent::Joined {
        participant: 0,
        entry: None,
    };
    assert_eq!(received(&mut events).await, [joined]);
    assert_eq!(outcome(&watch), Outcome::Unknown);

    assert!(deliver(&inbox, &ended("c", None, "completed")));
    assert_eq!(
        received(&mut events).await,
        [InviteEvent::Ended(Outcome::Completed)]
    );

    assert!(deliver(&inbox, &terminated(CALL)));
    assert!(matches!(
        received(&mut events).await[..],
        [InviteEvent::CallEnded(_)]
    ));
    assert_eq!(outcome(&watch), Outcome::Completed);
    assert_eq!(
        received(&mut super::events(&watch)).await.len(),
        4,
        "a new stream tells all"
    );
}

#[tokio::test(start_paused = true)]
async fn a_person_waits_comes_and_goes() {
    let inbox = Inbox::new();
    let watch = sent(&inbox, "c", [user(BOB), user(ADA)]);
    let mut events = events(&watch);
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
        assert_eq!(received(&mut events).await, Vec::from_iter(event));
    }
    assert_eq!(people(&watch), [Presence::NotSeen, Presence::Left]);
}

#[test]
fn an_older_number_does_not_undo_a_younger_one() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA));
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
    assert_eq!(people(&watch), [Presence::Left]);
    deliver(&inbox, &delta(10, json!({ "info": {} })));
    assert_eq!(people(&watch), [Presence::Left]);
    deliver(&inbox, &delta(11, entry(ADA)));
    assert_eq!(people(&watch), [Presence::Joined]);
}

#[test]
fn an_absurd_number_does_not_block_later_ones() {
    for absurd in [i64::MAX, i64::MIN, 1 << 40] {
        let inbox = Inbox::new();
        let watch = ringing(&inbox, "c", "1", user(ADA));
        let mut in_lobby = entry(ADA);
        in_lobby["isInLobby"] = json!(true);
        let delta = |sequence: i64, entry: &Value| {
            let delta = json!({ "sequenceNumber": sequence, "participants": [entry] });
            deliver(&inbox, &roster(CALL, &delta));
        };
        delta(absurd, &in_lobby);
        assert_eq!(people(&watch), [Presence::InLobby]);
        delta(7, &entry(ADA));
        assert_eq!(people(&watch), [Presence::Joined], "{absurd}");
    }
}

#[test]
fn the_roster_after_a_replaced_call_may_stand_under_that_call() {
    let inbox = Inbox::new();
    let replaced = ringing(&inbox, "1", "1", user(ADA).replaces(Some(call(LEFT))));
    let entry_id = || "7d501bf1-5ee4-4605-ba92-0ae4513c611c".parse().unwrap();
    let moved = ringing(
        &inbox,
        "2",
        "2",
        user(ADA).moves(Some(entry_id())).from(Some(call(LEFT))),
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
    let watch = ringing(&inbox, "c", "1", user(ADA));
    let change = json!({ "sequenceNumber": 90, "participants": [entry(ADA)] });
    deliver(&inbox, &roster(CALL, &change));
    let mut removed = entry(ADA);
    removed["rosterSequenceNumber"] = 5.into();
    removed["removedState"] = json!({});
    deliver(&inbox, &roster(CALL, &json!([removed])));
    assert_eq!(people(&watch), [Presence::Left]);
}

#[test]
fn the_end_of_a_call_is_one_event_and_is_completed_later() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA).replaces(Some(call(LEFT))));
    let bare = {
        let mut bare = terminated(LEFT);
        bare["resourceData"]["resultInfo"] = json!(null);
        bare
    };
    for notification in [bare, terminated(LEFT), terminated(LEFT)] {
        deliver(&inbox, &notification);
    }
    let end = watch.state().replaced_call().cloned();
    assert_eq!(end.unwrap().result.unwrap().subcode, Some(5001));
    assert!(watch.state().event(1).is_none());
}

#[tokio::test(start_paused = true)]
async fn a_late_outcome_still_counts_after_the_timeout() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "1", user(ADA));
    let began = Instant::now();
    let wait = watch.timeout();
    assert_eq!(wait, Duration::from_secs(120));
    assert!(
        timeout(Duration::from_secs(119), watch.outcome(wait))
            .await
            .is_err()
    );
    assert_eq!(watch.outcome(wait).await, Outcome::Unknown);
    assert!(began.elapsed() >= wait && began.elapsed() < 2 * wait);

    deliver(&inbox, &ended("c", None, "completed"));
    assert_eq!(watch.outcome(wait).await, Outcome::Completed);
}

#[test]
fn no_number_of_foreign_ends_displaces_an_own_one() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, "c", "own", user(ADA));
    assert!(deliver(&inbox, &ended("c", Some("own"), "completed")));
    let bytes = watch.state().bytes();
    for strange in 0..20 {
        let id = format!("strange {strange}");
        deliver(&inbox, &ended("c", Some(&id), "failed"));
        assert_eq!(outcome(&watch), Outcome::Completed, "{id}");
    }
    assert_eq!(watch.state().bytes(), bytes);
}
