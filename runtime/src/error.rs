//! The three ends of a send that are not [`Ringing`](crate::Ringing).

use crate::graph_error::GraphError;
use crate::id::CallId;
use crate::invalid::InvalidInvite;
use crate::listening::Listening;
use crate::outcome::Outcome;
use crate::text::ClientContext;
use crate::token::TokenError;
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
    /// The token source gave no token.
    #[error("the token source gave no token")]
    Token(#[source] TokenError),
    /// The token source gave no token in time.
    #[error("the token source gave no token in {} seconds", .after.as_secs_f32())]
    TokenTimeout {
        /// The time it had.
        after: Duration,
    },
    /// There was no connection: no address, nobody listening, no TLS, or no time left for it.
    #[error("there is no connection to the service")]
    Connect(#[source] TransportError),
    /// The request could not be made.
    #[error("the request can't be made")]
    Request(#[source] TransportError),
}

/// A failure of the HTTP client or of JSON, kept as the cause of another error.
pub type TransportError = Box<dyn std::error::Error + Send + Sync>;

/// The service's refusal.
#[derive(Debug, thiserror::Error)]
#[error("HTTP {status}{}", hint(*.retry_after))]
#[non_exhaustive]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// How long the service asks to wait before the next try.
    pub retry_after: Option<Duration>,
    /// What it said.
    #[source]
    pub graph: GraphError,
    /// The id under which the request was sent (`client-request-id`).
    pub client_request_id: Uuid,
}

fn hint(retry_after: Option<Duration>) -> String {
    retry_after.map_or_else(String::new, |wait| {
        format!(", to be tried again in {} seconds", wait.as_secs_f32())
    })
}

/// An invite of which nobody knows whether it rings, with what it takes to look.
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
