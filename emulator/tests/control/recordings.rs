//! The requests that came, and how often phones rang.

use super::*;

#[tokio::test]
async fn rings_are_counted_by_person_call_and_context() {
    let tester = Tester::new().await;
    tester.ring(MEETING, ADA).await;
    tester
        .ring("00000000-0000-4000-8000-00000000c003", ADA)
        .await;
    tester.ring(MEETING, BOB).await;
    let rings = tester.get("/rings").await;
    assert_eq!(
        rings,
        json!({ "people": { "ada": 2, "bob": 1 }, "total": 3 })
    );
    let rings = tester.get("/rings?call=meeting&person=ada").await;
    assert_eq!(rings, json!({ "people": { "ada": 1 }, "total": 1 }));
    let rings = tester.get("/rings?call=meeting&context=none").await;
    assert_eq!(rings, json!({ "people": {}, "total": 0 }));
    tester
        .refused(422, Method::GET, "/rings?context=none", None)
        .await;
}

#[tokio::test]
async fn requests_are_shown_with_their_answers_and_without_tokens() {
    let tester = Tester::new().await;
    tester.ring(MEETING, ADA).await;
    tester.invite(ADA, &[BOB]).await;
    let requests = tester.get("/requests?method=post&path=/invite").await;
    assert_eq!(requests["total"], 2);
    let (refused, accepted) = (&requests["items"][0], &requests["items"][1]);
    assert_eq!(
        (&refused["status"], &refused["code"]),
        (&json!(404), &json!("8522"))
    );
    assert_eq!(
        (&accepted["status"], &accepted["answer"]["status"]),
        (&json!(200), &json!("Running"))
    );
    assert_eq!(accepted["headers"]["authorization"], "Bearer …");
    let id = accepted["id"].as_str().unwrap();
    assert_eq!(tester.get(&format!("/requests/{id}")).await, *accepted);
    assert_eq!(tester.get("/requests?status=404").await["total"], 1);
    assert_eq!(tester.get("/requests?call=meeting").await["total"], 1);
    tester.refused(404, Method::GET, "/requests/77", None).await;
}

#[tokio::test]
async fn a_request_is_found_by_a_part_of_its_body_or_the_nearest_is_shown() {
    let tester = Tester::new().await;
    tester.ring(MEETING, ADA).await;
    tester.ring(MEETING, BOB).await;
    let pattern = |id: &str| json!({ "participants": [{ "identity": { "user": { "id": id } } }] });
    let found = tester.post("/requests/find", pattern(ADA)).await;
    assert_eq!(
        (&found["total"], &found["nearest"]),
        (&json!(1), &json!([]))
    );
    let wrong = ADA.replace("9193463064", "9193463065");
    let found = tester.post("/requests/find", pattern(&wrong)).await;
    assert_eq!(found["total"], 0);
    let different = &found["nearest"][1]["different"];
    assert_eq!(
        *different,
        json!([{ "at": "/participants/0/identity/user/id", "wanted": wrong, "found": ADA }])
    );
}

#[tokio::test]
async fn secrets_are_only_in_the_credentials() {
    let tester = Tester::new().await;
    let credentials = tester.get("/credentials").await;
    assert_eq!(
        (&credentials["token"], &credentials["secret"]),
        (&json!("emulator-token"), &json!("emulator"))
    );
    let issued = tester.post("/tokens", json!({})).await;
    let issued = issued["token"].as_str().unwrap();
    let root = tester.emulator.root();
    let url = format!("{root}/v1.0/communications/calls/{MEETING}");
    let request = tester.http.get(url).bearer_auth(issued);
    assert_eq!(request.send().await.unwrap().status(), 200);
    tester.ring(MEETING, ADA).await;
    for path in [
        "/scenario",
        "/requests",
        "/notifications",
        "/calls",
        "/invites",
        "/people",
    ] {
        let shown = tester.get(path).await.to_string();
        assert!(
            !shown.contains("emulator-token") && !shown.contains(issued),
            "{path}: {shown}"
        );
    }
}

#[tokio::test]
async fn a_request_has_hints_which_graph_does_not_show() {
    let tester = Tester::new().await;
    let wrong = MEETING.replace("c001", "c0f1");
    let root = tester.emulator.root();
    let calls = format!("{root}/v1.0//communications/calls");
    let snippet =
        json!({ "participants": [{ "@odata_type": "x", "identity": { "user": { "id": ADA } } }] });
    let path = format!("{calls}/{MEETING}/participants/invite");
    let (status, refusal) = tester.invite(&wrong, &[ADA]).await;
    assert_eq!(status, 404);
    assert!(!refusal.to_string().contains("nearest"), "{refusal}");
    for request in [
        tester.http.get(&calls),
        tester
            .http
            .post(&path)
            .bearer_auth("emulator-token")
            .body("{}"),
        tester
            .http
            .post(&path)
            .bearer_auth("emulator-token")
            .json(&snippet),
    ] {
        request.send().await.unwrap();
    }
    let requests = tester.get("/requests").await;
    let hints = |place: usize| requests["items"][place]["hints"].to_string();
    assert!(
        hints(0).contains("it ignored `@odata_type`"),
        "{}",
        hints(0)
    );
    assert!(hints(0).contains("doubled slash"), "{}", hints(0));
    assert!(
        hints(1).contains("Content-Type: application/json"),
        "{}",
        hints(1)
    );
    assert!(hints(2).contains("the token is missing"), "{}", hints(2));
    let nearest = format!("the nearest is {MEETING} (meeting), of which 1 digit(s) differ");
    assert!(hints(3).contains(&nearest), "{}", hints(3));
}
