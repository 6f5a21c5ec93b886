//! People and their phones.

use super::*;

#[tokio::test]
async fn each_manner_has_the_end_that_it_is_documented_with() {
    let tester = Tester::new().await;
    for (manner, state, code, subcode) in [
        (json!("answers"), "completed", json!(null), json!(null)),
        (
            json!({ "answers_after": "10ms" }),
            "completed",
            json!(null),
            json!(null),
        ),
        (
            json!({ "leaves_after": "10ms" }),
            "completed",
            json!(null),
            json!(null),
        ),
        (
            json!({ "lobby": "10ms" }),
            "completed",
            json!(null),
            json!(null),
        ),
        (json!("declines"), "failed", json!(603), json!(8538)),
        (json!("busy"), "failed", json!(486), json!(8539)),
        (json!("no_answer"), "failed", json!(487), json!(10004)),
    ] {
        let call = tester.post("/calls", json!({ "kind": "meeting" })).await;
        let call = call["id"].as_str().unwrap();
        let person = tester.put("/people/bob", json!({ "manner": manner })).await;
        assert_eq!(person["manner"], manner);
        let invite = tester.ring(call, BOB).await;
        let path = format!("/invites?call={call}&state=ended&at_least=1&wait=10s");
        let ended = tester.get(&path).await;
        assert_eq!(ended["items"][0]["id"], invite);
        let ended = &ended["items"][0];
        assert_eq!(
            (&ended["state"], &ended["code"], &ended["subcode"]),
            (&json!(state), &code, &subcode),
            "{manner}"
        );
        let rings = tester.get(&format!("/rings?call={call}")).await;
        assert_eq!(rings, json!({ "people": { "bob": 1 }, "total": 1 }));
    }
}

#[tokio::test]
async fn a_list_of_manners_is_one_for_each_ring() {
    let tester = Tester::new().await;
    let manners = json!(["declines", "busy", "answers"]);
    tester
        .put("/people/ada", json!({ "manner": manners }))
        .await;
    let mut codes = Vec::new();
    for _ in 0..4 {
        let call = tester.post("/calls", json!({ "kind": "meeting" })).await;
        let invite = tester.ring(call["id"].as_str().unwrap(), ADA).await;
        codes.push(tester.get(&format!("/invites/{invite}")).await["code"].clone());
    }
    assert_eq!(codes, [json!(603), json!(486), json!(null), json!(null)]);
}

#[tokio::test]
async fn a_phone_that_rings_on_is_answered_declined_and_so_on() {
    let tester = Tester::new().await;
    for (press, state, code) in [
        ("answer", "completed", json!(null)),
        ("lobby", "completed", json!(null)),
        ("decline", "failed", json!(603)),
        ("busy", "failed", json!(486)),
        ("ignore", "failed", json!(487)),
    ] {
        let call = tester.post("/calls", json!({ "kind": "meeting" })).await;
        let call = call["id"].as_str().unwrap();
        let invite = tester.ring(call, RON).await;
        let phones = tester.get("/phones?person=ron").await;
        assert_eq!(phones["items"][0]["operation"], invite);
        let path = format!("/people/ron/{press}");
        let phone = tester.post(&path, json!({ "call": call })).await;
        assert_eq!(phone["call"], call);
        let ended = tester.get(&format!("/invites/{invite}")).await;
        assert_eq!(
            (&ended["state"], &ended["code"]),
            (&json!(state), &code),
            "{press}"
        );
        assert_eq!(tester.get("/phones").await["total"], 0);
        let why = tester.refused(409, Method::POST, &path, None).await;
        assert!(
            why.contains("the phone of ron does not ring: it rang"),
            "{why}"
        );
    }
}

#[tokio::test]
async fn an_invite_shows_its_steps() {
    let tester = Tester::new().await;
    let invite = tester.ring(MEETING, RON).await;
    tester.post("/people/ron/lobby", json!({})).await;
    let shown = tester.get(&format!("/invites/{invite}")).await;
    let steps: Vec<_> = shown["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["kind"].clone())
        .collect();
    assert_eq!(steps, ["ringing", "lobby", "operation_ended"]);
    assert_eq!(shown["steps"][0]["person"], "ron");
    assert_eq!(shown["people"][0]["state"], "joined");
}

#[tokio::test]
async fn a_person_is_admitted_from_the_lobby_and_leaves() {
    let tester = Tester::new().await;
    tester.ring(MEETING, RON).await;
    tester.post("/people/ron/lobby", json!({})).await;
    let call = tester.get("/calls/meeting").await;
    assert_eq!(call["people"][0]["in_lobby"], true);
    let admitted = tester.post("/people/ron/admit", json!({})).await;
    assert_eq!(admitted["call"], MEETING);
    let why = tester
        .refused(409, Method::POST, "/people/ron/admit", None)
        .await;
    assert!(why.contains("ron is in no lobby"), "{why}");
    tester
        .post("/people/ron/leave", json!({ "call": "meeting" }))
        .await;
    assert_eq!(tester.get("/calls/meeting").await["people"], json!([]));
}

#[tokio::test]
async fn people_are_named_listed_and_forgotten() {
    let tester = Tester::new().await;
    let people = tester.get("/people").await;
    assert_eq!(people["total"], 7);
    let zoe = tester
        .put(
            "/people/+12345678901",
            json!({ "name": "zoe", "manner": "busy" }),
        )
        .await;
    assert_eq!(
        zoe,
        json!({ "name": "zoe", "id": "+12345678901", "manner": "busy", "rang": 0 })
    );
    assert_eq!(tester.get("/people/zoe").await, zoe);
    tester.delete("/people/zoe").await;
    let forgotten = tester.get("/people/+12345678901").await;
    assert_eq!(
        (&forgotten["name"], &forgotten["manner"]),
        (&json!(null), &json!("answers"))
    );
}

#[tokio::test]
async fn an_unknown_manner_is_refused_with_those_that_there_are() {
    let tester = Tester::new().await;
    let body = json!({ "manner": "refuses" });
    let why = tester
        .refused(422, Method::PUT, "/people/bob", Some(body))
        .await;
    assert!(why.contains("declines"), "{why}");
    let body = json!({ "manner": { "answers_after": "soon" } });
    let why = tester
        .refused(422, Method::PUT, "/people/bob", Some(body))
        .await;
    assert!(why.contains("1.5s"), "{why}");
    assert_eq!(tester.get("/people/bob").await["manner"], "declines");
}
