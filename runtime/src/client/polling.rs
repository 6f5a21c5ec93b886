//! When a wait for an outcome asks the service by itself.

use std::time::Duration;
use tokio::time::Instant;

/// A wait is shortened by at most one part in this many, so that waits which began together do not
/// ask together.
const JITTER: u32 = 4;
/// The shortest wait between two polls.
const SHORTEST: Duration = Duration::from_millis(1);
/// The longest wait to which the status 429 without `Retry-After` leads.
const LONGEST_THROTTLED: Duration = Duration::from_secs(60);
/// Stands for a wait without end, which `Instant` can't express.
pub(crate) const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// How often [`Ringing::outcome`](crate::Ringing::outcome) asks the service while it waits.
///
/// Each time it asks for the operation of the invite and for the roster of the call, at the same
/// time: two requests. The first time is [`first`](Self::first) after the invite was sent. The waits
/// then double, from `first` up to [`longest`](Self::longest). Each is shortened by a random part, at
/// most a quarter. It stops when the outcome is known, or when nobody waits for it. Several waits for
/// the same invite ask together, like one.
///
/// The requests of one invite, besides the invite itself:
///
/// | | First | Longest | They answer at once | The phone rings for 60 s | Nothing is known after 120 s |
/// | --- | --- | --- | --- | --- | --- |
/// | [`Polling::default`], without an [`Inbox`](crate::Inbox) | 1 s | 5 s | 2 | about 32 | about 60 |
/// | [`Polling::beside_inbox`], the callback comes | 15 s | 15 s | 0 | about 8 | |
/// | [`Polling::beside_inbox`], the callback is lost | 15 s | 15 s | 2 | about 10 | about 20 |
/// | [`Polling::off`], the callback comes | | | 0 | 0 | |
/// | [`Polling::off`], no callback | | | 2, at the timeout | 2, at the timeout | 2 |
///
/// After a 429 the next poll waits as long as `Retry-After` says, and at least twice as long as the
/// last one did, up to a minute. No poll comes before the end of
/// `Retry-After`.
///
/// ```
/// use graph_invite::token::AccessToken;
/// use graph_invite::{Client, Polling};
/// use std::time::Duration;
///
/// let patient = Polling::default().first(Duration::from_secs(5)).longest(Duration::from_secs(30));
/// let client = Client::builder().token_source(AccessToken::new("eyJ0")).polling(patient).build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::error::BuildError>(())
/// ```
///
/// See the page [Polling](crate::guide::polling) of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Polling {
    first: Duration,
    longest: Duration,
    is_on: bool,
}

impl Default for Polling {
    /// After 1 second, then after 2, 4, 5, 5, … seconds: the default without an inbox.
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            longest: Duration::from_secs(5),
            is_on: true,
        }
    }
}

impl Polling {
    /// Every 15 seconds: the default with an [`Inbox`](crate::Inbox), where a poll only replaces a
    /// lost callback.
    pub const fn beside_inbox() -> Self {
        Self {
            first: Duration::from_secs(15),
            longest: Duration::from_secs(15),
            is_on: true,
        }
    }

    /// Never. A wait then asks only once, at its end.
    pub const fn off() -> Self {
        Self {
            is_on: false,
            ..Self::beside_inbox()
        }
    }

    /// The time from the send to the first poll, and the wait that doubles from then on. At least a
    /// millisecond.
    pub const fn first(mut self, wait: Duration) -> Self {
        self.first = wait;
        self
    }

    /// The longest wait between two polls. At least [`first`](Self::first).
    pub const fn longest(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }
}

/// When the service is asked about one invite, however many wait for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PollTimes {
    longest: Duration,
    /// The wait before the next poll.
    wait: Duration,
    /// `None` if there is no polling.
    next: Option<Instant>,
    /// When the last complete round of requests began.
    asked: Option<Instant>,
    /// The service asks for no request before this.
    throttled_until: Option<Instant>,
}

impl PollTimes {
    /// `jitter` is from 0 to 1, here and below.
    pub(crate) fn new(polling: Polling, sent: Instant, jitter: f64) -> Self {
        let first = polling.first.max(SHORTEST);
        Self {
            longest: polling.longest.max(first),
            wait: first,
            next: polling.is_on.then(|| after(sent, shorten(first, jitter))),
            asked: None,
            throttled_until: None,
        }
    }

    /// When the next poll is due; `None` if never.
    pub(crate) const fn next(&self) -> Option<Instant> {
        self.next
    }

    /// Whether a request makes no sense now: a complete round began after `wanted`, or the service
    /// has asked the client to wait.
    pub(crate) fn makes_needless(&self, wanted: Instant) -> bool {
        self.asked >= Some(wanted) || self.throttled_until > Some(Instant::now())
    }

    /// Begins a poll, if one is due. From here on the next one is later, also if this one is dropped.
    pub(crate) fn begin_if_due(&mut self, now: Instant, jitter: f64) -> bool {
        let is_due = self.next.is_some_and(|next| next <= now);
        if is_due {
            self.wait = self.wait.saturating_mul(2).min(self.longest);
            self.schedule(jitter);
        }
        is_due
    }

    /// A round of requests is complete. It began at `begun`. `throttled` is the `Retry-After` of the
    /// service, or zero for a 429 without one.
    pub(crate) fn end(&mut self, begun: Instant, throttled: Option<Duration>, jitter: f64) {
        self.asked = Some(begun);
        if let Some(wait) = throttled {
            let slower = self.wait.saturating_mul(2);
            self.wait = slower.min(self.longest.max(LONGEST_THROTTLED));
            self.throttled_until = Some(after(Instant::now(), wait));
        }
        self.schedule(jitter);
    }

    fn schedule(&mut self, jitter: f64) {
        if self.next.is_none() {
            return;
        }
        let next = after(Instant::now(), shorten(self.wait, jitter));
        // Waits that were throttled together do not end together.
        let throttled = self.throttled_until;
        let throttled = throttled.map(|until| after(until, spread(self.wait, jitter)));
        self.next = Some(next).max(throttled);
    }
}

fn spread(wait: Duration, jitter: f64) -> Duration {
    (wait / JITTER).mul_f64(jitter)
}

fn shorten(wait: Duration, jitter: f64) -> Duration {
    wait.saturating_sub(spread(wait, jitter))
}

fn after(instant: Instant, wait: Duration) -> Instant {
    instant.checked_add(wait).unwrap_or(instant + FOREVER)
}

#[cfg(test)]
mod tests {
    use super::{PollTimes, Polling};
    use std::time::Duration;
    use tokio::time::{Instant, advance};

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// The waits before the first polls.
    async fn waits(polling: Polling, jitter: f64) -> Vec<u128> {
        let mut times = PollTimes::new(polling, Instant::now(), jitter);
        let mut waits = Vec::new();
        for _ in 0..6 {
            let wait = times.next().unwrap() - Instant::now();
            waits.push(wait.as_millis());
            advance(wait).await;
            let begun = Instant::now();
            assert!(times.begin_if_due(begun, jitter));
            assert!(!times.begin_if_due(begun, jitter));
            times.end(begun, None, jitter);
        }
        waits
    }

    #[tokio::test(start_paused = true)]
    async fn waits_double_up_to_the_longest_and_are_shortened_by_a_quarter_at_most() {
        let default = Polling::default();
        let quick = default.first(ms(10)).longest(ms(70));
        let slow = default.first(ms(8000));
        for (polling, jitter, expected) in [
            (default, 0.0, [1000, 2000, 4000, 5000, 5000, 5000]),
            (default, 0.5, [875, 1750, 3500, 4375, 4375, 4375]),
            (default, 1.0, [750, 1500, 3000, 3750, 3750, 3750]),
            (Polling::beside_inbox(), 0.0, [15_000; 6]),
            (quick, 0.0, [10, 20, 40, 70, 70, 70]),
            (slow, 0.0, [8000; 6]),
            (default.first(ms(0)).longest(ms(0)), 0.0, [1; 6]),
        ] {
            assert_eq!(waits(polling, jitter).await, expected, "{polling:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn throttling_slows_polls_down_until_an_answer_comes() {
        let mut times = PollTimes::new(Polling::default(), Instant::now(), 0.0);
        advance(ms(1000)).await;
        for (throttled, wait) in [
            (None, ms(2000)),
            (Some(ms(0)), ms(8000)),
            (None, ms(5000)),
            (Some(ms(30_000)), ms(30_000)),
            (Some(ms(0)), ms(10_000)),
            (None, ms(5000)),
        ] {
            let begun = Instant::now();
            assert!(times.begin_if_due(begun, 0.0));
            times.end(begun, throttled, 0.0);
            assert_eq!(times.next(), Some(begun + wait), "{throttled:?}");
            advance(wait).await;
        }
        for _ in 0..9 {
            times.end(Instant::now(), Some(ms(0)), 0.0);
        }
        assert_eq!(times.next(), Some(Instant::now() + ms(60_000)));
    }

    #[tokio::test(start_paused = true)]
    async fn poll_is_never_earlier_than_retry_after() {
        for jitter in [0.0, 0.5, 1.0] {
            let mut times = PollTimes::new(Polling::default(), Instant::now(), jitter);
            let (begun, wait) = (Instant::now(), ms(30_001));
            times.end(begun, Some(wait), jitter);
            assert!(times.next() >= Some(begun + wait));
            advance(ms(30_000)).await;
            assert!(times.makes_needless(Instant::now()));
            advance(ms(1)).await;
            assert!(!times.makes_needless(Instant::now()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_poll_delays_the_next_one_and_counts_as_no_answer() {
        let mut times = PollTimes::new(Polling::default(), Instant::now(), 0.0);
        advance(ms(1000)).await;
        let begun = Instant::now();
        assert!(times.begin_if_due(begun, 0.0));
        assert_eq!(times.next(), Some(begun + ms(2000)));
        assert!(!times.makes_needless(begun));
        times.end(begun, None, 0.0);
        assert!(times.makes_needless(begun) && !times.makes_needless(begun + ms(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn polling_that_is_off_stays_off() {
        let off = Polling::off().first(ms(1)).longest(ms(1));
        let mut times = PollTimes::new(off, Instant::now(), 0.0);
        assert!(!times.begin_if_due(Instant::now(), 0.0));
        assert_eq!(times.next(), None);
        times.end(Instant::now(), Some(ms(5)), 0.0);
        assert_eq!(times.next(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn the_greatest_numbers_do_not_panic() {
        let greatest = Polling::default().first(Duration::MAX);
        for jitter in [0.0, 1.0] {
            let mut times = PollTimes::new(greatest, Instant::now(), jitter);
            times.end(Instant::now(), Some(Duration::MAX), jitter);
            assert!(times.next() > Some(Instant::now()));
        }
    }
}
