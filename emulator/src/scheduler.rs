//! A queue of things to do later, ordered by their time.

use crate::lock::lock;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

pub(crate) struct Scheduler<T> {
    queue: Mutex<Queue<T>>,
    added: Notify,
}

struct Queue<T> {
    /// By time, then by the order in which they were added.
    items: BTreeMap<(Instant, u64), T>,
    count: u64,
}

impl<T> Default for Scheduler<T> {
    fn default() -> Self {
        Self {
            queue: Mutex::new(Queue {
                items: BTreeMap::new(),
                count: 0,
            }),
            added: Notify::new(),
        }
    }
}

impl<T> Scheduler<T> {
    pub(crate) fn add(&self, at: Instant, item: T) {
        let mut queue = lock(&self.queue);
        queue.count += 1;
        let place = (at, queue.count);
        queue.items.insert(place, item);
        self.added.notify_one();
    }

    pub(crate) fn clear(&self) {
        lock(&self.queue).items.clear();
    }

    /// Waits until the next item is due. Only one task may wait.
    pub(crate) async fn next(&self) -> T {
        loop {
            match self.pop_due() {
                Ok(item) => return item,
                // An earlier item may be added meanwhile.
                Err(Some(at)) => drop(timeout_at(at, self.added.notified()).await),
                Err(None) => self.added.notified().await,
            }
        }
    }

    /// The first item if it is due, else its time.
    fn pop_due(&self) -> Result<T, Option<Instant>> {
        let mut queue = lock(&self.queue);
        let first = queue.items.first_entry().ok_or(None)?;
        let (at, _) = *first.key();
        if at <= Instant::now() {
            Ok(first.remove())
        } else {
            Err(Some(at))
        }
    }
}
