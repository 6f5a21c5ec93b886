//! The deadline of a send, and when its last request may begin.

use crate::http::connect_timeout;
use std::time::Duration;
use tokio::time::Instant;

/// How long a send, one of its requests, and a connection may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeLimits {
    /// The whole of a send.
    deadline: Duration,
    /// One request with its answer, or one request for a token.
    request: Duration,
    connect: Duration,
}

impl TimeLimits {
    pub(crate) fn new(deadline: Duration, request: Duration, connect: Duration) -> Self {
        let shortest = request.min(deadline / 2);
        Self {
            deadline,
            request,
            connect: connect_timeout(connect, shortest),
        }
    }

    /// The same limits, but none longer than this.
    pub(crate) fn within(self, time: Duration) -> Self {
        let request = self.request.min(time);
        Self::new(self.deadline.min(time), request, self.connect)
    }

    pub(crate) const fn request(&self) -> Duration {
        self.request
    }

    pub(crate) const fn connect(&self) -> Duration {
        self.connect
    }

    /// How long after the start of a send its last request may begin. The time to connect must fit
    /// in before the deadline: then it is certain that a request without a connection was not sent.
    pub(crate) fn latest_start(&self) -> Duration {
        self.deadline.saturating_sub(self.connect / 4 * 5)
    }
}

/// The time of one send, from now on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SendTime {
    begun: Instant,
    limits: TimeLimits,
}

impl SendTime {
    pub(crate) fn begin(limits: TimeLimits) -> Self {
        Self {
            begun: Instant::now(),
            limits,
        }
    }

    /// How much later a request may begin.
    pub(crate) fn until_latest_start(&self) -> Duration {
        let elapsed = self.begun.elapsed();
        self.limits.latest_start().saturating_sub(elapsed)
    }

    /// How long a request may take that begins now.
    pub(crate) fn of_request(&self) -> Duration {
        let left = self.limits.deadline.saturating_sub(self.begun.elapsed());
        left.min(self.limits.request)
    }
}

#[cfg(test)]
mod tests {
    use super::{SendTime, TimeLimits};
    use std::time::Duration;
    use tokio::time::advance;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn there_is_time_to_connect_before_the_deadline() {
        for (deadline, request, connect) in [
            (seconds(90), seconds(60), seconds(10)),
            (seconds(5), seconds(60), seconds(10)),
            (seconds(90), seconds(1), seconds(10)),
            (seconds(3), seconds(60), seconds(3)),
            (Duration::MAX, Duration::MAX, Duration::MAX),
            (Duration::ZERO, seconds(60), seconds(10)),
        ] {
            let limits = TimeLimits::new(deadline, request, connect);
            let rest = deadline.saturating_sub(limits.latest_start());
            assert!(limits.connect() <= connect && limits.connect() <= request);
            assert!(limits.connect() <= rest, "{limits:?}");
            assert!(rest <= deadline / 2 + Duration::from_nanos(1), "{limits:?}");
        }
        let default = TimeLimits::new(seconds(90), seconds(60), seconds(10));
        assert_eq!(default.connect(), seconds(10));
        assert_eq!(default.latest_start(), Duration::from_millis(77_500));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_left_goes_down_to_nothing() {
        let time = SendTime::begin(TimeLimits::new(seconds(90), seconds(60), seconds(10)));
        assert_eq!(time.of_request(), seconds(60));
        advance(seconds(70)).await;
        assert_eq!(time.of_request(), seconds(20));
        assert_eq!(time.until_latest_start(), Duration::from_millis(7_500));
        advance(seconds(30)).await;
        assert_eq!(time.of_request(), Duration::ZERO);
        assert_eq!(time.until_latest_start(), Duration::ZERO);
    }
}
