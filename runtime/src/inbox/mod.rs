//! Where callbacks are put, and invites hear of them.

pub(crate) mod builder;
mod key_memory;
mod registry;
mod seen_ids;
mod subscription;
#[cfg(test)]
mod tests;
mod trace;

use crate::box_error::BoxError;
use crate::graph::notification::Notification;
use graph_invite_rules::wire;
use registry::Registry;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
pub(crate) use subscription::{ReplacedCall, Subscription};
use tracing::debug;

/// Takes what the service sends to a bot's callback, and tells the invites it is about.
///
/// Give one to the [`Client`](crate::Client), and the body of each callback to
/// [`deliver`](Self::deliver), after its token was checked. Any web framework will do: `deliver`
/// neither waits nor needs a runtime. Clones are one inbox.
///
/// ```
/// use graph_invite::{AccessToken, Client, Inbox};
///
/// let inbox = Inbox::new();
/// let client = Client::builder().token_source(AccessToken::new("eyJ0")).inbox(inbox.clone()).build()?;
///
/// // For each `POST` to the callback: answer 202 whatever comes out of this.
/// let delivered = inbox.deliver(br#"{"value": []}"#)?;
/// assert_eq!(delivered.notifications, 0);
/// # let _ = client;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Who hears what
///
/// An invite listens from before its request leaves, so that no notification is too early. The end
/// of an operation is told to the invite with its call and client context; several with both alike
/// are told apart by the id of the operation, and where the notification has none, by whom it
/// names. **Where it names nobody either, or the same people, nobody can tell which invite it is
/// about, and none is told**: give each invite a context of its own, or none, which makes a fresh
/// one. Rosters go to all invites to their call and are compared by identity. Notifications may
/// come twice and in any order, with one exception: the service does not number full rosters, so
/// of two that contradict each other the later to come is believed.
///
/// # Bounds
///
/// Whatever is sent to it, an inbox holds no more than its bounds allow. Beyond them the invite
/// that has listened longest stops to: its [`Ringing`](crate::Ringing) still looks for itself when
/// its wait is over.
///
/// # Several machines
///
/// Only the inbox whose client sent an invite knows of it. Lead the callbacks of a call to the
/// machine that invites to it, by a `callbackUri` of its own; or, where [`Delivered::matched`] says
/// that nobody here waits for some, hand the body on to the other machines' inboxes. Where several
/// machines invite to one call, hand on every body: a roster may concern them all.
#[derive(Clone)]
pub struct Inbox(Arc<Shared>);

struct Shared {
    max_body: usize,
    registry: Mutex<Registry>,
}

impl Inbox {
    /// Tells the invites what the body of a callback says. May be called twice with the same one.
    ///
    /// # Errors
    ///
    /// A [`DeliverError`] if the body is too large, or no JSON. What is JSON is taken, however odd.
    pub fn deliver(&self, body: &[u8]) -> Result<Delivered, DeliverError> {
        self.read(body, None)
    }

    /// The header of a callback that holds the service's id of the message.
    pub const MESSAGE_ID: &'static str = wire::MESSAGE_ID;

    /// The header of a callback that comes again, which holds the id under which it came first.
    pub const ORIGINAL_MESSAGE_ID: &'static str = wire::ORIGINAL_MESSAGE_ID;

    /// The same, with the value of the header [`ORIGINAL_MESSAGE_ID`](Self::ORIGINAL_MESSAGE_ID), or
    /// else of [`MESSAGE_ID`](Self::MESSAGE_ID): a message whose id was seen lately is not read again.
    ///
    /// ```
    /// use graph_invite::Inbox;
    ///
    /// let inbox = Inbox::new();
    /// let body = br#"{"value": [{"resourceData": {"status": "completed"}}]}"#;
    /// assert!(!inbox.deliver_with_message_id("b7c1", body)?.duplicate);
    /// assert!(inbox.deliver_with_message_id("b7c1", body)?.duplicate);
    /// # Ok::<(), graph_invite::DeliverError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`deliver`](Self::deliver).
    pub fn deliver_with_message_id(
        &self,
        message_id: &str,
        body: &[u8],
    ) -> Result<Delivered, DeliverError> {
        self.read(body, Some(message_id))
    }

    fn read(&self, body: &[u8], message_id: Option<&str>) -> Result<Delivered, DeliverError> {
        let max = self.0.max_body;
        if body.len() > max {
            return Err(DeliverError::TooLarge {
                bytes: body.len(),
                max,
            });
        }
        let notifications = Notification::read_all(body).map_err(DeliverError::NotJson)?;
        let mut delivered = Delivered {
            notifications: notifications.len(),
            duplicate: message_id.is_some_and(|id| self.registry().has_seen(id)),
            ..Delivered::default()
        };
        if !delivered.duplicate {
            for notification in notifications {
                match notification {
                    Some(notification) if self.tell(&notification) => delivered.matched += 1,
                    Some(_) => {}
                    None => delivered.unreadable += 1,
                }
            }
        }
        debug!(
            notifications = delivered.notifications,
            matched = delivered.matched,
            unreadable = delivered.unreadable,
            duplicate = delivered.duplicate,
            "a callback was delivered"
        );
        Ok(delivered)
    }

    /// Tells a notification to whom it is about. Says whether it is about anybody.
    fn tell(&self, notification: &Notification) -> bool {
        let recipients = self.registry().recipients(notification);
        for recipient in &recipients {
            // A waiter that wakes may do anything, so the registry is not locked here.
            let subscription = &recipient.subscription;
            if subscription.hear(notification, recipient.correlation) {
                self.registry().measure(recipient.number);
            }
        }
        !recipients.is_empty()
    }

    /// Lets an invite listen. It does until the number given is taken back by
    /// [`unsubscribe`](Self::unsubscribe).
    pub(crate) fn subscribe(&self, subscription: Arc<Subscription>) -> u64 {
        self.registry().add(subscription)
    }

    pub(crate) fn unsubscribe(&self, number: u64) {
        self.registry().remove(number);
    }

    /// Lets an invite hear what its own request has answered.
    pub(crate) fn measure(&self, number: u64) {
        self.registry().measure(number);
    }

    #[cfg(fuzzing)]
    pub(crate) fn held(&self) -> (usize, usize) {
        let registry = self.registry();
        (registry.len(), registry.bytes())
    }

    fn registry(&self) -> std::sync::MutexGuard<'_, Registry> {
        // Nothing that holds the lock can panic half-way through a change that matters.
        self.0
            .registry
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows how many invites listen.
impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("invites", &self.registry().len())
            .finish_non_exhaustive()
    }
}

/// What came of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivered {
    /// How many notifications the body has.
    pub notifications: usize,
    /// How many of them an invite listens to. Others are about calls alone, or about the invites
    /// of another machine.
    pub matched: usize,
    /// How many make no sense. They do not lose the others.
    pub unreadable: usize,
    /// Whether the message was seen before, and so was not read again.
    pub duplicate: bool,
}

/// Why a body can't be delivered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeliverError {
    /// It is too large.
    #[error("the body has {bytes} bytes where {max} are taken")]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
        /// How many are taken.
        max: usize,
    },
    /// It is no JSON.
    #[error("the body is no JSON")]
    NotJson(#[source] BoxError),
}
