//! The clock by which phones ring, notifications are delayed and tokens end. A test can move it.

pub(crate) mod scheduler;

use crate::lock::lock;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// How far a test can advance it at once: ten years.
pub(crate) const MAX_ADVANCE: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// Runs as the clock of the machine does, until a test advances or stops it. Clones are the same clock.
#[derive(Clone)]
pub(crate) struct Clock {
    start: Instant,
    face: Arc<Mutex<Face>>,
}

struct Face {
    /// What it showed when it was last set, and when that was.
    shown: Instant,
    set: Instant,
    is_running: bool,
}

impl Face {
    fn now(&self) -> Instant {
        if self.is_running {
            self.shown + self.set.elapsed()
        } else {
            self.shown
        }
    }

    fn show(&mut self, time: Instant) {
        self.shown = time;
        self.set = Instant::now();
    }
}

impl Default for Clock {
    fn default() -> Self {
        let now = Instant::now();
        Self {
            start: now,
            face: Arc::new(Mutex::new(Face {
                shown: now,
                set: now,
                is_running: true,
            })),
        }
    }
}

impl Clock {
    pub(crate) fn now(&self) -> Instant {
        lock(&self.face).now()
    }

    /// What it has counted since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.now().saturating_duration_since(self.start)
    }

    pub(crate) fn is_running(&self) -> bool {
        lock(&self.face).is_running
    }

    /// Moves to this time, and never back.
    pub(crate) fn move_to(&self, time: Instant) {
        let mut face = lock(&self.face);
        let now = face.now();
        face.show(time.max(now));
    }

    pub(crate) fn run(&self, is_running: bool) {
        let mut face = lock(&self.face);
        let now = face.now();
        face.show(now);
        face.is_running = is_running;
    }

    /// How long until this time. `None` if it does not come, because the clock is stopped.
    fn until(&self, time: Instant) -> Option<Duration> {
        let face = lock(&self.face);
        let left = time.saturating_duration_since(face.now());
        (left.is_zero() || face.is_running).then_some(left)
    }
}
