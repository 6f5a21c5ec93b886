//! An invite that the service has accepted.

use crate::progress::outcome::{CallEnd, Outcome};
use crate::progress::presence::Presence;
use crate::redact::{Redacted, redact};
use crate::send::events::Events;
use crate::send::key::InviteKey;
use crate::send::watch::InviteWatch;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

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
#[derive(Clone)]
#[must_use = "an accepted invite may still fail: `outcome` shows how it ends"]
pub struct Ringing {
    pub(crate) key: InviteKey,
    pub(crate) attempts: u32,
    pub(crate) request_id: Option<Redacted>,
    pub(crate) watch: Arc<InviteWatch>,
}

/// The outcome.
impl Ringing {
    /// Waits for the operation to end, as long as the client's
    /// [`outcome_timeout`](crate::ClientBuilder::outcome_timeout) says, counted from when the
    /// invite was sent. Meanwhile it listens to the [`Inbox`](crate::Inbox), and asks the service for
    /// the operation and for the roster as often as [`Polling`](crate::Polling) says. At the end it
    /// asks once more.
    ///
    /// Where the operation can't be read, because the service answers 404 or its id is not known, the
    /// outcome is [`Completed`](Outcome::Completed) as soon as all of the people are in the call. The
    /// lobby does not count. If the call ends, the wait ends at once, with what is known by then.
    ///
    /// You may drop the future and call this again. After [`Outcome::Unknown`] a later call returns
    /// what is known by then, or checks once more.
    pub async fn outcome(&self) -> Outcome {
        self.outcome_within(self.watch.timeout()).await
    }

    /// The same with a timeout of its own, also counted from when the invite was sent.
    ///
    /// ```no_run
    /// # async fn hurry(ringing: graph_invite::Ringing) {
    /// # use std::time::Duration;
    /// let outcome = ringing.outcome_within(Duration::from_secs(30)).await;
    /// # let _ = outcome;
    /// # }
    /// ```
    pub async fn outcome_within(&self, timeout: Duration) -> Outcome {
        self.watch.outcome(timeout).await
    }

    /// Every event of the invite, from the first one on, as a stream.
    ///
    /// ```no_run
    /// # async fn follow(ringing: graph_invite::Ringing) {
    /// use graph_invite::InviteEvent;
    ///
    /// let mut events = ringing.events();
    /// loop {
    ///     match events.recv().await {
    ///         InviteEvent::Joined { participant, .. } => println!("participant {participant} joined"),
    ///         InviteEvent::ReplacedCallEnded(_) => println!("and left the other call"),
    ///         InviteEvent::Ended(outcome) => println!("{outcome:?}"),
    ///         InviteEvent::Left { .. } => break,
    ///         _ => {}
    ///     }
    /// }
    /// # }
    /// ```
    #[must_use = "a stream does nothing unless it is read"]
    pub fn events(&self) -> Events {
        Events::new(Arc::clone(&self.watch))
    }

    /// How the operation ended, as far as is known now. It makes no request and does not wait.
    #[must_use]
    pub fn current_outcome(&self) -> Outcome {
        self.watch.state().outcome_or_unknown()
    }

    /// Where the people of the invite are now, in the order of the invite.
    #[must_use]
    pub fn presence(&self) -> Vec<Presence> {
        self.watch.state().presence()
    }

    /// How the call that they leave has ended, if it has.
    #[must_use]
    pub fn replaced_call(&self) -> Option<CallEnd> {
        self.watch.state().replaced_call().cloned()
    }
}

/// The acceptance.
impl Ringing {
    /// The call, the client context and the request id that it was sent with.
    #[must_use]
    pub const fn key(&self) -> &InviteKey {
        &self.key
    }

    /// The id of the operation by which the service shows how the invite ends. `None` if the answer
    /// named none that the service can be asked for; the invite is accepted all the same.
    #[must_use]
    pub fn operation_id(&self) -> Option<String> {
        self.watch.state().operation().map(str::to_owned)
    }

    /// The service's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_ref().map(Redacted::raw)
    }

    /// How many requests it took. Those before the accepted one rang no phone.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Debug for Ringing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ringing")
            .field("key", &self.key)
            .field("attempts", &self.attempts)
            .field("operation_id", &self.operation_id().as_deref().map(redact))
            .field("request_id", &self.request_id)
            .field("watch", &self.watch)
            .finish()
    }
}
