//! Events, as they happen.

use super::*;
use reqwest::Response;

/// Reads a stream of events.
struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    async fn open(tester: &Tester, path: &str, last: Option<u64>) -> Self {
        let mut request = tester.http.get(tester.url(path));
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            response,
            text: String::new(),
        }
    }

    async fn next(&mut self) -> Value {
        loop {
            if let Some((event, rest)) = self.text.clone().split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: "));
                let data = data.map(|data| serde_json::from_str(data).unwrap());
                rest.clone_into(&mut self.text);
                if let Some(data) = data {
                    return data;
                }
                continue;
            }
            let chunk = self.response.chunk().await.unwrap().unwrap();
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }
}

#[tokio::test]
async fn an_invite_is_told_step_by_step() {
    let tester = Tester::new().await;
    let mut stream = Stream::open(
        &tester,
        "/events?kinds=ringing,failed,operation_ended,request",
        None,
    )
    .await;
    let invite = tester.ring(MEETING, BOB).await;
    for (kind, detail) in [
        ("ringing", ""),
        ("failed", ""),
        ("operation_ended", "failed 603/8538"),
    ] {
        let event = stream.next().await;
        assert_eq!(
            (&event["kind"], &event["detail"]),
            (&json!(kind), &json!(detail))
        );
        assert_eq!(
            (&event["invite"], &event["call"]),
            (&json!(invite), &json!(MEETING))
        );
    }
    let request = stream.next().await;
    assert!(
        request["detail"]
            .as_str()
            .unwrap()
            .ends_with("/participants/invite 200"),
        "{request}"
    );
}

#[tokio::test]
async fn a_client_that_comes_back_gets_what_it_missed_once() {
    let tester = Tester::new().await;
    let mut stream = Stream::open(&tester, "/events", None).await;
    tester.ring(MEETING, BOB).await;
    let last = stream.next().await["seq"].as_u64().unwrap();
    drop(stream);
    for _ in 0..100 {
        tester.invite(ADA, &[BOB]).await;
    }
    let mut stream = Stream::open(&tester, "/events", Some(last)).await;
    let mut expected = last;
    let mut requests = 0;
    while requests < 101 {
        let event = stream.next().await;
        expected += 1;
        assert_eq!(event["seq"], expected);
        requests += usize::from(event["kind"] == "request");
    }
}

#[tokio::test]
async fn a_gap_is_told() {
    let tester = Tester::new().await;
    // Each call that is added and ended makes two events.
    for _ in 0..5_100 {
        let call = tester.emulator.add_meeting();
        tester.emulator.forget_call(call);
    }
    let mut stream = Stream::open(&tester, "/events", Some(1)).await;
    let gap = stream.next().await;
    assert_eq!(gap["kind"], "gap");
    let next = stream.next().await;
    assert_eq!(next["seq"].as_u64(), gap["seq"].as_u64().map(|seq| seq + 1));
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let tester = Tester::new().await;
    let mut stream = Stream::open(&tester, "/events", None).await;
    drop(tester.control);
    assert!(
        stream
            .response
            .chunk()
            .await
            .is_ok_and(|chunk| chunk.is_none())
    );
}
