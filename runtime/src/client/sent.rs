//! The invites that a client has begun to send.

use crate::client::polling::PollTimes;
use crate::inbox::{Inbox, Subscription};
use crate::values::invite_key::InviteKey;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::Instant;
use uuid::Uuid;

/// How many invites are kept whose send was dropped, so that they can be resumed.
const MAX_ABANDONED: usize = 10_000;
/// How long they are kept.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);
/// How many entries without an invite are left until they are removed.
const MIN_SWEEP: usize = 64;

/// An invite that a client has begun to send. It hears notifications until it is dropped.
pub(crate) struct Sent {
    pub(crate) subscription: Arc<Subscription>,
    /// The inbox, and the number of the subscription there.
    registration: Option<(Inbox, u64)>,
    polls: Mutex<PollTimes>,
    /// Held by the one waiter that polls or checks.
    pub(crate) asking: AsyncMutex<()>,
    /// Whether the author has dropped the send, so that no further request may leave.
    is_abandoned: AtomicBool,
}

impl Sent {
    /// Begins to listen, if there is an inbox.
    pub(crate) fn new(subscription: Subscription, inbox: Option<&Inbox>, polls: PollTimes) -> Self {
        let subscription = Arc::new(subscription);
        let registration = inbox.map(|inbox| {
            let number = inbox.subscribe(Arc::clone(&subscription));
            (inbox.clone(), number)
        });
        Self {
            subscription,
            registration,
            polls: Mutex::new(polls),
            asking: AsyncMutex::default(),
            is_abandoned: AtomicBool::new(false),
        }
    }

    /// When to ask. Each change of it is complete, so a poisoned lock is harmless.
    pub(crate) fn polls(&self) -> MutexGuard<'_, PollTimes> {
        self.polls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the inbox count what the invite holds, after it has changed by itself.
    pub(crate) fn measure(&self) {
        if let Some((inbox, number)) = &self.registration {
            inbox.measure(*number);
        }
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        self.is_abandoned.load(Ordering::Acquire)
    }

    pub(crate) fn abandon(&self) {
        self.is_abandoned.store(true, Ordering::Release);
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        if let Some((inbox, number)) = &self.registration {
            inbox.unsubscribe(*number);
        }
    }
}

/// Finds the invites of a client by their keys, as long as anyone follows them. Those whose send was
/// dropped are kept for a while.
#[derive(Default)]
pub(crate) struct SentInvites(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    by_request: HashMap<Uuid, Weak<Sent>>,
    /// The number of entries at which those without an invite are removed.
    sweep_at: usize,
    /// Oldest first.
    abandoned: VecDeque<(Instant, Arc<Sent>)>,
}

impl SentInvites {
    pub(crate) fn add(&self, sent: &Arc<Sent>) {
        let mut entries = self.entries();
        if entries.by_request.len() >= entries.sweep_at {
            entries.by_request.retain(|_, sent| sent.strong_count() > 0);
            entries.sweep_at = MIN_SWEEP.max(2 * entries.by_request.len());
        }
        let id = sent.subscription.key.client_request_id;
        entries.by_request.insert(id, Arc::downgrade(sent));
    }

    /// Keeps an invite whose send was dropped.
    pub(crate) fn keep(&self, sent: Arc<Sent>) {
        let now = Instant::now();
        let mut entries = self.entries();
        entries.abandoned.push_back((now, sent));
        let mut old = Vec::new();
        while let Some((since, _)) = entries.abandoned.front()
            && (entries.abandoned.len() > MAX_ABANDONED || *since + MAX_AGE <= now)
        {
            old.extend(entries.abandoned.pop_front());
        }
        // What they hold is dropped without the lock.
        drop(entries);
    }

    pub(crate) fn get(&self, key: &InviteKey) -> Option<Arc<Sent>> {
        let sent = self
            .entries()
            .by_request
            .get(&key.client_request_id)?
            .upgrade()?;
        (sent.subscription.key == *key).then_some(sent)
    }

    /// All of them, in no order.
    pub(crate) fn all(&self) -> Vec<Arc<Sent>> {
        let entries = self.entries();
        entries
            .by_request
            .values()
            .filter_map(Weak::upgrade)
            .collect()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        // No holder of the lock panics half-way through a change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SentInvites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentInvites").finish_non_exhaustive()
    }
}
