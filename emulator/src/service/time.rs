//! What a test does with the clock.

use crate::log::{Entry, EntryKind};
use crate::service::state::State;
use std::time::Duration;

impl State {
    /// Advances the clock, and does in order all that is due meanwhile.
    pub(crate) fn advance(&mut self, by: Duration) {
        let Some(until) = self.clock.now().checked_add(by) else {
            return;
        };
        while self.events.move_to_next(until) {
            self.run_due_events();
        }
        self.clock.move_to(until);
        let seconds = by.as_secs_f64();
        self.clock_changed(format!("the clock was advanced by {seconds} s"));
    }

    /// Stops the clock, or lets it run.
    pub(crate) fn run_clock(&mut self, is_running: bool) {
        self.clock.run(is_running);
        let state = if is_running { "runs" } else { "is stopped" };
        self.clock_changed(format!("the clock {state}"));
    }

    fn clock_changed(&self, detail: String) {
        self.events.wake();
        self.outbox.queue.wake();
        self.log.add(Entry::new(EntryKind::Changed).detail(detail));
    }
}
