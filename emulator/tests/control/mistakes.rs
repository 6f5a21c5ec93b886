//! A mistake is refused, and never taken for something else.

use super::*;

#[tokio::test]
async fn an_unknown_word_in_a_query_is_refused_with_the_nearest() {
    let tester = Tester::new().await;
    for (path, nearest) in [
        ("/invites?state=fail", "failed"),
        ("/notifications?fate=hold", "held"),
        ("/events?kinds=ringing,request,answer", "answered"),
    ] {
        let (status, problem) = tester.ask(Method::GET, path, None).await;
        assert_eq!(
            (status, &problem["nearest"][0]),
            (422, &json!(nearest)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_name_means_one_call_or_person() {
    let tester = Tester::new().await;
    let call = json!({ "kind": "group", "name": "meeting" });
    let why = tester
        .refused(409, Method::POST, "/calls", Some(call))
        .await;
    assert!(why.contains("there is a call `meeting` already"), "{why}");
    assert_eq!(tester.get("/calls/meeting").await["id"], MEETING);
    let person = json!({ "name": "bob" });
    let why = tester
        .refused(409, Method::PUT, "/people/ada", Some(person))
        .await;
    assert!(why.contains("somebody else has the name `bob`"), "{why}");
    assert_eq!(tester.get("/people/bob").await["id"], BOB);
}

#[tokio::test]
async fn numbers_that_would_be_taken_for_others_are_refused() {
    let tester = Tester::new().await;
    for (method, path, body, reason) in [
        (
            Method::PATCH,
            "/delivery",
            json!({ "delay": "5s..1s" }),
            "shorter time",
        ),
        (
            Method::PATCH,
            "/delivery",
            json!({ "losing": 101 }),
            "between 0 and 100, not 101",
        ),
        (
            Method::POST,
            "/faults",
            json!({ "does": "status", "status": 7 }),
            "between 200 and 599",
        ),
        (
            Method::POST,
            "/faults",
            json!({ "does": "reset", "percent": -1 }),
            "between 0 and 100",
        ),
    ] {
        let why = tester.refused(422, method, path, Some(body)).await;
        assert!(why.contains(reason), "{why}");
    }
}

#[test]
fn a_scenario_that_would_mean_something_else_has_mistakes() {
    let meeting = json!({ "kind": "meeting", "name": "rota", "id": MEETING });
    for (scenario, mistake) in [
        (
            json!({ "faults": [{ "does": "reset", "to": "mecting" }] }),
            "faults[0]: no call has the name `mecting`",
        ),
        (
            json!({ "calls": [{ "kind": "group", "id": MEETING }, meeting] }),
            "two calls have the id",
        ),
        (
            json!({ "people": [{ "name": "bob", "id": BOB }, { "name": "rob", "id": BOB }] }),
            "two people have the id",
        ),
    ] {
        let scenario: Scenario = serde_json::from_value(scenario).unwrap();
        let mistakes = scenario.mistakes();
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        assert!(mistakes[0].contains(mistake), "{mistakes:?}");
    }
}
