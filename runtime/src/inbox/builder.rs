//! The bounds of an inbox.

use super::registry::{Bounds, Registry};
use super::{Inbox, Shared};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Most bytes of one body, unless set otherwise.
const MAX_BODY: usize = 1024 * 1024;
/// Most invites that listen at once, unless set otherwise.
const MAX_INVITES: usize = 100_000;
/// Most bytes kept for all of them, unless set otherwise.
const MAX_BYTES: usize = 256 * 1024 * 1024;
/// How long an invite listens, unless set otherwise.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);
/// Most ids of messages remembered, unless set otherwise.
const MAX_MESSAGES: usize = 10_000;

/// An [`Inbox`] in the making.
#[derive(Clone, Debug)]
#[must_use = "an inbox is there once `build` is called"]
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
    /// Most bytes of one body; 1 MiB unless set.
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Most invites that listen at once; 100,000 unless set.
    pub const fn max_invites(mut self, invites: usize) -> Self {
        self.bounds.invites = invites;
        self
    }

    /// Most bytes kept for all invites together, about; 256 MiB unless set.
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.bounds.bytes = bytes;
        self
    }

    /// How long an invite listens, as long as its `Ringing` is there; an hour unless set.
    pub const fn max_age(mut self, age: Duration) -> Self {
        self.bounds.age = age;
        self
    }

    /// Most ids of messages remembered, by which repeated ones are known; 10,000 unless set. They
    /// are forgotten at the age of an invite, too.
    pub const fn max_messages(mut self, messages: usize) -> Self {
        self.bounds.messages = messages;
        self
    }

    /// The inbox.
    #[must_use]
    pub fn build(self) -> Inbox {
        Inbox(Arc::new(Shared {
            max_body: self.max_body,
            registry: Mutex::new(Registry::new(self.bounds)),
        }))
    }
}
