//! The cases of `rules/tests/whole_invites.json`, which the macro and the builder read as well.
//!
//! The service is different in two ways: it names the first error only, and it drops all participants
//! but the first if one leaves another call.

use super::*;
use std::fs;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/whole_invites.json");

#[tokio::test]
async fn the_emulator_refuses_the_invite_of_each_case_that_breaks_a_rule() {
    let cases = fs::read_to_string(CASES).unwrap();
    let count = serde_json::from_str::<Vec<Value>>(&cases).unwrap().len();
    assert!(count >= 25, "{count} cases");
    for number in 0..count {
        let bot = Bot::new().await;
        let (call, other) = (bot.emulator.add_meeting(), bot.emulator.add_meeting());
        // The cases name two calls, which are to exist.
        let cases = cases
            .replace("57dab8b1-894c-409a-b240-bd8beae78896", &call.to_string())
            .replace(
                "57DAB8B1-894C-409A-B240-BD8BEAE78896",
                &call.to_string().to_uppercase(),
            )
            .replace("a7ebfb2d-871e-419c-87af-27290b22e8db", &other.to_string());
        let case = serde_json::from_str::<Vec<Value>>(&cases)
            .unwrap()
            .swap_remove(number);
        let reply = bot
            .invite(call, json!({ "participants": case["participants"] }))
            .await;
        let name = &case["name"];
        match case["refusal"].as_str() {
            None => assert_eq!(reply.status, StatusCode::OK, "{name}"),
            Some(refusal) => {
                assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{name}");
                let message = reply.body["error"]["message"].as_str().unwrap();
                assert!(message.contains(refusal), "{name}: {message}");
            }
        }
    }
}
