//! A queue of things to do later, ordered by their time.

use crate::clock::Clock;
use crate::lock::lock;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

pub(crate) struct Scheduler<T> {
    clock: Clock,
    queue: Mutex<Queue<T>>,
    /// An item was added, or the clock was moved.
    changed: Notify,
}

struct Queue<T> {
    /// By time, then by the order in which they were added.
    items: BTreeMap<(Instant, u64), T>,
    count: u64,
}

impl<T> Scheduler<T> {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            queue: Mutex::new(Queue {
                items: BTreeMap::new(),
                count: 0,
            }),
            changed: Notify::new(),
        }
    }

    /// Adds an item that is due after this time. A time that the clock can't count never comes.
    pub(crate) fn add(&self, after: Duration, item: T) {
        let Some(at) = self.clock.now().checked_add(after) else {
            return;
        };
        let mut queue = lock(&self.queue);
        queue.count += 1;
        let place = (at, queue.count);
        queue.items.insert(place, item);
        self.changed.notify_one();
    }

    pub(crate) fn clear(&self) {
        lock(&self.queue).items.clear();
    }

    /// Waits until the next item is due. Only one task may wait.
    pub(crate) async fn next(&self) -> T {
        loop {
            self.due().await;
            if let Some(item) = self.pop_due() {
                return item;
            }
        }
    }

    /// The same, and leaves the item in the queue.
    pub(crate) async fn due(&self) {
        loop {
            let changed = self.changed.notified();
            match self.time_left() {
                Some(Duration::ZERO) => return,
                // An earlier item may be added meanwhile.
                Some(left) => drop(timeout(left, changed).await),
                None => changed.await,
            }
        }
    }

    /// How long until the first item is due. `None` if there is none, or if the clock is stopped.
    fn time_left(&self) -> Option<Duration> {
        let queue = lock(&self.queue);
        let ((at, _), _) = queue.items.first_key_value()?;
        self.clock.until(*at)
    }

    /// The first item if it is due.
    pub(crate) fn pop_due(&self) -> Option<T> {
        let mut queue = lock(&self.queue);
        let first = queue.items.first_entry()?;
        let (at, _) = *first.key();
        (at <= self.clock.now()).then(|| first.remove())
    }

    /// Moves the clock to the next item that is due until this time. Returns whether there is one.
    pub(crate) fn move_to_next(&self, until: Instant) -> bool {
        let queue = lock(&self.queue);
        let first = queue.items.first_key_value().map(|((at, _), _)| *at);
        let next = first.filter(|at| *at <= until);
        if let Some(at) = next {
            self.clock.move_to(at);
        }
        next.is_some()
    }

    /// Looks at the clock again, after a test has moved it.
    pub(crate) fn wake(&self) {
        self.changed.notify_one();
    }
}
