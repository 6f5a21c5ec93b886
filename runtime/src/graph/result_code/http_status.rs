//! What a refusal by HTTP means: it is about the call, the token or the request.

use super::advice::{BAD_REQUEST, OTHER, THROTTLED, TOKEN, role};
use super::call_controller::{self, CONSENT_MISSING, NOT_FOUND};
use super::diagnosis::{Diagnosis, Row, code, pair};
use super::failure_kind::FailureKind;
use super::invite_facts::{Fact, InviteFacts};

const FORBIDDEN: i64 = 403;

/// What a known code means only with one status.
#[rustfmt::skip]
const PAIRS: &[Row] = &[
    pair(405, NOT_FOUND, FailureKind::InvalidRequest, "the application lacks a setting that the message names: set it"), // A
];

/// What a status means without a known code. Only the statuses by which Graph refuses a request
/// before it acts on it come here.
#[rustfmt::skip]
const STATUSES: &[Row] = &[
    code(400, FailureKind::InvalidRequest, BAD_REQUEST), // G
    code(401, FailureKind::Policy, TOKEN), // G
    code(FORBIDDEN, FailureKind::Policy, concat!("forbidden: the token must carry the role ", role!(), ", with admin consent in the tenant of the call")), // G
    code(404, FailureKind::InvalidRequest, "the address is not known, which does not mean that the call is over: check the root of `Cloud::Custom`, and a gateway or proxy").only_with(Fact::CustomRoot), // G
    code(404, FailureKind::InvalidRequest, "the address is not known, which does not mean that the call is over: check the cloud, the API version, and a proxy"), // G
    code(405, FailureKind::InvalidRequest, "the method is not allowed there: check the root of the cloud, and a proxy"), // G
    code(411, FailureKind::InvalidRequest, "the length of the body was lost: check a proxy"), // G
    code(413, FailureKind::InvalidRequest, "the body is too large: invite fewer people at a time"), // G
    code(415, FailureKind::InvalidRequest, "the type of the body was lost: check a proxy"), // G
    code(422, FailureKind::InvalidRequest, BAD_REQUEST), // G
    code(429, FailureKind::Throttled, THROTTLED), // G
];

impl Diagnosis {
    /// What the innermost code that the tables know means.
    pub(crate) fn of_codes<'a>(
        status: u16,
        codes: impl DoubleEndedIterator<Item = &'a str>,
        facts: InviteFacts,
    ) -> Option<Self> {
        numbers(codes).find_map(|number| known(status.into(), number, facts))
    }

    /// What a status without a known code means.
    pub(crate) fn of_status(status: u16, facts: InviteFacts) -> Self {
        Self::find(STATUSES, Some(status.into()), 0, facts)
            .unwrap_or(Self::new(FailureKind::Other, OTHER))
    }
}

/// Whether a 403 with these codes says that the token lacks the role.
pub(crate) fn needs_role<'a>(codes: impl DoubleEndedIterator<Item = &'a str>) -> bool {
    let facts = InviteFacts::default();
    let known = numbers(codes).find(|&number| known(FORBIDDEN, number, facts).is_some());
    known.is_none_or(|number| number == CONSENT_MISSING)
}

/// The codes that are numbers, the innermost first.
fn numbers<'a>(codes: impl DoubleEndedIterator<Item = &'a str>) -> impl Iterator<Item = i64> {
    codes.rev().filter_map(|code| code.parse().ok())
}

fn known(status: i64, number: i64, facts: InviteFacts) -> Option<Diagnosis> {
    let status = Some(status);
    Diagnosis::find(PAIRS, status, number, facts)
        .or_else(|| call_controller::find(status, number, facts))
}

#[cfg(test)]
mod tests {
    use super::{Diagnosis, FailureKind, InviteFacts, PAIRS, Row, STATUSES};

    fn refusal(status: u16, codes: &[&str], facts: InviteFacts) -> Diagnosis {
        Diagnosis::of_codes(status, codes.iter().copied(), facts)
            .unwrap_or_else(|| Diagnosis::of_status(status, facts))
    }

    #[test]
    fn every_row_is_reached_and_gives_advice() {
        Row::check(STATUSES);
        Row::check(PAIRS);
    }

    #[test]
    fn only_a_code_says_that_the_call_is_over() {
        let facts = InviteFacts::default();
        for code in ["8522", "8528", "8543"] {
            let kind = refusal(404, &["NotFound", code], facts).kind;
            assert_eq!(kind, FailureKind::CallNotFound, "{code}");
        }
        for codes in [&["ResourceNotFound"][..], &["404"], &["itemNotFound"], &[]] {
            for has_custom_root in [false, true] {
                let facts = InviteFacts {
                    has_custom_root,
                    ..facts
                };
                let Diagnosis { kind, advice } = refusal(404, codes, facts);
                assert_eq!(kind, FailureKind::InvalidRequest, "{codes:?}");
                assert!(advice.contains("proxy"), "{advice}");
                assert_eq!(advice.contains("Cloud::Custom"), has_custom_root);
            }
        }
        let missing_setting = refusal(405, &["8522"], facts);
        assert_eq!(missing_setting.kind, FailureKind::InvalidRequest);
    }

    #[test]
    fn the_invite_distinguishes_the_causes_of_one_code() {
        let plain = InviteFacts::default();
        for (code, facts, kind, word) in [
            ("7505", plain, FailureKind::Policy, "the token is of"),
            (
                "7505",
                InviteFacts {
                    has_other_tenant: true,
                    ..plain
                },
                FailureKind::Policy,
                "someone invited is of another tenant",
            ),
            ("7507", plain, FailureKind::Policy, "did not make the call"),
            (
                "7507",
                InviteFacts {
                    has_phone: true,
                    ..plain
                },
                FailureKind::PstnSetup,
                "resource account",
            ),
            ("8522", plain, FailureKind::CallNotFound, "the call is over"),
            (
                "8522",
                InviteFacts {
                    replaces_call: true,
                    ..plain
                },
                FailureKind::CallNotFound,
                "the call that they should leave",
            ),
        ] {
            let diagnosis = refusal(403, &[code], facts);
            assert_eq!(diagnosis.kind, kind, "{code}");
            assert!(diagnosis.advice.contains(word), "{}", diagnosis.advice);
        }
    }

    #[test]
    fn the_codes_of_people_and_carriers_are_not_those_of_a_refusal() {
        for code in ["10037", "560404", "7112"] {
            let kind = refusal(418, &[code], InviteFacts::default()).kind;
            assert_eq!(kind, FailureKind::Other, "{code}");
        }
    }
}
