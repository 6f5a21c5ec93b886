//! Ids from a seed.

use super::*;
use std::sync::Arc;

/// The answers to the same requests, and the notifications that follow.
async fn run(seed: u64) -> (Vec<Value>, Vec<Arc<[u8]>>) {
    let callback = "http://127.0.0.1:1/callback".parse().unwrap();
    let emulator = Emulator::builder().seed(seed).callback(callback);
    let bot = Bot::of(emulator).await;
    let call = bot.emulator.add_meeting();
    let mut answers = vec![
        json!([bot.emulator.app(), bot.emulator.tenant(), call]),
        json!([bot.emulator.token(), bot.emulator.client_secret()]),
    ];
    for person in [ADA, BOB] {
        let reply = bot.invite(call, invite([user(person)])).await;
        let request_id = reply.headers["request-id"].to_str().unwrap();
        answers.extend([reply.body.clone(), json!(request_id)]);
    }
    answers.push(bot.get(&format!("{call}/participants")).await.body);
    let sent = async {
        loop {
            let sent = bot.emulator.notifications();
            if sent.len() >= 4 {
                break sent;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    let mut messages = Vec::new();
    for notification in sent.await {
        answers.push(json!(notification.message_id));
        messages.push(notification.body);
    }
    (answers, messages)
}

#[tokio::test]
async fn the_same_requests_get_the_same_answers_from_the_same_seed() {
    assert_eq!(run(7).await, run(7).await);
    let ((one, _), (other, _)) = (run(7).await, run(8).await);
    assert!(one.iter().all(|answer| !other.contains(answer)));
}
