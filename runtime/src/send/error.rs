//! The three ends of a send that are not [`Ringing`](crate::Ringing).

use crate::auth::token::TokenError;
use crate::client::retry::Stage;
use crate::http::graph_error::GraphError;
use crate::invite::validate::InvalidInvite;
use crate::progress::outcome::Outcome;
use crate::progress::presence::Presence;
use crate::send::refusal::Refused;
use crate::send::watch::Listening;
use crate::values::id::CallId;
use crate::values::text::ClientContext;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Why there is no [`Ringing`](crate::Ringing).
///
/// The three ends call for three answers: what was not sent or was refused rings nobody and may be
/// sent again; of what is unknown, find out first whether it rings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// Nothing reached the service, so nobody is rung.
    #[error("the invite was not sent, so nobody is rung")]
    NotSent(#[source] NotSent),
    /// The service said no, so nobody is rung.
    #[error("the service refused the invite, so nobody is rung")]
    Refused(#[source] Box<Refused>),
    /// It may be ringing, or not: there was no answer that says.
    #[error("the invite may be ringing: there was no answer that says")]
    Unknown(#[source] Box<Unknown>),
}

impl SendError {
    /// Whether it is certain that nobody is rung.
    #[must_use]
    pub const fn rings_nobody(&self) -> bool {
        matches!(self, Self::NotSent(_) | Self::Refused(_))
    }

    /// How many times the invite was tried: 0 if it did not come to that. More than once only by
    /// the client's [`RetryPolicy`](crate::RetryPolicy).
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
            Self::Refused(refused) => refused.attempts,
            Self::Unknown(unknown) => unknown.attempts,
        }
    }

    /// How far the invite came.
    pub(crate) const fn stage(&self) -> Stage {
        match self {
            Self::NotSent(NotSent::Connect { .. }) => Stage::NoConnection,
            Self::NotSent(_) => Stage::Unsent,
            Self::Refused(refused) => Stage::Answered(refused.status),
            Self::Unknown(unknown) => match unknown.cause {
                UnknownCause::Timeout(_) | UnknownCause::Broken(_) => Stage::NoAnswer,
                UnknownCause::Status { status, .. } | UnknownCause::Redirect { status } => {
                    Stage::Answered(status)
                }
            },
        }
    }

    /// When the service wants to be asked again.
    pub(crate) fn hint(&self) -> Option<Duration> {
        match self {
            Self::Refused(refused) => refused.retry_after,
            Self::NotSent(_) | Self::Unknown(_) => None,
        }
    }

    /// What the service wants a token to claim.
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
    /// Its values, right by themselves, break a rule together.
    #[error(transparent)]
    Invalid(InvalidInvite),
    /// The schema of this cloud does not know a clause.
    #[error(
        "this cloud has no `{word}` in its schema and would refuse it or leave it out: invite without it"
    )]
    Cloud {
        /// The clause.
        word: &'static str,
    },
    /// The token source gave no token. The cause is the source's own error, shown as it is: keep
    /// secrets out of it. No log of this crate shows it.
    #[error("the token source gave no token")]
    Token(#[source] TokenError),
    /// The token source gave no token in time.
    #[error("the token source gave no token in {} seconds", .after.as_secs_f32())]
    TokenTimeout {
        /// The time it had.
        after: Duration,
    },
    /// There was no connection: no address, nobody listening, no TLS, or no time left for it.
    #[error("there is no connection to the service (attempts: {attempts})")]
    Connect {
        /// How many times one was tried for, with this last one.
        attempts: u32,
        /// Why the last came to nothing.
        source: TransportError,
    },
    /// The request could not be made, such as for a call id or a root so long that the URL has
    /// more than 65,534 bytes.
    #[error("the request can't be made")]
    Request(#[source] TransportError),
}

/// A failure of the HTTP client or of JSON, kept as the cause of another error.
pub type TransportError = Box<dyn std::error::Error + Send + Sync>;

/// An invite of which nobody knows whether it rings, with what it takes to find out.
///
/// There are two ways, which share what they learn. [`Client::look`](crate::Client::look) asks the
/// service once, now, and says [`Finding`](crate::Finding): good at telling that somebody came, no
/// good while it rings. [`outcome`](Self::outcome) waits for the notification that ends the
/// operation, as long as the client's [`wait`](crate::ClientBuilder::wait), and looks only when
/// that is over; it takes an [`Inbox`](crate::Inbox). Keep this as long as a notification may come:
/// dropped, it listens no more.
///
/// It knows for whom the invite was. `Debug` and `Display` show nothing of that.
#[derive(Debug, thiserror::Error)]
#[error("call {call}, client context {client_context}, client-request-id {client_request_id}")]
#[non_exhaustive]
pub struct Unknown {
    /// The call it was sent to, whose roster and operations may show it.
    pub call: CallId,
    /// The client context it was sent with, which a late notification carries.
    pub client_context: ClientContext,
    /// The id under which the request was sent.
    pub client_request_id: Uuid,
    /// How many requests there were, with this last one. The others rang nobody.
    pub attempts: u32,
    /// Why nobody knows.
    #[source]
    pub cause: UnknownCause,
    pub(crate) listening: Arc<Listening>,
}

impl Unknown {
    /// Waits for the outcome, as [`Ringing::outcome`](crate::Ringing::outcome) does: the invite
    /// listens as long as this is there. What it hears says whether it rang at all;
    /// [`Outcome::Unknown`] still says nothing.
    ///
    /// ```no_run
    /// # async fn settle(unknown: graph_invite::Unknown) {
    /// use graph_invite::Outcome;
    ///
    /// match unknown.outcome().await {
    ///     Outcome::Completed => println!("it did ring, and they came"),
    ///     outcome => println!("{outcome:?}"),
    /// }
    /// # }
    /// ```
    pub async fn outcome(&self) -> Outcome {
        self.listening.outcome(self.listening.wait()).await
    }

    /// Where the invited are, as far as was heard or seen by now, in the order of the invite.
    #[must_use]
    pub fn people(&self) -> Vec<Presence> {
        self.listening.so_far(|facts| facts.people().collect())
    }
}

/// Why nobody knows whether an invite rings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownCause {
    /// The request left, and no answer came in time.
    #[error("no answer came in time")]
    Timeout(#[source] TransportError),
    /// The connection broke after the request left.
    #[error("the connection broke before the answer")]
    Broken(#[source] TransportError),
    /// A status that says nothing of whether the service acted: 500, 502, 504, or 503 without a
    /// hint when to come back.
    #[error("HTTP {status}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// What came with it.
        #[source]
        graph: GraphError,
    },
    /// A redirect, which is not followed: it would carry the invite to another place.
    #[error("HTTP {status}, a redirect, which is not followed")]
    Redirect {
        /// The HTTP status.
        status: u16,
    },
}
