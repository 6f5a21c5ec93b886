//! The clock of the emulator, which a test advances or stops instead of waiting.

use super::*;
use crate::notifications::Listener;

const MIA: &str = "c3f0a9d2-58be-4d77-8a40-6b1de2f7c905";
const DAN: &str = "682b6c37-0729-4fab-ace6-d730d5d9137e";

impl Tester {
    /// An emulator whose clock stands, and whose phones ring for a minute.
    async fn with_stopped_clock() -> Self {
        let scenario = json!({ "service": { "ring_time": "60s" } });
        let tester = Self::of(serde_json::from_value(scenario).unwrap()).await;
        tester.put("/time", json!({ "running": false })).await;
        tester
    }

    async fn advance(&self, by: &str) -> Value {
        self.post("/time/advance", json!({ "by": by })).await
    }
}

#[tokio::test]
async fn a_phone_stops_when_the_clock_has_counted_the_ring_time() {
    let tester = Tester::with_stopped_clock().await;
    let invite = tester.ring(MEETING, MIA).await;
    tester.advance("59999ms").await;
    assert_eq!(tester.get("/phones").await["total"], 1);
    tester.advance("1ms").await;
    assert_eq!(tester.get("/phones").await["total"], 0);
    let ended = tester.get(&format!("/invites/{invite}")).await;
    assert_eq!(
        (&ended["state"], &ended["code"]),
        (&json!("failed"), &json!(487))
    );
}

#[tokio::test]
async fn the_clock_shows_what_it_was_advanced_by() {
    let tester = Tester::with_stopped_clock().await;
    let milliseconds = |clock: &Value| {
        let text = clock["elapsed"].as_str().unwrap();
        match text.strip_suffix("ms") {
            Some(text) => text.parse().unwrap(),
            None => 1_000 * text.strip_suffix('s').unwrap().parse::<u64>().unwrap(),
        }
    };
    let before = tester.get("/time").await;
    assert_eq!(before["running"], false);
    let after = tester.advance("1.5h").await;
    assert_eq!(milliseconds(&after) - milliseconds(&before), 5_400_000);
    assert_eq!(tester.get("/time").await, after);
    assert_eq!(
        tester.put("/time", json!({ "running": true })).await["running"],
        true
    );
}

#[tokio::test]
async fn a_reset_lets_the_clock_run() {
    let tester = Tester::with_stopped_clock().await;
    tester.done(Method::POST, "/reset", None).await;
    assert_eq!(tester.get("/time").await["running"], true);
}

#[tokio::test]
async fn a_delayed_notification_is_sent_when_the_clock_has_counted_its_delay() {
    let tester = Tester::with_stopped_clock().await;
    let mut listener = Listener::new(&tester).await;
    tester.patch("/delivery", json!({ "delay": "1h" })).await;
    tester.ring(MEETING, BOB).await;
    tester.advance("59m").await;
    assert_eq!(tester.get("/notifications?fate=waiting").await["total"], 1);
    tester.advance("1m").await;
    assert_eq!(listener.about().await, "operation");
}

#[tokio::test]
async fn a_token_ends_when_the_clock_has_counted_its_life() {
    let tester = Tester::with_stopped_clock().await;
    let token = tester.post("/tokens", json!({ "life": "1h" })).await;
    let url = format!(
        "{}/v1.0/communications/calls/{MEETING}",
        tester.emulator.root()
    );
    let status = async || {
        let request = tester
            .http
            .get(&url)
            .bearer_auth(token["token"].as_str().unwrap());
        request.send().await.unwrap().status().as_u16()
    };
    tester.advance("3599s").await;
    assert_eq!(status().await, 200);
    tester.advance("1s").await;
    assert_eq!(status().await, 401);
}

#[tokio::test]
async fn an_advance_that_makes_no_sense_is_refused() {
    let tester = Tester::new().await;
    for body in [
        json!({ "by": "soon" }),
        json!({ "by": "-1s" }),
        json!({ "by": "87601h" }),
        json!({ "to": "1s" }),
    ] {
        let why = tester
            .refused(422, Method::POST, "/time/advance", Some(body))
            .await;
        assert!(!why.is_empty());
    }
    tester
        .refused(400, Method::POST, "/time/advance", None)
        .await;
    tester
        .refused(422, Method::PUT, "/time", Some(json!({ "running": "no" })))
        .await;
}

/// In steps, each thing at its own time: what follows from it is counted from then.
#[tokio::test]
async fn one_advance_does_all_that_is_due_in_order() {
    let tester = Tester::with_stopped_clock().await;
    let mut listener = Listener::new(&tester).await;
    tester.patch("/delivery", json!({ "delay": "5s" })).await;
    // Waits in the lobby for two seconds.
    tester.ring(MEETING, DAN).await;
    tester.advance("7s").await;
    for expected in ["operation", "roster", "roster"] {
        assert_eq!(listener.about().await, expected);
    }
    assert_eq!(tester.get("/notifications?fate=waiting").await["total"], 0);
}
