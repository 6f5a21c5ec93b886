//! The subcodes of the call controller, which mean the same in a refusal and in the result of an
//! operation.

use super::advice::{
    BUSY, CANCELLED, DECLINED, NO_ANSWER, PARALLEL, PSTN_SETUP, REPLACED_CALL, SERVICE, THROTTLED,
    TOKEN, UNREACHABLE, role,
};
use super::diagnosis::{Diagnosis, Row, family, subcode};
use super::failure_kind::FailureKind;
use super::invite_facts::{Fact, InviteFacts};

/// The token lacks the role.
pub(super) const CONSENT_MISSING: i64 = 7504;
/// Also an HTTP 405 may have this code, which means something else there.
pub(super) const NOT_FOUND: i64 = 8522;

/// Subcodes without a meaning of their own (0, 9001, 9998, 9999) have no row.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    // Who asks.
    subcode(7500, FailureKind::Policy, "the token names no application: use the client credentials of the bot"), // A
    subcode(7501, FailureKind::Policy, TOKEN), // A
    subcode(7502, FailureKind::Policy, "calling is not enabled for the application: enable it on the bot's Teams channel"), // A
    subcode(7503, FailureKind::Policy, "the service does not know the application: enable calling and set a webhook on the bot's Teams channel"), // T
    subcode(CONSENT_MISSING, FailureKind::Policy, concat!("the tenant of the call has not consented: grant the application permission ", role!(), " there, with admin consent, and again after every change; then get a fresh token")), // A, T
    subcode(7505, FailureKind::Policy, "someone invited is of another tenant, which the service may refuse: try a person of the call's own tenant; if that is refused too, get the token from the tenant that hosts the call").only_with(Fact::OtherTenant), // T
    subcode(7505, FailureKind::Policy, "the token is of another tenant than the call: get it from the tenant that hosts the call"), // A, T
    subcode(7506, FailureKind::Policy, "the certificate of the callback is not trusted: renew it"), // A
    subcode(7507, FailureKind::PstnSetup, PSTN_SETUP).only_with(Fact::Phone), // T
    subcode(7507, FailureKind::Policy, "this application did not make the call: use the application that did"), // A
    subcode(8517, FailureKind::Policy, "the call belongs to another tenant: get the token from the tenant that hosts it"), // A
    subcode(8560, FailureKind::Policy, "the meeting is locked: ask its organizer to unlock it"), // A
    // The call.
    subcode(8501, FailureKind::InvalidRequest, NOT_ESTABLISHED), // A, T
    subcode(8585, FailureKind::InvalidRequest, NOT_ESTABLISHED), // A
    subcode(NOT_FOUND, FailureKind::CallNotFound, ONE_CALL_GONE).only_with(Fact::ReplacedCall), // A
    subcode(NOT_FOUND, FailureKind::CallNotFound, CALL_GONE), // A, T
    subcode(8528, FailureKind::CallNotFound, CALL_GONE), // A
    subcode(8537, FailureKind::CallNotFound, "the call was not kept alive and is over: send keepAlive every 15 minutes"), // A, D
    subcode(8543, FailureKind::CallNotFound, ONE_CALL_GONE).only_with(Fact::ReplacedCall), // A
    subcode(8543, FailureKind::CallNotFound, CALL_GONE), // A
    // The request.
    subcode(8500, FailureKind::InvalidRequest, "the call's media mode does not allow it"), // A
    subcode(8505, FailureKind::InvalidRequest, "only one person can be invited out of another call: invite the others separately"), // A
    subcode(8519, FailureKind::InvalidRequest, PARALLEL), // A
    subcode(8520, FailureKind::InvalidRequest, "the service does not support this: invite in another way"), // A
    subcode(8523, FailureKind::InvalidRequest, "the message names the wrong argument: correct it"), // A
    subcode(8548, FailureKind::InvalidRequest, "the call is no group call: invite one person at a time, or make a group call with a chat"), // A
    family(8549, 8551, FailureKind::InvalidRequest, REPLACED_CALL), // A: "retarget"
    subcode(8555, FailureKind::InvalidRequest, "they are leaving the other call already: wait for that to end"), // A
    subcode(8558, FailureKind::InvalidRequest, "they are not in the call that they should leave: read its roster again"), // A
    subcode(8559, FailureKind::InvalidRequest, "they are in the call or ringing already: wait for that to end"), // A
    subcode(8607, FailureKind::InvalidRequest, "another transfer is under way: wait for it to end, then invite again"), // A
    // The people.
    subcode(8538, FailureKind::Declined, DECLINED), // A
    family(8539, 8540, FailureKind::Busy, BUSY), // A
    subcode(8541, FailureKind::Unreachable, UNREACHABLE), // A
    subcode(8544, FailureKind::Unreachable, UNREACHABLE), // A, T
    subcode(8587, FailureKind::NoAnswer, NO_ANSWER), // A
    subcode(8508, FailureKind::Cancelled, CANCELLED), // A
    subcode(8542, FailureKind::Cancelled, CANCELLED), // A
    subcode(9003, FailureKind::Cancelled, CANCELLED), // A
    // The service.
    subcode(8516, FailureKind::Throttled, THROTTLED), // A
    subcode(8529, FailureKind::Throttled, "the monthly quota of calls is used up: raise it"), // A
    subcode(8530, FailureKind::Throttled, "too many calls are active: wait until some have ended"), // A
    subcode(8546, FailureKind::Service, SERVICE), // A
    subcode(8610, FailureKind::Service, "the bot's callback did not answer: check its address and how fast it answers"), // A
    subcode(9002, FailureKind::Service, SERVICE), // A
];

const NOT_ESTABLISHED: &str = "the call is not established: wait until it is, then invite again";
const CALL_GONE: &str = "the call is over or never existed: stop using its id";
const ONE_CALL_GONE: &str = "the call, or the call that they should leave, is over or never existed: check which one before you stop using an id";

/// What a subcode of the call controller means.
pub(super) fn find(code: Option<i64>, subcode: i64, facts: InviteFacts) -> Option<Diagnosis> {
    Diagnosis::find(TABLE, code, subcode, facts)
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Row, TABLE};

    pub(crate) const ROWS: &[Row] = TABLE;

    #[test]
    fn every_row_is_reached_and_gives_advice() {
        Row::check(TABLE);
    }

    #[test]
    fn a_subcode_without_a_meaning_has_no_row() {
        for subcode in [0, 9001, 9998, 9999, 12345] {
            let found = super::find(Some(500), subcode, super::InviteFacts::default());
            assert!(found.is_none(), "{subcode}");
        }
    }
}
