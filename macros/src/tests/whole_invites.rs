//! The cases of `rules/tests/whole_invites.json`, which the builder and the emulator read as well.

use crate::expand::Rustc;
use crate::read;
use graph_invite_rules::{Clause, IdentityKind, Vocabulary as _};
use proc_macro2::TokenStream;
use serde_json::Value;
use std::fs;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/whole_invites.json");

#[test]
fn the_macro_reports_the_errors_of_each_case() {
    let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(CASES).unwrap()).unwrap();
    assert!(cases.len() >= 25, "{} cases", cases.len());
    for case in cases {
        let participants = case["participants"].as_array().unwrap();
        let participants: Vec<String> = participants.iter().map(participant).collect();
        let invite: TokenStream = format!(
            "[invites] call: \"57dab8b1-894c-409a-b240-bd8beae78896\", participants: [{}]",
            participants.join(", "),
        )
        .parse()
        .unwrap();
        let (_, errors) = read(invite, &Rustc);
        let errors = errors
            .iter()
            .filter_map(|error| error.text().lines().next());
        let errors: Vec<&str> = errors.collect();
        assert_eq!(Value::from(errors), case["errors"], "{}", case["name"]);
    }
}

/// A participant of the JSON of the service, in the language.
fn participant(json: &Value) -> String {
    let set = &json["identity"];
    let is_filled = |kind: &&IdentityKind| set.get(kind.json_name()).is_some();
    let kind = IdentityKind::ALL.iter().find(is_filled).unwrap();
    let one = format!("{} {}", kind.word(), set[kind.json_name()]["id"]);
    let clause = |clause: Clause| json.get(clause.json_name());
    match (clause(Clause::Moves), clause(Clause::From)) {
        (Some(entry), Some(call)) => format!("{one} moves {entry} from {call}"),
        (None, Some(call)) => format!("{one} replaces {call}"),
        (_, None) => one,
    }
}
