//! An invite that may be ringing.

use crate::follow::methods::follow_methods;
use crate::follow::watch::InviteWatch;
use crate::http::answer_summary::{AnswerSummary, Attempts};
use crate::http::graph_error::GraphError;
use crate::http::transport_error::TransportError;
use crate::progress::evidence::RingStatus;
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// An invite that may be ringing, and the means to find out.
///
/// There are two ways, and both share what they learn. [`check`](Self::check) asks the service
/// once, now: it sees who joined, but not a phone that rings. [`outcome`](Self::outcome) waits, as
/// long as the client's [`outcome_timeout`](crate::ClientBuilder::outcome_timeout) says, and polls
/// meanwhile. Only the roster can be polled, because no answer named the operation; its end comes
/// only to an [`Inbox`](crate::Inbox). Keep this value as long as a notification may come: once
/// dropped, it hears nothing.
///
/// `Display` shows the reason and the [`key`](Self::key) in one line. `Debug` and `Display` show
/// nothing about the people in the invite.
///
/// See [Check an unknown invite](crate::guide::sending#check-an-unknown-invite) in the guide.
#[derive(Debug)]
pub struct Unknown {
    pub(crate) attempts: u32,
    pub(crate) reason: UnknownReason,
    pub(crate) watch: InviteWatch,
}

impl Unknown {
    /// How many requests there were, the last one included.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Why it is not known whether a phone rings.
    #[must_use]
    pub const fn reason(&self) -> &UnknownReason {
        &self.reason
    }

    /// Asks the service once, now, whether the invite rang: its operation, if that is known, and
    /// the roster of the call, both at the same time. At most two requests and 11 seconds. What one
    /// of them shows counts, also if the other one gets no answer.
    ///
    /// ```no_run
    /// # async fn ring(client: graph_invite::Client, invite: graph_invite::Invite)
    /// #     -> Result<(), graph_invite::SendError> {
    /// use graph_invite::{RingStatus, SendError};
    ///
    /// match invite.send(&client).await {
    ///     Err(SendError::Unknown(unknown)) => match unknown.check().await {
    ///         RingStatus::Rang => println!("it rang"),
    ///         RingStatus::DidNotRing => println!("it did not ring: send it again"),
    ///         _ => println!("check again later: {unknown}"),
    ///     },
    ///     Ok(ringing) => println!("{:?}", ringing.outcome().await),
    ///     Err(no_phone_rings) => return Err(no_phone_rings),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn check(&self) -> RingStatus {
        self.watch.check().await
    }
}

follow_methods!(Unknown);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (reason, attempts) = (&self.reason, Attempts(self.attempts));
        let key = self.watch.key();
        write!(
            f,
            "a phone may be ringing: no answer shows what the service did: {reason}{attempts} ({key})"
        )
    }
}

/// The cause of what `Display` shows, which repeats nothing of it.
impl Error for Unknown {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.reason.source()
    }
}

/// Why it is not known whether a phone rings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownReason {
    /// The request left, and no answer came in time.
    #[error(transparent)]
    Timeout(TransportError),
    /// The connection broke after the request left.
    #[error(transparent)]
    Interrupted(TransportError),
    /// An answer that does not prove whether the service acted: 408, 409, 5xx, one that is not
    /// Graph's, or a refusal after an earlier request of the send that may have rung a phone.
    #[error("{}", AnswerSummary { status: *status, graph, retry_after: *retry_after })]
    Status {
        /// The HTTP status.
        status: u16,
        /// How long the service asks to wait before the next request.
        retry_after: Option<Duration>,
        /// The error of the service.
        #[source]
        graph: GraphError,
    },
    /// An earlier send of the same invite, which the [ledger](crate::ledger) knows, did not come to its end:
    /// its process died, or got no answer. This send has sent nothing.
    #[error("an earlier send of it did not come to its end")]
    Orphaned,
    /// A redirect. The client does not follow it: it would carry the invite to another place.
    #[error("HTTP {status}, a redirect that the client does not follow")]
    Redirect {
        /// The HTTP status.
        status: u16,
    },
}
