//! Personal data in every place of an invite: no error repeats it.

use super::invite;
use crate::{
    AcsUserId, ApplicationId, ApplicationInstanceId, CallId, ClientContext, DisplayName,
    EncryptedId, GuestId, Invite, OnPremisesId, Participant, ParticipantId, PhoneNumber, Provider,
    TenantId, UserId,
};
use graph_invite_rules::IdentityKind;
use graph_invite_rules::Vocabulary as _;
use serde::Deserialize;
use serde::de::value::Error as ValueError;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Display;

/// Parts of the planted values.
const SECRETS: [&str; 5] = ["30555014", "Zaphod", "Beeblebrox", "4f1cGUEST", "zaphod"];

/// Values of every type, with personal data in each.
fn planted() -> Vec<Value> {
    vec![
        json!("Zaphod Beeblebrox"),
        json!("+4930555014\u{7}"),
        json!("+49 30555014 0"),
        json!("zaphod@example.com"),
        json!("8:teamsvisitor:4f1cGUEST\n"),
        json!("Zaphod ".repeat(60)),
        json!(4_930_555_014_u64),
        json!(-4_930_555_014_i64),
        json!(4_930_555_014.5),
        json!(true),
        json!(["+4930555014", "Zaphod", 4_930_555_014_u64]),
        json!({"Zaphod": "+4930555014", "Beeblebrox": 4_930_555_014_u64}),
        json!({"user": "Zaphod", "id": "+4930555014"}),
        json!({"id": {"Zaphod": "Beeblebrox"}}),
        json!({"user": {"id": "zaphod@example.com"}, "phone": {"id": 4_930_555_014_u64}}),
    ]
}

/// Everything that an error shows.
fn shown(error: &dyn Error) -> String {
    let chain = std::iter::successors(Some(error), |&error| error.source());
    let texts: Vec<_> = chain.map(|error| format!("{error} {error:?}")).collect();
    texts.join(" ")
}

#[track_caller]
fn hides_secrets(error: &dyn Error, from: &dyn Display) -> String {
    let shown = shown(error);
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{from} gives the error {shown}");
    }
    shown
}

/// Reads a value as JSON text and as a parsed value; returns what the errors show.
fn errors<T: DeserializeOwned>(json: &Value) -> Vec<String> {
    let results = [
        serde_json::from_value::<T>(json.clone()),
        serde_json::from_str::<T>(&json.to_string()),
    ];
    let errors = results.into_iter().filter_map(Result::err);
    errors.map(|error| hides_secrets(&error, json)).collect()
}

/// A JSON pointer to each value in this one, itself included.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                pointers(value, &format!("{here}/{name}"), all);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                pointers(value, &format!("{here}/{index}"), all);
            }
        }
        _ => {}
    }
}

/// An invite with every clause, for a participant of this kind.
fn invite_of(kind: IdentityKind) -> Value {
    let mut stored = invite();
    let set = &mut stored["participants"][0]["identity"];
    let mut identity = set["user"].take();
    if kind == IdentityKind::Phone {
        identity["id"] = json!("+12345678901");
    }
    *set = json!({"@odata.type": set["@odata.type"], kind.json_name(): identity});
    let read = serde_json::from_value::<Invite>(stored.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), stored);
    stored
}

#[test]
fn error_of_an_invite_names_the_place_and_hides_the_value() {
    let mut count = 0;
    for kind in IdentityKind::ALL {
        let stored = invite_of(*kind);
        let mut all = Vec::new();
        pointers(&stored, "", &mut all);
        all.retain(|pointer| !pointer.ends_with("@odata.type"));
        for pointer in all {
            for value in planted() {
                let mut stored = stored.clone();
                *stored.pointer_mut(&pointer).unwrap() = value;
                let name = pointer.rsplit('/').find(|name| *name != "0").unwrap();
                for shown in errors::<Invite>(&stored) {
                    assert!(shown.contains(name), "{pointer}: {shown}");
                    count += 1;
                }
                if let Some(participant) = stored.pointer("/participants/0") {
                    errors::<Participant>(participant);
                }
            }
        }
    }
    assert!(count > 2000, "{count} errors");
}

/// Reads each planted value as this type, also from formats that are not JSON.
fn check<T: DeserializeOwned>(name: &str) {
    for value in planted() {
        let errors = errors::<T>(&value);
        if !value.is_string() {
            assert_eq!(errors.len(), 2, "{name} from {value}");
            for error in errors {
                assert!(error.contains("expected a string"), "{name}: {error}");
            }
        }
    }
    other_format::<T>(4_930_555_014_u128);
    other_format::<T>(-4_930_555_014_i128);
    other_format::<T>(4_930_555_014.5);
    other_format::<T>(vec!["Zaphod"]);
}

fn other_format<T: DeserializeOwned>(value: impl for<'de> IntoDeserializer<'de, ValueError>) {
    let error = T::deserialize(value.into_deserializer()).err().unwrap();
    hides_secrets(&error, &"another format");
}

macro_rules! check_all {
    ($($name:ident)*) => {
        $(check::<$name>(stringify!($name));)*
    };
}

#[test]
fn error_of_a_value_names_what_is_expected_and_hides_the_value() {
    check_all!(
        AcsUserId ApplicationId ApplicationInstanceId CallId ClientContext DisplayName EncryptedId
        GuestId OnPremisesId ParticipantId PhoneNumber Provider TenantId UserId
    );
}

#[test]
fn error_of_a_value_in_a_struct_has_a_position() {
    #[derive(Debug, Deserialize)]
    struct Rota {
        #[allow(dead_code, reason = "only its errors matter")]
        on_call: PhoneNumber,
    }
    let json = "{\n\"on_call\": 4930555014\n}";
    let error = serde_json::from_str::<Rota>(json).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("expected a string with an E.164 phone number at line"),
        "{error}"
    );
    hides_secrets(&error, &json);
}
