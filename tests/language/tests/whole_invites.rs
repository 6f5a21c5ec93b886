//! The cases of `rules/tests/whole_invites.json`, which the macro and the emulator read as well.

use invites::Invite;
use serde_json::{Value, json};
use std::fs;

const CASES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../rules/tests/whole_invites.json"
);

#[test]
fn the_builder_reports_the_errors_of_each_case() {
    let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(CASES).unwrap()).unwrap();
    assert!(cases.len() >= 25, "{} cases", cases.len());
    for case in cases {
        let invite = json!({
            "call": "57dab8b1-894c-409a-b240-bd8beae78896",
            "participants": case["participants"],
        });
        let errors = case["errors"].as_array().unwrap();
        let errors: Vec<&str> = errors.iter().map(|error| error.as_str().unwrap()).collect();
        match serde_json::from_value::<Invite>(invite) {
            Ok(_) => assert_eq!(errors, [""; 0], "{}", case["name"]),
            Err(error) => assert_eq!(
                error.to_string(),
                format!(
                    "the invite breaks the rules of the service: {}",
                    errors.join("; ")
                ),
                "{}",
                case["name"],
            ),
        }
    }
}
