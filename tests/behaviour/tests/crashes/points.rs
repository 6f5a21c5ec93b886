//! The points at which a process may die.

use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::watch;

/// Counts the points that a process passes, and kills it at one of them.
pub(crate) struct Points {
    deadly: usize,
    passed: AtomicUsize,
    state: watch::Sender<State>,
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum State {
    Alive,
    /// It must do nothing more.
    Dying,
    Dead,
}

impl Points {
    pub(crate) fn new(deadly: usize) -> Self {
        Self {
            deadly,
            passed: AtomicUsize::new(0),
            state: watch::Sender::new(State::Alive),
        }
    }

    /// A point inside the process. It does not return if the process dies here.
    pub(crate) async fn inside(&self) {
        if self.is_deadly() {
            pending::<()>().await;
        }
    }

    /// A point outside of the process. Returns whether it died here, once it is dead.
    pub(crate) async fn outside(&self) -> bool {
        let is_deadly = self.is_deadly();
        if is_deadly {
            self.until(State::Dead).await;
        }
        is_deadly
    }

    fn is_deadly(&self) -> bool {
        let is_deadly = self.passed.fetch_add(1, Ordering::SeqCst) == self.deadly;
        if is_deadly {
            self.state.send_replace(State::Dying);
        }
        is_deadly
    }

    pub(crate) async fn until_dying(&self) {
        self.until(State::Dying).await;
    }

    pub(crate) fn is_dead(&self) {
        self.state.send_replace(State::Dead);
    }

    async fn until(&self, least: State) {
        let mut state = self.state.subscribe();
        state.wait_for(|state| *state >= least).await.unwrap();
    }
}
