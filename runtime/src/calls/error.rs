//! Why a request about a call, or any other request of a bot, has no result.

use crate::auth::cache::TokenFailure;
use crate::auth::roles::TokenPermission;
use crate::box_error::{BoxError, SharedError};
use crate::calls::path::PathError;
use crate::graph::result_code::{Diagnosis, FailureKind};
use crate::http::graph_error::GraphError;
use crate::http::transport_error::TransportError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Why a request of a [`Client`](crate::Client) other than an invite has no result.
///
/// | | What the service did |
/// | --- | --- |
/// | [`NotSent`](Self::NotSent) | nothing |
/// | [`Status`](Self::Status) | with a 4xx of Graph usually nothing; a 5xx proves nothing |
/// | [`NoAnswer`](Self::NoAnswer), [`Unreadable`](Self::Unreadable) | not known |
///
/// `Display` is one line with the reason. It shows neither the URL of the request nor a token, and no
/// phone number.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// Nothing left, so nothing was done.
    #[error("the request was not sent: {0}")]
    NotSent(#[source] UnsentRequest),
    /// The service answered with another status than 2xx.
    #[error(transparent)]
    Status(Box<StatusError>),
    /// The request left, and there is no answer: the service may have done it.
    #[error("the request was sent, and it is not known what the service did: {0}")]
    NoAnswer(#[source] TransportError),
    /// The service answered with 2xx, and the body is not what was expected.
    #[error("the service answered HTTP {status}, but its body {reason}")]
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the body: a part of a sentence, such as `is not JSON`.
        reason: &'static str,
    },
}

/// Why a request did not leave.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnsentRequest {
    /// The path, or an id in it, would reach another place.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The body can't be written as JSON.
    #[error("the body can't be written as JSON")]
    Body(#[source] BoxError),
    /// The token source failed. The cause is the source's own error; no log of this crate shows it.
    #[error("the token source failed")]
    Token(#[source] SharedError),
    /// The token source gave no token in time.
    #[error("the token source gave no token within {} seconds", .after.as_secs_f32())]
    TokenTimeout {
        /// The time it had.
        after: Duration,
    },
    /// There was no connection, or the request could not be built.
    #[error(transparent)]
    Transport(TransportError),
}

impl From<TokenFailure> for UnsentRequest {
    fn from(failure: TokenFailure) -> Self {
        match failure {
            TokenFailure::Source(error) => Self::Token(error),
            TokenFailure::TimedOut { after } => Self::TokenTimeout { after },
        }
    }
}

impl RequestError {
    /// The HTTP status of the answer, if there was one.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::NotSent(_) | Self::NoAnswer(_) => None,
            Self::Status(error) => Some(error.status),
            Self::Unreadable { status, .. } => Some(*status),
        }
    }

    /// How long the service wants no request: zero if it does not say how long.
    pub(crate) fn throttled(&self) -> Option<Duration> {
        let Self::Status(error) = self else {
            return None;
        };
        let is_429 = error.status == 429;
        error.retry_after.or(is_429.then_some(Duration::ZERO))
    }

    /// Whether the service says that there is no such resource.
    pub(crate) fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }
}

/// An answer with another status than 2xx.
#[derive(Debug)]
pub struct StatusError {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) graph: GraphError,
    pub(crate) claims: Option<Arc<str>>,
    /// What the request would have needed.
    pub(crate) needs: Permission,
    /// Whether the token has it, if the status raises the question (403).
    pub(crate) permission: TokenPermission,
}

/// The application permission that a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// It depends on the request.
    Any,
    /// That of removing somebody from a call, or an invite that rings.
    Remove,
}

/// The roles of which removing somebody needs one. Source: the page on deleting a participant.
pub(crate) const REMOVE_ROLES: [&str; 2] =
    ["Calls.JoinGroupCall.All", "Calls.JoinGroupCallAsGuest.All"];

impl StatusError {
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

    /// What the service said: its codes, its message and its request id.
    #[must_use]
    pub const fn graph_error(&self) -> &GraphError {
        &self.graph
    }

    /// Whether Graph answered before it acted on the request.
    pub(crate) fn proves_nothing_was_done(&self) -> bool {
        self.graph.is_refusal(self.status)
    }

    /// The kind of refusal, by the innermost code that is known, else by the status.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.diagnosis().kind
    }

    /// What to do.
    ///
    /// If the service does not let the bot remove a person (403), it names the application permission
    /// that the token lacks, or the setting of the tenant.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        let diagnosis = self.diagnosis();
        if self.claims.is_some() {
            return CLAIMS;
        }
        match (self.status, diagnosis.needs_role, self.needs) {
            (403, true, Permission::Remove) => match self.permission {
                TokenPermission::Missing => NO_REMOVE_ROLE,
                TokenPermission::Granted => NO_REMOVE_SETTING,
                TokenPermission::Delegated => DELEGATED,
                TokenPermission::Unknown => NO_REMOVE,
            },
            (_, true, _) => NO_PERMISSION,
            (_, false, _) => diagnosis.advice,
        }
    }

    fn diagnosis(&self) -> Diagnosis {
        let status = i64::from(self.status);
        let mut codes = self.graph.codes().rev();
        codes
            .find_map(|code| Diagnosis::of(Some(status), Some(code.parse().ok()?)))
            .unwrap_or_else(|| Diagnosis::of_code(Some(status)))
    }
}

const CLAIMS: &str = "the service wants a token with other claims: let the token source pass `TokenRequest::claims` to the token endpoint, as its parameter `claims`";
const DELEGATED: &str = "the token is delegated, and no delegated permission allows this: get the application's own token, by client credentials";
const NO_PERMISSION: &str = "the token lacks an application permission that this request needs: grant it, with admin consent in the tenant of the call, then get a fresh token";
const NO_REMOVE: &str = "the bot may not remove people: grant the application permission Calls.JoinGroupCall.All, with admin consent in the tenant of the call, and let its administrator run `Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds @{Add=\"<id of the application>\"}`";
const NO_REMOVE_ROLE: &str = "the token lacks the role Calls.JoinGroupCall.All: grant that application permission, with admin consent in the tenant of the call, then get a fresh token";
const NO_REMOVE_SETTING: &str = "the token has the role, so the tenant forbids it: let the administrator of the tenant of the call run `Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds @{Add=\"<id of the application>\"}`";

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the service answered HTTP {}: {}",
            self.status, self.graph
        )?;
        match self.retry_after {
            Some(wait) => write!(f, ", retry after {} seconds", wait.as_secs_f32()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for StatusError {}
