use super::{FailedAttempt, FailureStage, RetryDecision, RetryPolicy, jitter};
use std::time::Duration;

const POLICY: RetryPolicy = RetryPolicy {
    max_attempts: 4,
    initial_backoff: Duration::from_millis(500),
    repeats_unavailable: false,
};

/// How long after its begin a send may begin its last request.
const LATEST_START: u64 = 30_000;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn after(wait: u64) -> RetryDecision {
    RetryDecision::After(ms(wait))
}

fn failed(stage: FailureStage, hint: Option<u64>, number: u32, elapsed: u64) -> FailedAttempt {
    FailedAttempt {
        stage,
        did_not_ring: match stage {
            FailureStage::Unsent
            | FailureStage::NoConnection
            | FailureStage::CertificateRefused => true,
            FailureStage::NoAnswer => false,
            FailureStage::Answered(status) => matches!(status, 400 | 401 | 403 | 404 | 429),
        },
        retry_after: hint.map(ms),
        wants_claims: false,
        number,
        time_left: ms(LATEST_START.saturating_sub(elapsed)),
        has_fresh_token: false,
    }
}

#[test]
fn each_failure_leads_to_its_decision() {
    use FailureStage::{Answered, CertificateRefused, NoAnswer, NoConnection, Unsent};
    use RetryDecision::{GiveUp, WithFreshToken};

    for (stage, hint, number, elapsed, decision) in [
        // No phone can have rung, and the next request may succeed.
        (NoConnection, None, 1, 0, after(500)),
        (NoConnection, None, 2, 600, after(1000)),
        (NoConnection, None, 3, 1800, after(2000)),
        (Answered(429), None, 1, 0, after(500)),
        (Answered(429), None, 3, 0, after(2000)),
        // The longer of the two waits.
        (Answered(429), Some(0), 1, 0, after(500)),
        (Answered(429), Some(7000), 1, 0, after(7000)),
        (Answered(429), Some(1500), 3, 0, after(2000)),
        // A fresh token, at once.
        (Answered(401), None, 1, 0, WithFreshToken),
        (Answered(401), Some(7000), 2, 0, WithFreshToken),
        // The bounds.
        (NoConnection, None, 4, 0, GiveUp),
        (Answered(429), Some(0), 4, 0, GiveUp),
        (Answered(401), None, 4, 0, GiveUp),
        (Answered(429), Some(30_000), 1, 0, after(30_000)),
        (Answered(429), Some(30_000), 1, 1, GiveUp),
        (Answered(429), Some(86_400_000), 1, 0, GiveUp),
        (Answered(429), Some(u64::MAX), 1, u64::MAX, GiveUp),
        (NoConnection, None, 1, 29_500, after(500)),
        (NoConnection, None, 1, 29_501, GiveUp),
        (Answered(401), None, 1, 29_999, WithFreshToken),
        (Answered(401), None, 1, 30_000, GiveUp),
        (NoConnection, None, 1, 30_000, GiveUp),
        // A phone may be ringing.
        (NoAnswer, None, 1, 0, GiveUp),
        (NoAnswer, Some(1), 1, 0, GiveUp),
        (Answered(503), None, 1, 0, GiveUp),
        (Answered(503), Some(1), 1, 0, GiveUp),
        (Answered(500), Some(1), 1, 0, GiveUp),
        (Answered(501), Some(1), 1, 0, GiveUp),
        (Answered(502), Some(1), 1, 0, GiveUp),
        (Answered(504), Some(1), 1, 0, GiveUp),
        (Answered(307), Some(1), 1, 0, GiveUp),
        (Answered(308), None, 1, 0, GiveUp),
        (Answered(200), Some(1), 1, 0, GiveUp),
        // A repeat would not help.
        (Answered(400), Some(1), 1, 0, GiveUp),
        (Answered(403), Some(1), 1, 0, GiveUp),
        (Answered(404), Some(1), 1, 0, GiveUp),
        (Answered(408), Some(1), 1, 0, GiveUp),
        (Answered(409), Some(1), 1, 0, GiveUp),
        (Unsent, None, 1, 0, GiveUp),
        (CertificateRefused, None, 1, 0, GiveUp),
    ] {
        let attempt = failed(stage, hint, number, elapsed);
        assert_eq!(POLICY.decide(&attempt, 0.0), decision, "{attempt:?}");
        assert_eq!(
            RetryPolicy::disabled().decide(&attempt, 0.0),
            GiveUp,
            "{attempt:?}"
        );
    }
}

#[test]
fn only_401_403_and_429_are_repeated_unless_503_is_allowed() {
    let allowing = POLICY.repeat_unavailable(true);
    for status in 100..1000 {
        for (hint, wants_claims) in [(None, false), (Some(1), false), (None, true)] {
            let mut attempt = failed(FailureStage::Answered(status), hint, 1, 0);
            attempt.wants_claims = wants_claims;
            let may = match status {
                401 | 429 => true,
                403 => wants_claims,
                _ => false,
            };
            let is_repeated =
                |policy: RetryPolicy| policy.decide(&attempt, 0.0) != RetryDecision::GiveUp;
            assert_eq!(is_repeated(POLICY), may, "{attempt:?}");
            let may = may || (status == 503 && hint.is_some());
            assert_eq!(is_repeated(allowing), may, "{attempt:?}");
        }
    }
}

#[test]
fn an_answer_that_proves_nothing_is_not_repeated() {
    for status in [401, 403, 429] {
        let mut attempt = failed(FailureStage::Answered(status), Some(1), 1, 0);
        attempt.wants_claims = true;
        attempt.did_not_ring = false;
        assert_eq!(
            POLICY.decide(&attempt, 0.0),
            RetryDecision::GiveUp,
            "{attempt:?}"
        );
    }
}

#[test]
fn an_allowed_503_waits_as_long_as_it_says() {
    let policy = POLICY.repeat_unavailable(true);
    for (hint, wait) in [(0, 500), (1500, 1500)] {
        let attempt = failed(FailureStage::Answered(503), Some(hint), 1, 0);
        assert_eq!(policy.decide(&attempt, 0.0), after(wait));
    }
}

#[test]
fn a_refused_token_is_replaced_once() {
    for status in [401, 403] {
        let mut refused = failed(FailureStage::Answered(status), None, 2, 0);
        refused.wants_claims = true;
        assert_eq!(POLICY.decide(&refused, 0.0), RetryDecision::WithFreshToken);
        refused.has_fresh_token = true;
        assert_eq!(POLICY.decide(&refused, 0.0), RetryDecision::GiveUp);
    }
}

#[test]
fn jitter_adds_a_part_of_the_backoff() {
    for (hint, jitter, wait) in [
        (None, 0.5, 750),
        (None, 1.0, 1000),
        (Some(7000), 0.5, 7250),
        (Some(7000), 1.0, 7500),
        (None, f64::NAN, 500),
    ] {
        let throttled = failed(FailureStage::Answered(429), hint, 1, 0);
        assert_eq!(POLICY.decide(&throttled, jitter), after(wait));
    }
    // The wait must end in time with it, too.
    let late = failed(FailureStage::NoConnection, None, 1, 29_500);
    assert_eq!(POLICY.decide(&late, 0.1), RetryDecision::GiveUp);
    for _ in 0..1000 {
        assert!((0.0..=1.0).contains(&jitter()));
    }
}

#[test]
fn the_greatest_numbers_do_not_panic() {
    let greatest = RetryPolicy {
        max_attempts: u32::MAX,
        initial_backoff: Duration::MAX,
        repeats_unavailable: true,
    };
    for attempt in [0, 1, 32, 33, u32::MAX - 1] {
        let mut throttled = failed(FailureStage::Answered(429), Some(u64::MAX), attempt, 0);
        throttled.time_left = Duration::MAX;
        assert_eq!(
            greatest.decide(&throttled, 1.0),
            RetryDecision::After(Duration::MAX)
        );
    }
    let zero = RetryPolicy::default().max_attempts(0);
    let attempt = failed(FailureStage::NoConnection, None, 1, 0);
    assert_eq!(zero.decide(&attempt, 0.0), RetryDecision::GiveUp);
}
