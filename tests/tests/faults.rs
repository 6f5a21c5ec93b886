//! Every fault of the emulator, over sockets: which of the ends it is, and how often it rang.
//!
//! A fault strikes every try, so that each end is the same whatever is tried again.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

use invites::emulator::{Emulator, Fault, Faults};
use invites::{
    AccessToken, CallId, Client, ClientContext, NotSent, Ringing, SendError, UnknownCause,
    graph_invite,
};
use std::time::{Duration, Instant};

const DAY: Duration = Duration::from_secs(86_400);
const PATIENT: Duration = Duration::from_secs(20);
const QUICK: Duration = Duration::from_millis(300);
const ADA: &str = "+12345678901";

/// An invite, its end, and how often it rang.
struct Sent {
    end: Result<Ringing, SendError>,
    rang: usize,
}

async fn sent(fault: Fault) -> Sent {
    sent_within(PATIENT, fault).await
}

async fn sent_within(timeout: Duration, fault: Fault) -> Sent {
    let emulator = Emulator::builder().faults(Faults::new(1).chance(fault, 100));
    let emulator = emulator.start().await.unwrap();
    let client = client(&emulator, timeout);
    invite(&emulator, &client, &emulator.meeting()).await
}

fn client(emulator: &Emulator, timeout: Duration) -> Client {
    Client::builder()
        .cloud(emulator.cloud())
        .token(AccessToken::new(emulator.token()))
        .timeout(timeout)
        .build()
        .unwrap()
}

async fn invite(emulator: &Emulator, client: &Client, call: &CallId) -> Sent {
    let context = ClientContext::from(invites::Uuid::new_v4());
    let invite = graph_invite! {
        call: call,
        participants: [phone "+12345678901" named "Ada"],
        context: &context,
    };
    let end = invite.send(client).await;
    let rang = emulator.rings_for(call, &context).into_values().sum();
    Sent { end, rang }
}

impl Sent {
    #[track_caller]
    fn rang(&self, times: usize) -> &Self {
        assert_eq!(self.rang, times, "{:?}", self.end);
        self
    }

    #[track_caller]
    fn is_ringing(&self) -> &Ringing {
        self.rang(1).end.as_ref().unwrap()
    }

    #[track_caller]
    fn is_refused(&self, status: u16) -> Option<Duration> {
        match &self.rang(0).end {
            Err(SendError::Refused(refused)) if refused.status == status => refused.retry_after,
            end => panic!("{end:?}"),
        }
    }

    #[track_caller]
    fn is_not_connected(&self) {
        let end = &self.rang(0).end;
        let not_sent = matches!(end, Err(SendError::NotSent(NotSent::Connect(_))));
        assert!(not_sent, "{end:?}");
    }

    #[track_caller]
    fn is_unknown(&self) -> &UnknownCause {
        match &self.end {
            Err(SendError::Unknown(unknown)) => &unknown.cause,
            end => panic!("{end:?}"),
        }
    }

    #[track_caller]
    fn is_broken(&self) {
        let cause = self.is_unknown();
        assert!(matches!(cause, UnknownCause::Broken(_)), "{cause:?}");
    }

    #[track_caller]
    fn is_late(&self) {
        let cause = self.is_unknown();
        assert!(matches!(cause, UnknownCause::Timeout(_)), "{cause:?}");
    }

    #[track_caller]
    fn is_status(&self, of: u16) {
        let cause = self.is_unknown();
        let same = matches!(cause, UnknownCause::Status { status, .. } if *status == of);
        assert!(same, "{cause:?}");
    }

    #[track_caller]
    fn is_redirect(&self) {
        let cause = self.is_unknown();
        assert!(matches!(cause, UnknownCause::Redirect { .. }), "{cause:?}");
    }
}

#[tokio::test]
async fn a_refused_connection() {
    let emulator = Emulator::start().await.unwrap();
    emulator.fail_next(Fault::refuse(DAY));
    let client = client(&emulator, PATIENT);
    let sent = invite(&emulator, &client, &emulator.meeting()).await;
    sent.is_not_connected();
}

#[tokio::test]
async fn a_refused_connection_by_chance() {
    // The first is accepted and reset, and then nobody listens.
    let faults = Faults::new(1).chance(Fault::refuse(DAY), 100);
    let emulator = Emulator::builder().faults(faults).start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.meeting();
    let first = invite(&emulator, &client, &call).await;
    assert!(first.end.is_err());
    first.rang(0);
    invite(&emulator, &client, &call).await.is_not_connected();
}

#[tokio::test]
async fn connections_again_after_a_while() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.meeting();
    emulator.fail_next(Fault::refuse(Duration::from_millis(50)));
    tokio::time::sleep(Duration::from_millis(150)).await;
    invite(&emulator, &client, &call).await.is_ringing();
}

#[tokio::test]
async fn a_connection_closed_when_accepted() {
    sent(Fault::hang_up()).await.rang(0).is_broken();
}

#[tokio::test]
async fn a_reset_before_the_request_is_read() {
    sent(Fault::reset_unread()).await.rang(0).is_broken();
}

#[tokio::test]
async fn a_reset_of_a_connection_that_was_idle() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let (first, second) = (emulator.meeting(), emulator.meeting());
    invite(&emulator, &client, &first).await.is_ringing();
    emulator.set_faults(Faults::new(1).chance(Fault::reset_unread(), 100));
    invite(&emulator, &client, &second)
        .await
        .rang(0)
        .is_broken();
}

#[tokio::test]
async fn a_reset_after_the_request_is_read() {
    sent(Fault::reset()).await.rang(0).is_broken();
}

#[tokio::test]
async fn a_reset_after_ringing() {
    sent(Fault::reset().after_ringing())
        .await
        .rang(1)
        .is_broken();
}

#[tokio::test]
async fn a_reset_in_the_head_of_the_answer() {
    sent(Fault::cut_in_head()).await.rang(1).is_broken();
}

#[tokio::test]
async fn a_reset_in_the_body_of_the_answer() {
    let sent = sent(Fault::cut_in_body()).await;
    assert!(sent.is_ringing().operation().is_none());
}

#[tokio::test]
async fn no_answer() {
    sent_within(QUICK, Fault::silence()).await.rang(0).is_late();
}

#[tokio::test]
async fn no_answer_after_ringing() {
    sent_within(QUICK, Fault::silence().after_ringing())
        .await
        .rang(1)
        .is_late();
}

#[tokio::test]
async fn an_answer_byte_by_byte() {
    let sent = sent(Fault::drip(Duration::ZERO)).await;
    assert!(sent.is_ringing().operation().is_some());
}

#[tokio::test]
async fn an_answer_byte_by_byte_that_takes_too_long() {
    sent_within(QUICK, Fault::drip(Duration::from_millis(20)))
        .await
        .rang(1)
        .is_late();
}

#[tokio::test]
async fn a_4xx_with_and_without_a_hint() {
    for status in [400, 403, 404, 408, 409, 429] {
        assert_eq!(sent(Fault::status(status)).await.is_refused(status), None);
        let hint = sent(Fault::status(status).retry_after("0.25")).await;
        let wait = Some(Duration::from_millis(250));
        assert_eq!(hint.is_refused(status), wait);
    }
}

#[tokio::test]
async fn a_401() {
    sent(Fault::status(401)).await.is_refused(401);
}

#[tokio::test]
async fn a_503_with_a_hint_in_seconds() {
    let wait = sent(Fault::status(503).retry_after("1")).await;
    assert_eq!(wait.is_refused(503), Some(Duration::from_secs(1)));
}

#[tokio::test]
async fn a_503_with_a_hint_in_fractions() {
    let wait = sent(Fault::status(503).retry_after("0.5")).await;
    assert_eq!(wait.is_refused(503), Some(Duration::from_millis(500)));
}

#[tokio::test]
async fn a_503_with_a_date() {
    let wait = sent(Fault::status(503).retry_after("Fri, 31 Dec 1999 23:59:59 GMT")).await;
    assert_eq!(wait.is_refused(503), Some(Duration::ZERO));
}

#[tokio::test]
async fn a_503_without_a_hint() {
    let busy = Fault::status(503);
    sent(busy.clone()).await.rang(0).is_status(503);
    sent(busy.clone().after_ringing())
        .await
        .rang(1)
        .is_status(503);
    sent(busy.retry_after("soon")).await.rang(0).is_status(503);
}

#[tokio::test]
async fn a_5xx_before_ringing() {
    for status in [500, 502, 504] {
        sent(Fault::status(status)).await.rang(0).is_status(status);
    }
}

#[tokio::test]
async fn a_5xx_after_ringing() {
    for status in [500, 502, 504] {
        let fault = Fault::status(status).retry_after("0").after_ringing();
        sent(fault).await.rang(1).is_status(status);
    }
}

#[tokio::test]
async fn html_for_an_answer() {
    let html = |status| Fault::status(status).body("text/html", "<h1>Sorry</h1>");
    sent(html(403)).await.is_refused(403);
    sent(html(502)).await.rang(0).is_status(502);
    sent(html(200).after_ringing()).await.is_ringing();
}

#[tokio::test]
async fn a_body_that_breaks_off() {
    let cut = |status| {
        Fault::status(status)
            .body("application/json", r#"{"error":{"code":"8523"}}"#)
            .truncated()
    };
    sent(cut(400)).await.is_refused(400);
    sent(cut(500)).await.rang(0).is_status(500);
    sent(cut(504).after_ringing()).await.rang(1).is_status(504);
    let accepted = sent(cut(200).after_ringing()).await;
    assert!(accepted.is_ringing().operation().is_none());
}

/// Redirected to another emulator: asked nothing, it has rung nobody and seen no token.
async fn redirected(location: impl Fn(&str) -> String) {
    let other = Emulator::start().await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        let fault = Fault::redirect(status, &location(&other.root()));
        sent(fault.clone()).await.rang(0).is_redirect();
        sent(fault.after_ringing()).await.rang(1).is_redirect();
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_to_another_port() {
    redirected(|other| format!("{other}/v1.0/communications/calls/c/participants/invite")).await;
}

#[tokio::test]
async fn a_redirect_to_another_host() {
    redirected(|other| other.replace("127.0.0.1", "localhost")).await;
}

#[tokio::test]
async fn a_redirect_to_another_scheme() {
    redirected(|other| other.replace("http:", "https:")).await;
}

#[tokio::test]
async fn a_redirect_to_the_same_place() {
    redirected(|_| String::new()).await;
    redirected(|_| "?again".to_owned()).await;
}

#[tokio::test]
async fn a_huge_answer() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    emulator.fail_next(Fault::huge(200 * 1024 * 1024));
    let began = Instant::now();
    let sent = invite(&emulator, &client, &emulator.meeting()).await;
    assert!(sent.is_ringing().operation().is_none());
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_location_twice() {
    let twice = ["https://one.example/a", "https://two.example/b"];
    let sent = sent(Fault::locations(twice)).await;
    let ringing = sent.is_ringing();
    assert!(ringing.operation().is_some());
    assert_eq!(ringing.location(), Some(twice[0]));
}

#[tokio::test]
async fn a_wrong_location() {
    for wrong in ["https://evil.example/x", "../users/x", "no url", ""] {
        let sent = sent(Fault::locations([wrong])).await;
        assert_eq!(sent.is_ringing().location(), Some(wrong));
    }
}

#[tokio::test]
async fn a_success_with_an_empty_null_or_broken_body() {
    for body in ["", "null", "{\"id\":", "<html>", "[]"] {
        let sent = sent(Fault::success(body)).await;
        assert!(sent.is_ringing().operation().is_none(), "{body}");
    }
}

#[tokio::test]
async fn faults_strike_whom_they_are_aimed_at() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let (one, other) = (emulator.meeting(), emulator.meeting());
    emulator.fail_next_to(&other, Fault::reset_unread());
    emulator.fail_next_of("+49111", Fault::silence());
    invite(&emulator, &client, &one).await.is_ringing();
    invite(&emulator, &client, &other).await.rang(0).is_broken();
    emulator.fail_next_of(ADA, Fault::status(500).after_ringing());
    invite(&emulator, &client, &other)
        .await
        .rang(1)
        .is_status(500);
}

#[tokio::test]
async fn what_the_service_refuses_does_not_ring_by_a_fault() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.establishing();
    emulator.fail_next(Fault::success("{}"));
    invite(&emulator, &client, &call).await.is_refused(400);
}

#[tokio::test]
async fn a_call_that_is_forgotten_is_gone() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.meeting();
    let sent = invite(&emulator, &client, &call).await;
    let context = sent.is_ringing().client_context();
    emulator.forget(&call);
    assert!(emulator.rings_for(&call, context).is_empty());
    assert_eq!(emulator.rings_of(ADA), 1);
    invite(&emulator, &client, &call).await.is_refused(404);
}
