//! The subcodes of a phone line. They follow a rule: the first three digits name the place, and the
//! last three are often the SIP status that this place gave.
//!
//! | Subcode | Place |
//! | --- | --- |
//! | 560NNN, 540NNN | the far end: the carrier, or the session border controller (SBC) |
//! | 510NNN | the routing and the policies of Microsoft, before any SBC |
//! | 511NNN | the look-up of numbers |
//! | 531NNN | the media |
//! | 549NNN, 569NNN | the connection to the SBC |

use super::advice::{
    BUSY, CANCELLED, CARRIER, DECLINED, HUNG_UP, MEDIA, NO_ANSWER, NUMBER, PSTN_SETUP,
};
use super::diagnosis::{Diagnosis, Row, code, family, normal, subcode};
use super::failure_kind::FailureKind;
use super::invite_facts::InviteFacts;

/// The rows of the rule come last, after its exceptions.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    normal(540_000, FailureKind::HungUp, HUNG_UP), // D, P
    normal(560_000, FailureKind::HungUp, HUNG_UP), // D, P
    subcode(500_001, FailureKind::Carrier, "the SBC did not answer: check that it runs and how it is connected"), // P, S
    subcode(510_412, FailureKind::InvalidNumber, NUMBER), // S
    subcode(511_404, FailureKind::InvalidNumber, "the number was not found: check it, and that the bot's own number is assigned and its licence is valid"), // P, S, T
    family(510_000, 510_999, FailureKind::PstnSetup, "the tenant's policies or routes do not allow the number: check the licence of the resource account, its calling policy, and the voice routes"), // P, S
    family(511_000, 511_999, FailureKind::PstnSetup, PSTN_SETUP), // P, S
    family(531_000, 531_999, FailureKind::Media, MEDIA), // P, S
    family(549_000, 549_999, FailureKind::Carrier, SBC), // S
    family(569_000, 569_999, FailureKind::Carrier, SBC), // S
];

/// What the far end of a line says, by its SIP status.
#[rustfmt::skip]
const FAR_END: &[Row] = &[
    code(404, FailureKind::InvalidNumber, NUMBER), // P, R
    code(408, FailureKind::NoAnswer, NO_ANSWER), // P, S
    code(410, FailureKind::InvalidNumber, NUMBER), // R: the number has changed
    code(415, FailureKind::Media, MEDIA), // R
    code(480, FailureKind::NoAnswer, NO_ANSWER), // P
    code(484, FailureKind::InvalidNumber, NUMBER), // P, R
    code(486, FailureKind::Busy, BUSY), // E, P
    code(487, FailureKind::Cancelled, CANCELLED), // P
    code(488, FailureKind::Media, MEDIA), // R
    code(600, FailureKind::Busy, BUSY), // R
    code(603, FailureKind::Declined, DECLINED), // P: or taken for fraud
    code(604, FailureKind::InvalidNumber, NUMBER), // R
    code(606, FailureKind::Media, MEDIA), // R
];

const SBC: &str =
    "the SBC can't be reached: check its TLS certificate, its name in DNS, and its firewall";

/// What a subcode of a phone line means.
pub(super) fn find(code: Option<i64>, subcode: i64) -> Option<Diagnosis> {
    let facts = InviteFacts::default();
    Diagnosis::find(TABLE, code, subcode, facts).or_else(|| {
        let (540 | 560, status @ 1..) = (subcode / 1000, subcode % 1000) else {
            return None;
        };
        let known = Diagnosis::find(FAR_END, Some(status), 0, facts);
        Some(known.unwrap_or(Diagnosis::new(FailureKind::Carrier, CARRIER)))
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::{FAR_END, FailureKind, Row, TABLE, find};

    pub(crate) const ROWS: &[Row] = TABLE;

    #[test]
    fn every_row_is_reached_and_gives_advice() {
        Row::check(TABLE);
        Row::check(FAR_END);
    }

    #[test]
    fn the_far_end_says_why_by_its_sip_status() {
        for status in 100..=999 {
            let known = |line: i64| find(Some(500), line * 1000 + status).unwrap();
            assert_eq!(known(540), known(560), "{status}");
        }
        for (subcode, kind) in [
            (560_402, FailureKind::Carrier),
            (560_403, FailureKind::Carrier),
            (560_404, FailureKind::InvalidNumber),
            (560_484, FailureKind::InvalidNumber),
            (560_500, FailureKind::Carrier),
            (540_998, FailureKind::Carrier),
            (540_400, FailureKind::Carrier),
        ] {
            assert_eq!(find(None, subcode).unwrap().kind, kind, "{subcode}");
        }
    }

    #[test]
    fn a_normal_end_of_the_line_needs_a_code_of_success() {
        for subcode in [540_000, 560_000] {
            for code in [0, 200] {
                assert_eq!(find(Some(code), subcode).unwrap().kind, FailureKind::HungUp);
            }
            assert_eq!(find(Some(500), subcode), None);
            assert_eq!(find(None, subcode), None);
        }
    }

    #[test]
    fn other_numbers_are_no_phone_line() {
        for subcode in [0, 486, 8538, 541_486, 559_999, 561_000, -560_404, 5_604_040] {
            assert_eq!(find(Some(500), subcode), None, "{subcode}");
        }
    }
}
