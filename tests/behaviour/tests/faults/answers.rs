//! Faults in the response.

use crate::sent::{PATIENT, client, invite, sent};
use graph_invite_emulator::{Emulator, Fault};
use std::time::{Duration, Instant};

#[tokio::test]
async fn refused_4xx_keeps_its_retry_after() {
    for status in [400, 403, 404, 405, 413, 429] {
        assert_eq!(sent(Fault::status(status)).await.is_refused(status), None);
        let hint = sent(Fault::status(status).retry_after("0.25")).await;
        let wait = Some(Duration::from_millis(250));
        assert_eq!(hint.is_refused(status), wait);
    }
}

#[tokio::test]
async fn status_401_is_refused() {
    sent(Fault::status(401)).await.is_refused(401);
}

#[tokio::test]
async fn status_503_with_retry_after_is_unknown() {
    for wait in ["1", "0.5", "Fri, 31 Dec 1999 23:59:59 GMT"] {
        let busy = Fault::status(503).retry_after(wait);
        sent(busy.clone()).await.rang(0).is_status(503);
        sent(busy.after_ringing()).await.rang(1).is_status(503);
    }
}

#[tokio::test]
async fn status_of_a_gateway_is_unknown_before_and_after_ringing() {
    for status in [408, 409, 423, 424, 425, 444, 460, 499] {
        sent(Fault::status(status)).await.rang(0).is_status(status);
        let after = sent(Fault::status(status).after_ringing()).await;
        after.rang(1).is_status(status);
    }
}

#[tokio::test]
async fn status_503_without_retry_after_is_unknown() {
    let busy = Fault::status(503);
    sent(busy.clone()).await.rang(0).is_status(503);
    sent(busy.clone().after_ringing())
        .await
        .rang(1)
        .is_status(503);
    sent(busy.retry_after("soon")).await.rang(0).is_status(503);
}

#[tokio::test]
async fn status_5xx_is_unknown_if_no_phone_rang() {
    for status in [500, 502, 504] {
        sent(Fault::status(status)).await.rang(0).is_status(status);
    }
}

#[tokio::test]
async fn status_5xx_is_unknown_if_a_phone_rang() {
    for status in [500, 502, 504] {
        let fault = Fault::status(status).retry_after("0").after_ringing();
        sent(fault).await.rang(1).is_status(status);
    }
}

#[tokio::test]
async fn html_body_does_not_change_the_result() {
    let html = |status| Fault::status(status).body("text/html", "<h1>Sorry</h1>");
    sent(html(403)).await.is_refused(403);
    sent(html(502)).await.rang(0).is_status(502);
    sent(html(200).after_ringing()).await.is_ringing();
}

#[tokio::test]
async fn truncated_body_does_not_change_the_result() {
    let cut = |status| {
        Fault::status(status)
            .body("application/json", r#"{"error":{"code":"8523"}}"#)
            .truncated()
    };
    sent(cut(400)).await.is_refused(400);
    sent(cut(500)).await.rang(0).is_status(500);
    sent(cut(504).after_ringing()).await.rang(1).is_status(504);
    let accepted = sent(cut(200).after_ringing()).await;
    assert!(accepted.is_ringing().operation_id().is_none());
}

/// Redirects to another emulator, which must not get a request.
async fn redirected(location: impl Fn(&str) -> String) {
    let other = Emulator::start().await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        let fault = Fault::redirect(status, &location(other.root()));
        sent(fault.clone()).await.rang(0).is_redirect();
        sent(fault.after_ringing()).await.rang(1).is_redirect();
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn redirect_to_another_port_is_not_followed() {
    redirected(|other| format!("{other}/v1.0/communications/calls/c/participants/invite")).await;
}

#[tokio::test]
async fn redirect_to_another_host_is_not_followed() {
    redirected(|other| other.replace("127.0.0.1", "localhost")).await;
}

#[tokio::test]
async fn redirect_to_another_scheme_is_not_followed() {
    redirected(|other| other.replace("http:", "https:")).await;
}

#[tokio::test]
async fn redirect_to_the_same_url_is_not_followed() {
    redirected(|_| String::new()).await;
    redirected(|_| "?again".to_owned()).await;
}

#[tokio::test]
async fn huge_response_is_not_read_to_its_end() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    emulator.fail_next(Fault::large_body(200 * 1024 * 1024));
    let began = Instant::now();
    let sent = invite(&emulator, &client, emulator.add_meeting()).await;
    assert!(sent.is_ringing().operation_id().is_none());
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn two_location_headers_are_accepted() {
    let twice = ["https://one.example/a", "https://two.example/b"];
    let sent = sent(Fault::locations(twice)).await;
    assert!(sent.is_ringing().operation_id().is_some());
}

#[tokio::test]
async fn invalid_location_header_is_ignored() {
    for wrong in ["https://evil.example/x", "../users/x", "no url", ""] {
        let sent = sent(Fault::locations([wrong])).await;
        assert!(sent.is_ringing().operation_id().is_some(), "{wrong}");
    }
}

#[tokio::test]
async fn success_with_unreadable_body_is_ringing() {
    for body in ["", "null", "{\"id\":", "<html>", "[]"] {
        let sent = sent(Fault::success(body)).await;
        assert!(sent.is_ringing().operation_id().is_none(), "{body}");
    }
}
