//! Every attempt is told, and nothing else.

use super::{OK, client, invited, says};
use graph_invite_tests::raw::Service;
use graph_invite_tests::told::Told;

#[tokio::test]
async fn every_attempt_is_told_with_its_number_wait_and_reason() {
    let told = Told::default();
    let _hearing = told.hear();
    let script = [
        says("429 A", "retry-after: 0.05\r\n"),
        says("503 A", "retry-after: 0\r\n"),
        says("504 A", ""),
    ];
    let service = Service::script(script).await;
    let _end = invited(client(&service)).await;

    let requests = told.named("request");
    let statuses = requests
        .iter()
        .map(|request| request.get("http.response.status_code"));
    assert!(statuses.eq([Some("429"), Some("503"), Some("504")]));
    let resent = requests
        .iter()
        .map(|request| request.get("http.request.resend_count"));
    assert!(resent.eq([Some("0"), Some("1"), Some("2")]));

    let waits = told.named("again after a wait");
    let waits: Vec<_> = waits
        .iter()
        .map(|wait| (wait.get("attempt"), wait.get("reason")))
        .collect();
    assert_eq!(
        waits,
        [(Some("1"), Some("HTTP 429")), (Some("2"), Some("HTTP 503")),]
    );
    let wait = told.named("again after a wait")[0].clone();
    let seconds: f64 = wait.get("wait_seconds").unwrap().parse().unwrap();
    assert!(seconds >= 0.05, "{wait}");
    let stops = told.named("not again");
    assert_eq!(stops[0].get("attempt"), Some("3"));
    assert_eq!(stops[0].get("reason"), Some("HTTP 504"));

    let service = Service::script([says(OK, "")]).await;
    let _end = invited(client(&service)).await;
    let told = told.text();
    for secret in ["secret-token", "2345678901", "Ada"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}
