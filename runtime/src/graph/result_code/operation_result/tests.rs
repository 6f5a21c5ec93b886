use super::{CODES, Diagnosis, FailureKind, InviteFacts, Row, TABLE};
use super::{call_controller, phone_line};
use crate::graph::diag_code::DiagCode;
use FailureKind as Kind;
use proptest::prelude::{Strategy, any, prop_oneof, proptest};

fn diagnosis(code: i64, subcode: i64, message: &str, facts: InviteFacts) -> Diagnosis {
    let diag = DiagCode::find(message);
    Diagnosis::of_result((Some(code), Some(subcode)), diag, message, facts)
}

fn kind(code: i64, subcode: i64) -> Kind {
    diagnosis(code, subcode, "", InviteFacts::default()).kind
}

const WITH_PHONE: InviteFacts = InviteFacts {
    has_phone: true,
    has_other_tenant: false,
    replaces_call: false,
    has_custom_root: false,
};

#[test]
fn every_row_is_reached_and_gives_advice() {
    Row::check(TABLE);
    Row::check(CODES);
}

#[test]
fn a_subcode_has_one_row_in_all_tables() {
    let exceptions = |row: &&Row| row.sample().1 / 1000 < 500 || row.sample().1 >= 1_000_000;
    let phone_line = phone_line::tests::ROWS.iter().filter(exceptions);
    let rows: Vec<_> = TABLE
        .iter()
        .chain(call_controller::tests::ROWS)
        .chain(phone_line)
        .collect();
    for (index, row) in rows.iter().enumerate() {
        for other in &rows[..index] {
            assert!(!row.overlaps(other), "{row:?} {other:?}");
        }
    }
}

/// The pairs that public pages and reports show, by kind.
#[rustfmt::skip]
const DOCUMENTED: &[(Kind, &[(i64, i64)])] = &[
    (Kind::Declined, &[
        (603, 0), (603, 560_603), (487, 10024), (603, 8538), (200, 5003),
    ]),
    (Kind::Busy, &[
        (486, 560_486), (486, 540_486), (486, 10321), (486, 8539), (600, 8540),
    ]),
    (Kind::NoAnswer, &[
        (487, 10004), (408, 560_408), (480, 560_480), (408, 10057), (408, 1106), (408, 4506),
        (408, 13025), (408, 8587), (408, 9999),
    ]),
    (Kind::Unreachable, &[
        (480, 10037), (480, 10076), (480, 10077), (480, 10078), (480, 10134), (480, 10140),
        (503, 10320), (408, 8544), (480, 8541), (430, 0), (480, 0), (404, 0),
    ]),
    (Kind::Cancelled, &[
        (487, 10003), (487, 0), (487, 540_487), (487, 560_487), (497, 560_487), (487, 8542),
        (400, 8508), (500, 9003),
    ]),
    (Kind::HungUp, &[
        (0, 540_000), (200, 540_000), (0, 560_000), (200, 560_000), (200, 5001), (200, 5010),
        (0, 7015),
    ]),
    (Kind::InvalidNumber, &[
        (404, 560_404), (404, 511_404), (500, 511_404), (484, 560_484), (484, 0), (412, 510_412),
    ]),
    (Kind::Carrier, &[
        (403, 560_403), (402, 560_402), (402, 0), (500, 560_500), (503, 560_503), (503, 540_998),
        (504, 569_002), (504, 569_003), (504, 569_008), (504, 569_009), (504, 569_015),
        (504, 569_016), (504, 549_002), (504, 549_018), (408, 500_001),
    ]),
    (Kind::PstnSetup, &[
        (403, 510_403), (403, 510_532), (403, 510_534), (403, 510_559), (403, 510_560),
        (403, 510_562), (403, 510_563), (403, 511_532), (500, 510_544), (500, 510_482),
        (412, 10073), (403, 10151),
    ]),
    (Kind::Policy, &[
        (403, 10199), (480, 10199), (403, 10500), (403, 10553), (480, 10191), (403, 8560),
        (403, 7504), (403, 0), (401, 0),
    ]),
    (Kind::Media, &[
        (410, 301_004), (410, 301_005), (410, 531_000), (410, 531_004), (410, 531_005),
        (488, 531_000), (488, 531_027), (488, 531_052), (488, 0), (410, 0), (408, 0), (500, 7112),
        (500, 7106), (500, 7117), (500, 1004), (500, 1005), (500, 1_203_002), (500, 1_203_003),
        (500, 3002), (500, 3003), (400, 2203),
    ]),
    (Kind::InvalidRequest, &[
        (404, 10202), (500, 8549), (500, 8550), (500, 8551), (409, 8555), (400, 8505), (400, 0),
        (409, 0),
    ]),
    (Kind::CallNotFound, &[
        (404, 8522), (400, 8528), (408, 8537),
    ]),
    (Kind::Throttled, &[
        (429, 0), (429, 8516),
    ]),
    (Kind::Service, &[
        (500, 0), (503, 9999), (500, 2203),
    ]),
    (Kind::Other, &[
        (0, 0), (200, 0), (777, 777), (500_000, 1),
    ]),
];

#[test]
fn documented_pairs_have_their_kind() {
    for &(kind_of, pairs) in DOCUMENTED {
        for &(code, subcode) in pairs {
            assert_eq!(kind(code, subcode), kind_of, "{code}/{subcode}");
        }
    }
}

#[test]
fn the_replaced_call_is_not_this_call() {
    for (code, subcode) in [(404, 10202), (500, 8549), (500, 8550), (500, 8551)] {
        let advice = diagnosis(code, subcode, "", InviteFacts::default()).advice;
        assert!(advice.contains("they should leave"), "{advice}");
    }
}

#[test]
fn a_code_about_a_phone_is_about_its_number_or_its_carrier() {
    for (code, with_phone, without) in [
        (401, Kind::Carrier, Kind::Policy),
        (403, Kind::Carrier, Kind::Policy),
        (404, Kind::InvalidNumber, Kind::Unreachable),
        (604, Kind::InvalidNumber, Kind::Unreachable),
        (412, Kind::PstnSetup, Kind::Other),
    ] {
        assert_eq!(diagnosis(code, 9999, "", WITH_PHONE).kind, with_phone);
        assert_eq!(kind(code, 9999), without, "{code}");
    }
}

#[test]
fn a_message_speaks_where_the_codes_do_not() {
    for (code, subcode, message, expected) in [
        (500, 0, "DiagCode: 7112", Kind::Media),
        (500, 9999, "DiagCode: 404#560404", Kind::InvalidNumber),
        (500, 9999, "DiagCode: 404#511404", Kind::InvalidNumber),
        (412, 9999, "DiagCode: 412#10073.@", Kind::PstnSetup),
        (403, 0, "DiagCode:403#10151", Kind::PstnSetup),
        (500, 0, "DiagCode: 3003#7106.@", Kind::Media),
        (500, 0, "DiagCode: 500#3003.@", Kind::Media),
        (500, 0, "diagcode: 500#1203002", Kind::Media),
        (408, 0, "DiagCode: 408#13025.@", Kind::NoAnswer),
        (500, 9999, "DiagCode: 486#9999", Kind::Busy),
        (0, 0, "DiagCode: 0#5002.@", Kind::HungUp),
        (500, 9999, "MediaControllerError", Kind::Media),
        (500, 0, "ICECONNECTIVITYCHECKSFAILED", Kind::Media),
        (777, 0, "Underlying reason: Client Media Error", Kind::Media),
        // The codes speak.
        (486, 0, "MediaController", Kind::Busy),
        (603, 8538, "DiagCode: 500#7112", Kind::Declined),
        (500, 8546, "IceConnectivityChecksFailed", Kind::Service),
    ] {
        let found = diagnosis(code, subcode, message, InviteFacts::default());
        assert_eq!(found.kind, expected, "{code}/{subcode} {message}");
    }
}

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        -10..1000_i64,
        1000..20_000_i64,
        500_000..570_000_i64
    ]
}

proptest! {
    #[test]
    fn codes_mean_the_same_in_a_message_and_beside_it(
        code in 0..700_i64,
        subcode in number(),
        has_phone: bool,
    ) {
        let subcode = subcode.checked_abs().unwrap_or_default();
        let facts = InviteFacts { has_phone, ..InviteFacts::default() };
        let message = format!("It failed. DiagCode: {code}#{subcode}.@");
        let diag = DiagCode::find(&message);
        let in_message = Diagnosis::of_result((None, None), diag, &message, facts);
        assert_eq!(in_message, diagnosis(code, subcode, "", facts));
    }

    #[test]
    fn no_result_panics(
        code in proptest::option::of(number()),
        subcode in proptest::option::of(number()),
        message in "(\\PC{0,20}|DiagCode[:= ]*[0-9#]{0,25}.{0,9}){0,3}",
    ) {
        let diag = DiagCode::find(&message);
        let facts = InviteFacts::default();
        let found = Diagnosis::of_result((code, subcode), diag, &message, facts);
        assert!(!found.advice.is_empty());
    }
}
