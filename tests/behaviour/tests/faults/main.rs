//! Every fault of the emulator, over sockets: the result of the send, and how often the phone rang.
//!
//! A fault hits every attempt, so retries do not change the result.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod answers;
mod certificates;
mod sent;
mod tls;

use graph_invite_emulator::{Emulator, Fault, RandomFaults};
use sent::{ADA, DAY, PATIENT, QUICK, client, invite, sent, sent_within};
use std::time::Duration;

#[tokio::test]
async fn refused_connection_is_not_sent() {
    let emulator = Emulator::start().await.unwrap();
    emulator.fail_next(Fault::refuse_connections(DAY));
    let client = client(&emulator, PATIENT);
    let sent = invite(&emulator, &client, emulator.add_meeting()).await;
    sent.is_not_connected();
}

#[tokio::test]
async fn listener_closed_by_a_random_fault_refuses_later_connections() {
    // The emulator accepts and resets the first connection, and then stops listening.
    let faults = RandomFaults::new(1).chance(Fault::refuse_connections(DAY), 100);
    let emulator = Emulator::builder()
        .random_faults(faults)
        .start()
        .await
        .unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.add_meeting();
    let first = invite(&emulator, &client, call).await;
    assert!(first.end.is_err());
    first.rang(0);
    invite(&emulator, &client, call).await.is_not_connected();
}

#[tokio::test]
async fn connections_succeed_after_the_refusal_ends() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.add_meeting();
    emulator.fail_next(Fault::refuse_connections(Duration::from_millis(50)));
    tokio::time::sleep(Duration::from_millis(150)).await;
    invite(&emulator, &client, call).await.is_ringing();
}

#[tokio::test]
async fn reset_on_accept_is_unknown() {
    sent(Fault::reset_on_accept())
        .await
        .rang(0)
        .is_interrupted();
}

#[tokio::test]
async fn reset_before_reading_the_request_is_unknown() {
    sent(Fault::reset_unread()).await.rang(0).is_interrupted();
}

#[tokio::test]
async fn reset_of_an_idle_connection_is_unknown() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let (first, second) = (emulator.add_meeting(), emulator.add_meeting());
    invite(&emulator, &client, first).await.is_ringing();
    emulator.set_random_faults(RandomFaults::new(1).chance(Fault::reset_unread(), 100));
    invite(&emulator, &client, second)
        .await
        .rang(0)
        .is_interrupted();
}

#[tokio::test]
async fn reset_after_reading_the_request_is_unknown() {
    sent(Fault::reset()).await.rang(0).is_interrupted();
}

#[tokio::test]
async fn reset_after_ringing_is_unknown() {
    sent(Fault::reset().after_ringing())
        .await
        .rang(1)
        .is_interrupted();
}

#[tokio::test]
async fn reset_in_the_response_head_is_unknown() {
    sent(Fault::truncated_head()).await.rang(1).is_interrupted();
}

#[tokio::test]
async fn reset_in_the_response_body_is_ringing() {
    let sent = sent(Fault::truncated_body()).await;
    assert!(sent.is_ringing().operation_id().is_none());
}

#[tokio::test]
async fn missing_response_times_out_as_unknown() {
    sent_within(QUICK, Fault::no_response())
        .await
        .rang(0)
        .is_timeout();
}

#[tokio::test]
async fn missing_response_after_ringing_times_out_as_unknown() {
    sent_within(QUICK, Fault::no_response().after_ringing())
        .await
        .rang(1)
        .is_timeout();
}

#[tokio::test]
async fn slow_response_in_time_is_ringing() {
    let sent = sent(Fault::slow_response(Duration::ZERO)).await;
    assert!(sent.is_ringing().operation_id().is_some());
}

#[tokio::test]
async fn slow_response_beyond_the_timeout_is_unknown() {
    sent_within(QUICK, Fault::slow_response(Duration::from_millis(20)))
        .await
        .rang(1)
        .is_timeout();
}

#[tokio::test]
async fn targeted_faults_hit_only_their_target() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let (one, other) = (emulator.add_meeting(), emulator.add_meeting());
    emulator.fail_next_in(other, Fault::reset());
    emulator.fail_next_for("+49111", Fault::no_response());
    invite(&emulator, &client, one).await.is_ringing();
    invite(&emulator, &client, other)
        .await
        .rang(0)
        .is_interrupted();
    emulator.fail_next_for(ADA, Fault::status(500).after_ringing());
    invite(&emulator, &client, other)
        .await
        .rang(1)
        .is_status(500);
}

#[tokio::test]
async fn success_fault_does_not_ring_for_a_refused_invite() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.add_joining_meeting();
    emulator.fail_next(Fault::success("{}"));
    invite(&emulator, &client, call).await.is_refused(400);
}

#[tokio::test]
async fn forgotten_call_is_not_found() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.add_meeting();
    let sent = invite(&emulator, &client, call).await;
    let context = sent.is_ringing().key().client_context();
    emulator.forget_call(call);
    assert!(
        emulator
            .ring_counts_for_invite(call, context.as_str())
            .is_empty()
    );
    assert_eq!(emulator.ring_count(ADA), 1);
    invite(&emulator, &client, call).await.is_refused(404);
}
