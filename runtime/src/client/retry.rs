//! What is sent again, and when: only what surely rang nobody.

use std::fmt;
use std::time::Duration;
use uuid::Uuid;

/// How often an invite that surely rang nobody is sent again, and how long that may go on.
///
/// | What became of a request | Sent again |
/// | --- | --- |
/// | no connection was made (no address, nobody listening, no TLS, no time left for it) | after the policy's wait |
/// | 429 | after the policy's wait, or `Retry-After` if that is longer |
/// | 503 with `Retry-After` | the same |
/// | 401, or 403 that says what a token must claim | once and at once, if the token source, asked for a fresh one, has another token |
/// | 500, 501, 502, 504, 503 without a hint, a redirect, no answer, a broken connection | never: it may be ringing |
/// | any other status; no token; an invite that can't be right | never: it would not help |
///
/// The policy's wait is [`first_wait`](Self::first_wait), doubled with every try. To whichever of
/// the two is longer, a random part of the policy's wait is added, so that bots which failed
/// together do not come back together. `Retry-After` is taken in seconds, also fractional, and as a
/// date. The service is never asked earlier than it said: where that would be after
/// [`total`](Self::total), the send ends at once, with what was said last.
///
/// Every try carries the same body, client context and `client-request-id`. With an
/// [`Inbox`](crate::Inbox) the invite listens from before the first.
///
/// # What is below this
///
/// The HTTP client repeats nothing by itself: its redirects and its own repeats are off, and
/// HTTP/2, whose servers may refuse a stream or go away in the middle, is off, and so is the early
/// data of TLS, which others could play again. One thing is left: a connection kept alive that
/// turns out to be closed before a request was handed to it is replaced by a new one. Not a byte of
/// that request had left. Once a request was handed to a connection, a break is
/// [`SendError::Unknown`](crate::SendError::Unknown), however early.
///
/// Source of the statuses and of `Retry-After`: the throttling and errors pages of Graph.
///
/// ```
/// use graph_invite::{AccessToken, Client, RetryPolicy};
/// use std::time::Duration;
///
/// let patient = RetryPolicy::default()
///     .max_attempts(6)
///     .first_wait(Duration::from_secs(1))
///     .total(Duration::from_secs(120));
/// let client = Client::builder().token(AccessToken::new("eyJ0")).retry(patient).build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    first_wait: Duration,
    total: Duration,
}

impl Default for RetryPolicy {
    /// Four requests at most, the first wait half a second, 30 seconds in all. That is on unless
    /// switched off, for it repeats nothing that may have rung.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            first_wait: Duration::from_millis(500),
            total: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// One request, whatever becomes of it. A token that is refused ends it too.
    pub const fn off() -> Self {
        Self {
            max_attempts: 1,
            first_wait: Duration::ZERO,
            total: Duration::ZERO,
        }
    }

    /// How many requests there may be, with the first; 4 unless set. 0 counts as 1.
    pub const fn max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// The wait after the first request, doubled with every further one; half a second unless set.
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// How long after the beginning of the first request the last may begin; 30 seconds unless
    /// set. How long that one may take is up to
    /// [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    pub const fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Whether there is another try, and when. `jitter` is from 0 to 1.
    pub(crate) fn next(&self, tried: &Try, jitter: f64) -> Next {
        let policy = self.wait_after(tried.attempt);
        let server = tried.hint.unwrap_or_default();
        let spread = Duration::try_from_secs_f64(policy.as_secs_f64() * jitter).unwrap_or_default();
        let wait = policy.max(server).saturating_add(spread);
        let next = match tried.stage {
            Stage::NoConnection | Stage::Answered(429) => Next::Again(wait),
            Stage::Answered(503) if tried.hint.is_some() => Next::Again(wait),
            Stage::Answered(401) if !tried.is_renewed => Next::WithFreshToken,
            Stage::Answered(403) if tried.wants_claims && !tried.is_renewed => Next::WithFreshToken,
            Stage::Unsent | Stage::NoAnswer | Stage::Answered(_) => Next::Stop,
        };
        let begins = match next {
            Next::Again(wait) => tried.elapsed.saturating_add(wait),
            Next::WithFreshToken | Next::Stop => tried.elapsed,
        };
        if tried.attempt >= self.max_attempts || begins > self.total {
            return Next::Stop;
        }
        next
    }

    /// The time in which another try must begin.
    pub(crate) fn left(&self, elapsed: Duration) -> Duration {
        self.total.saturating_sub(elapsed)
    }

    fn wait_after(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1);
        let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
        self.first_wait.saturating_mul(factor)
    }
}

/// One try that came to nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Try {
    pub(crate) stage: Stage,
    /// What `Retry-After` said.
    pub(crate) hint: Option<Duration>,
    /// Whether the answer said what a token must claim.
    pub(crate) wants_claims: bool,
    /// Which try it was, from 1.
    pub(crate) attempt: u32,
    /// The time since the first began.
    pub(crate) elapsed: Duration,
    /// Whether a fresh token was asked for before.
    pub(crate) is_renewed: bool,
}

/// How far a try came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// There was nothing to send, or no token to send it with.
    Unsent,
    /// No connection was made.
    NoConnection,
    /// The request left, and no answer came.
    NoAnswer,
    /// The service answered with this status.
    Answered(u16),
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsent => f.write_str("not sent"),
            Self::NoConnection => f.write_str("no connection"),
            Self::NoAnswer => f.write_str("no answer"),
            Self::Answered(status) => write!(f, "HTTP {status}"),
        }
    }
}

/// What comes after a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Stop,
    Again(Duration),
    WithFreshToken,
}

/// A random number from 0 to 1.
pub(crate) fn jitter() -> f64 {
    let (random, ..) = Uuid::new_v4().as_fields();
    f64::from(random) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests;
