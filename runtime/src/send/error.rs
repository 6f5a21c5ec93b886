//! The three ends of a send that are not [`Ringing`](crate::Ringing).

use crate::client::retry::FailureStage;
use crate::graph::result_code::failure_kind::FailureKind;
use crate::http::graph_error::GraphError;
use crate::http::transport_error::TransportError;
use crate::invite::validate::InvalidInvite;
use crate::progress::evidence::RingStatus;
use crate::send::not_sent::NotSent;
use crate::send::refusal::Refused;
use crate::send::unknown::{Unknown, UnknownReason};
use std::sync::Arc;
use std::time::Duration;

/// Why there is no [`Ringing`](crate::Ringing).
///
/// | | When | May be sent again |
/// | --- | --- | --- |
/// | [`NotSent`](Self::NotSent) | nothing reached the service | yes |
/// | [`Refused`](Self::Refused) | the service refused the invite | yes, after you fix the cause |
/// | [`Unknown`](Self::Unknown) | no answer shows what the service did | only after [`Unknown::check`] |
///
/// `Display` shows in one line whether a phone rings, the reason, and what is known of it: the HTTP
/// status, the code of the service, how long it asks to wait, the number of requests. What caused it
/// is its [`source`](std::error::Error::source), which repeats nothing of this line: the words of the
/// service, or the error of the connection or of the token source.
///
/// ```text
/// the service refused the invite, so no phone rings: HTTP 403, code 7505
/// ```
///
/// See [Results of a send](crate::guide::sending#results-of-a-send) in the guide.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// Nothing reached the service, so no phone rings.
    #[error(transparent)]
    NotSent(NotSent),
    /// The service refused the invite. No phone rings by it, unless [`Refused::ring_status`] says
    /// that one may ring already.
    #[error(transparent)]
    Refused(Box<Refused>),
    /// A phone may be ringing: no answer shows what the service did.
    #[error(transparent)]
    Unknown(Box<Unknown>),
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

    /// The kind of the error, by which a bot decides what to do, for each error of a send.
    ///
    /// | Error | Kind |
    /// | --- | --- |
    /// | [`NotSent`]: no token | [`NoToken`](FailureKind::NoToken) |
    /// | [`NotSent`]: no connection, or the ledger does not answer | [`NoConnection`](FailureKind::NoConnection) |
    /// | [`NotSent::Cancelled`] | [`Cancelled`](FailureKind::Cancelled) |
    /// | [`NotSent`]: any other | [`InvalidRequest`](FailureKind::InvalidRequest) |
    /// | [`Refused`] | [`Refused::kind`] |
    /// | [`Unknown`] | [`Unconfirmed`](FailureKind::Unconfirmed) |
    ///
    /// ```no_run
    /// # fn look(error: &graph_invite::SendError) {
    /// use graph_invite::FailureKind;
    ///
    /// match error.kind() {
    ///     FailureKind::NoConnection | FailureKind::Throttled => println!("send it again later"),
    ///     FailureKind::Unconfirmed => println!("a phone may be ringing: check first"),
    ///     kind => println!("{kind}"),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::NotSent(reason) => match reason {
                NotSent::Token(_) => FailureKind::NoToken,
                NotSent::Connect { .. } | NotSent::Ledger(_) => FailureKind::NoConnection,
                NotSent::Cancelled => FailureKind::Cancelled,
                NotSent::Invalid(_)
                | NotSent::Cloud { .. }
                | NotSent::NoContext
                | NotSent::Taken
                | NotSent::Request(_) => FailureKind::InvalidRequest,
            },
            Self::Refused(refused) => refused.kind(),
            Self::Unknown(_) => FailureKind::Unconfirmed,
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

    /// The error of the service in its last answer, if there was an answer.
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

    /// Why there was no answer to the last request, or no connection for it.
    pub(crate) const fn transport_error(&self) -> Option<&TransportError> {
        match self {
            Self::NotSent(NotSent::Connect { source, .. }) => Some(source),
            Self::NotSent(_) | Self::Refused(_) => None,
            Self::Unknown(unknown) => match unknown.reason() {
                UnknownReason::Timeout(error) | UnknownReason::Interrupted(error) => Some(error),
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
                UnknownReason::Timeout(_)
                | UnknownReason::Interrupted(_)
                | UnknownReason::Orphaned => FailureStage::NoAnswer,
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

/// An invite of which a list was [spread](crate::graph_invite!) is checked when the program runs. So `?`
/// takes its mistakes where a function returns a [`SendError`]:
///
/// ```no_run
/// use graph_invite::{Client, Participant, Ringing, SendError, graph_invite};
///
/// async fn page(client: &Client, rota: Vec<Participant>) -> Result<Ringing, SendError> {
///     let invite = graph_invite! {
///         call: "57dab8b1-894c-409a-b240-bd8beae78896",
///         participants: [..rota],
///     }?;
///     invite.send(client).await
/// }
/// ```
impl From<InvalidInvite> for SendError {
    fn from(invalid: InvalidInvite) -> Self {
        Self::NotSent(NotSent::Invalid(invalid))
    }
}
