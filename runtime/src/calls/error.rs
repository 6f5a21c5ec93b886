//! Why a request about a call, or any other request of a bot, has no result.

use crate::auth::roles::TokenPermission;
use crate::auth::token_error::TokenError;
use crate::box_error::BoxError;
use crate::calls::path::PathError;
use crate::graph::result_code::advice::{CLAIMS, DELEGATED};
use crate::graph::result_code::diagnosis::Diagnosis;
use crate::graph::result_code::failure_kind::FailureKind;
use crate::graph::result_code::http_status;
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::http::answer_summary::AnswerSummary;
use crate::http::graph_error::GraphError;
use crate::http::transport_error::TransportError;
use std::error::Error;
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
/// `Display` is one line with the reason. What caused it is its
/// [`source`](std::error::Error::source): the words of the service, or the error of the connection or of
/// the token source. Neither shows the URL of the request, a token or a phone number.
#[derive(Debug)]
#[non_exhaustive]
pub enum RequestError {
    /// Nothing left, so nothing was done.
    NotSent(UnsentRequest),
    /// The service answered with another status than 2xx.
    Status(Box<StatusError>),
    /// The request left, and there is no answer: the service may have done it.
    NoAnswer(TransportError),
    /// The service answered with 2xx, and the body is not what was expected.
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the body: a part of a sentence, such as `is not JSON`.
        reason: &'static str,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(reason) => write!(f, "{reason}"),
            Self::Status(error) => write!(f, "{error}"),
            Self::NoAnswer(error) => {
                write!(
                    f,
                    "it is not known what the service did with the request: {error}"
                )
            }
            Self::Unreadable { status, reason } => {
                write!(
                    f,
                    "the service answered HTTP {status}, but its body {reason}"
                )
            }
        }
    }
}

/// The cause of what `Display` shows, which repeats nothing of it.
impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotSent(reason) => reason.source(),
            Self::Status(error) => error.source(),
            Self::NoAnswer(error) => error.source(),
            Self::Unreadable { .. } => None,
        }
    }
}

/// Why a request did not leave.
#[derive(Debug)]
#[non_exhaustive]
pub enum UnsentRequest {
    /// The path, or an id in it, would reach another place.
    Path(PathError),
    /// The body can't be written as JSON, or its type is no header.
    Body(BoxError),
    /// There is no token.
    Token(TokenError),
    /// There was no connection, or the request could not be built.
    Transport(TransportError),
}

impl fmt::Display for UnsentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request was not sent: ")?;
        match self {
            Self::Path(error) => write!(f, "{error}"),
            Self::Body(_) => f.write_str("its body can't be written"),
            Self::Token(error) => write!(f, "{error}"),
            Self::Transport(error) => write!(f, "{error}"),
        }
    }
}

/// The cause of what `Display` shows, which repeats nothing of it.
impl Error for UnsentRequest {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Body(error) => Some(&**error),
            Self::Token(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Path(_) => None,
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

    /// How long the service asks the client to wait: zero if it does not say how long.
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
#[derive(Debug, thiserror::Error)]
#[error("the service answered {}", self.summary())]
pub struct StatusError {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    #[source]
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

/// To remove somebody, the token needs one of these roles. Source: the page on deleting a participant.
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

    /// The error of the service: its codes, its message and its request id.
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
        if self.claims.is_some() {
            return CLAIMS;
        }
        let needs_role = self.status == 403 && http_status::needs_role(self.graph.codes());
        match (needs_role, self.needs, self.permission) {
            (false, ..) => self.diagnosis().advice,
            (true, Permission::Any, _) => NO_PERMISSION,
            (true, Permission::Remove, TokenPermission::Missing) => NO_REMOVE_ROLE,
            (true, Permission::Remove, TokenPermission::Granted) => NO_REMOVE_SETTING,
            (true, Permission::Remove, TokenPermission::Delegated) => DELEGATED,
            (true, Permission::Remove, TokenPermission::Unknown) => NO_REMOVE,
        }
    }

    fn diagnosis(&self) -> Diagnosis {
        let facts = InviteFacts::default();
        let known = Diagnosis::of_codes(self.status, self.graph.codes(), facts);
        known.unwrap_or_else(|| match self.status {
            500..600 => Diagnosis::new(FailureKind::Service, SERVICE),
            status => Diagnosis::of_status(status, facts),
        })
    }

    fn summary(&self) -> AnswerSummary<'_> {
        AnswerSummary {
            status: self.status,
            graph: &self.graph,
            retry_after: self.retry_after,
        }
    }
}

const SERVICE: &str =
    "the service failed, and may have done what was asked: look before you ask again";
const NO_PERMISSION: &str = "the token lacks an application permission that this request needs: grant it, with admin consent in the tenant of the call, then get a fresh token";
const NO_REMOVE: &str = "the bot may not remove people: grant the application permission Calls.JoinGroupCall.All, with admin consent in the tenant of the call, and let its administrator run `Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds @{Add=\"<id of the application>\"}`";
const NO_REMOVE_ROLE: &str = "the token lacks the role Calls.JoinGroupCall.All: grant that application permission, with admin consent in the tenant of the call, then get a fresh token";
const NO_REMOVE_SETTING: &str = "the token has the role, so the tenant forbids it: let the administrator of the tenant of the call run `Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds @{Add=\"<id of the application>\"}`";
