//! The three ends of a send that are not [`Ringing`](crate::Ringing).

use crate::auth::cache::TokenFailure;
use crate::box_error::{BoxError, SharedError};
use crate::client::retry::FailureStage;
use crate::http::graph_error::GraphError;
use crate::http::transport_error::TransportError;
use crate::invite::validate::InvalidInvite;
use crate::progress::evidence::RingStatus;
use crate::send::refusal::Refused;
use crate::send::unknown::{Unknown, UnknownReason};
use graph_invite_rules::Clause;
use std::sync::Arc;
use std::time::Duration;

/// Why there is no [`Ringing`](crate::Ringing).
///
/// | | When | May be sent again |
/// | --- | --- | --- |
/// | [`NotSent`](Self::NotSent) | nothing reached the service | yes |
/// | [`Refused`](Self::Refused) | the service refused the invite | yes, after you fix the cause |
/// | [`Unknown`](Self::Unknown) | no answer shows what the service did | only after [`Unknown::check`] |
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// Nothing reached the service, so no phone rings.
    #[error("the invite was not sent, so no phone rings")]
    NotSent(#[source] NotSent),
    /// The service refused the invite. No phone rings by it, unless [`Refused::ring_status`] says
    /// that one may ring already.
    #[error("the service refused the invite{}", if .0.ring_status() == RingStatus::DidNotRing { ", so no phone rings" } else { "" })]
    Refused(#[source] Box<Refused>),
    /// A phone may be ringing: no answer shows what the service did.
    #[error("a phone may be ringing: no answer shows what the service did")]
    Unknown(#[source] Box<Unknown>),
}

impl SendError {
    /// Whether it is certain that no phone has rung, by any request of this send.
    #[must_use]
    pub const fn did_not_ring(&self) -> bool {
        match self {
            Self::NotSent(_) => true,
            Self::Refused(refused) => matches!(refused.ring_status(), RingStatus::DidNotRing),
            Self::Unknown(_) => false,
        }
    }

    /// The error of a send with an earlier request that may have rung a phone: that one, if this
    /// one says only that the last request did not leave.
    pub(crate) fn or_open(self, open: Option<Self>, attempts: u32) -> Self {
        match (self, open) {
            (Self::NotSent(_), Some(Self::Unknown(mut unknown))) => {
                unknown.attempts = attempts;
                Self::Unknown(unknown)
            }
            (error, _) => error,
        }
    }

    /// How many requests were tried: 0 if none was. More than 1 only if the client's
    /// [`RetryPolicy`](crate::RetryPolicy) repeated the request.
    ///
    /// ```
    /// # fn log(error: &graph_invite::SendError) {
    /// eprintln!("{error}; attempts: {}", error.attempts());
    /// # }
    /// ```
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        match self {
            Self::NotSent(NotSent::Connect { attempts, .. }) => *attempts,
            Self::NotSent(_) => 0,
            Self::Refused(refused) => refused.attempts(),
            Self::Unknown(unknown) => unknown.attempts(),
        }
    }

    /// The HTTP status of the last answer, if there was one.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self.stage() {
            FailureStage::Answered(status) => Some(status),
            FailureStage::Unsent
            | FailureStage::NoConnection
            | FailureStage::CertificateRefused
            | FailureStage::NoAnswer => None,
        }
    }

    /// What the service said in its last answer, if anything.
    #[must_use]
    pub const fn graph_error(&self) -> Option<&GraphError> {
        match self {
            Self::NotSent(_) => None,
            Self::Refused(refused) => Some(refused.graph_error()),
            Self::Unknown(unknown) => match unknown.reason() {
                UnknownReason::Status { graph, .. } => Some(graph),
                _ => None,
            },
        }
    }

    /// How far the last request came.
    pub(crate) const fn stage(&self) -> FailureStage {
        match self {
            Self::NotSent(NotSent::Connect { source, .. }) if source.is_certificate() => {
                FailureStage::CertificateRefused
            }
            Self::NotSent(NotSent::Connect { .. }) => FailureStage::NoConnection,
            Self::NotSent(_) => FailureStage::Unsent,
            Self::Refused(refused) => FailureStage::Answered(refused.status()),
            Self::Unknown(unknown) => match unknown.reason() {
                UnknownReason::Timeout(_) | UnknownReason::Interrupted(_) => FailureStage::NoAnswer,
                UnknownReason::Status { status, .. } | UnknownReason::Redirect { status } => {
                    FailureStage::Answered(*status)
                }
            },
        }
    }

    /// How long the service asks to wait before the next request.
    pub(crate) const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::NotSent(_) => None,
            Self::Refused(refused) => refused.retry_after(),
            Self::Unknown(unknown) => match unknown.reason() {
                UnknownReason::Status { retry_after, .. } => *retry_after,
                _ => None,
            },
        }
    }

    /// The claims that the service wants in a token.
    pub(crate) const fn claims(&self) -> Option<&Arc<str>> {
        match self {
            Self::Refused(refused) => refused.claims.as_ref(),
            Self::NotSent(_) | Self::Unknown(_) => None,
        }
    }
}

/// Why an invite did not leave.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotSent {
    /// Each value is right by itself, but together they break a rule.
    #[error(transparent)]
    Invalid(InvalidInvite),
    /// The schema of this cloud does not have a clause.
    #[error(
        "this cloud has no `{clause}` in its schema and would refuse or ignore it: remove `{clause}`",
        clause = .clause.word()
    )]
    Cloud {
        /// The clause.
        clause: Clause,
    },
    /// The token source failed. The cause is the source's own error, shown as it is: keep secrets
    /// out of it. No log of this crate shows it.
    #[error("the token source failed")]
    Token(#[source] SharedError),
    /// The token source gave no token in time.
    #[error("the token source gave no token within {} seconds", .after.as_secs_f32())]
    TokenTimeout {
        /// The time it had.
        after: Duration,
    },
    /// There was no connection: no address, no listener, no TLS, or no time left.
    #[error("no connection to the service (attempts: {attempts})")]
    Connect {
        /// How many times the client tried to connect.
        attempts: u32,
        /// Why the last try failed.
        source: TransportError,
    },
    /// The request could not be built, for example because a call id or a root is so long that the
    /// URL has more than 65,534 bytes.
    #[error("failed to build the request")]
    Request(#[source] BoxError),
}

impl From<TokenFailure> for NotSent {
    fn from(failure: TokenFailure) -> Self {
        match failure {
            TokenFailure::Source(error) => Self::Token(error),
            TokenFailure::TimedOut { after } => Self::TokenTimeout { after },
        }
    }
}
