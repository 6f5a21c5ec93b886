//! The scenario: what an emulator begins with, and goes back to.

use super::*;

#[tokio::test]
async fn a_reset_goes_back_to_the_scenario_with_the_same_ids() {
    let tester = Tester::new().await;
    let work = async || {
        let call = tester.post("/calls", json!({ "kind": "meeting" })).await;
        let invite = tester.ring(call["id"].as_str().unwrap(), ADA).await;
        tester
            .put(
                "/people/ada",
                json!({ "manner": "busy", "name": "countess" }),
            )
            .await;
        tester.post("/faults", json!({ "does": "reset" })).await;
        tester
            .patch("/delivery", json!({ "mode": "hold", "token": "none" }))
            .await;
        (call, invite)
    };
    let first = work().await;
    tester.done(Method::POST, "/reset", None).await;
    assert_eq!(tester.get("/calls").await["total"], 4);
    assert_eq!(tester.get("/people/ada").await["manner"], "answers");
    for path in [
        "/rings",
        "/faults",
        "/requests",
        "/invites",
        "/notifications",
    ] {
        assert_eq!(tester.get(path).await["total"], 0, "{path}");
    }
    assert_eq!(tester.get("/delivery").await["mode"], "deliver");
    assert_eq!(work().await, first);
}

#[tokio::test]
async fn a_scenario_is_replaced_whole_or_not_at_all() {
    let tester = Tester::new().await;
    let before = tester.get("/scenario").await;
    let mut next = before.clone();
    next["calls"] = json!([{ "kind": "group", "name": "rota", "people": ["zoe"] }]);
    next["people"] =
        json!([{ "name": "zoe", "id": "+12345678901", "manner": ["busy", "answers"] }]);
    next["faults"] = json!([{ "does": "status", "status": 503, "of": "zoe" }]);
    next["delivery"] = json!({ "mode": "hold" });
    for (field, wrong, reason) in [
        (
            "faults",
            json!([{ "does": "status" }]),
            "faults[0]: `status` is missing",
        ),
        (
            "people",
            json!([{ "name": "zoe" }, { "name": "zoe" }]),
            "two people",
        ),
        ("delivery", json!({ "losing": 101 }), "delivery"),
        ("seed", json!(7), "`seed` is fixed"),
        ("bot", json!({ "secret": "other" }), "`bot` is fixed"),
    ] {
        let mut mistaken = next.clone();
        mistaken[field] = wrong;
        let why = tester
            .refused(422, Method::PUT, "/scenario", Some(mistaken))
            .await;
        assert!(why.contains(reason), "{why}");
        assert_eq!(tester.get("/scenario").await, before);
    }
    tester.put("/scenario", next).await;
    let calls = tester.get("/calls").await;
    assert_eq!(
        (&calls["total"], &calls["items"][0]["name"]),
        (&json!(1), &json!("rota"))
    );
    assert_eq!(calls["items"][0]["people"][0]["person"], "zoe");
    assert_eq!(
        tester.get("/people/zoe").await["manner"],
        json!(["busy", "answers"])
    );
    assert_eq!(tester.get("/delivery").await["mode"], "hold");
    assert_eq!(
        tester.get("/faults").await["items"][0]["target"]["of"],
        "zoe"
    );
}

#[tokio::test]
async fn both_ports_tell_that_the_emulator_is_ready() {
    let scenario = Scenario::default();
    let emulator = Arc::new(scenario.builder().start().await.unwrap());
    let health = format!("{}/_emulator/health", emulator.root());
    assert_eq!(reqwest::get(&health).await.unwrap().status(), 503);
    let control = ControlServer::builder(Arc::clone(&emulator))
        .start()
        .await
        .unwrap();
    assert_eq!(reqwest::get(&health).await.unwrap().status(), 200);
    let health = format!("{}/_emulator/health", control.root());
    let health: Value = reqwest::get(health).await.unwrap().json().await.unwrap();
    assert_eq!(
        (&health["status"], &health["graph"]),
        (&json!("ready"), &json!(emulator.root()))
    );
    let base = format!("{}/_emulator/v1", control.root());
    assert_eq!(
        (&health["api"], &health["control"]),
        (&json!(1), &json!(base))
    );
}

#[tokio::test]
async fn ids_secret_and_token_are_the_same_at_every_start() {
    let [one, other] = [Tester::new().await, Tester::new().await];
    for path in ["/calls", "/people"] {
        assert_eq!(one.get(path).await, other.get(path).await);
    }
    let of = |mut credentials: Value| {
        let fields = credentials.as_object_mut().unwrap();
        fields.retain(|name, _| matches!(&**name, "tenant" | "app" | "secret" | "token"));
        credentials
    };
    let [first, second] = [
        one.get("/credentials").await,
        other.get("/credentials").await,
    ];
    assert_eq!(of(first), of(second));
}

/// So a snapshot of a running emulator would tell nothing that these do not.
#[tokio::test]
async fn the_same_scenario_and_the_same_requests_give_the_same_state() {
    let states = [Tester::new().await, Tester::new().await].map(async |tester| {
        tester.put("/time", json!({ "running": false })).await;
        let body = json!({ "kind": "group_with_chat", "name": "rota" });
        let call = tester.post("/calls", body).await;
        let call = call["id"].as_str().unwrap();
        tester.patch("/delivery", json!({ "mode": "hold" })).await;
        tester
            .put("/callback", json!({ "url": "http://127.0.0.1:9/" }))
            .await;
        let fault = json!({ "does": "status", "status": 503, "of": "eve", "times": 3 });
        tester.post("/faults", fault).await;
        for person in [ADA, BOB, RON] {
            tester.ring(call, person).await;
        }
        tester
            .ring(MEETING, "c3f0a9d2-58be-4d77-8a40-6b1de2f7c905")
            .await;
        tester.post("/time/advance", json!({ "by": "10s" })).await;
        let mut state = Vec::new();
        for path in [
            "calls",
            "people",
            "phones",
            "rings",
            "invites",
            "faults",
            "notifications",
        ] {
            state.push(tester.get(&format!("/{path}")).await);
        }
        state
    });
    let [one, other] = states;
    let (one, other) = (one.await, other.await);
    assert!(
        one[2]["total"] == 1 && one[6]["total"].as_u64() > Some(3),
        "{one:?}"
    );
    assert_eq!(one, other);
}
