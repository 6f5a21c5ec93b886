//! An invite that the service has accepted.

use crate::follow::methods::follow_methods;
use crate::follow::watch::InviteWatch;
use crate::redact::{Redacted, redact};
use std::fmt;

/// An invite that the service has accepted: it rings, or is about to ring.
///
/// An HTTP 200 says only that the service accepted the invite. How it ends comes later, in
/// notifications to the callback of the call, which the client's [`Inbox`](crate::Inbox) takes:
/// [`outcome`](Self::outcome) waits for the end of the operation, and [`events`](Self::events)
/// shows each signal as it arrives. The invite listens until the last clone of this value and the
/// last stream are dropped.
///
/// ```no_run
/// # async fn page(client: graph_invite::Client) -> Result<(), graph_invite::SendError> {
/// use graph_invite::{FailureKind, Outcome, graph_invite};
///
/// let ringing = graph_invite! {
///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
///     participants: [user "278405a3-f568-4b3e-b684-009193463064"],
/// }
/// .send(&client)
/// .await?;
/// match ringing.outcome().await {
///     Outcome::Completed => println!("they joined"),
///     Outcome::Failed(failure) if failure.kind() == FailureKind::NoAnswer => println!("no answer"),
///     Outcome::Failed(failure) => println!("{failure}"),
///     _ => println!("not known yet; on the roster: {:?}", ringing.presence()),
/// }
/// # Ok(())
/// # }
/// ```
///
/// See the page [Outcomes](crate::guide::outcomes) of the guide.
#[derive(Clone)]
#[must_use = "an accepted invite may still fail: `outcome` shows how it ends"]
pub struct Ringing {
    pub(crate) attempts: u32,
    pub(crate) request_id: Option<Redacted>,
    pub(crate) is_adopted: bool,
    pub(crate) watch: InviteWatch,
}

follow_methods!(Ringing);

/// The acceptance.
impl Ringing {
    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_ref().map(Redacted::raw)
    }

    /// Whether this send has sent nothing, because the [ledger](crate::ledger) knows of an earlier send of
    /// the same invite.
    #[must_use]
    pub const fn is_adopted(&self) -> bool {
        self.is_adopted
    }

    /// How many requests it took. Those before the accepted one rang no phone, unless the
    /// [`RetryPolicy`](crate::RetryPolicy) repeats a 503.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Debug for Ringing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ringing")
            .field("key", self.key())
            .field("attempts", &self.attempts)
            .field("operation_id", &self.operation_id().as_deref().map(redact))
            .field("request_id", &self.request_id)
            .field("is_adopted", &self.is_adopted)
            .field("watch", &self.watch)
            .finish()
    }
}
