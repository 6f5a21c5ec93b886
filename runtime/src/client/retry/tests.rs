use super::{Next, RetryPolicy, Stage, Try, jitter};
use std::time::Duration;

const POLICY: RetryPolicy = RetryPolicy {
    max_attempts: 4,
    first_wait: Duration::from_millis(500),
    total: Duration::from_secs(30),
};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn again(wait: u64) -> Next {
    Next::Again(ms(wait))
}

fn tried(stage: Stage, hint: Option<u64>, attempt: u32, elapsed: u64) -> Try {
    Try {
        stage,
        hint: hint.map(ms),
        wants_claims: false,
        attempt,
        elapsed: ms(elapsed),
        is_renewed: false,
    }
}

#[test]
fn the_decision_row_by_row() {
    use Next::{Stop, WithFreshToken};
    use Stage::{Answered, NoAnswer, NoConnection, Unsent};

    for (stage, hint, attempt, elapsed, next) in [
        // What surely rang nobody, and may do better next time.
        (NoConnection, None, 1, 0, again(500)),
        (NoConnection, None, 2, 600, again(1000)),
        (NoConnection, None, 3, 1800, again(2000)),
        (Answered(429), None, 1, 0, again(500)),
        (Answered(429), None, 3, 0, again(2000)),
        // The longer of the two waits.
        (Answered(429), Some(0), 1, 0, again(500)),
        (Answered(429), Some(7000), 1, 0, again(7000)),
        (Answered(429), Some(1500), 3, 0, again(2000)),
        (Answered(503), Some(0), 1, 0, again(500)),
        (Answered(503), Some(1500), 1, 0, again(1500)),
        // A fresh token, at once.
        (Answered(401), None, 1, 0, WithFreshToken),
        (Answered(401), Some(7000), 2, 0, WithFreshToken),
        // The bounds.
        (NoConnection, None, 4, 0, Stop),
        (Answered(429), Some(0), 4, 0, Stop),
        (Answered(401), None, 4, 0, Stop),
        (Answered(429), Some(30_000), 1, 0, again(30_000)),
        (Answered(429), Some(30_000), 1, 1, Stop),
        (Answered(429), Some(86_400_000), 1, 0, Stop),
        (Answered(429), Some(u64::MAX), 1, u64::MAX, Stop),
        (NoConnection, None, 1, 29_500, again(500)),
        (NoConnection, None, 1, 29_501, Stop),
        (Answered(401), None, 1, 30_001, Stop),
        // What may be ringing.
        (NoAnswer, None, 1, 0, Stop),
        (NoAnswer, Some(1), 1, 0, Stop),
        (Answered(503), None, 1, 0, Stop),
        (Answered(500), Some(1), 1, 0, Stop),
        (Answered(501), Some(1), 1, 0, Stop),
        (Answered(502), Some(1), 1, 0, Stop),
        (Answered(504), Some(1), 1, 0, Stop),
        (Answered(307), Some(1), 1, 0, Stop),
        (Answered(308), None, 1, 0, Stop),
        (Answered(200), Some(1), 1, 0, Stop),
        // What would not help.
        (Answered(400), Some(1), 1, 0, Stop),
        (Answered(403), Some(1), 1, 0, Stop),
        (Answered(404), Some(1), 1, 0, Stop),
        (Answered(408), Some(1), 1, 0, Stop),
        (Answered(409), Some(1), 1, 0, Stop),
        (Unsent, None, 1, 0, Stop),
    ] {
        let tried = tried(stage, hint, attempt, elapsed);
        assert_eq!(POLICY.next(&tried, 0.0), next, "{tried:?}");
        assert_eq!(RetryPolicy::off().next(&tried, 0.0), Stop, "{tried:?}");
    }
}

#[test]
fn only_five_answers_are_ever_sent_again() {
    for status in 100..1000 {
        for (hint, wants_claims) in [(None, false), (Some(1), false), (None, true)] {
            let mut tried = tried(Stage::Answered(status), hint, 1, 0);
            tried.wants_claims = wants_claims;
            let may = match status {
                401 | 429 => true,
                403 => wants_claims,
                503 => hint.is_some(),
                _ => false,
            };
            assert_eq!(POLICY.next(&tried, 0.0) != Next::Stop, may, "{tried:?}");
        }
    }
}

#[test]
fn a_token_is_renewed_once() {
    for status in [401, 403] {
        let mut refused = tried(Stage::Answered(status), None, 2, 0);
        refused.wants_claims = true;
        assert_eq!(POLICY.next(&refused, 0.0), Next::WithFreshToken);
        refused.is_renewed = true;
        assert_eq!(POLICY.next(&refused, 0.0), Next::Stop);
    }
}

#[test]
fn jitter_adds_a_part_of_the_policy_s_wait() {
    for (hint, jitter, wait) in [
        (None, 0.5, 750),
        (None, 1.0, 1000),
        (Some(7000), 0.5, 7250),
        (Some(7000), 1.0, 7500),
        (None, f64::NAN, 500),
    ] {
        let throttled = tried(Stage::Answered(429), hint, 1, 0);
        assert_eq!(POLICY.next(&throttled, jitter), again(wait));
    }
    // It counts for the total, too.
    let late = tried(Stage::NoConnection, None, 1, 29_500);
    assert_eq!(POLICY.next(&late, 0.1), Next::Stop);
    for _ in 0..1000 {
        assert!((0.0..=1.0).contains(&jitter()));
    }
}

#[test]
fn the_greatest_numbers_are_no_panic() {
    let greatest = RetryPolicy {
        max_attempts: u32::MAX,
        first_wait: Duration::MAX,
        total: Duration::MAX,
    };
    for attempt in [0, 1, 32, 33, u32::MAX - 1] {
        let mut throttled = tried(Stage::Answered(429), Some(u64::MAX), attempt, u64::MAX);
        throttled.elapsed = Duration::MAX;
        assert_eq!(greatest.next(&throttled, 1.0), Next::Again(Duration::MAX));
    }
    let zero = RetryPolicy::default().max_attempts(0);
    let failed = tried(Stage::NoConnection, None, 1, 0);
    assert_eq!(zero.next(&failed, 0.0), Next::Stop);
}
