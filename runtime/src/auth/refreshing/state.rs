//! What is known of a shared value, and what a caller that needs it does next.

use std::time::Duration;
use tokio::time::Instant;

/// How long callers wait, and how often they fetch.
pub(crate) struct Pace<E> {
    /// How long callers wait for a fetch. Then one of them starts another one, or uses the old value.
    pub(crate) patience: Duration,
    /// How long to wait after the start of a refresh before the next one.
    pub(crate) refresh_backoff: Duration,
    /// Limits the fetches for callers that do not accept the cached value.
    pub(crate) limit: Option<Limit<E>>,
    /// The error of a fetch that panicked, or whose runtime was shut down.
    pub(crate) interrupted: E,
}

/// A limit on fetches. A caller waits until the next one is due, but not longer than the patience.
pub(crate) struct Limit<E> {
    /// The minimum time between the starts of two fetches.
    pub(crate) interval: Duration,
    /// The same after a failed fetch. Until then, callers get its error.
    pub(crate) interval_after_failure: Duration,
    /// The error if the next fetch is due too late.
    pub(crate) too_soon: E,
}

/// What a fetch returns.
pub(crate) enum Fetched<T> {
    /// A value for every caller. From `refresh` on, one of them fetches the next value. From
    /// `expires` on, it is not used.
    Shared {
        value: T,
        refresh: Option<Instant>,
        expires: Option<Instant>,
    },
    /// A value only for the caller that started the fetch. Every other caller fetches its own.
    Own(T),
}

/// What a caller gets.
pub(crate) enum Got<T> {
    /// The cached value, or the next one.
    Current(T),
    /// The cached value, because the refresh that this caller started has failed or takes too long.
    Old(T),
}

pub(super) struct State<T, E> {
    cached: Cached<T>,
    /// The number of fetches that were started.
    started: u64,
    /// The one that was started last.
    newest: Option<Fetch<T, E>>,
}

struct Fetch<T, E> {
    number: u64,
    started: Instant,
    /// `None` while it runs.
    end: Option<Result<T, E>>,
}

enum Cached<T> {
    Nothing,
    /// Each value is for one caller, so none is kept.
    Never,
    Value {
        value: T,
        /// The number of its fetch.
        number: u64,
        refresh: Option<Instant>,
        expires: Option<Instant>,
    },
}

/// The cached value as one caller sees it.
enum CacheState<T> {
    Miss,
    /// Every caller fetches its own value.
    Uncached,
    Fresh(T),
    /// Still valid, but due for a refresh.
    Stale(T),
}

/// What a caller does next.
pub(super) enum Step<T, E> {
    Return(Result<Got<T>, E>),
    FetchAlone,
    Start(u64),
    WaitUntil(Instant),
}

/// What one caller remembers between its steps.
pub(super) struct Caller<T> {
    /// The number of the newest fetch when the caller came.
    newest: u64,
    /// The failures of fetches from this number on are failures of the caller.
    waits_from: u64,
    /// The number of the last fetch that the caller started.
    started: u64,
    /// The value to use if the refresh that the caller started takes longer than until then.
    old: Option<(T, Instant)>,
}

impl<T> Caller<T> {
    pub(super) fn arriving<E>(state: &State<T, E>) -> Self {
        let is_running = state.newest.as_ref().is_some_and(|it| it.end.is_none());
        Self {
            newest: state.started,
            waits_from: state.started + u64::from(!is_running),
            started: 0,
            old: None,
        }
    }
}

impl<T: Clone> Cached<T> {
    fn state(&self, accepts: impl Fn(&T) -> bool, now: Instant) -> CacheState<T> {
        match self {
            Self::Nothing => CacheState::Miss,
            Self::Never => CacheState::Uncached,
            Self::Value { value, expires, .. }
                if expires.is_some_and(|at| at <= now) || !accepts(value) =>
            {
                CacheState::Miss
            }
            Self::Value { value, refresh, .. } if refresh.is_some_and(|at| at <= now) => {
                CacheState::Stale(value.clone())
            }
            Self::Value { value, .. } => CacheState::Fresh(value.clone()),
        }
    }

    fn postpone_refresh(&mut self, time: Instant) {
        if let Self::Value { refresh, .. } = self {
            *refresh = Some(time);
        }
    }
}

impl<T: Clone, E: Clone> State<T, E> {
    pub(super) const fn new() -> Self {
        Self {
            cached: Cached::Nothing,
            started: 0,
            newest: None,
        }
    }

    #[cfg(feature = "callbacks")]
    pub(super) fn has(&self, accepts: impl Fn(&T) -> bool) -> bool {
        matches!(&self.cached, Cached::Value { value, .. } if accepts(value))
    }

    pub(super) fn step(
        &mut self,
        caller: &mut Caller<T>,
        accepts: impl Fn(&T) -> bool,
        pace: &Pace<E>,
        now: Instant,
    ) -> Step<T, E> {
        if let Some(result) = self.take_result(caller.started) {
            return Step::Return(match (result, caller.old.take()) {
                (Err(_), Some((old, _))) => Ok(Got::Old(old)),
                (result, _) => result.map(Got::Current),
            });
        }
        if let Some((old, until)) = &caller.old {
            return if self.started == caller.started && now < *until {
                Step::WaitUntil(*until)
            } else {
                Step::Return(Ok(Got::Old(old.clone())))
            };
        }
        match self.cached.state(accepts, now) {
            CacheState::Fresh(value) => Step::Return(Ok(Got::Current(value))),
            // Another caller refreshes the value.
            CacheState::Stale(value) if self.running_until(pace) > Some(now) => {
                Step::Return(Ok(Got::Current(value)))
            }
            CacheState::Stale(value) => {
                self.cached.postpone_refresh(now + pace.refresh_backoff);
                caller.old = Some((value, now + pace.patience));
                self.begin(caller, now)
            }
            CacheState::Uncached => Step::FetchAlone,
            CacheState::Miss => self.miss(caller, pace, now),
        }
    }

    fn miss(&mut self, caller: &mut Caller<T>, pace: &Pace<E>, now: Instant) -> Step<T, E> {
        let Some(newest) = &self.newest else {
            return self.begin(caller, now);
        };
        match &newest.end {
            Some(Err(error)) if newest.number >= caller.waits_from => {
                return Step::Return(Err(error.clone()));
            }
            Some(Ok(value)) if newest.number > caller.newest => {
                return Step::Return(Ok(Got::Current(value.clone())));
            }
            None if now < newest.started + pace.patience => {
                return Step::WaitUntil(newest.started + pace.patience);
            }
            _ => {}
        }
        let Some(limit) = &pace.limit else {
            return self.begin(caller, now);
        };
        let failure = newest.end.as_ref().and_then(|end| end.as_ref().err());
        let due = newest.started
            + match failure {
                Some(_) => limit.interval_after_failure,
                None => limit.interval,
            };
        match failure {
            _ if due <= now => self.begin(caller, now),
            Some(error) => Step::Return(Err(error.clone())),
            None if due <= now + pace.patience => Step::WaitUntil(due),
            None => Step::Return(Err(limit.too_soon.clone())),
        }
    }

    fn begin(&mut self, caller: &mut Caller<T>, now: Instant) -> Step<T, E> {
        self.started += 1;
        self.newest = Some(Fetch {
            number: self.started,
            started: now,
            end: None,
        });
        caller.started = self.started;
        Step::Start(self.started)
    }

    /// Until when callers wait for the newest fetch, if it runs.
    fn running_until(&self, pace: &Pace<E>) -> Option<Instant> {
        let running = self.newest.as_ref().filter(|it| it.end.is_none());
        running.map(|fetch| fetch.started + pace.patience)
    }

    /// The result of a fetch, for the caller that started it.
    fn take_result(&mut self, number: u64) -> Option<Result<T, E>> {
        let newest = self.newest.as_ref().filter(|it| it.number == number);
        let result = newest?.end.clone()?;
        if matches!(self.cached, Cached::Never) {
            self.newest = None;
        }
        Some(result)
    }

    /// Ends a fetch. Only its first end counts.
    pub(super) fn end(&mut self, number: u64, result: Result<Fetched<T>, E>) {
        let end = result.map(|fetched| self.keep(number, fetched));
        if let Some(newest) = &mut self.newest
            && newest.number == number
            && newest.end.is_none()
        {
            newest.end = Some(end);
        }
    }

    pub(super) fn keep_newest(&mut self, fetched: Fetched<T>) -> T {
        self.keep(self.started, fetched)
    }

    /// Keeps what a fetch returned, unless a newer fetch was faster.
    fn keep(&mut self, number: u64, fetched: Fetched<T>) -> T {
        let is_late =
            matches!(&self.cached, Cached::Value { number: newer, .. } if *newer > number);
        let (value, cached) = match fetched {
            Fetched::Own(value) => (value, Cached::Never),
            Fetched::Shared {
                value,
                refresh,
                expires,
            } => (
                value.clone(),
                Cached::Value {
                    value,
                    number,
                    refresh,
                    expires,
                },
            ),
        };
        if !is_late {
            self.cached = cached;
        }
        value
    }
}
