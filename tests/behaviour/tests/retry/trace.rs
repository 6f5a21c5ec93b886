//! The spans and events of each attempt.

use super::{OK, client, invited, says};
use graph_invite_tests::captured_traces::CapturedTraces;
use graph_invite_tests::scripted_server::ScriptedServer;

#[tokio::test]
async fn each_attempt_is_traced_with_number_wait_and_reason() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let script = [
        says("429 A", "retry-after: 0.05\r\n"),
        says("429 A", "retry-after: 0\r\n"),
        says("504 A", ""),
    ];
    let service = ScriptedServer::script(script);
    let _end = invited(client(&service)).await;

    let requests = traces.named("request");
    let statuses = requests
        .iter()
        .map(|request| request.get("http.response.status_code"));
    assert!(statuses.eq([Some("429"), Some("429"), Some("504")]));
    let resent = requests
        .iter()
        .map(|request| request.get("http.request.resend_count"));
    assert!(resent.eq([Some("0"), Some("1"), Some("2")]));

    let waits = traces.named("retrying after a wait");
    let waits: Vec<_> = waits
        .iter()
        .map(|wait| (wait.get("attempt"), wait.get("reason")))
        .collect();
    assert_eq!(
        waits,
        [(Some("1"), Some("HTTP 429")), (Some("2"), Some("HTTP 429")),]
    );
    let wait = traces.named("retrying after a wait")[0].clone();
    let seconds: f64 = wait.get("wait_seconds").unwrap().parse().unwrap();
    assert!(seconds >= 0.05, "{wait}");
    let stops = traces.named("giving up");
    assert_eq!(stops[0].get("attempt"), Some("3"));
    assert_eq!(stops[0].get("reason"), Some("HTTP 504"));

    let service = ScriptedServer::script([says(OK, "")]);
    let _end = invited(client(&service)).await;
    let text = traces.text();
    for secret in ["secret-token", "2345678901", "Ada"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
