//! Which requests are repeated, and when: only those that certainly rang no phone.

use std::fmt;
use std::time::Duration;
use uuid::Uuid;

/// Which requests are repeated, and how often. By default only requests that certainly rang no phone
/// are repeated. How long a send may take is up to
/// [`ClientBuilder::deadline`](crate::ClientBuilder::deadline).
///
/// | What happened to a request | Repeated |
/// | --- | --- |
/// | no connection (no address, no listener, no TLS, no time left) | after the backoff |
/// | 429 | after the backoff, or after `Retry-After` if that is longer |
/// | 503 with `Retry-After` | the same, if [`repeat_unavailable`](Self::repeat_unavailable) allows it; the default is never |
/// | 401, or 403 that names the claims a token must have | once and at once, if the token source gives another token |
/// | 408, 409, 5xx, an answer that is not Graph's, a redirect, no answer, a broken connection | never: a phone may be ringing |
/// | the certificate of the server is refused; any other status; no token; an invite that breaks a rule | never: it would not help |
///
/// The backoff begins with [`initial_backoff`](Self::initial_backoff) and doubles with each
/// attempt. A random part of it is added to the wait, so that bots which failed together do not
/// come back together. `Retry-After` is read as seconds, fractions included, and as a date. The
/// client never asks before that time is over: if that is after the deadline, the send ends at once,
/// with the last error.
///
/// Each attempt carries the same body, client context and `client-request-id`. With an
/// [`Inbox`](crate::Inbox) the invite listens before the first one.
///
/// # Transport behaviour
///
/// The HTTP client repeats nothing by itself: its redirects and its own retries are off. HTTP/2 is
/// off, because its servers may refuse a stream or go away in the middle, and so is the early data
/// of TLS, which others could replay. One case is left: if a kept-alive connection turns out to be
/// closed before a request is handed to it, a new connection takes its place. Not a byte of that
/// request has left. Once a request is handed to a connection, a break is
/// [`SendError::Unknown`](crate::SendError::Unknown), however early.
///
/// Source of the statuses and of `Retry-After`: the throttling and errors pages of Graph.
///
/// ```
/// use graph_invite::token::AccessToken;
/// use graph_invite::{Client, RetryPolicy};
/// use std::time::Duration;
///
/// let patient = RetryPolicy::default()
///     .max_attempts(6)
///     .initial_backoff(Duration::from_secs(1));
/// let client = Client::builder().token_source(AccessToken::new("eyJ0")).retry_policy(patient).build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::error::BuildError>(())
/// ```
///
/// The [guide](crate::guide::sending) lists what is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    repeats_unavailable: bool,
}

impl Default for RetryPolicy {
    /// At most four requests, with a backoff that begins at half a second.
    /// Enabled by default because it never repeats a request that may have rung a phone.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            initial_backoff: Duration::from_millis(500),
            repeats_unavailable: false,
        }
    }
}

impl RetryPolicy {
    /// One request and no repeat, not even with a fresh token.
    pub const fn disabled() -> Self {
        Self {
            max_attempts: 1,
            initial_backoff: Duration::ZERO,
            repeats_unavailable: false,
        }
    }

    /// The most requests of one send, the first included. The default is 4; 0 counts as 1.
    pub const fn max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// The wait after the first request. It doubles with each attempt. The default is half a
    /// second.
    pub const fn initial_backoff(mut self, wait: Duration) -> Self {
        self.initial_backoff = wait;
        self
    }

    /// Whether a 503 with `Retry-After` is repeated. The default is `false`.
    ///
    /// A 503 proves nothing: the service, or a gateway before it, may give it after a phone rang. If
    /// you allow the repeat, that phone may ring twice. Graph refuses most such repeats with code
    /// 8559, by which the invite counts as [`Ringing`](crate::Ringing). A client with a
    /// [ledger](crate::ledger) never repeats it.
    pub const fn repeat_unavailable(mut self, repeat: bool) -> Self {
        self.repeats_unavailable = repeat;
        self
    }

    /// Decides about the next attempt. `jitter` is from 0 to 1.
    pub(crate) fn decide(&self, failed: &FailedAttempt, jitter: f64) -> RetryDecision {
        let backoff = self.backoff_after(failed.number);
        let hint = failed.retry_after.unwrap_or_default();
        let spread =
            Duration::try_from_secs_f64(backoff.as_secs_f64() * jitter).unwrap_or_default();
        let wait = backoff.max(hint).saturating_add(spread);
        let wants_token = match failed.stage {
            FailureStage::Answered(401) => true,
            FailureStage::Answered(403) => failed.wants_claims,
            _ => false,
        };
        let may_repeat_unavailable = self.repeats_unavailable && failed.retry_after.is_some();
        let decision = match failed.stage {
            FailureStage::Answered(503) if may_repeat_unavailable => RetryDecision::After(wait),
            _ if !failed.did_not_ring => RetryDecision::GiveUp,
            FailureStage::NoConnection | FailureStage::Answered(429) => RetryDecision::After(wait),
            _ if wants_token && !failed.has_fresh_token => RetryDecision::WithFreshToken,
            _ => RetryDecision::GiveUp,
        };
        let left = failed.time_left;
        let is_too_late = match decision {
            RetryDecision::After(wait) => left.is_zero() || wait > left,
            RetryDecision::WithFreshToken | RetryDecision::GiveUp => left.is_zero(),
        };
        if failed.number >= self.max_attempts || is_too_late {
            return RetryDecision::GiveUp;
        }
        decision
    }

    fn backoff_after(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1);
        let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
        self.initial_backoff.saturating_mul(factor)
    }
}

/// A request that did not end in an accepted invite.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedAttempt {
    pub(crate) stage: FailureStage,
    /// Whether it is certain that no phone rang.
    pub(crate) did_not_ring: bool,
    /// `Retry-After`.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the answer names the claims that a token must have.
    pub(crate) wants_claims: bool,
    /// Counted from 1.
    pub(crate) number: u32,
    /// How much later the next attempt may begin.
    pub(crate) time_left: Duration,
    /// Whether an earlier attempt already led to a fresh token.
    pub(crate) has_fresh_token: bool,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureStage {
    /// There was nothing to send, or no token to send it with.
    Unsent,
    /// There was no connection.
    NoConnection,
    /// There was no connection, because the certificate of the server was refused.
    CertificateRefused,
    /// The request left, and no answer came.
    NoAnswer,
    /// The service answered with this status.
    Answered(u16),
}

impl fmt::Display for FailureStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsent => f.write_str("not sent"),
            Self::NoConnection => f.write_str("no connection"),
            Self::CertificateRefused => f.write_str("certificate refused"),
            Self::NoAnswer => f.write_str("no answer"),
            Self::Answered(status) => write!(f, "HTTP {status}"),
        }
    }
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryDecision {
    GiveUp,
    After(Duration),
    WithFreshToken,
}

/// A random number from 0 to 1.
pub(crate) fn jitter() -> f64 {
    let (random, ..) = Uuid::new_v4().as_fields();
    f64::from(random) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests;
