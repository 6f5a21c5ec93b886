//! What is to come, in the order of its time.

use crate::routes::Service;
use crate::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

pub(crate) struct Agenda<T> {
    /// By time, and at the same time by the order in which it was entered.
    items: BTreeMap<(Instant, u64), T>,
    entered: u64,
    wake: Arc<Notify>,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self {
            items: BTreeMap::new(),
            entered: 0,
            wake: Arc::default(),
        }
    }
}

impl<T> Agenda<T> {
    pub(crate) fn enter(&mut self, at: Instant, item: T) {
        self.entered += 1;
        self.items.insert((at, self.entered), item);
        self.wake.notify_one();
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    fn due(&mut self) -> Option<T> {
        let first = self.items.first_entry()?;
        (first.key().0 <= Instant::now()).then(|| first.remove())
    }

    fn next(&self) -> Option<Instant> {
        self.items.keys().next().map(|(at, _)| *at)
    }
}

/// The next item, once its time has come. Only one may wait for an agenda.
pub(crate) async fn next<T>(service: &Service, of: fn(&mut State) -> &mut Agenda<T>) -> T {
    loop {
        let (at, wake) = {
            let mut state = service.state();
            let agenda = of(&mut state);
            if let Some(item) = agenda.due() {
                return item;
            }
            (agenda.next(), Arc::clone(&agenda.wake))
        };
        match at {
            // Whether it is time or something else has come, look again.
            Some(at) => drop(timeout_at(at, wake.notified()).await),
            None => wake.notified().await,
        }
    }
}
