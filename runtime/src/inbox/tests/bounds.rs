//! An inbox holds no more than its bounds allow, and lets the oldest go.

use super::CALL;
use super::{ADA, deliver, ended, entry, events, outcome, ringing, roster, sent, user};
use crate::error::DeliverError;
use crate::{Callback, Inbox, Outcome};
use serde_json::json;
use std::time::Duration;

#[test]
fn a_body_that_is_no_json_or_too_large_is_an_error() {
    let inbox = Inbox::builder().max_body(16).build();
    assert!(matches!(
        inbox.deliver(b"<html>"),
        Err(DeliverError::NotJson(_))
    ));
    assert!(matches!(
        inbox.deliver(&[0xFF; 16]),
        Err(DeliverError::NotJson(_))
    ));
    assert!(matches!(
        inbox.deliver(&[b' '; 17]),
        Err(DeliverError::TooLarge { bytes: 17, max: 16 })
    ));
    for taken in ["{}", "[]", "null", "7", r#"{"value":[7]}"#] {
        assert_eq!(inbox.deliver(taken.as_bytes()).unwrap().matched, 0);
    }
}

#[test]
fn the_oldest_invite_stops_listening_beyond_the_number() {
    let inbox = Inbox::builder().max_invites(2).build();
    let invites = ["1", "2", "3"].map(|context| ringing(&inbox, context, context, user(ADA)));
    for context in ["1", "2", "3"] {
        assert_eq!(
            deliver(&inbox, &ended(context, None, "completed")),
            context != "1"
        );
    }
    assert_eq!(outcome(&invites[0]), Outcome::Unknown);
    assert_eq!(outcome(&invites[2]), Outcome::Completed);
}

#[test]
fn the_oldest_invite_stops_listening_beyond_the_bytes() {
    let inbox = Inbox::builder().max_bytes(20_000).build();
    let invites: Vec<_> = (0..100)
        .map(|number| ringing(&inbox, &number.to_string(), "o", user(ADA)))
        .collect();
    let after = |before: usize| {
        let inbox = format!("{inbox:?}");
        let (_, number) = inbox.split_once("invites: ").unwrap();
        let number: usize = number.split(',').next().unwrap().parse().unwrap();
        assert!((1..before).contains(&number), "{inbox}");
        number
    };
    let few = after(100);
    let long = json!({ "code": 500, "subcode": 1, "message": "x".repeat(100_000) });
    let mut failed = ended("99", None, "failed");
    failed["resourceData"]["resultInfo"] = long;
    assert!(deliver(&inbox, &failed));
    after(few);
    assert!(matches!(outcome(&invites[99]), Outcome::Failed(_)));
}

#[tokio::test(start_paused = true)]
async fn an_invite_stops_listening_beyond_the_age() {
    let inbox = Inbox::builder().max_age(Duration::from_secs(10)).build();
    let old = ringing(&inbox, "1", "1", user(ADA));
    tokio::time::advance(Duration::from_secs(6)).await;
    let young = ringing(&inbox, "2", "2", user(ADA));
    tokio::time::advance(Duration::from_secs(6)).await;
    assert!(!deliver(&inbox, &ended("1", None, "completed")));
    assert!(deliver(&inbox, &ended("2", None, "completed")));
    assert_eq!(
        (outcome(&old), outcome(&young)),
        (Outcome::Unknown, Outcome::Completed)
    );
}

#[test]
fn a_message_is_read_once() {
    let inbox = Inbox::builder().max_messages(1).build();
    let watch = sent(&inbox, "c", [user(ADA)]);
    let there = roster(CALL, &json!([entry(ADA)])).to_string();
    let gone = roster(CALL, &json!([])).to_string();
    let with_id = |id, body: &str| inbox.deliver(Callback::new(body).with_message_id(id));
    let read = |id, body: &str| with_id(id, body).unwrap();
    assert_eq!(read("1", &there).matched, 1);
    let repeated = read("1", &there);
    assert!(repeated.duplicate);
    assert_eq!((repeated.notifications, repeated.matched), (1, 0));
    assert_eq!(read("1", &gone).matched, 1, "another message with this id");
    assert_eq!(
        read("1", &there).matched,
        1,
        "forgotten, being one too many"
    );
    assert!(with_id("3", "{").is_err());
    assert!(
        !read("3", &gone).duplicate,
        "what could not be read was not"
    );
    let _ = watch;
}

#[test]
fn an_empty_message_id_is_no_id() {
    let inbox = Inbox::new();
    for _ in 0..2 {
        let callback = Callback::new("[]").with_message_id("");
        assert!(!inbox.deliver(callback).unwrap().duplicate);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_not_read_forgets_the_oldest() {
    let inbox = Inbox::new();
    let watch = sent(&inbox, "c", [user(ADA)]);
    let mut events = events(&watch);
    for _ in 0..100 {
        deliver(&inbox, &roster(CALL, &json!([entry(ADA)])));
        deliver(&inbox, &roster(CALL, &json!([])));
    }
    let mut received = 0;
    let millisecond = Duration::from_millis(1);
    while tokio::time::timeout(millisecond, events.recv())
        .await
        .is_ok()
    {
        received += 1;
    }
    assert_eq!(received, 64);
}
