//! The bytes of an inbox, measured as allocations.

use super::{ADA, CALL, deliver, ended, entry, outcome, roster, sent, user};
use crate::follow::watch::InviteWatch;
use crate::progress::status::SendPhase;
use crate::{CallId, GuestId, Inbox, Outcome, Participant};
use allocation_counter::measure;
use serde_json::json;
use uuid::Uuid;

const MIB: usize = 1024 * 1024;

/// The bytes that `make` leaves allocated.
fn bytes_held<T>(make: impl FnOnce() -> T) -> (usize, T) {
    let mut result = None;
    let allocated = measure(|| result = Some(make()));
    let bytes = usize::try_from(allocated.bytes_current).unwrap_or_default();
    (bytes, result.unwrap())
}

fn listen(inbox: &Inbox, context: &str, person: Participant) -> InviteWatch {
    let watch = sent(inbox, context, [person]);
    watch.answered(SendPhase::Accepted, None);
    watch
}

#[test]
fn an_inbox_counts_what_it_allocates() {
    let inbox = Inbox::new();
    drop(listen(&inbox, "first", user(ADA)));
    let before = inbox.held().2;
    let (allocated, watches) = bytes_held(|| {
        let contexts = (0..10_000).map(|_| Uuid::new_v4().to_string());
        let watches = contexts.map(|context| listen(&inbox, &context, user(ADA)));
        watches.collect::<Vec<_>>()
    });
    let counted = inbox.held().2 - before;
    assert!(
        allocated * 4 <= counted * 5,
        "{allocated} allocated, {counted} counted"
    );
    assert!(
        counted <= allocated * 2,
        "{allocated} allocated, {counted} counted"
    );
    drop(watches);
}

#[test]
fn rosters_and_failures_fill_no_more_than_the_bound() {
    let inbox = Inbox::builder().max_bytes(16 * MIB).build();
    let (allocated, watches) = bytes_held(|| {
        let watches = waiting(&inbox, 300);
        let stranger = "x".repeat(400_000);
        for round in 0..250 {
            // They come and go, by entries with the longest id that is kept.
            let mut ada = entry(ADA);
            ada["id"] = format!("{round:0256}").into();
            let people = if round % 2 == 0 {
                json!([ada])
            } else {
                json!([])
            };
            let mut entries = people;
            entries.as_array_mut().unwrap().push(entry(&stranger));
            deliver(&inbox, &roster(CALL, &entries));
            fail(&inbox, round % 300);
        }
        watches
    });
    assert!(allocated <= 20 * MIB, "{allocated} bytes");
    assert!(
        watches
            .iter()
            .all(|watch| watch.state().end_of_events() > 200)
    );
}

#[test]
fn invites_that_stopped_listening_give_up_their_messages() {
    const INVITES: usize = 2_000;
    /// What an invite keeps as long as its `Ringing` exists.
    const KEPT: usize = 2_048;
    let inbox = Inbox::builder().max_bytes(4 * MIB).build();
    let (allocated, watches) = bytes_held(|| {
        let watches = waiting(&inbox, INVITES);
        for number in 0..INVITES {
            fail(&inbox, number);
        }
        watches
    });
    assert!(allocated <= 5 * MIB + INVITES * KEPT, "{allocated} bytes");
    assert!(
        watches
            .iter()
            .any(|watch| matches!(outcome(watch), Outcome::Failed(_)))
    );
}

fn waiting(inbox: &Inbox, invites: usize) -> Vec<InviteWatch> {
    let contexts = (0..invites).map(|number| number.to_string());
    contexts
        .map(|context| listen(inbox, &context, user(ADA)))
        .collect()
}

/// Ends the invite with this number, with a message longer than what is kept.
fn fail(inbox: &Inbox, number: usize) {
    let mut failed = ended(&number.to_string(), None, "failed");
    failed["resourceData"]["resultInfo"]["message"] = "ä".repeat(3_000).into();
    deliver(inbox, &failed);
}

#[test]
fn an_invite_that_stopped_listening_keeps_its_outcome_and_little_else() {
    let inbox = Inbox::builder().max_invites(1).build();
    let watch = listen(&inbox, "c", user(ADA));
    let mut failed = ended("c", None, "failed");
    failed["resourceData"]["resultInfo"]["message"] = "ä".repeat(3_000).into();
    deliver(&inbox, &failed);
    let before = watch.state().bytes();
    let next = listen(&inbox, "d", user(ADA));
    assert!(matches!(outcome(&watch), Outcome::Failed(failure) if failure.subcode() == Some(0)));
    assert!(before > 4_096 && watch.state().bytes() < 256);
    drop(next);
}

#[test]
fn an_invite_with_huge_texts_keeps_little_of_them() {
    let inbox = Inbox::new();
    let (allocated, watch) = bytes_held(|| {
        let id = GuestId::parse(format!("8:teamsvisitor:{}", "a".repeat(MIB))).unwrap();
        let huge = "Ada ".repeat(MIB / 4);
        listen(&inbox, "c", Participant::guest(id).named(Some(huge.into())))
    });
    assert!(allocated < MIB / 8, "{allocated} bytes");
    drop(watch);
}

#[test]
fn keys_are_remembered_within_the_bound() {
    let inbox = Inbox::builder().max_bytes(MIB).build();
    let (allocated, ()) = bytes_held(|| {
        for number in 0..50_000 {
            drop(listen(&inbox, &number.to_string(), user(ADA)));
        }
    });
    assert!(allocated <= MIB * 5 / 4, "{allocated} bytes");
}

#[test]
fn calls_and_messages_are_remembered_within_their_numbers() {
    let inbox = Inbox::builder().max_messages(1_000).build();
    let (allocated, ()) = bytes_held(|| {
        for number in 0..50_000_u128 {
            let call = CallId::from_uuid(Uuid::from_u128(number + 1)).to_string();
            let body = roster(&call, &json!([])).to_string();
            let tenant = crate::TenantId::from_uuid(Uuid::from_u128(7));
            let callback = crate::Callback::new(&body).for_tenant(tenant);
            inbox.deliver(callback.with_message_id(&call)).unwrap();
        }
    });
    assert!(allocated <= 2 * MIB, "{allocated} bytes");
}
