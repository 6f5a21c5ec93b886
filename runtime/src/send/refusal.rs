//! A refusal of the service, and what it means.

use crate::auth::roles::Grant;
use crate::graph::result_code::{Class, Meaning, ROLE};
use crate::http::graph_error::GraphError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The service's refusal.
#[derive(Debug, thiserror::Error)]
#[error("HTTP {status}{}", Hints(self))]
#[non_exhaustive]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// How long the service asks to wait before the next try, up to a day.
    pub retry_after: Option<Duration>,
    /// What it said.
    #[source]
    pub graph: GraphError,
    /// The id under which the request was sent (`client-request-id`).
    pub client_request_id: Uuid,
    /// How many requests there were, with this last one.
    pub attempts: u32,
    /// What the token allows, where that is a question (403).
    pub(crate) grant: Grant,
    pub(crate) claims: Option<Arc<str>>,
}

/// What the refusal means.
impl Refused {
    /// The kind of refusal.
    ///
    /// ```no_run
    /// # fn look(refused: &graph_invite::Refused) {
    /// use graph_invite::Class;
    ///
    /// if refused.class() == Class::CallGone {
    ///     println!("forget the call");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn class(&self) -> Class {
        self.meaning().class
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        self.meaning().advice
    }

    /// The role that the token must carry and lacks, after a 403: `Calls.InitiateGroupCall.All`,
    /// granted to the application with admin consent in the tenant of the call.
    ///
    /// The `roles` of the token say so, read without checking its signature. Of a token that can't
    /// be read, the code of the refusal does. `None` of a [delegated](Self::is_delegated) token,
    /// which no role would help.
    #[must_use]
    pub fn missing_role(&self) -> Option<&'static str> {
        let is_missing = match self.grant {
            Grant::NoRole => true,
            Grant::Unread => self.advice().contains(ROLE),
            Grant::Role | Grant::Delegated => false,
        };
        (self.status == 403 && is_missing).then_some(ROLE)
    }

    /// Whether, after a 403, the token turns out to be delegated: it has the claim `scp`, stands
    /// for a person, and can invite nobody. It takes the application's own, by client credentials.
    #[must_use]
    pub const fn is_delegated(&self) -> bool {
        self.status == 403 && matches!(self.grant, Grant::Delegated)
    }

    /// What the service says a token must claim before it is taken (a claims challenge): JSON. The
    /// token source was asked for such a token by
    /// [`TokenRequest::claims`](crate::TokenRequest::claims), unless the client's
    /// [`RetryPolicy`](crate::RetryPolicy) is off, and gave none that was taken.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// The innermost code that the table knows, or else the status; but a delegated token explains
    /// every 403, a claims challenge itself, and a token's roles the 403 that nothing else does.
    fn meaning(&self) -> Meaning {
        let status = i64::from(self.status);
        let policy = |advice| Meaning {
            class: Class::Policy,
            advice,
        };
        if self.is_delegated() {
            return policy(DELEGATED);
        }
        if self.claims.is_some() {
            return policy(CLAIMS);
        }
        let mut codes = self.graph.codes().rev();
        let known = codes.find_map(|code| Meaning::of(Some(status), Some(code.parse().ok()?)));
        known.unwrap_or_else(|| match (self.status, self.grant) {
            (403, Grant::NoRole) => policy(NO_ROLE),
            (403, Grant::Role) => policy(FORBIDDEN),
            _ => Meaning::of_code(Some(status)),
        })
    }
}

const DELEGATED: &str = "the token is delegated, and no delegated permission allows this: get the application's own token, by client credentials";
const CLAIMS: &str = "the service wants a token with other claims: let the token source hand `TokenRequest::claims` to the token endpoint, as its parameter `claims`";
const NO_ROLE: &str = "the token lacks the role Calls.InitiateGroupCall.All: grant that application permission, with admin consent in the tenant of the call, then get a fresh token";
const FORBIDDEN: &str = "the token has the role, so it is not that: look at the tenant of the call, and at its policies";

/// What `Display` says besides the status.
struct Hints<'a>(&'a Refused);

impl fmt::Display for Hints<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refused = self.0;
        if let Some(wait) = refused.retry_after {
            let seconds = wait.as_secs_f32();
            write!(f, ", to be tried again in {seconds} seconds")?;
        }
        if refused.is_delegated() {
            f.write_str(", for the token is delegated")?;
        } else if refused.status == 403 && refused.grant == Grant::NoRole {
            write!(f, ", and the token lacks the role {ROLE}")?;
        }
        if refused.attempts > 1 {
            write!(f, ", after {} attempts", refused.attempts)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Refused;
    use crate::Class;
    use crate::auth::bearer::Bearer;
    use crate::auth::roles::Grant;
    use crate::auth::token::AccessToken;
    use crate::graph::result_code::ROLE;
    use crate::http::graph_error::GraphError;
    use crate::http::response::Answer;
    use crate::redact::Personal;
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;
    use uuid::Uuid;

    fn refused(status: u16, code: &str, grant: Grant) -> Refused {
        let body = format!(r#"{{"error":{{"code":"{code}"}}}}"#);
        let bearer = Bearer::of(&AccessToken::new("")).unwrap();
        let answer = Answer::read(
            StatusCode::FORBIDDEN,
            HeaderMap::new(),
            body.into_bytes(),
            &bearer,
        );
        Refused {
            status,
            retry_after: None,
            graph: GraphError::read(&answer, &Personal::default()),
            client_request_id: Uuid::nil(),
            attempts: 1,
            grant,
            claims: None,
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        for (status, code, class, word) in [
            (403, "7503", Class::Policy, "webhook"),
            (403, "7504", Class::Policy, "consent"),
            (403, "7505", Class::Policy, "tenant"),
            (400, "8501", Class::InvalidRequest, "established"),
            (400, "8505", Class::InvalidRequest, "one person"),
            (404, "8522", Class::CallGone, "over"),
            (400, "8523", Class::InvalidRequest, "argument"),
            (400, "8548", Class::InvalidRequest, "group call"),
            (401, "InvalidAuthenticationToken", Class::Policy, "fresh"),
            (403, "Authorization_RequestDenied", Class::Policy, "role"),
            (429, "TooManyRequests", Class::Throttled, "wait"),
            (418, "teapot", Class::Other, "support"),
        ] {
            let refused = refused(status, code, Grant::Unread);
            assert_eq!(refused.class(), class, "{code}");
            let advice = refused.advice();
            assert!(advice.contains(word), "{code}: {advice}");
            let lacks = status == 403 && !["7503", "7505"].contains(&code);
            assert_eq!(refused.missing_role().is_some(), lacks, "{code}");
        }
    }

    #[test]
    fn the_token_explains_what_is_forbidden() {
        for (code, grant, word, lacks) in [
            ("Forbidden", Grant::NoRole, "lacks the role", true),
            ("Forbidden", Grant::Role, "has the role", false),
            ("Forbidden", Grant::Delegated, "delegated", false),
            ("7503", Grant::NoRole, "webhook", true),
            ("7504", Grant::NoRole, "consent", true),
            ("7504", Grant::Role, "consent", false),
            ("7505", Grant::Role, "tenant", false),
            ("7505", Grant::Delegated, "delegated", false),
        ] {
            let refused = refused(403, code, grant);
            assert_eq!(refused.class(), Class::Policy);
            let advice = refused.advice();
            assert!(advice.contains(word), "{code} {grant:?}: {advice}");
            assert_eq!(refused.missing_role().is_some(), lacks, "{code} {grant:?}");
            assert_eq!(refused.is_delegated(), grant == Grant::Delegated);
            assert_eq!(refused.to_string().contains(ROLE), lacks, "{refused}");
        }
    }

    #[test]
    fn the_token_explains_nothing_else() {
        for grant in [Grant::NoRole, Grant::Delegated] {
            let refused = refused(404, "8522", grant);
            assert_eq!(refused.missing_role(), None);
            assert!(!refused.is_delegated() && refused.class() == Class::CallGone);
            assert_eq!(refused.to_string(), "HTTP 404");
        }
    }
}
