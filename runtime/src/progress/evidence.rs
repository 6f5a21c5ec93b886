//! Whether an invite of which nobody knew did ring.

use crate::client::Client;
use crate::graph::result_code::Class;
use crate::progress::outcome::Outcome;
use crate::progress::presence::Presence;
use crate::progress::state::Facts;
use crate::send::error::Unknown;

/// What there is to be found of an invite of which nobody knew whether it rings.
///
/// | Evidence | Finding |
/// | --- | --- |
/// | one of the invited is, or was, in the call or its lobby | [`Rung`](Self::Rung) |
/// | its operation ended well | [`Rung`](Self::Rung) |
/// | its operation failed because they declined, did not answer, or had no media | [`Rung`](Self::Rung) |
/// | its operation failed because it was refused, or because there was no way to them | [`NotRung`](Self::NotRung) |
/// | its operation failed for another reason | [`CantTell`](Self::CantTell) |
/// | an error, such as 404 | [`CantTell`](Self::CantTell) |
/// | nobody of them is on the roster: they may be ringing | [`CantTell`](Self::CantTell) |
/// | a peer-to-peer call, which has no roster | [`CantTell`](Self::CantTell) |
///
/// An operation is the invite's if it has the invite's call and client context; without an answer,
/// only a notification to an [`Inbox`](crate::Inbox) tells of it. Without an inbox, nothing but
/// the roster is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// It did ring, or they came before it could: do not send it again. Somebody who was in the
    /// call already when it was sent can't be told from somebody who followed it.
    Rung,
    /// The service acted on it, and it rang nobody: it may be sent again.
    NotRung,
    /// There is no evidence either way. It may be ringing at this moment; look again later, or
    /// wait for a notification.
    CantTell,
}

impl Finding {
    /// What has been heard by now, in one word.
    pub(crate) fn of(facts: &Facts) -> Self {
        if facts.people().any(|presence| presence != Presence::Unseen) {
            return Self::Rung;
        }
        match facts.outcome() {
            Some(Outcome::Completed) => Self::Rung,
            Some(Outcome::Failed(failure)) => Self::of_failure(failure.class),
            Some(Outcome::Unknown) | None => Self::CantTell,
        }
    }

    fn of_failure(class: Class) -> Self {
        match class {
            Class::Declined | Class::NoAnswer | Class::Media => Self::Rung,
            Class::Unreachable
            | Class::Policy
            | Class::PstnSetup
            | Class::InvalidRequest
            | Class::Throttled => Self::NotRung,
            // Each may come before they are rung, or after.
            Class::Busy | Class::Cancelled | Class::CallGone | Class::Service | Class::Other => {
                Self::CantTell
            }
        }
    }
}

impl Client {
    /// Looks whether an invite of which nobody knew did ring: at its operation, if that is known,
    /// and at the roster of the call, for the people it was for. Two requests at most, 10 seconds
    /// at most.
    ///
    /// Looks once, now. [`Unknown::outcome`] waits for a notification first, which says more, and
    /// looks then. Either learns what the other has heard.
    ///
    /// ```no_run
    /// # async fn ring(client: graph_invite::Client, invite: graph_invite::Invite)
    /// #     -> Result<(), graph_invite::SendError> {
    /// use graph_invite::{Finding, SendError};
    ///
    /// match invite.send(&client).await {
    ///     Err(SendError::Unknown(unknown)) => match client.look(&unknown).await {
    ///         Finding::Rung => println!("it did ring"),
    ///         Finding::NotRung => println!("it did not: it may be sent again"),
    ///         _ => println!("look again later: {unknown}"),
    ///     },
    ///     Ok(ringing) => println!("{:?}", ringing.outcome().await),
    ///     Err(nobody_is_rung) => return Err(nobody_is_rung),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn look(&self, unknown: &Unknown) -> Finding {
        unknown.listening.look(self).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Finding};
    use crate::graph::operation::Operation;
    use crate::graph::roster::Roster;
    use crate::progress::state::Subject;
    use crate::redact::Personal;
    use crate::{Identity, UserId};
    use serde_json::{Value, json};
    use serde_json_borrow::Value as Json;

    const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";

    fn subject() -> Subject {
        Subject {
            people: [Identity::User(UserId::parse(ADA).unwrap())].into(),
            personal: Personal::default(),
        }
    }

    fn facts() -> Facts {
        let mut facts = Facts::new(1);
        facts.answered(None, &subject());
        facts
    }

    fn after_operation(operation: &Value) -> Finding {
        let mut facts = facts();
        let operation = Json::from(operation);
        let operation = Operation::read(operation.as_object().unwrap());
        facts.ended(&operation, true, &subject());
        Finding::of(&facts)
    }

    fn after_roster(roster: &Value) -> Finding {
        let mut facts = facts();
        let roster = Json::from(roster);
        facts.roster(&Roster::answered(roster.as_object().unwrap()), &subject());
        Finding::of(&facts)
    }

    #[test]
    fn the_operation_tells() {
        for (operation, finding) in [
            (json!({ "status": "completed" }), Finding::Rung),
            (json!({ "status": "running" }), Finding::CantTell),
            (json!({ "status": "failed" }), Finding::CantTell),
        ] {
            assert_eq!(after_operation(&operation), finding, "{operation}");
        }
        for (code, subcode, finding) in [
            (603, 8538, Finding::Rung),
            (408, 8587, Finding::Rung),
            (410, 301_004, Finding::Rung),
            (480, 8541, Finding::NotRung),
            (403, 7504, Finding::NotRung),
            (412, 10073, Finding::NotRung),
            (400, 8523, Finding::NotRung),
            (429, 8516, Finding::NotRung),
            (486, 8539, Finding::CantTell),
            (487, 8542, Finding::CantTell),
            (404, 8522, Finding::CantTell),
            (500, 8546, Finding::CantTell),
            (777, 777, Finding::CantTell),
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
            (json!([entry("isInLobby", json!(false))]), Finding::Rung),
            (json!([entry("isInLobby", json!(true))]), Finding::Rung),
            (json!([entry("removedState", json!({}))]), Finding::Rung),
            (json!([]), Finding::CantTell),
            (
                json!([{ "info": { "identity": { "user": { "id": "bob" } } } }]),
                Finding::CantTell,
            ),
            (json!("odd"), Finding::CantTell),
        ] {
            assert_eq!(
                after_roster(&json!({ "value": roster })),
                finding,
                "{roster}"
            );
        }
    }
}
