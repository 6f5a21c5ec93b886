//! Faults in the TLS handshake, and the other faults over TLS.

use crate::sent::{ADA, DAY, PATIENT, QUICK, Sent, invite, sent, untrusting};
use graph_invite_emulator::{Emulator, Fault, RandomFaults};
use invites::{Client, ClientBuilder, RetryPolicy};
use std::time::{Duration, Instant};

async fn emulator(faults: impl IntoIterator<Item = Fault>) -> Emulator {
    let faults = faults
        .into_iter()
        .fold(RandomFaults::new(1), |faults, fault| {
            faults.chance(fault, 100)
        });
    let emulator = Emulator::builder().tls().random_faults(faults);
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
async fn sent_over_tls(fault: impl Into<Fault>) -> Sent {
    let emulator = emulator([fault.into()]).await;
    invite(&emulator, &client(&emulator), emulator.add_meeting()).await
}

#[tokio::test]
async fn invite_over_tls_rings_once() {
    let emulator = emulator([]).await;
    assert!(emulator.root().starts_with("https://127.0.0.1:"));
    let call = emulator.add_meeting();
    let sent = invite(&emulator, &client(&emulator), call).await;
    assert!(sent.is_ringing().operation_id().is_some());
    let [request] = emulator.requests().try_into().unwrap();
    assert_eq!(request.method, "POST");
    let path = format!("/v1.0/communications/calls/{call}/participants/invite");
    assert_eq!(request.path, path);
}

#[tokio::test]
async fn tls_connection_is_reused() {
    let emulator = emulator([]).await;
    let client = client(&emulator);
    invite(&emulator, &client, emulator.add_meeting())
        .await
        .is_ringing();
    emulator.set_random_faults(RandomFaults::new(1).chance(Fault::untrusted_certificate(), 100));
    invite(&emulator, &client, emulator.add_meeting())
        .await
        .is_ringing();
}

#[tokio::test]
async fn slow_tls_handshake_in_time_is_ringing() {
    let pause = Duration::from_millis(100);
    let began = Instant::now();
    sent_over_tls(Fault::slow_tls_handshake(pause))
        .await
        .is_ringing();
    assert!(began.elapsed() >= pause);
}

#[tokio::test]
async fn tls_handshake_beyond_the_connect_timeout_is_not_sent() {
    let emulator = emulator([Fault::slow_tls_handshake(DAY)]).await;
    let client = builder(&emulator).connect_timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.add_meeting()).await;
    sent.is_not_connected();
    assert_eq!(sent.end.unwrap_err().attempts(), 4);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn tls_handshake_beyond_the_request_timeout_is_not_sent() {
    let emulator = emulator([Fault::slow_tls_handshake(DAY)]).await;
    let client = builder(&emulator).timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.add_meeting()).await;
    sent.is_not_connected();
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn tls_handshake_beyond_the_deadline_is_not_sent() {
    let emulator = emulator([Fault::slow_tls_handshake(DAY)]).await;
    let builder = builder(&emulator).timeout(DAY).connect_timeout(DAY);
    let client = builder.deadline(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.add_meeting()).await;
    sent.is_not_connected();
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn slow_tls_handshake_is_retried_and_rings_once() {
    let emulator = emulator([]).await;
    emulator.fail_next(Fault::slow_tls_handshake(DAY));
    let client = builder(&emulator).connect_timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.add_meeting()).await;
    sent.is_ringing();
    assert_eq!(emulator.ring_count(ADA), 1);
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn broken_tls_handshake_is_not_sent() {
    let sent = sent_over_tls(Fault::reset_tls_handshake()).await;
    sent.is_not_connected();
    assert_eq!(sent.end.unwrap_err().attempts(), 4);
}

#[tokio::test]
async fn untrusted_certificate_is_not_sent() {
    let sent = sent_over_tls(Fault::untrusted_certificate()).await;
    sent.is_not_connected();
    assert_eq!(sent.end.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn failed_tls_handshakes_are_retried_and_ring_once() {
    let emulator = emulator([]).await;
    emulator.fail_next(Fault::reset_tls_handshake());
    emulator.fail_next(Fault::reset_tls_handshake());
    let sent = invite(&emulator, &client(&emulator), emulator.add_meeting()).await;
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
        invite(&emulator, &client, emulator.add_meeting())
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
        invite(&one, &client, one.add_meeting()).await.is_ringing();
    }
}

#[tokio::test]
async fn tls_reset_on_accept_is_not_sent() {
    sent_over_tls(Fault::reset_on_accept())
        .await
        .is_not_connected();
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
    sent_over_tls(Fault::truncated_head())
        .await
        .rang(1)
        .is_interrupted();
    let in_body = sent_over_tls(Fault::truncated_body()).await;
    assert!(in_body.is_ringing().operation_id().is_none());
}

#[tokio::test]
async fn missing_response_over_tls_times_out_as_unknown() {
    let emulator = emulator([Fault::no_response().after_ringing().into()]).await;
    let client = builder(&emulator).timeout(QUICK).build().unwrap();
    let sent = invite(&emulator, &client, emulator.add_meeting()).await;
    sent.rang(1).is_timeout();
}

#[tokio::test]
async fn slow_response_over_tls_is_ringing() {
    let sent = sent_over_tls(Fault::slow_response(Duration::ZERO)).await;
    assert!(sent.is_ringing().operation_id().is_some());
}

#[tokio::test]
async fn huge_response_over_tls_is_ringing() {
    let sent = sent_over_tls(Fault::large_body(20 * 1024 * 1024)).await;
    assert!(sent.is_ringing().operation_id().is_none());
}

#[tokio::test]
async fn tls_faults_do_not_affect_plain_http() {
    for fault in [
        Fault::slow_tls_handshake(DAY),
        Fault::reset_tls_handshake(),
        Fault::untrusted_certificate(),
    ] {
        sent(fault).await.is_ringing();
    }
}
