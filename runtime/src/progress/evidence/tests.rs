use super::{Failure, InviteState, PROOFS, Proof, RingStatus, SILENT};
use crate::graph::operation::{Operation, ResultInfo};
use crate::graph::person_key::PersonKey;
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::graph::roster::Roster;
use crate::progress::operation_end::{Correlation, Invitees};
use crate::redact::PersonalData;
use proptest::prelude::proptest;
use serde_json::{Value, json};

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";

fn invitees() -> Invitees {
    Invitees {
        hash: None,
        people: [Some(PersonKey::read(ADA))].into(),
        personal: PersonalData::default(),
        facts: InviteFacts::default(),
    }
}

fn state() -> InviteState {
    let mut state = InviteState::new(1);
    state.answered(None, &invitees());
    state
}

fn after_operation(operation: &Value) -> RingStatus {
    let mut state = state();
    let operation = Operation::read(operation.as_object().unwrap());
    let correlation = Correlation {
        has_context: true,
        is_only_invite: true,
        ..Correlation::default()
    };
    state.ended(&operation, correlation, &invitees());
    RingStatus::of(&state)
}

fn after_roster(roster: &Value) -> RingStatus {
    let mut state = state();
    state.roster(
        &Roster::from_response(roster.as_object().unwrap()),
        &invitees(),
    );
    RingStatus::of(&state)
}

#[test]
fn the_operation_shows_whether_it_rang() {
    for (operation, finding) in [
        (json!({ "status": "completed" }), RingStatus::Rang),
        (json!({ "status": "running" }), RingStatus::Inconclusive),
        (json!({ "status": "failed" }), RingStatus::Inconclusive),
    ] {
        assert_eq!(after_operation(&operation), finding, "{operation}");
    }
}

fn after_failure(code: i64, subcode: i64, message: &str, people: usize) -> RingStatus {
    let result = ResultInfo {
        code: Some(code),
        subcode: Some(subcode),
        message: Some(message.to_owned()),
    };
    RingStatus::of_failure(&Failure::from_result(result), people)
}

#[test]
fn each_row_proves_what_it_says() {
    for (subcode, proof) in PROOFS {
        let (of_one, of_two) = match proof {
            Proof::SomeoneRang => (RingStatus::Rang, RingStatus::Rang),
            Proof::NoOneRang => (RingStatus::DidNotRing, RingStatus::DidNotRing),
            Proof::OneDidNotRing => (RingStatus::DidNotRing, RingStatus::Inconclusive),
        };
        for message in ["", "DiagCode: 500#9999", "DiagCode: 0#0"] {
            assert_eq!(after_failure(500, subcode, message, 1), of_one, "{subcode}");
            assert_eq!(after_failure(500, subcode, message, 2), of_two, "{subcode}");
        }
        let diag = format!("DiagCode: 403#{subcode}.@");
        assert_eq!(after_failure(500, 9999, &diag, 1), of_one, "{subcode}");
        let diag = format!("DiagCode: {subcode}");
        assert_eq!(after_failure(500, 0, &diag, 1), of_one, "{subcode}");
    }
    assert_eq!(after_failure(603, 0, "", 1), RingStatus::Rang);
}

#[test]
fn a_failure_that_names_one_of_several_proves_nothing_of_the_others() {
    let message = "addParticipants failed for participant 4:+12345678901";
    assert_eq!(after_failure(400, 8523, message, 1), RingStatus::DidNotRing);
    assert_eq!(
        after_failure(400, 8523, message, 2),
        RingStatus::Inconclusive
    );
    assert_eq!(after_failure(603, 8538, message, 2), RingStatus::Rang);
}

#[test]
fn other_codes_prove_nothing() {
    for (code, subcode) in [
        (480, 8541),
        (408, 8544),
        (480, 560_480),
        (404, 560_404),
        (603, 560_603),
        (486, 8539),
        (487, 8542),
        (404, 8522),
        (400, 8501),
        (409, 8519),
        (400, 8559),
        (410, 301_004),
        (410, 531_004),
        (500, 7112),
        (403, 510_403),
        (500, 8546),
        (429, 0),
        (403, 0),
        (404, 0),
        (400, 0),
        (777, 777),
    ] {
        let proved = after_failure(code, subcode, "", 1);
        assert_eq!(proved, RingStatus::Inconclusive, "{code}/{subcode}");
    }
}

#[test]
fn two_codes_that_do_not_agree_prove_nothing() {
    for (code, subcode, message) in [
        (400, 8523, "DiagCode: 400#8559"),
        (400, 8523, "DiagCode: 603#8538"),
        (400, 8523, "DiagCode: 603#560603"),
        (480, 10037, "DiagCode: 500#12345"),
        (603, 9999, "DiagCode: 500#7112"),
        (603, 8523, ""),
        (400, 8523, "DiagCode: 3003#9999"),
    ] {
        let proved = after_failure(code, subcode, message, 1);
        assert_eq!(
            proved,
            RingStatus::Inconclusive,
            "{code}/{subcode} {message}"
        );
    }
}

proptest! {
    /// A subcode that is in no row proves nothing, whatever else the failure says.
    #[test]
    fn the_list_is_closed(
        code in -1..1000_i64,
        subcode in 1..600_000_i64,
        message in "(DiagCode: [0-9]{1,6}(#[0-9]{1,6})?)?",
        people in 1..4_usize,
    ) {
        let is_listed = PROOFS.iter().any(|(of, _)| *of == subcode);
        let is_silent = SILENT.contains(&subcode);
        if !is_listed && !is_silent {
            let proved = after_failure(code, subcode, &message, people);
            assert_eq!(proved, RingStatus::Inconclusive);
        }
    }
}

#[test]
fn the_roster_proves_who_joined_but_not_who_did_not_ring() {
    let entry = |more: &str, value: Value| json!({ "info": { "identity": { "user": { "id": ADA } } }, more: value });
    for (roster, finding) in [
        (json!([entry("isInLobby", json!(false))]), RingStatus::Rang),
        (json!([entry("isInLobby", json!(true))]), RingStatus::Rang),
        (json!([entry("removedState", json!({}))]), RingStatus::Rang),
        (json!([]), RingStatus::Inconclusive),
        (
            json!([{ "info": { "identity": { "user": { "id": "bob" } } } }]),
            RingStatus::Inconclusive,
        ),
        (json!("odd"), RingStatus::Inconclusive),
    ] {
        assert_eq!(
            after_roster(&json!({ "value": roster })),
            finding,
            "{roster}"
        );
    }
}
