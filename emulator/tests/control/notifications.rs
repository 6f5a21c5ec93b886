//! Notifications, which a test holds, releases, drops and repeats.

use super::*;
use axum::Router;
use axum::http::HeaderMap;
use axum::routing::post;
use graph_invite::callback::Verifier;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A bot that verifies notifications. It shows what each is about, or why it is refused.
pub(super) struct Listener(mpsc::UnboundedReceiver<(String, String)>);

impl Listener {
    pub(super) async fn new(tester: &Tester) -> Self {
        let emulator = &tester.emulator;
        let verifier = Verifier::builder(emulator.app().into())
            .tenant(emulator.tenant().into())
            .openid_configuration(emulator.openid_configuration())
            .build()
            .unwrap();
        let verifier = Arc::new(verifier);
        let (send, receive) = mpsc::unbounded_channel();
        let take = async move |headers: HeaderMap, body: String| {
            let token = headers
                .get("authorization")
                .map(|token| token.to_str().unwrap());
            let proven = verifier.verify(token).await.is_ok();
            let body: Value = serde_json::from_str(&body).unwrap();
            let data = &body["value"][0]["resourceData"];
            let about = if data.is_array() {
                "roster"
            } else {
                "operation"
            };
            let id = headers["x-microsoft-skype-message-id"]
                .to_str()
                .unwrap()
                .to_owned();
            let about = if proven { about } else { "refused" };
            send.send((about.to_owned(), id)).unwrap();
            if proven { 202 } else { 401 }
        };
        let take = async move |headers: HeaderMap, body: String| {
            reqwest::StatusCode::from_u16(take(headers, body).await).unwrap()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let routes = Router::new().route("/", post(take));
        tokio::spawn(axum::serve(listener, routes).into_future());
        let set = tester.put("/callback", json!({ "url": url })).await;
        assert_eq!(set["url"], url);
        Self(receive)
    }

    async fn next(&mut self) -> (String, String) {
        self.0.recv().await.unwrap()
    }

    pub(super) async fn about(&mut self) -> String {
        self.next().await.0
    }
}

#[tokio::test]
async fn held_notifications_are_released_in_either_order() {
    let tester = Tester::new().await;
    let mut listener = Listener::new(&tester).await;
    for (order, expected) in [
        ("kept", ["operation", "roster"]),
        ("reversed", ["roster", "operation"]),
    ] {
        tester.patch("/delivery", json!({ "mode": "hold" })).await;
        let call = tester.post("/calls", json!({ "kind": "meeting" })).await;
        let call = call["id"].as_str().unwrap();
        tester.ring(call, ADA).await;
        let held = tester
            .get(&format!("/notifications?call={call}&fate=held"))
            .await;
        assert_eq!(held["total"], 2);
        assert!(listener.0.try_recv().is_err(), "held");
        let body = json!({ "call": call, "order": order });
        assert_eq!(
            tester.post("/notifications/release", body).await,
            json!({ "released": 2 })
        );
        assert_eq!([listener.about().await, listener.about().await], expected);
        let path = format!("/notifications?call={call}&fate=answered&at_least=2&wait=5s");
        assert_eq!(tester.get(&path).await["items"][0]["status"], 202);
    }
}

#[tokio::test]
async fn a_held_notification_is_released_or_dropped_alone() {
    let tester = Tester::new().await;
    let mut listener = Listener::new(&tester).await;
    tester.patch("/delivery", json!({ "mode": "hold" })).await;
    tester.ring(MEETING, ADA).await;
    let held = tester.get("/notifications?fate=held").await;
    let id = |place: usize| held["items"][place]["id"].as_str().unwrap();
    // The newest comes first in the list: that is the roster.
    let (roster, operation) = (id(0), id(1));
    let dropped = tester
        .post(&format!("/notifications/{operation}/drop"), json!({}))
        .await;
    assert_eq!(dropped["fate"], "dropped");
    tester
        .post(&format!("/notifications/{roster}/release"), json!({}))
        .await;
    assert_eq!(
        listener.next().await,
        ("roster".to_owned(), roster.to_owned())
    );
    let path = format!("/notifications/{operation}/release");
    let why = tester.refused(409, Method::POST, &path, None).await;
    assert!(why.contains("is not held"), "{why}");
    tester
        .refused(404, Method::GET, "/notifications/1", None)
        .await;
}

#[tokio::test]
async fn a_notification_is_sent_again_as_itself_or_as_a_copy() {
    let tester = Tester::new().await;
    let mut listener = Listener::new(&tester).await;
    tester.ring(MEETING, BOB).await;
    let (_, id) = listener.next().await;
    let path = format!("/notifications/{id}/resend");
    tester.post(&path, json!({})).await;
    assert_eq!(listener.next().await.1, id);
    tester.post(&path, json!({ "as": "double" })).await;
    let (_, copy) = listener.next().await;
    assert_ne!(copy, id);
    let copy = tester.get(&format!("/notifications/{copy}")).await;
    assert_eq!(copy["original"], id);
}

#[tokio::test]
async fn a_bot_refuses_each_bad_token_and_accepts_the_good_one() {
    let tester = Tester::new().await;
    let mut listener = Listener::new(&tester).await;
    for (token, expected) in [
        ("expired", "refused"),
        ("wrong_audience", "refused"),
        ("wrong_issuer", "refused"),
        ("unknown_key", "refused"),
        ("none", "refused"),
        ("good", "operation"),
    ] {
        tester.patch("/delivery", json!({ "token": token })).await;
        let call = tester.post("/calls", json!({ "kind": "meeting" })).await;
        tester.ring(call["id"].as_str().unwrap(), BOB).await;
        assert_eq!(listener.about().await, expected, "{token}");
    }
    let refused = tester
        .get("/notifications?fate=answered&at_least=6&wait=5s")
        .await;
    let refused = refused["items"].as_array().unwrap().iter();
    assert_eq!(refused.filter(|one| one["status"] == 401).count(), 5);
}

#[tokio::test]
async fn a_body_of_the_test_is_sent_signed() {
    let tester = Tester::new().await;
    let body = json!({ "value": [{ "resourceData": [] }] });
    let own = json!({ "call": "meeting", "body": body });
    let why = tester
        .refused(409, Method::POST, "/notifications", Some(own.clone()))
        .await;
    assert!(why.contains("no callback"), "{why}");
    let mut listener = Listener::new(&tester).await;
    tester.post("/notifications", own).await;
    assert_eq!(listener.about().await, "roster");
    assert_eq!(tester.get("/notifications").await["items"][0]["body"], body);
}

#[tokio::test]
async fn delivery_changes_only_what_is_given_and_refuses_nonsense() {
    let tester = Tester::new().await;
    let delivery = tester.patch("/delivery", json!({ "losing": 100 })).await;
    assert_eq!(
        (&delivery["losing"], &delivery["mode"]),
        (&json!(100), &json!("deliver"))
    );
    let delivery = tester
        .patch("/delivery", json!({ "delay": "0s..200ms" }))
        .await;
    assert_eq!(
        (&delivery["losing"], &delivery["delay"]),
        (&json!(100), &json!("0s..200ms"))
    );
    let _listener = Listener::new(&tester).await;
    tester.ring(MEETING, BOB).await;
    assert_eq!(
        tester.get("/notifications").await["items"][0]["fate"],
        "lost"
    );
    for body in [
        json!({ "losing": 101 }),
        json!({ "delay": "soon" }),
        json!({ "loosing": 1 }),
    ] {
        tester
            .refused(422, Method::PATCH, "/delivery", Some(body))
            .await;
    }
    assert_eq!(tester.get("/delivery").await, delivery);
    let body = json!({ "url": "file:///etc/passwd" });
    tester
        .refused(422, Method::PUT, "/callback", Some(body))
        .await;
}

#[tokio::test]
async fn a_new_key_signs_and_the_bot_finds_it() {
    let tester = Tester::new().await;
    let keys = format!("{}/keys", tester.emulator.root());
    let key = async || {
        let keys = tester.http.get(&keys).send().await.unwrap();
        keys.json::<Value>().await.unwrap()["keys"][0]["kid"].clone()
    };
    let before = key().await;
    tester.done(Method::POST, "/keys/rotate", None).await;
    assert_ne!(key().await, before);
}
