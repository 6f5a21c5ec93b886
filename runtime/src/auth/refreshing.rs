//! A value that many callers share: fetched when it is missing, refreshed before it is too old.
//!
//! Callers that need the same fetch share its result, a failure too. A fetch that takes too long is
//! not shared: after a while a caller starts another one, and the first result serves all of them.
//! Each fetch runs in a task of its own, so a caller that goes away does not stop it.

mod state;
#[cfg(test)]
mod tests;

#[cfg(feature = "callbacks")]
pub(crate) use state::Limit;
use state::{Caller, State, Step};
pub(crate) use state::{Fetched, Got, Pace};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

pub(crate) struct Refreshing<T, E> {
    pace: Pace<E>,
    state: Mutex<State<T, E>>,
    changed: watch::Sender<()>,
}

impl<T: Clone + Send + Sync + 'static, E: Clone + Send + Sync + 'static> Refreshing<T, E> {
    pub(crate) fn new(pace: Pace<E>) -> Arc<Self> {
        Arc::new(Self {
            pace,
            state: Mutex::new(State::new()),
            changed: watch::Sender::new(()),
        })
    }

    /// Whether there is a cached value, of any age, that the caller accepts.
    #[cfg(feature = "callbacks")]
    pub(crate) fn has(&self, accepts: impl Fn(&T) -> bool) -> bool {
        self.state().has(accepts)
    }

    /// The cached value if the caller accepts it, or else the result of a fetch. If the caller does
    /// not accept that either, it gets it nevertheless, because no newer value exists.
    pub(crate) async fn get_or_fetch<F>(
        self: &Arc<Self>,
        accepts: impl Fn(&T) -> bool,
        fetch: impl Fn() -> F,
    ) -> Result<Got<T>, E>
    where
        F: Future<Output = Result<Fetched<T>, E>> + Send + 'static,
    {
        let mut changes = self.changed.subscribe();
        let mut caller = Caller::arriving(&self.state());
        loop {
            let now = Instant::now();
            let step = self.state().step(&mut caller, &accepts, &self.pace, now);
            match step {
                Step::Return(result) => return result,
                Step::FetchAlone => {
                    let fetched = fetch().await?;
                    return Ok(Got::Current(self.state().keep_newest(fetched)));
                }
                Step::Start(number) => self.start(number, fetch()),
                // The next step is another one after a change, or at this time.
                Step::WaitUntil(time) => drop(timeout_at(time, changes.changed()).await),
            }
        }
    }

    fn start<F>(self: &Arc<Self>, number: u64, fetch: F)
    where
        F: Future<Output = Result<Fetched<T>, E>> + Send + 'static,
    {
        let running = Running {
            of: Arc::clone(self),
            number,
        };
        let task = async move {
            let result = fetch.await;
            running.of.end(running.number, result);
        };
        tokio::spawn(task.in_current_span());
    }

    fn end(&self, number: u64, result: Result<Fetched<T>, E>) {
        self.state().end(number, result);
        self.changed.send_replace(());
    }

    /// Every change keeps the state consistent, so a poisoned lock is harmless.
    fn state(&self) -> MutexGuard<'_, State<T, E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fetch in its task. Dropping it without a result is a failure.
struct Running<T: Clone + Send + Sync + 'static, E: Clone + Send + Sync + 'static> {
    of: Arc<Refreshing<T, E>>,
    number: u64,
}

impl<T: Clone + Send + Sync + 'static, E: Clone + Send + Sync + 'static> Drop for Running<T, E> {
    fn drop(&mut self) {
        // Does nothing if the fetch has ended.
        let interrupted = self.of.pace.interrupted.clone();
        self.of.end(self.number, Err(interrupted));
    }
}
