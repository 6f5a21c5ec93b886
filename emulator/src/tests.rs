//! What only the emulator itself can see.

use crate::{Behavior, Delivery, Emulator};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";

#[tokio::test]
async fn nothing_more_once_it_is_dropped() {
    let late = Duration::from_secs(3600);
    let emulator = Emulator::builder()
        .callback(Url::parse("http://127.0.0.1:1/callback").unwrap())
        .delivery(Delivery::new().delay(late..=late))
        .start()
        .await
        .unwrap();
    let call = emulator.add_meeting();
    emulator.set_behavior(BOB, Behavior::AnswersAfter(late));
    let people = [ADA, BOB].map(|id| json!({ "identity": { "user": { "id": id } } }));
    let path = format!("v1.0/communications/calls/{call}/participants/invite");
    let response = reqwest::Client::new()
        .post(emulator.url().join(&path).unwrap())
        .bearer_auth(emulator.token())
        .json(&json!({ "participants": people }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    let service = Arc::downgrade(&emulator.service);
    assert!(service.upgrade().is_some());
    drop(emulator);
    // Every task of it held the service.
    while service.upgrade().is_some() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
