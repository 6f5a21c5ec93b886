//! A damaged store: an error names the type, and repeats no value.

use crate::any::{event, failure, identity, key, operation, outcome, person, result_info, status};
use invites::notification::{IdentityRef, OperationKind, OperationStatus};
use invites::{CallEnd, DiagCode, Failure, FailureKind, Presence, RingStatus};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Values of every type, with personal data in each.
fn planted() -> Vec<Value> {
    vec![
        json!("Zaphod +4930555014"),
        json!(4_930_555_014_u64),
        json!(-4_930_555_014_i64),
        json!(4_930_555_014.5),
        json!(4.930_555_014e30),
        json!(["Zaphod", 4_930_555_014_u64]),
        json!({ "Zaphod": "+4930555014" }),
        json!({ "Zaphod": 4_930_555_014_u64, "id": "Zaphod" }),
        json!(null),
    ]
}

/// Reads a value, from its text and by itself; returns how many errors there were.
fn read<T: DeserializeOwned>(value: &Value) -> usize {
    let results = [
        serde_json::from_value::<T>(value.clone()),
        serde_json::from_str::<T>(&value.to_string()),
    ];
    let errors = results.into_iter().filter_map(Result::err);
    let shown = errors.map(|error| format!("{error} {error:?}"));
    shown
        .inspect(|shown| {
            assert!(shown.contains("expected the stored form of `"), "{shown}");
            let hidden = !shown.contains("Zaphod") && !shown.contains("30555014");
            assert!(hidden, "{value} gives the error {shown}");
        })
        .count()
}

/// A JSON pointer to each value in this one, itself included.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    let parts: Vec<_> = match value {
        Value::Object(properties) => properties
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(values) => values
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, value) in parts {
        pointers(value, &format!("{here}/{name}"), all);
    }
}

/// Puts each planted value into each place of a stored value; returns how many errors there were.
fn damage<T: Serialize + DeserializeOwned>(value: &T) -> usize {
    let stored = json!(value);
    let mut all = Vec::new();
    pointers(&stored, "", &mut all);
    let damaged = all.iter().flat_map(|pointer| {
        planted().into_iter().map(|value| {
            let mut stored = stored.clone();
            *stored.pointer_mut(pointer).unwrap() = value;
            stored
        })
    });
    damaged.map(|damaged| read::<T>(&damaged)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn error_of_a_damaged_value_repeats_nothing_of_it(
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
        let errors = [
            damage(&failure), damage(&outcome), damage(&event), damage(&status),
            damage(&operation), damage(&result), damage(&identity), damage(&key), damage(&person),
        ];
        prop_assert!(errors.iter().all(|&errors| errors > 0), "{errors:?}");
    }
}

#[test]
fn error_of_a_value_of_the_wrong_type_repeats_nothing_of_it() {
    fn check<T: DeserializeOwned>() {
        let errors: usize = planted().iter().map(read::<T>).sum();
        assert!(errors > 0);
    }
    check::<CallEnd>();
    check::<DiagCode>();
    check::<Failure>();
    check::<FailureKind>();
    check::<IdentityRef>();
    check::<OperationKind>();
    check::<OperationStatus>();
    check::<Presence>();
    check::<RingStatus>();
}
