//! How far the send of an invite has come.

use crate::progress::outcome::Outcome;
use crate::stored::stored;
use serde::Serialize;
use std::fmt;

stored! {
    /// How far an invite has come, as far as its client knows. `Display` shows it in plain words. Serde
    /// writes its name, such as `"ringing"`, or `{"ended": …}` with the [`Outcome`].
    ///
    /// ```no_run
    /// # async fn show(client: &graph_invite::Client, key: &graph_invite::InviteKey)
    /// #     -> Result<(), graph_invite::error::LedgerError> {
    /// use graph_invite::InviteStatus;
    ///
    /// match client.resume(key).await?.map(|invite| invite.status()) {
    ///     Some(InviteStatus::NotRinging) => println!("no phone rings: it may be sent again"),
    ///     Some(InviteStatus::Ended(outcome)) => println!("{outcome:?}"),
    ///     Some(status) => println!("{status}"),
    ///     None => println!("this client does not know it"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum InviteStatus {
        /// The send is over, and no phone has rung by it: no request left, or each one was refused before
        /// the service acted on it. It may be sent again.
        NotRinging,
        /// A phone may be ringing: the send goes on, or a request left and no answer shows what the
        /// service did.
        Open,
        /// The service has accepted it: it rings, or is about to ring.
        Ringing,
        /// The operation has ended.
        Ended(Outcome),
    }
}

impl fmt::Display for InviteStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRinging => f.write_str("no phone rings"),
            Self::Open => f.write_str("a phone may be ringing"),
            Self::Ringing => f.write_str("ringing"),
            Self::Ended(outcome) => write!(f, "{outcome}"),
        }
    }
}

/// How far the requests of an invite have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SendPhase {
    /// No request is under way that could ring a phone, but one may follow.
    #[default]
    BetweenRequests,
    /// A request is under way, or has no answer that shows what the service did.
    Open,
    /// The service has accepted a request.
    Accepted,
    /// No request follows, and no phone has rung.
    NotRinging,
}
