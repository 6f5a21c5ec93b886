//! An invite that the service has accepted.

use crate::graph::operation::Operation;
use crate::progress::outcome::{CallEnd, Outcome};
use crate::progress::presence::Presence;
use crate::progress::state::Facts;
use crate::send::events::Events;
use crate::send::watch::Listening;
use crate::values::id::CallId;
use crate::values::text::ClientContext;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// An invite that the service has accepted: it rings, or is about to.
///
/// Accepted is all that an HTTP 200 says. How it ended comes later, by notifications to the
/// callback of the call, which the client's [`Inbox`](crate::Inbox) takes: [`outcome`](Self::outcome)
/// waits for the end of the operation, and [`events`](Self::events) tells all three facts as they
/// are heard. An invite listens until the last clone of this, and the last stream, is dropped.
///
/// ```no_run
/// # async fn page(client: graph_invite::Client) -> Result<(), graph_invite::SendError> {
/// use graph_invite::{Class, Outcome, graph_invite};
///
/// let ringing = graph_invite! {
///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
///     participants: [user "278405a3-f568-4b3e-b684-009193463064"],
/// }
/// .send(&client)
/// .await?;
/// match ringing.outcome().await {
///     Outcome::Completed => println!("they took it"),
///     Outcome::Failed(failure) if failure.class == Class::NoAnswer => println!("the next one"),
///     Outcome::Failed(failure) => println!("{failure}"),
///     _ => println!("nobody has said; on the roster: {:?}", ringing.people()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "accepted is not answered: `outcome` tells how it ends"]
pub struct Ringing {
    pub(crate) call: CallId,
    pub(crate) client_context: ClientContext,
    pub(crate) operation: Option<Operation>,
    pub(crate) location: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: Uuid,
    pub(crate) attempts: u32,
    pub(crate) wait: Duration,
    pub(crate) listening: Arc<Listening>,
}

/// The outcome.
impl Ringing {
    /// Waits for the operation to end, as long as [`within`](Self::within) or the client says, and
    /// counted from when the invite was sent. When that is over, looks once: at the operation, and
    /// at the roster for [`people`](Self::people).
    ///
    /// May be dropped and called again as often as one likes. After [`Outcome::Unknown`] a later
    /// call gives what has been heard by then, or looks once more.
    pub async fn outcome(&self) -> Outcome {
        self.listening.outcome(self.wait).await
    }

    /// Sets how long [`outcome`](Self::outcome) waits, counted from when the invite was sent.
    ///
    /// ```no_run
    /// # async fn hurry(ringing: graph_invite::Ringing) {
    /// # use std::time::Duration;
    /// let outcome = ringing.within(Duration::from_secs(30)).outcome().await;
    /// # let _ = outcome;
    /// # }
    /// ```
    pub fn within(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Everything heard of the invite, from the first on, as a stream.
    ///
    /// ```no_run
    /// # async fn follow(ringing: graph_invite::Ringing) {
    /// use graph_invite::Event;
    ///
    /// let mut events = ringing.events();
    /// while let Some(event) = events.next().await {
    ///     match event {
    ///         Event::Joined { participant, .. } => println!("participant {participant} is there"),
    ///         Event::ReplacedCallEnded(_) => println!("and has left the other call"),
    ///         Event::Ended(outcome) => println!("{outcome:?}"),
    ///         Event::Left { .. } => break,
    ///         _ => {}
    ///     }
    /// }
    /// # }
    /// ```
    #[must_use = "a stream does nothing unless it is read"]
    pub fn events(&self) -> Events {
        self.listening.events()
    }

    /// How the operation ended, as far as it was heard by now.
    #[must_use]
    pub fn outcome_so_far(&self) -> Outcome {
        self.listening.so_far(Facts::outcome_or_unknown)
    }

    /// Where the invited are by now, in the order of the invite.
    #[must_use]
    pub fn people(&self) -> Vec<Presence> {
        self.listening.so_far(|facts| facts.people().collect())
    }

    /// How the call they were to leave has ended, if it has by now.
    #[must_use]
    pub fn replaced_call(&self) -> Option<CallEnd> {
        self.listening
            .so_far(|facts| facts.replaced_call().cloned())
    }
}

/// The acceptance.
impl Ringing {
    /// The call they are invited to.
    #[must_use]
    pub const fn call(&self) -> &CallId {
        &self.call
    }

    /// The client context that was sent: the author's, or a fresh UUID. Together with the call it
    /// is the key of everything the service says later.
    #[must_use]
    pub const fn client_context(&self) -> &ClientContext {
        &self.client_context
    }

    /// What the answer said. `None` if it had no body or one that can't be read, which does not
    /// undo that the invite was accepted.
    #[must_use]
    pub const fn operation(&self) -> Option<&Operation> {
        self.operation.as_ref()
    }

    /// The `Location` of the operation as the service wrote it. Send no token there unless it is
    /// the root of your cloud.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The service's id of the request, which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The id under which the request was sent (`client-request-id`).
    #[must_use]
    pub const fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }

    /// How many requests it took. Those before the accepted one rang nobody.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// Leaves out `Location`, which may repeat anything.
impl fmt::Debug for Ringing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ringing")
            .field("call", &self.call)
            .field("client_context", &self.client_context)
            .field("operation", &self.operation)
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("wait", &self.wait)
            .field("listening", &self.listening)
            .finish_non_exhaustive()
    }
}
