//! What the emulator records, and how it starts and stops.

use super::*;
use graph_invite_emulator::{MAX_REQUEST_BYTES, MAX_REQUESTS, RecordedRequest};
use std::time::Duration;

const MEBIBYTE: usize = 1024 * 1024;

/// How many bytes are in the record.
fn bytes(requests: &[RecordedRequest]) -> usize {
    let heads = requests.iter().map(|request| {
        let headers = request.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        request.method.len() + request.path.len() + headers
    });
    let bodies = requests.iter().map(|request| request.body.len());
    heads.chain(bodies).sum()
}

#[tokio::test]
async fn requests_are_recorded_without_the_token() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let body = invite([user(ADA)]);
    let request = bot.post(call).header("client-request-id", BOB);
    send(request.json(&body)).await.assert_accepted();

    let requests = bot.emulator.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.path,
        format!("/v1.0/communications/calls/{call}/participants/invite"),
    );
    assert_eq!(request.header("Client-Request-Id"), Some(BOB));
    assert_eq!(request.header("authorization"), Some("Bearer …"));
    assert_eq!(request.body, serde_json::to_vec(&body).unwrap());
    let shown = request.to_string();
    assert!(shown.starts_with("POST /v1.0/"), "{shown}");
    assert!(shown.ends_with(&format!("\n\n{body}")), "{shown}");
    assert!(!shown.contains(bot.emulator.token()), "{shown}");
}

#[tokio::test]
async fn refused_requests_are_recorded() {
    let bot = Bot::new().await;
    send(
        bot.http
            .get(bot.emulator.root())
            .header("authorization", "secret"),
    )
    .await;
    let requests = bot.emulator.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].header("authorization"), Some("…"));
}

#[tokio::test]
async fn little_is_kept_of_a_body_without_a_token() {
    let bot = Bot::new().await;
    let url = bot.calls(&format!("{STRANGE}/participants/invite"));
    let body: Vec<u8> = (0..MEBIBYTE).map(|place| place.to_le_bytes()[0]).collect();
    for _ in 0..50 {
        let reply = send(bot.http.post(&url).body(body.clone())).await;
        reply.assert_refused(401, "InvalidAuthenticationToken");
    }
    let requests = bot.emulator.requests();
    assert_eq!(requests.len(), 50);
    for request in &requests {
        assert_eq!(request.body, body[..4096]);
    }
    assert!(bytes(&requests) < 50 * 5_000);
}

#[tokio::test]
async fn little_is_kept_of_a_body_that_is_too_large() {
    let bot = Bot::new().await;
    let request = bot.post(bot.emulator.add_meeting());
    let reply = send(request.body(vec![b' '; 3 * MEBIBYTE])).await;
    reply.assert_refused(413, "RequestEntityTooLarge");
    assert_eq!(bot.emulator.requests()[0].body, [b' '; 4096]);
}

#[tokio::test]
async fn the_bytes_of_the_recorded_requests_are_limited() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    for number in 0..12 {
        let request = bot.post(call).header("client-request-id", number);
        send(request.body(vec![b' '; MEBIBYTE])).await;
    }
    let requests = bot.emulator.requests();
    let held = bytes(&requests);
    assert!(held <= MAX_REQUEST_BYTES, "{held}");
    assert!(held > MAX_REQUEST_BYTES - 2 * MEBIBYTE, "{held}");
    let newest = requests.last().unwrap();
    assert_eq!(newest.header("client-request-id"), Some("11"));
}

#[tokio::test]
async fn the_number_of_recorded_requests_is_limited() {
    let bot = Bot::new().await;
    for number in 0..=MAX_REQUESTS {
        bot.get(&number.to_string()).await;
    }
    let requests = bot.emulator.requests();
    assert_eq!(requests.len(), MAX_REQUESTS);
    assert!(requests[0].path.ends_with("/1"), "{}", requests[0].path);
}

#[tokio::test]
async fn a_person_is_the_same_in_every_spelling() {
    let bot = Bot::new().await;
    bot.invite(
        bot.emulator.add_meeting(),
        invite([user(&ADA.to_uppercase())]),
    )
    .await
    .assert_accepted();
    assert_eq!(bot.emulator.ring_count(id(ADA)), 1);
    assert_eq!(bot.emulator.ring_count(ADA.replace('-', "")), 1);
    let people: Vec<_> = bot.emulator.ring_counts().into_keys().collect();
    assert_eq!(people[0].as_str(), ADA);
}

#[tokio::test]
async fn debug_shows_no_token() {
    let bot = Bot::new().await;
    let shown = format!("{:?}", bot.emulator);
    assert!(shown.contains(bot.emulator.root()), "{shown}");
    assert!(!shown.contains(bot.emulator.token()), "{shown}");
    let builder = format!("{:?}", Emulator::builder().token("secret"));
    assert!(!builder.contains("secret"), "{builder}");
}

#[tokio::test]
async fn the_port_and_the_token_can_be_set() {
    // The port of a dropped emulator is free, unless another test takes it first.
    let emulator = loop {
        let root = Emulator::start().await.unwrap().root().to_owned();
        let port = root.rsplit(':').next().unwrap().parse().unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
        if let Ok(emulator) = Emulator::builder().port(port).token("rota").start().await {
            assert_eq!(emulator.root(), root);
            break emulator;
        }
    };
    assert_eq!(emulator.token(), "rota");
}

#[tokio::test]
async fn a_dropped_emulator_does_not_respond() {
    let Bot { emulator, http } = Bot::new().await;
    let root = emulator.root().to_owned();
    http.get(&root).send().await.unwrap();
    drop(emulator);
    while http.get(&root).send().await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
