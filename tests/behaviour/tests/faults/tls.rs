//! Faults in the TLS handshake, and the other faults over TLS.

use crate::sent::{ADA, DAY, PATIENT, QUICK, Sent, invite, sent, untrusting};
use graph_invite_emulator::{Emulator, Fault, Faults};
use invites::{Client, ClientBuilder, RetryPolicy};
use std::time::{Duration, Instant};

async fn emulator(faults: impl IntoIterator<Item = Fault>) -> Emulator {
    let faults = faults
        .into_iter()
        .fold(Faults::new(1), |faults, fault| faults.chance(fault, 100));
    let emulator = Emulator::builder().tls().faults(faults);
    emulator.start().await.unwrap()
}

fn builder(emulator: &Emulator) -> ClientBuilder {
    untrusting(emulator)
        .timeout(PATIENT)
        .root_certificate(emulator.certificate().unwrap())
}

fn client(emulator: &Emulator) -> Client {
    builder(emulator).build().unwrap()
}

/// Sends over TLS, with a fault in every attempt.
async fn sent_over_tls(fault: Fault) -> Sent {
    let emulator = emulator([fault]).await;
    invite(&emulator, &client(&emulator), emulator.meeting()).await
}

#[tokio::test]
async fn invite_over_tls_rings_once() {
    let emulator = emulator([]).await;
    assert!(emulator.root().starts_with("https://127.0.0.1:"));
    let call = emulator.meeting();
    let sent = invite(&emulator, &client(&emulator), call).await;
    assert!(sent.is_ringing().operation().is_some());
    let [request] = emulator.requests().try_into().unwrap();
    assert_eq!(request.method, "POST");
    let path = format!("/v1.0/communications/calls/{call}/participants/invite");
    assert_eq!(request.path, path);
}

#[tokio::test]
async fn tls_connection_is_reused() {
    let emulator = emulator([]).await;
    let client = client(&emulator);
    invite(&emulator, &client, emulator.meeting())
        .await
        .is_ringing();
    emulator.set_faults(Faults::new(1).chance(Fault::untrusted_tls(), 100));
    invite(&emulator, &client, emulator.meeting())
        .await
        .is_ringing();
}

#[tokio::test]
async fn slow_tls_handshake_in_time_is_ringing() {
    let pause = Duration::from_millis(100);
    let began = Instant::now();
    sent_over_tls(Fault::slow_tls(pause)).await.is_ringing();
    assert!(began.elapsed() >= pause);
}

#[tokio::test]
async fn tls_handshake_beyond_the_connect_timeout_is_not_sent() {
    let emulator = emulator([Fault::slow_tls(DAY)]).await;
    let client = builder(&emulator).connect_timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.meeting()).await;
    sent.is_not_connected();
    assert_eq!(sent.end.unwrap_err().attempts(), 4);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn tls_handshake_beyond_the_request_timeout_is_not_sent() {
    let emulator = emulator([Fault::slow_tls(DAY)]).await;
    let client = builder(&emulator).timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.meeting()).await;
    sent.is_not_connected();
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn slow_tls_handshake_is_retried_and_rings_once() {
    let emulator = emulator([]).await;
    emulator.fail_next(Fault::slow_tls(DAY));
    let client = builder(&emulator).connect_timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.meeting()).await;
    sent.is_ringing();
    assert_eq!(emulator.rings_of(ADA), 1);
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn broken_tls_handshake_is_not_sent() {
    sent_over_tls(Fault::broken_tls()).await.is_not_connected();
}

#[tokio::test]
async fn untrusted_certificate_is_not_sent() {
    sent_over_tls(Fault::untrusted_tls())
        .await
        .is_not_connected();
}

#[tokio::test]
async fn failed_tls_handshakes_are_retried_and_ring_once() {
    let emulator = emulator([]).await;
    emulator.fail_next(Fault::broken_tls());
    emulator.fail_next(Fault::untrusted_tls());
    let sent = invite(&emulator, &client(&emulator), emulator.meeting()).await;
    sent.is_ringing();
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn unknown_root_certificate_is_not_sent() {
    let (emulator, other) = (emulator([]).await, emulator([]).await);
    for client in [
        untrusting(&emulator),
        untrusting(&emulator).root_certificate(other.certificate().unwrap()),
    ] {
        let client = client
            .retry_policy(RetryPolicy::disabled())
            .build()
            .unwrap();
        invite(&emulator, &client, emulator.meeting())
            .await
            .is_not_connected();
    }
}

#[tokio::test]
async fn several_root_certificates_are_trusted() {
    let (one, other) = (emulator([]).await, emulator([]).await);
    let [pem, other_pem] = [&one, &other].map(|emulator| emulator.certificate().unwrap());
    let bundle = format!("{other_pem}{pem}");
    for client in [
        untrusting(&one)
            .root_certificate(pem)
            .root_certificate(other_pem),
        untrusting(&one).root_certificate(bundle),
    ] {
        let client = client.build().unwrap();
        invite(&one, &client, one.meeting()).await.is_ringing();
    }
}

#[tokio::test]
async fn tls_reset_on_accept_is_not_sent() {
    sent_over_tls(Fault::hang_up()).await.is_not_connected();
}

#[tokio::test]
async fn tls_reset_before_reading_the_request_is_unknown() {
    sent_over_tls(Fault::reset_unread())
        .await
        .rang(0)
        .is_interrupted();
}

#[tokio::test]
async fn tls_reset_after_reading_the_request_is_unknown() {
    sent_over_tls(Fault::reset()).await.rang(0).is_interrupted();
    let after = Fault::reset().after_ringing();
    sent_over_tls(after).await.rang(1).is_interrupted();
}

#[tokio::test]
async fn tls_reset_in_the_response_is_unknown_until_the_head_is_read() {
    sent_over_tls(Fault::cut_in_head())
        .await
        .rang(1)
        .is_interrupted();
    let in_body = sent_over_tls(Fault::cut_in_body()).await;
    assert!(in_body.is_ringing().operation().is_none());
}

#[tokio::test]
async fn missing_response_over_tls_times_out_as_unknown() {
    let emulator = emulator([Fault::silence().after_ringing()]).await;
    let client = builder(&emulator).timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.meeting()).await;
    sent.rang(1).is_timeout();
}

#[tokio::test]
async fn slow_response_over_tls_is_ringing() {
    let sent = sent_over_tls(Fault::drip(Duration::ZERO)).await;
    assert!(sent.is_ringing().operation().is_some());
}

#[tokio::test]
async fn huge_response_over_tls_is_ringing() {
    let sent = sent_over_tls(Fault::huge(20 * 1024 * 1024)).await;
    assert!(sent.is_ringing().operation().is_none());
}

#[tokio::test]
async fn tls_faults_do_not_affect_plain_http() {
    for fault in [
        Fault::slow_tls(DAY),
        Fault::broken_tls(),
        Fault::untrusted_tls(),
    ] {
        sent(fault).await.is_ringing();
    }
}
