//! A refusal of the service, and what it means.

use crate::auth::roles::TokenPermission;
use crate::graph::result_code::advice::{CLAIMS, DELEGATED};
use crate::graph::result_code::diagnosis::Diagnosis;
use crate::graph::result_code::failure_kind::FailureKind;
use crate::graph::result_code::http_status;
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::http::answer_summary::{AnswerSummary, Attempts};
use crate::http::graph_error::GraphError;
use crate::progress::evidence::RingStatus;
use graph_invite_rules::wire::ROLE;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// A refusal of the service.
///
/// `Display` shows in one line whether a phone rings, the HTTP status, the code of the service, how
/// long it asks to wait, and what the token lacks. The words of the service are the
/// [`source`](std::error::Error::source).
#[derive(Debug, thiserror::Error)]
#[error("{}", Line(self))]
pub struct Refused {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) ring_status: RingStatus,
    #[source]
    pub(crate) graph: GraphError,
    pub(crate) client_request_id: Uuid,
    pub(crate) attempts: u32,
    /// What the token allows, if the status raises the question (403).
    pub(crate) permission: TokenPermission,
    pub(crate) facts: InviteFacts,
    pub(crate) claims: Option<Arc<str>>,
}

/// What the service answered.
impl Refused {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// How long the service asks to wait before the next request, up to a day.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Whether the refusal proves that no phone rings: [`RingStatus::DidNotRing`], except for code
    /// 8559, by which a phone may ring already for another invite
    /// ([`RingStatus::Inconclusive`]).
    #[must_use]
    pub const fn ring_status(&self) -> RingStatus {
        self.ring_status
    }

    /// The error of the service: its codes, its message and its request id.
    #[must_use]
    pub const fn graph_error(&self) -> &GraphError {
        &self.graph
    }

    /// The id under which the request was sent (`client-request-id`).
    #[must_use]
    pub const fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }

    /// How many requests there were, this last one included.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// What the refusal means.
impl Refused {
    /// The kind of refusal.
    ///
    /// ```no_run
    /// # fn look(refused: &graph_invite::Refused) {
    /// use graph_invite::FailureKind;
    ///
    /// if refused.kind() == FailureKind::CallNotFound {
    ///     println!("the call is over");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.diagnosis().kind
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        self.diagnosis().advice
    }

    /// The role that the token lacks, after a 403: `Calls.InitiateGroupCall.All`, granted to the
    /// application with admin consent in the tenant of the call.
    ///
    /// The `roles` of the token show it; they are read without checking its signature. If the
    /// token can't be read, the code of the refusal shows it. `None` for a
    /// [delegated](Self::is_delegated) token, which no role would help.
    #[must_use]
    pub fn missing_role(&self) -> Option<&'static str> {
        let is_missing = match self.permission {
            TokenPermission::Missing => true,
            TokenPermission::Unknown => {
                self.claims.is_none() && http_status::needs_role(self.graph.codes())
            }
            TokenPermission::Granted | TokenPermission::Delegated => false,
        };
        (self.status == 403 && is_missing).then_some(ROLE)
    }

    /// Whether the token of a 403 is delegated: it has the claim `scp`, stands for a person, and
    /// can't invite. Use the application's own token, by client credentials.
    #[must_use]
    pub const fn is_delegated(&self) -> bool {
        self.status == 403 && matches!(self.permission, TokenPermission::Delegated)
    }

    /// The claims that the service wants in the token (a claims challenge), as JSON. The client
    /// has already asked the token source for such a token, by
    /// [`TokenRequest::claims`](crate::token::TokenRequest::claims), unless its
    /// [`RetryPolicy`](crate::RetryPolicy) is disabled; the service took none of them.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// The innermost code that the table knows, else the status. Before both: a delegated token
    /// explains every 403, and a claims challenge explains itself. After both: the roles of a
    /// token explain a 403.
    fn diagnosis(&self) -> Diagnosis {
        if self.is_delegated() {
            return Diagnosis::new(FailureKind::Policy, DELEGATED);
        }
        if self.claims.is_some() {
            return Diagnosis::new(FailureKind::Policy, CLAIMS);
        }
        let known = Diagnosis::of_codes(self.status, self.graph.codes(), self.facts);
        known.unwrap_or_else(|| match (self.status, self.permission) {
            (403, TokenPermission::Missing) => Diagnosis::new(FailureKind::Policy, NO_ROLE),
            (403, TokenPermission::Granted) => Diagnosis::new(FailureKind::Policy, FORBIDDEN),
            _ => Diagnosis::of_status(self.status, self.facts),
        })
    }
}

const NO_ROLE: &str = "the token lacks the role Calls.InitiateGroupCall.All: grant that application permission, with admin consent in the tenant of the call, then get a fresh token";
const FORBIDDEN: &str = "the token has the role, so the cause is another: check the tenant of the call and its policies";

/// The line of `Display`.
struct Line<'a>(&'a Refused);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refused = self.0;
        f.write_str(match refused.ring_status {
            RingStatus::DidNotRing => "the service refused the invite, so no phone rings: ",
            RingStatus::Rang | RingStatus::Inconclusive => "the service refused the invite: ",
        })?;
        let answer = AnswerSummary {
            status: refused.status,
            graph: &refused.graph,
            retry_after: refused.retry_after,
        };
        write!(f, "{answer}{}", Attempts(refused.attempts))?;
        if refused.is_delegated() {
            f.write_str(" (delegated token)")
        } else if refused.status == 403 && refused.permission == TokenPermission::Missing {
            write!(f, " (the token lacks the role {ROLE})")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{InviteFacts, Refused, RingStatus};
    use crate::FailureKind;
    use crate::auth::bearer::Bearer;
    use crate::auth::roles::TokenPermission;
    use crate::auth::token::AccessToken;
    use crate::http::graph_error::GraphError;
    use crate::http::response::Response;
    use crate::redact::PersonalData;
    use graph_invite_rules::wire::ROLE;
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;
    use uuid::Uuid;

    fn refused(status: u16, code: &str, permission: TokenPermission) -> Refused {
        let body = format!(r#"{{"error":{{"code":"{code}"}}}}"#);
        let bearer = Bearer::of(&AccessToken::new("")).unwrap();
        let answer = Response::read(
            StatusCode::FORBIDDEN,
            HeaderMap::new(),
            body.into_bytes(),
            &bearer,
        );
        Refused {
            status,
            retry_after: None,
            ring_status: RingStatus::DidNotRing,
            graph: GraphError::read(&answer, &PersonalData::default()),
            client_request_id: Uuid::nil(),
            attempts: 1,
            permission,
            facts: InviteFacts::default(),
            claims: None,
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        for (status, code, class, word) in [
            (403, "7503", FailureKind::Policy, "webhook"),
            (403, "7504", FailureKind::Policy, "consent"),
            (403, "7505", FailureKind::Policy, "tenant"),
            (400, "8501", FailureKind::InvalidRequest, "established"),
            (400, "8505", FailureKind::InvalidRequest, "one person"),
            (404, "8522", FailureKind::CallNotFound, "over"),
            (400, "8523", FailureKind::InvalidRequest, "argument"),
            (400, "8548", FailureKind::InvalidRequest, "group call"),
            (
                401,
                "InvalidAuthenticationToken",
                FailureKind::Policy,
                "fresh",
            ),
            (
                403,
                "Authorization_RequestDenied",
                FailureKind::Policy,
                "role",
            ),
            (429, "TooManyRequests", FailureKind::Throttled, "wait"),
            (418, "teapot", FailureKind::Other, "support"),
        ] {
            let refused = refused(status, code, TokenPermission::Unknown);
            assert_eq!(refused.kind(), class, "{code}");
            let advice = refused.advice();
            assert!(advice.contains(word), "{code}: {advice}");
            let lacks = status == 403 && !["7503", "7505"].contains(&code);
            assert_eq!(refused.missing_role().is_some(), lacks, "{code}");
        }
    }

    #[test]
    fn the_token_explains_what_is_forbidden() {
        for (code, permission, word, lacks) in [
            (
                "Forbidden",
                TokenPermission::Missing,
                "lacks the role",
                true,
            ),
            ("Forbidden", TokenPermission::Granted, "has the role", false),
            ("Forbidden", TokenPermission::Delegated, "delegated", false),
            ("7503", TokenPermission::Missing, "webhook", true),
            ("7504", TokenPermission::Missing, "consent", true),
            ("7504", TokenPermission::Granted, "consent", false),
            ("7505", TokenPermission::Granted, "tenant", false),
            ("7505", TokenPermission::Delegated, "delegated", false),
        ] {
            let refused = refused(403, code, permission);
            assert_eq!(refused.kind(), FailureKind::Policy);
            let advice = refused.advice();
            assert!(advice.contains(word), "{code} {permission:?}: {advice}");
            assert_eq!(
                refused.missing_role().is_some(),
                lacks,
                "{code} {permission:?}"
            );
            assert_eq!(
                refused.is_delegated(),
                permission == TokenPermission::Delegated
            );
            assert_eq!(refused.to_string().contains(ROLE), lacks, "{refused}");
        }
    }

    #[test]
    fn the_token_explains_nothing_else() {
        for permission in [TokenPermission::Missing, TokenPermission::Delegated] {
            let refused = refused(404, "8522", permission);
            assert_eq!(refused.missing_role(), None);
            assert!(!refused.is_delegated() && refused.kind() == FailureKind::CallNotFound);
            assert!(
                refused.to_string().ends_with(": HTTP 404, code 8522"),
                "{refused}"
            );
        }
    }
}
