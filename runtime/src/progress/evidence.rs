//! What proves that an invite rang, or that it did not.

use crate::graph::failure::Failure;
use crate::graph::result_code::FailureKind;
use crate::progress::outcome::Outcome;
use crate::progress::presence::Presence;
use crate::progress::state::InviteState;
use crate::progress::status::SendPhase;

/// Whether an invite rang, as far as the evidence goes. The result of
/// [`Unknown::check`](crate::Unknown::check).
///
/// | Evidence | Status |
/// | --- | --- |
/// | one of the people is, or was, in the call or its lobby | [`Rang`](Self::Rang) |
/// | the operation completed | [`Rang`](Self::Rang) |
/// | the operation failed because they declined, did not answer, or had no media | [`Rang`](Self::Rang) |
/// | the operation failed because it was refused, or because there was no route to them | [`DidNotRing`](Self::DidNotRing) |
/// | the operation failed because another action in the call was under way, or they were in the call or ringing already | [`Inconclusive`](Self::Inconclusive) |
/// | the operation failed for another reason | [`Inconclusive`](Self::Inconclusive) |
/// | an error, such as 404 | [`Inconclusive`](Self::Inconclusive) |
/// | none of them is on the roster: a phone may be ringing | [`Inconclusive`](Self::Inconclusive) |
/// | a peer-to-peer call, which has no roster | [`Inconclusive`](Self::Inconclusive) |
///
/// An operation belongs to the invite if it has the invite's call and client context. If the
/// answer was lost, only a notification to an [`Inbox`](crate::Inbox) shows the operation; without
/// an inbox, only the roster is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RingStatus {
    /// It rang, or they joined before it could: do not send it again. A person who was already in
    /// the call when it was sent looks the same as one who followed it.
    Rang,
    /// The service acted on it, and no phone rang: it may be sent again.
    DidNotRing,
    /// There is no evidence either way. It may be ringing at this moment: check again later, or
    /// wait for a notification.
    Inconclusive,
}

impl RingStatus {
    /// What the evidence so far proves.
    pub(crate) fn of(state: &InviteState) -> Self {
        if state.phase() == SendPhase::NotRinging {
            return Self::DidNotRing;
        }
        if state
            .presence()
            .iter()
            .any(|presence| *presence != Presence::NotSeen)
        {
            return Self::Rang;
        }
        match state.outcome() {
            Some(Outcome::Completed) => Self::Rang,
            Some(Outcome::Failed(failure)) => Self::of_failure(failure),
            Some(Outcome::Unknown) | None => Self::Inconclusive,
        }
    }

    fn of_failure(failure: &Failure) -> Self {
        let codes = [
            failure.subcode(),
            failure.diag_code().map(|code| code.subcode),
        ];
        if codes.iter().flatten().any(|code| BUSY_CALL.contains(code)) {
            return Self::Inconclusive;
        }
        match failure.kind() {
            FailureKind::Declined | FailureKind::NoAnswer | FailureKind::Media => Self::Rang,
            FailureKind::Unreachable
            | FailureKind::Policy
            | FailureKind::PstnSetup
            | FailureKind::InvalidRequest
            | FailureKind::Throttled => Self::DidNotRing,
            // Each may come before their phone rings, or after.
            FailureKind::Busy
            | FailureKind::Cancelled
            | FailureKind::CallNotFound
            | FailureKind::Service
            | FailureKind::Other => Self::Inconclusive,
        }
    }
}

/// Codes of a call in which another action is under way, perhaps an earlier request of the same
/// invite: 8501 (not established), 8519 (another action), 8559 (in the call or ringing already).
const BUSY_CALL: [i64; 3] = [8501, 8519, 8559];

#[cfg(test)]
mod tests {
    use super::{InviteState, RingStatus};
    use crate::graph::operation::Operation;
    use crate::graph::person_key::PersonKey;
    use crate::graph::roster::Roster;
    use crate::progress::operation_end::{Correlation, Invitees};
    use crate::redact::PersonalData;
    use serde_json::{Value, json};

    const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";

    fn invitees() -> Invitees {
        Invitees {
            people: [Some(PersonKey::read(ADA))].into(),
            personal: PersonalData::default(),
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
    fn the_operation_tells() {
        for (operation, finding) in [
            (json!({ "status": "completed" }), RingStatus::Rang),
            (json!({ "status": "running" }), RingStatus::Inconclusive),
            (json!({ "status": "failed" }), RingStatus::Inconclusive),
        ] {
            assert_eq!(after_operation(&operation), finding, "{operation}");
        }
        for (code, subcode, finding) in [
            (603, 8538, RingStatus::Rang),
            (408, 8587, RingStatus::Rang),
            (410, 301_004, RingStatus::Rang),
            (480, 8541, RingStatus::DidNotRing),
            (403, 7504, RingStatus::DidNotRing),
            (412, 10073, RingStatus::DidNotRing),
            (400, 8523, RingStatus::DidNotRing),
            (400, 8501, RingStatus::Inconclusive),
            (409, 8519, RingStatus::Inconclusive),
            (400, 8559, RingStatus::Inconclusive),
            (429, 8516, RingStatus::DidNotRing),
            (486, 8539, RingStatus::Inconclusive),
            (487, 8542, RingStatus::Inconclusive),
            (404, 8522, RingStatus::Inconclusive),
            (500, 8546, RingStatus::Inconclusive),
            (777, 777, RingStatus::Inconclusive),
        ] {
            let operation =
                json!({ "status": "failed", "resultInfo": { "code": code, "subcode": subcode } });
            assert_eq!(after_operation(&operation), finding, "{code}/{subcode}");
        }
    }

    #[test]
    fn the_roster_tells_who_came_but_not_who_did_not_ring() {
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
}
