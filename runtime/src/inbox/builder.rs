//! The bounds of an inbox.

use super::registry::{Bounds, Registry};
use super::{Inbox, Shared};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The default of the bytes of one body.
const MAX_BODY: usize = 1024 * 1024;
/// The default number of invites that listen at once.
const MAX_INVITES: usize = 100_000;
/// The default of the bytes kept for all of them.
const MAX_BYTES: usize = 256 * 1024 * 1024;
/// How long an invite listens by default.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);
/// The default number of message ids that are remembered.
const MAX_MESSAGES: usize = 10_000;

/// Builds an [`Inbox`].
#[derive(Clone, Debug)]
#[must_use = "an inbox exists only after `build`"]
pub struct InboxBuilder {
    max_body: usize,
    bounds: Bounds,
}

impl Inbox {
    /// Begins an inbox with bounds of your own.
    ///
    /// ```
    /// use graph_invite::Inbox;
    ///
    /// let inbox = Inbox::builder().max_invites(500).max_body(64 * 1024).build();
    /// assert!(inbox.deliver(&[b' '; 64 * 1024 + 1]).is_err());
    /// ```
    pub const fn builder() -> InboxBuilder {
        InboxBuilder {
            max_body: MAX_BODY,
            bounds: Bounds {
                invites: MAX_INVITES,
                bytes: MAX_BYTES,
                age: MAX_AGE,
                messages: MAX_MESSAGES,
            },
        }
    }

    /// An inbox with the default bounds.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }
}

impl Default for Inbox {
    fn default() -> Self {
        Self::new()
    }
}

impl InboxBuilder {
    /// The most bytes of one body. The default is 1 MiB.
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// The most invites that listen at once. The default is 100,000.
    pub const fn max_invites(mut self, invites: usize) -> Self {
        self.bounds.invites = invites;
        self
    }

    /// The most bytes kept for all invites together. The default is 256 MiB.
    ///
    /// It bounds what the invites have heard, and the contexts of recent ones, which get a quarter of
    /// it at most. It does not bound what your own `Ringing` keeps after its invite stopped listening,
    /// about 2 KiB each, or the body that is being read.
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.bounds.bytes = bytes;
        self
    }

    /// How long an invite listens at most, while its `Ringing` exists, and how long its context is
    /// remembered. The default is an hour.
    pub const fn max_age(mut self, age: Duration) -> Self {
        self.bounds.age = age;
        self
    }

    /// The most messages that are remembered, to recognise repeated ones. The default is 10,000, which
    /// takes about 1 MiB. They are also forgotten after [`max_age`](Self::max_age).
    pub const fn max_messages(mut self, messages: usize) -> Self {
        self.bounds.messages = messages;
        self
    }

    /// Builds the inbox.
    #[must_use]
    pub fn build(self) -> Inbox {
        Inbox(Arc::new(Shared {
            max_body: self.max_body,
            registry: Mutex::new(Registry::new(self.bounds)),
        }))
    }
}
