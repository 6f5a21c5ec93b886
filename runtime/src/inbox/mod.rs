//! Notifications, on their way from a callback to the invites that they are about.

pub(crate) mod builder;
pub(crate) mod callback;
mod context_key;
mod index;
mod key_memory;
mod recent;
mod registry;
mod subscription;
#[cfg(test)]
mod tests;
mod trace;

use crate::box_error::BoxError;
use crate::graph::notification::{Notification, NotificationResource};
use crate::ledger::LedgerError;
use crate::values::guid_id::TenantId;
use callback::Callback;
pub(crate) use context_key::ContextKey;
use registry::Registry;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
pub(crate) use subscription::{ReplacedCall, Subscription};
use tracing::debug;

/// Takes the notifications that the service sends to the callback of a bot, and passes them to the
/// invites that they are about.
///
/// Give an inbox to the [`Client`](crate::Client), and pass the body of each callback to
/// [`deliver`](Self::deliver) after you have checked its token. Any web framework will do: `deliver`
/// does not wait and needs no runtime. Clones are the same inbox.
///
/// ```
/// use graph_invite::token::AccessToken;
/// use graph_invite::{Client, Inbox};
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
/// # Routing
///
/// An invite listens before its request leaves, so no notification is too early. The end of an
/// operation belongs to an invite only if everything that the notification says agrees: its type is
/// that of an invite, its call and client context are those of the invite, and everyone it names is
/// invited. **If several invites have used the same call and context, and the notification neither
/// has the id in the answer nor names people that only one of them has invited, it ends none of
/// them**: a wrong outcome is worse than a late one. Give each invite a context of its own, or none,
/// which makes a fresh one.
///
/// Rosters go to all invites to their call and are compared by identity. Notifications may come
/// twice and in any order, with one exception: the service does not number full rosters, so of two
/// that contradict each other the later one counts.
///
/// # Bounds
///
/// An inbox keeps to its bounds whatever is sent to it. Beyond them, the invite that has listened
/// longest stops listening: its [`Ringing`](crate::Ringing) still checks the service at its timeout.
///
/// # Several machines
///
/// Only the inbox whose client sent an invite knows it. Route the callbacks of a call to the machine
/// that sends its invites, by a `callbackUri` of its own. Or, if [`Delivered::matched`] shows that no
/// invite here waits for some of them, pass the body on to the inboxes of the other machines. If
/// several machines invite to one call, pass every body on: a roster may concern all of them.
///
/// The guide shows [how to receive callbacks](crate::guide::production#callbacks), and the
/// [limits](crate::guide::outcomes#inbox-limits) of an inbox.
#[derive(Clone)]
pub struct Inbox(Arc<Shared>);

struct Shared {
    max_body: usize,
    registry: Mutex<Registry>,
}

impl Inbox {
    /// Delivers a callback: its body, or a [`Callback`], which knows more of it. The same body may come
    /// twice.
    ///
    /// # Errors
    ///
    /// A [`DeliverError`] if the body is too large or not JSON. Any valid JSON is accepted; unknown
    /// shapes are ignored.
    pub fn deliver<'a>(
        &self,
        callback: impl Into<Callback<'a>>,
    ) -> Result<Delivered, DeliverError> {
        let (delivered, _) = self.take(callback.into())?;
        Ok(delivered)
    }

    /// Delivers a callback. Also returns the notifications that can be read.
    pub(crate) fn take(
        &self,
        callback: Callback<'_>,
    ) -> Result<(Delivered, Vec<Notification>), DeliverError> {
        let body = callback.body;
        let max = self.0.max_body;
        if body.len() > max {
            return Err(DeliverError::TooLarge {
                bytes: body.len(),
                max,
            });
        }
        let notifications = Notification::parse_body(body).map_err(DeliverError::NotJson)?;
        let mut delivered = Delivered {
            notifications: notifications.len(),
            duplicate: self.registry().has_seen(callback),
            ..Delivered::default()
        };
        let notifications: Vec<_> = notifications.into_iter().flatten().collect();
        if !delivered.duplicate {
            delivered.unreadable = delivered.notifications - notifications.len();
            for notification in &notifications {
                if self.dispatch(notification, callback.tenant) {
                    delivered.matched += 1;
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
        Ok((delivered, notifications))
    }

    /// Passes a notification to the invites that it is about. Returns whether there is one.
    fn dispatch(&self, notification: &Notification, tenant: Option<TenantId>) -> bool {
        let recipients = self.registry().recipients(notification, tenant);
        for (number, subscription) in &recipients.invites {
            // A waiter that wakes may do anything, so the registry is not locked here.
            if subscription.hear(notification, recipients.correlation) {
                self.registry().measure(*number);
            }
        }
        if recipients.is_warned_of
            && let NotificationResource::Operation(operation) = &notification.resource
            && let Some(call) = &notification.call
        {
            trace::unmatched(call, operation);
        }
        !recipients.invites.is_empty()
    }

    /// Adds an invite. It listens until [`unsubscribe`](Self::unsubscribe) gets the number back.
    pub(crate) fn subscribe(&self, subscription: Arc<Subscription>) -> u64 {
        self.registry().add(subscription)
    }

    pub(crate) fn unsubscribe(&self, number: u64) {
        self.registry().remove(number);
    }

    /// Recounts the bytes that an invite holds, after it has changed by itself.
    pub(crate) fn measure(&self, number: u64) {
        self.registry().measure(number);
    }

    /// How many invites listen, about how many bytes they take, and how many those take with the keys
    /// of recent invites.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn held(&self) -> (usize, usize, usize) {
        let registry = self.registry();
        (
            registry.len(),
            registry.bytes_of_invites(),
            registry.bytes(),
        )
    }

    fn registry(&self) -> std::sync::MutexGuard<'_, Registry> {
        // No holder of the lock panics half-way through a change.
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

/// The result of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivered {
    /// The number of notifications in the body.
    pub notifications: usize,
    /// The number of those that are about an invite that listens here. Others are about calls alone,
    /// or about the invites of another machine.
    pub matched: usize,
    /// The number of those that can't be read. They do not lose the others.
    pub unreadable: usize,
    /// Whether the message came before, and so was not read again.
    pub duplicate: bool,
}

/// Why a body can't be delivered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeliverError {
    /// It is larger than [`max_body`](crate::InboxBuilder::max_body).
    #[error("the callback body has {bytes} bytes, more than the limit of {max}")]
    TooLarge {
        /// Its size, in bytes.
        bytes: usize,
        /// The limit, in bytes.
        max: usize,
    },
    /// It is not JSON.
    #[error("the callback body is not JSON")]
    NotJson(#[source] BoxError),
    /// The ledger did not take it. Only [`Client::deliver`](crate::Client::deliver) returns this.
    #[error("the ledger did not take the callback")]
    Ledger(#[source] LedgerError),
}
