//! The invites that a client has begun to send.

use crate::book::history::History;
use crate::client::polling::PollTimes;
use crate::inbox::{Inbox, Subscription};
use crate::ledger::{EntryKey, Tag};
use crate::values::invite_key::InviteKey;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Mutex as AsyncMutex, Notify};
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
    /// Its entry, if the client has a ledger.
    entry: OnceLock<Box<SentEntry>>,
}

/// The entry of an invite in the ledger of its client.
pub(crate) struct SentEntry {
    pub(crate) key: EntryKey,
    /// When the first request was claimed, if that was before this client began to send the invite.
    begun: OnceLock<Instant>,
    /// The facts that the invite has heard of.
    told: Mutex<HashSet<Tag>>,
    /// Wakes a send that waits for the result of another process.
    pub(crate) news: Notify,
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
            entry: OnceLock::new(),
        }
    }

    /// When the invite was sent, or a moment before.
    pub(crate) fn since(&self) -> Instant {
        let begun = self.entry.get().and_then(|entry| entry.begun.get());
        begun.copied().unwrap_or(self.subscription.since)
    }

    /// Its entry, if the client has a ledger.
    pub(crate) fn entry(&self) -> Option<&SentEntry> {
        self.entry.get().map(|entry| &**entry)
    }

    /// Takes what the ledger knows of the invite.
    pub(crate) fn take_history(&self, history: &History) {
        let Some(entry) = self.entry() else { return };
        if let Some(age) = history.age()
            && let Some(begun) = Instant::now().checked_sub(age)
            && begun < self.subscription.since
        {
            let _ = entry.begun.set(begun);
        }
        // A set of names: no change of it can be half done.
        let mut told = entry.told.lock().unwrap_or_else(PoisonError::into_inner);
        self.subscription
            .change(|state| history.replay(state, &mut told));
        drop(told);
        self.measure();
        entry.news.notify_waiters();
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
    by_entry: HashMap<Tag, Vec<Weak<Sent>>>,
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
            entries.by_entry.retain(|_, sent| {
                sent.retain(|sent| sent.strong_count() > 0);
                !sent.is_empty()
            });
            entries.sweep_at = MIN_SWEEP.max(2 * entries.by_request.len());
        }
        let id = sent.subscription.key.client_request_id;
        entries.by_request.insert(id, Arc::downgrade(sent));
    }

    /// Remembers the entry of an invite, so that the news of the ledger find it.
    pub(crate) fn add_entry(&self, sent: &Arc<Sent>, key: EntryKey) {
        let entry = SentEntry {
            key,
            begun: OnceLock::new(),
            told: Mutex::default(),
            news: Notify::new(),
        };
        if sent.entry.set(Box::new(entry)).is_ok() {
            let mut entries = self.entries();
            let of_entry = entries.by_entry.entry(key.entry).or_default();
            of_entry.push(Arc::downgrade(sent));
        }
    }

    /// The invites of an entry.
    pub(crate) fn of_entry(&self, entry: Tag) -> Vec<Arc<Sent>> {
        let entries = self.entries();
        let sent = entries.by_entry.get(&entry).into_iter().flatten();
        sent.filter_map(Weak::upgrade).collect()
    }

    /// The entries of invites that may have news.
    pub(crate) fn unsettled_entries(&self) -> Vec<Tag> {
        let entries = self.entries();
        let may_have_news = |sent: &Weak<Sent>| {
            let sent = sent.upgrade();
            sent.is_some_and(|sent| !sent.subscription.state.borrow().is_settled())
        };
        let unsettled = entries.by_entry.iter();
        unsettled
            .filter(|(_, sent)| sent.iter().any(may_have_news))
            .map(|(entry, _)| *entry)
            .collect()
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
