//! Every fault of the emulator, over sockets: which of the ends it is, and how often it rang.
//!
//! A fault strikes every try, so that each end is the same whatever is tried again.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod answers;
mod sent;
mod tls;

use graph_invite_emulator::{Emulator, Fault, Faults};
use sent::{ADA, DAY, PATIENT, QUICK, client, invite, sent, sent_within};
use std::time::Duration;

#[tokio::test]
async fn a_refused_connection() {
    let emulator = Emulator::start().await.unwrap();
    emulator.fail_next(Fault::refuse(DAY));
    let client = client(&emulator, PATIENT);
    let sent = invite(&emulator, &client, emulator.meeting()).await;
    sent.is_not_connected();
}

#[tokio::test]
async fn a_refused_connection_by_chance() {
    // The first is accepted and reset, and then nobody listens.
    let faults = Faults::new(1).chance(Fault::refuse(DAY), 100);
    let emulator = Emulator::builder().faults(faults).start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.meeting();
    let first = invite(&emulator, &client, call).await;
    assert!(first.end.is_err());
    first.rang(0);
    invite(&emulator, &client, call).await.is_not_connected();
}

#[tokio::test]
async fn connections_again_after_a_while() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.meeting();
    emulator.fail_next(Fault::refuse(Duration::from_millis(50)));
    tokio::time::sleep(Duration::from_millis(150)).await;
    invite(&emulator, &client, call).await.is_ringing();
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
    invite(&emulator, &client, first).await.is_ringing();
    emulator.set_faults(Faults::new(1).chance(Fault::reset_unread(), 100));
    invite(&emulator, &client, second).await.rang(0).is_broken();
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
async fn faults_strike_whom_they_are_aimed_at() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let (one, other) = (emulator.meeting(), emulator.meeting());
    emulator.fail_next_to(other, Fault::reset_unread());
    emulator.fail_next_of("+49111", Fault::silence());
    invite(&emulator, &client, one).await.is_ringing();
    invite(&emulator, &client, other).await.rang(0).is_broken();
    emulator.fail_next_of(ADA, Fault::status(500).after_ringing());
    invite(&emulator, &client, other)
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
    invite(&emulator, &client, call).await.is_refused(400);
}

#[tokio::test]
async fn a_call_that_is_forgotten_is_gone() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, PATIENT);
    let call = emulator.meeting();
    let sent = invite(&emulator, &client, call).await;
    let context = sent.is_ringing().key().client_context();
    emulator.forget(call);
    assert!(emulator.rings_for(call, context.as_str()).is_empty());
    assert_eq!(emulator.rings_of(ADA), 1);
    invite(&emulator, &client, call).await.is_refused(404);
}
