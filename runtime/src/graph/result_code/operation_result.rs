//! What the result of an operation means: it is about the person, the carrier or the media.

use super::advice::{
    BAD_REQUEST, BUSY, CANCELLED, CARRIER, DECLINED, HUNG_UP, MEDIA, NO_ANSWER, NUMBER, OTHER,
    PARALLEL, PSTN_SETUP, REPLACED_CALL, SERVICE, THROTTLED, UNREACHABLE,
};
use super::diagnosis::{Diagnosis, Row, code, family, normal, pair, subcode};
use super::failure_kind::FailureKind;
use super::invite_facts::{Fact, InviteFacts};
use super::{call_controller, phone_line};
use crate::graph::diag_code::{DiagCode, find_ignoring_case};

/// Subcodes that only the result of an operation has.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    // The people.
    subcode(1106, FailureKind::NoAnswer, NO_ANSWER), // D
    subcode(4506, FailureKind::NoAnswer, NO_ANSWER), // E
    subcode(10003, FailureKind::Cancelled, "it was answered elsewhere: nothing to do"), // E
    subcode(10004, FailureKind::NoAnswer, NO_ANSWER), // E
    subcode(10024, FailureKind::Declined, DECLINED), // E
    subcode(10037, FailureKind::Unreachable, "they have no device signed in: try another person or their phone"), // D
    subcode(10057, FailureKind::NoAnswer, NO_ANSWER), // D
    family(10076, 10078, FailureKind::Unreachable, UNREACHABLE), // D, E
    subcode(10134, FailureKind::Unreachable, "there is no route to them: check the id or number and its tenant"), // D
    subcode(10140, FailureKind::Unreachable, "the invited bot is not set up for calls: ask its owner"), // S
    subcode(10191, FailureKind::Policy, "their voicemail is off: try later, or invite another person"), // S
    subcode(10199, FailureKind::Policy, "their tenant does not allow private calling: ask its administrator"), // D, S
    subcode(10202, FailureKind::InvalidRequest, REPLACED_CALL), // S
    subcode(10320, FailureKind::Unreachable, "the invited bot did not answer: ask its owner"), // S
    subcode(10321, FailureKind::Busy, BUSY), // S
    subcode(10500, FailureKind::Policy, "location-based routing does not allow it: ask the administrator of the tenant"), // S
    subcode(10553, FailureKind::Policy, "their calls must be recorded, and the recorder is missing: ask the administrator of their tenant"), // S
    subcode(13025, FailureKind::NoAnswer, NO_ANSWER), // T
    // Phones.
    subcode(10073, FailureKind::PstnSetup, PSTN_SETUP), // T
    subcode(10151, FailureKind::PstnSetup, PSTN_SETUP), // T
    // Media.
    pair(400, 2203, FailureKind::Media, MEDIA), // T
    family(1004, 1005, FailureKind::Media, MEDIA), // D, T
    family(3002, 3003, FailureKind::Media, MEDIA), // T
    family(7100, 7199, FailureKind::Media, MEDIA), // T
    family(301_000, 301_009, FailureKind::Media, MEDIA), // D, E, T
    family(1_203_000, 1_203_009, FailureKind::Media, MEDIA), // T
    // The normal end of a call.
    normal(4097, FailureKind::HungUp, HUNG_UP), // D
    normal(4521, FailureKind::HungUp, HUNG_UP), // D
    normal(5000, FailureKind::HungUp, HUNG_UP), // D
    normal(5001, FailureKind::HungUp, HUNG_UP), // D
    normal(5002, FailureKind::HungUp, HUNG_UP), // D
    normal(5003, FailureKind::Declined, DECLINED), // E
    normal(5007, FailureKind::HungUp, HUNG_UP), // D
    normal(5010, FailureKind::HungUp, HUNG_UP), // D
    normal(5012, FailureKind::HungUp, HUNG_UP), // D
    normal(5013, FailureKind::HungUp, HUNG_UP), // D
    normal(5014, FailureKind::HungUp, HUNG_UP), // D
    normal(5020, FailureKind::HungUp, HUNG_UP), // D
    normal(5030, FailureKind::HungUp, HUNG_UP), // D
    normal(5300, FailureKind::HungUp, HUNG_UP), // D
    normal(5855, FailureKind::HungUp, HUNG_UP), // D
    normal(7000, FailureKind::HungUp, HUNG_UP), // A, D
    normal(7015, FailureKind::HungUp, HUNG_UP), // D
    normal(10550, FailureKind::HungUp, HUNG_UP), // D
    normal(18503, FailureKind::HungUp, HUNG_UP), // D
];

/// What a code means without a known subcode. Codes follow SIP.
#[rustfmt::skip]
const CODES: &[Row] = &[
    code(400, FailureKind::InvalidRequest, BAD_REQUEST), // A
    code(401, FailureKind::Carrier, CARRIER).only_with(Fact::Phone), // R
    code(401, FailureKind::Policy, FORBIDDEN), // R
    code(402, FailureKind::Carrier, CARRIER), // P, R
    code(403, FailureKind::Carrier, CARRIER).only_with(Fact::Phone), // P
    code(403, FailureKind::Policy, FORBIDDEN), // R, S
    code(404, FailureKind::InvalidNumber, NUMBER).only_with(Fact::Phone), // P
    code(404, FailureKind::Unreachable, NOT_FOUND), // R, S
    pair(408, 0, FailureKind::Media, MEDIA), // S: nothing was set up in 90 seconds
    code(408, FailureKind::NoAnswer, NO_ANSWER), // R
    code(409, FailureKind::InvalidRequest, PARALLEL), // A
    code(410, FailureKind::Media, MEDIA), // E, S
    code(412, FailureKind::PstnSetup, PSTN_SETUP).only_with(Fact::Phone), // S, T
    code(429, FailureKind::Throttled, THROTTLED), // A
    code(430, FailureKind::Unreachable, UNREACHABLE), // S
    code(480, FailureKind::Unreachable, UNREACHABLE), // D, R
    code(484, FailureKind::InvalidNumber, NUMBER), // P, R
    code(486, FailureKind::Busy, BUSY), // E, R
    code(487, FailureKind::Cancelled, CANCELLED), // E, R
    code(488, FailureKind::Media, MEDIA), // R, S
    code(600, FailureKind::Busy, BUSY), // R
    code(603, FailureKind::Declined, DECLINED), // E, R
    code(604, FailureKind::InvalidNumber, NUMBER).only_with(Fact::Phone), // R
    code(604, FailureKind::Unreachable, NOT_FOUND), // R
    code(606, FailureKind::Media, MEDIA), // R
];

const FORBIDDEN: &str =
    "a policy forbids it: ask the administrators of the call's tenant and of theirs";
const NOT_FOUND: &str = "they were not found: check the id and its tenant; the call itself goes on";

/// Words in messages about media. Source: T.
const MEDIA_WORDS: [&str; 3] = ["MediaController", "IceConnectivity", "Client Media Error"];

impl Diagnosis {
    /// What the result of an operation means: by its subcode, else by the one in its message, else by
    /// the codes, else by the words of the message.
    pub(crate) fn of_result(
        (code, subcode): (Option<i64>, Option<i64>),
        diag: Option<DiagCode>,
        message: &str,
        facts: InviteFacts,
    ) -> Self {
        let diag_code = diag.map(|diag| diag.code);
        let diag_subcode = diag.and_then(|diag| diag.subcode);
        // A single number in a message may be a subcode.
        let pairs = [
            (code, subcode),
            (diag_code, diag_subcode),
            (None, diag_code),
        ];
        let by_subcode = pairs.iter().find_map(|&(code, subcode)| {
            let subcode = subcode?;
            Self::find(TABLE, code, subcode, facts)
                .or_else(|| call_controller::find(code, subcode, facts))
                .or_else(|| phone_line::find(code, subcode))
        });
        let codes = [(code, subcode), (diag_code, diag_subcode)];
        let by_code = || {
            codes.iter().find_map(|&(code, subcode)| {
                Self::find(CODES, Some(code?), subcode.unwrap_or(i64::MIN), facts)
            })
        };
        let by_words = || {
            let has = |word: &&str| find_ignoring_case(message, word).is_some();
            let is_media = MEDIA_WORDS.iter().any(has);
            is_media.then_some(Self::new(FailureKind::Media, MEDIA))
        };
        by_subcode
            .or_else(by_code)
            .or_else(by_words)
            .unwrap_or(match code.or(diag_code) {
                Some(500..600) => Self::new(FailureKind::Service, SERVICE),
                _ => Self::new(FailureKind::Other, OTHER),
            })
    }
}

#[cfg(test)]
mod tests;
