//! What is known of an invite can be stored, and read again.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod any;
mod damaged;

use any::{event, failure, identity, key, operation, outcome, person, result_info, status};
use invites::notification::OperationStatus;
use invites::{
    CallEnd, Failure, FailureKind, Identity, InviteEvent, InviteStatus, Outcome, PhoneNumber,
    Presence, RingStatus,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::fmt::Debug;

fn stored<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Whether it is the same after it was stored, and shows no more than before.
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> bool {
    let read = stored(value);
    read == *value && format!("{read:?}") == format!("{value:?}")
}

proptest! {
    #[test]
    fn everything_that_is_stored_is_read_again(
        failure in failure(),
        outcome in outcome(),
        event in event(),
        status in status(),
        operation in operation(),
        result in result_info(),
        identity in identity(),
        key in key(),
        person in person(),
    ) {
        prop_assert_eq!(stored(&failure).to_string(), failure.to_string());
        prop_assert!(survives(&failure) && survives(&outcome) && survives(&event));
        prop_assert!(survives(&status) && survives(&operation) && survives(&result));
        prop_assert!(survives(&identity) && survives(&key) && survives(&person));
    }
}

#[test]
fn names_are_in_camel_case() {
    let phone = Identity::Phone(PhoneNumber::parse("+12345678901").unwrap());
    for (value, json) in [
        (json!(FailureKind::NoAnswer), json!("noAnswer")),
        (json!(Presence::InLobby), json!("inLobby")),
        (json!(RingStatus::DidNotRing), json!("didNotRing")),
        (json!(InviteStatus::NotRinging), json!("notRinging")),
        (
            json!(InviteStatus::Ended(Outcome::Completed)),
            json!({ "ended": "completed" }),
        ),
        (
            json!(OperationStatus::Other("odd".into())),
            json!({ "other": "odd" }),
        ),
        (
            json!(CallEnd::default()),
            json!({ "result": null, "reason": null }),
        ),
        (json!(phone), json!({ "phone": "+12345678901" })),
        (
            json!(InviteEvent::Joined {
                participant: 1,
                entry: None
            }),
            json!({ "joined": { "participant": 1, "entry": null } }),
        ),
    ] {
        assert_eq!(value, json);
    }
}

#[test]
fn stored_failure_has_what_its_methods_return() {
    let failure = any::failure_of(486, 560_486, "Busy: 4:+12345678901. DiagCode: 486#560486");
    let stored = json!(failure);
    assert_eq!(
        stored,
        json!({
            "kind": "busy",
            "code": 486,
            "subcode": 560_486,
            "diagCode": { "code": 486, "subcode": 560_486 },
            "people": [{ "phone": "+12345678901" }],
            "advice": failure.advice(),
            "message": "Busy: 4:+12345678901. DiagCode: 486#560486",
            "shownMessage": "Busy: 4:+…. DiagCode: 486#560486",
        })
    );
    let read: Failure = serde_json::from_value(stored).unwrap();
    assert_eq!(read, failure);
    assert!(!format!("{read} {read:?}").contains("2345678"));
}

#[test]
fn stored_failure_without_a_shown_message_shows_no_phone_number() {
    let mut stored = json!(any::failure_of(486, 0, "Busy: 4:+12345678901."));
    stored.as_object_mut().unwrap().remove("shownMessage");
    let read: Failure = serde_json::from_value(stored).unwrap();
    assert!(!format!("{read} {read:?}").contains("2345678"));
}

#[test]
fn stored_failure_is_bounded() {
    let mut stored = json!(any::failure_of(486, 0, "Busy"));
    stored["message"] = json!("ä".repeat(3000));
    let read: Failure = serde_json::from_value(stored).unwrap();
    assert_eq!(read.message().unwrap().chars().count(), 2048);
}

#[test]
fn variant_of_another_version_is_an_error_that_names_the_type() {
    let mut failure = json!(any::failure_of(486, 0, "Busy"));
    failure["kind"] = json!("asleep");
    let error = serde_json::from_value::<Failure>(failure).unwrap_err();
    assert_eq!(error.to_string(), "expected the stored form of `Failure`");
    let error = serde_json::from_str::<Presence>("\"asleep\"").unwrap_err();
    assert_eq!(error.to_string(), "expected the stored form of `Presence`");
}
