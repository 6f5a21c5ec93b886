//! Calls.

use super::*;

#[tokio::test]
async fn a_call_is_added_changed_ended_and_forgotten() {
    let tester = Tester::new().await;
    let body = json!({ "kind": "meeting", "name": "stand-up", "state": "establishing", "people": ["ada"] });
    let call = tester.post("/calls", body).await;
    let id = call["id"].as_str().unwrap();
    assert_eq!(
        (&call["name"], &call["state"]),
        (&json!("stand-up"), &json!("establishing"))
    );
    assert_eq!(call["people"][0]["person"], "ada");
    let (status, refusal) = tester.invite(id, &[BOB]).await;
    assert_eq!((status, &refusal["error"]["code"]), (400, &json!("8501")));

    let call = tester
        .patch("/calls/stand-up", json!({ "state": "established" }))
        .await;
    assert_eq!(call["state"], "established");
    tester.ring(id, BOB).await;
    let call = tester
        .patch("/calls/stand-up", json!({ "state": "ended" }))
        .await;
    assert_eq!(call["state"], "ended");
    let (status, refusal) = tester.invite(id, &[BOB]).await;
    assert_eq!((status, &refusal["error"]["code"]), (404, &json!("8522")));
    let body = json!({ "state": "established" });
    tester
        .refused(409, Method::PATCH, "/calls/stand-up", Some(body))
        .await;

    tester.delete("/calls/stand-up").await;
    tester
        .refused(404, Method::GET, &format!("/calls/{id}"), None)
        .await;
    assert_eq!(tester.get(&format!("/rings?call={id}")).await["total"], 0);
}

#[tokio::test]
async fn a_call_of_another_tenant_takes_no_token_of_this_one() {
    let tester = Tester::new().await;
    let token = tester.post("/tokens", json!({ "life": "1h" })).await;
    let url = format!(
        "{}/v1.0/communications/calls/{MEETING}/keepAlive",
        tester.emulator.root()
    );
    let keep_alive = async || {
        let request = tester
            .http
            .post(&url)
            .bearer_auth(token["token"].as_str().unwrap());
        request.send().await.unwrap().status()
    };
    assert_eq!(keep_alive().await, 200);
    tester
        .patch("/calls/meeting", json!({ "tenant": BOB }))
        .await;
    assert_eq!(keep_alive().await, 403);
    tester
        .patch(
            "/calls/meeting",
            json!({ "tenant": tester.emulator.tenant() }),
        )
        .await;
    tester.delete("/tokens").await;
    assert_eq!(keep_alive().await, 401);
}

#[tokio::test]
async fn people_join_and_leave_without_an_invite() {
    let tester = Tester::new().await;
    let joined = tester
        .post("/calls/group/people", json!({ "person": "ada" }))
        .await;
    let call = tester.get("/calls/group").await;
    assert_eq!(
        call["people"][0]["participant_id"],
        joined["participant_id"]
    );
    tester.delete("/calls/group/people/ada").await;
    assert_eq!(tester.get("/calls/group").await["people"], json!([]));
    tester
        .refused(404, Method::DELETE, "/calls/group/people/ada", None)
        .await;
    assert_eq!(tester.get("/rings").await["total"], 0);
}

#[tokio::test]
async fn an_unknown_call_is_refused_with_the_nearest() {
    let tester = Tester::new().await;
    let (status, problem) = tester.ask(Method::GET, "/calls/meating", None).await;
    assert_eq!((status, &problem["nearest"][0]), (404, &json!("meeting")));
    let wrong = MEETING.replace("c001", "c0f1");
    let (status, problem) = tester
        .ask(Method::GET, &format!("/calls/{wrong}"), None)
        .await;
    assert_eq!((status, &problem["nearest"][0]), (404, &json!(MEETING)));
}

#[tokio::test]
async fn calls_are_listed_in_windows() {
    let tester = Tester::new().await;
    let calls = tester.get("/calls?limit=2").await;
    assert_eq!(calls["total"], 4);
    assert_eq!(calls["items"].as_array().unwrap().len(), 2);
    let body = json!({ "kind": "meeting", "id": MEETING });
    tester
        .refused(409, Method::POST, "/calls", Some(body))
        .await;
    let body = json!({ "kind": "meeting", "nam": "stand-up" });
    let why = tester
        .refused(422, Method::POST, "/calls", Some(body))
        .await;
    assert!(why.contains("unknown field `nam`"), "{why}");
}
