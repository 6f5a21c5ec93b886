//! Faults.

use super::*;

/// Sends an invite of Ada, and says what came back: a status, or that nothing did.
async fn invite_ada(tester: &Tester, call: &str) -> Option<u16> {
    let url = format!(
        "{}/v1.0/communications/calls/{call}/participants/invite",
        tester.emulator.root()
    );
    let body = json!({ "participants": [{ "identity": { "user": { "id": ADA } } }] });
    // A connection of its own, because some faults strike connections.
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build();
    let request = client
        .unwrap()
        .post(url)
        .bearer_auth("emulator-token")
        .json(&body);
    let response = request
        .timeout(std::time::Duration::from_millis(500))
        .send()
        .await
        .ok()?;
    let status = response.status().as_u16();
    response.bytes().await.ok()?;
    Some(status)
}

#[tokio::test]
async fn each_fault_strikes_once_and_rings_as_it_says() {
    let tester = Tester::new().await;
    for (fault, answer, rings) in [
        (
            json!({ "does": "status", "status": 503, "retry_after": "1" }),
            Some(503),
            0,
        ),
        (
            json!({ "does": "status", "status": 504, "after_ringing": true }),
            Some(504),
            1,
        ),
        (json!({ "does": "redirect", "status": 301 }), Some(301), 0),
        (json!({ "does": "success", "body": "{}" }), Some(200), 1),
        (json!({ "does": "large_body", "bytes": 5 }), Some(200), 1),
        (
            json!({ "does": "locations", "locations": ["a", "b"] }),
            Some(200),
            1,
        ),
        (json!({ "does": "reset" }), None, 0),
        (json!({ "does": "reset", "after_ringing": true }), None, 1),
        (json!({ "does": "no_response" }), None, 0),
        (
            json!({ "does": "no_response", "after_ringing": true }),
            None,
            1,
        ),
        (json!({ "does": "truncated_head" }), None, 1),
        (json!({ "does": "truncated_body" }), None, 1),
        (
            json!({ "does": "slow_response", "time": "0s" }),
            Some(200),
            1,
        ),
        (json!({ "does": "reset_unread" }), None, 0),
        (json!({ "does": "reset_on_accept" }), None, 0),
        (
            json!({ "does": "refuse_connections", "time": "300ms" }),
            None,
            0,
        ),
    ] {
        let call = tester.post("/calls", json!({ "kind": "meeting" })).await;
        let call = call["id"].as_str().unwrap();
        let planned = tester.post("/faults", fault.clone()).await;
        let id = planned["id"].as_str().unwrap();
        assert_eq!(invite_ada(&tester, call).await, answer, "{fault}");
        let struck = tester.get(&format!("/faults/{id}")).await;
        assert_eq!(
            (&struck["struck"], &struck["left"]),
            (&json!(1), &json!(0)),
            "{fault}"
        );
        let rings = (rings, tester.get(&format!("/rings?call={call}")).await);
        assert_eq!(rings.1["total"], rings.0, "{fault}");
        if fault["does"] == "refuse_connections" {
            // The control side has a port of its own.
            assert_eq!(tester.get("/calls?limit=1").await["total"], 20);
        }
    }
}

#[tokio::test]
async fn a_fault_strikes_the_person_the_call_or_the_request_that_it_names() {
    let tester = Tester::new().await;
    for fault in [
        json!({ "does": "status", "status": 501, "of": "bob" }),
        json!({ "does": "status", "status": 502, "to": "meeting", "times": 2 }),
        json!({ "does": "status", "status": 503, "method": "get", "path": "/participants" }),
    ] {
        tester.post("/faults", fault).await;
    }
    assert_eq!(
        invite_ada(&tester, "00000000-0000-4000-8000-00000000c003").await,
        Some(200)
    );
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(invite_ada(&tester, MEETING).await);
    }
    assert_eq!(answers, [Some(502), Some(502), Some(200)]);
    assert_eq!(tester.invite(MEETING, &[BOB]).await.0, 501);
    let url = format!(
        "{}/v1.0/communications/calls/{MEETING}/participants",
        tester.emulator.root()
    );
    let roster = tester
        .http
        .get(url)
        .bearer_auth("emulator-token")
        .send()
        .await
        .unwrap();
    assert_eq!(roster.status(), 503);
}

#[tokio::test]
async fn faults_by_chance_strike_until_they_are_removed() {
    let tester = Tester::new().await;
    let fault = json!({ "does": "status", "status": 500, "percent": 100 });
    let fault = tester.post("/faults", fault).await;
    assert_eq!(tester.invite(MEETING, &[ADA]).await.0, 500);
    assert_eq!(tester.invite(MEETING, &[ADA]).await.0, 500);
    let id = fault["id"].as_str().unwrap();
    assert_eq!(tester.get(&format!("/faults/{id}")).await["struck"], 2);
    tester.delete(&format!("/faults/{id}")).await;
    tester
        .refused(404, Method::DELETE, &format!("/faults/{id}"), None)
        .await;
    assert_eq!(tester.invite(MEETING, &[ADA]).await.0, 200);
    tester.post("/faults", json!({ "does": "reset" })).await;
    tester.delete("/faults").await;
    assert_eq!(tester.get("/faults").await["total"], 0);
}

#[tokio::test]
async fn a_field_that_would_do_nothing_is_refused() {
    let tester = Tester::new().await;
    for (fault, reason) in [
        (
            json!({ "does": "refuse_connections", "after_ringing": true }),
            "`after_ringing` would do nothing",
        ),
        (json!({ "does": "status" }), "`status` is missing"),
        (
            json!({ "does": "status", "status": 500, "of": "ada", "to": "meeting" }),
            "one target",
        ),
        (
            json!({ "does": "status", "status": 500, "method": "GET" }),
            "come together",
        ),
        (
            json!({ "does": "reset", "percent": 101 }),
            "between 0 and 100",
        ),
        (json!({ "does": "reset_tls_handshake" }), "speaks http"),
        (json!({ "does": "explode" }), "unknown variant"),
    ] {
        let why = tester
            .refused(422, Method::POST, "/faults", Some(fault))
            .await;
        assert!(why.contains(reason), "{why}");
    }
    assert_eq!(tester.get("/faults").await["total"], 0);
}
