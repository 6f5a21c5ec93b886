//! A token source that is slow, that fails or that hangs.

use super::{Bearer, Behavior, HOUR, TokenCache, TokenError, Vault, text, token, valid_for};
use crate::auth::cache::sort_out;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, advance};

async fn sixty(tokens: &Arc<TokenCache>) -> (Vec<Result<Bearer, TokenError>>, Duration) {
    let began = Instant::now();
    let asking: Vec<_> = (0..60)
        .map(|_| {
            let tokens = Arc::clone(tokens);
            tokio::spawn(async move { tokens.bearer(None, None).await })
        })
        .collect();
    let mut ends = Vec::new();
    for asking in asking {
        ends.push(asking.await.unwrap());
    }
    (ends, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_shared_with_all_requests_that_waited_for_it() {
    let half_a_second = Duration::from_millis(500);
    let vault = Vault::new(Behavior {
        takes: half_a_second,
        fails: true,
        ..Behavior::default()
    });
    let tokens = vault.tokens_within(Duration::from_secs(5));
    let (ends, took) = sixty(&tokens).await;
    for end in ends {
        assert!(
            matches!(&end, Err(TokenError::Source(error)) if error.is::<io::Error>()),
            "{end:?}"
        );
    }
    assert_eq!((took, vault.request_count()), (half_a_second, 1));
    // A request that comes later asks again.
    *vault.behavior.lock().unwrap() = valid_for(HOUR);
    assert_eq!(token(&tokens).await, "Bearer token-2");
}

#[tokio::test(start_paused = true)]
async fn a_token_request_that_hangs_does_not_hold_up_the_others() {
    for (timeout, patience) in [(5, 2.5), (60, 5.0)] {
        let vault = Vault::new(Behavior {
            hangs_once: true,
            takes: Duration::from_millis(100),
            ..valid_for(HOUR)
        });
        let tokens = vault.tokens_within(Duration::from_secs(timeout));
        let (ends, took) = sixty(&tokens).await;
        for end in ends {
            assert_eq!(text(&end.unwrap()), "Bearer token-2");
        }
        let patience = Duration::from_secs_f64(patience);
        assert_eq!(took, patience + Duration::from_millis(100));
        assert_eq!(vault.request_count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn requests_to_a_source_that_hangs_are_few() {
    let vault = Vault::new(Behavior {
        takes: HOUR,
        ..valid_for(HOUR)
    });
    let (ends, took) = sixty(&vault.tokens()).await;
    for end in ends {
        assert!(matches!(end, Err(TokenError::Timeout { .. })), "{end:?}");
    }
    assert_eq!((took.as_secs(), vault.request_count()), (60, 12));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_expired_already_serves_one_request() {
    let half_a_second = Duration::from_millis(500);
    let vault = Vault::new(Behavior {
        takes: half_a_second,
        ..valid_for(Duration::ZERO)
    });
    let tokens = vault.tokens_within(Duration::from_secs(5));
    let (ends, took) = sixty(&tokens).await;
    let mut ends: Vec<_> = ends.into_iter().map(|end| text(&end.unwrap())).collect();
    ends.sort();
    ends.dedup();
    assert_eq!((ends.len(), took), (60, half_a_second * 2));
    // When the clock is right again, a token is kept.
    vault.behavior.lock().unwrap().life = Some(HOUR);
    assert_eq!(token(&tokens).await, "Bearer token-61");
    assert_eq!(token(&tokens).await, "Bearer token-61");
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_the_source_is_a_failure_of_all_requests_that_waited() {
    let vault = Vault::new(Behavior {
        takes: Duration::from_millis(500),
        panics: true,
        ..Behavior::default()
    });
    let (ends, took) = sixty(&vault.tokens()).await;
    for end in ends {
        assert!(matches!(end, Err(TokenError::Interrupted)), "{end:?}");
    }
    assert_eq!((took.as_millis(), vault.request_count()), (500, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_leaves_time_to_use_the_old_token() {
    let vault = Vault::new(valid_for(HOUR));
    let tokens = vault.tokens_within(Duration::from_secs(2));
    assert_eq!(token(&tokens).await, "Bearer token-1");
    advance(HOUR.saturating_sub(Duration::from_secs(60))).await;
    vault.behavior.lock().unwrap().takes = HOUR;
    let began = Instant::now();
    assert_eq!(token(&tokens).await, "Bearer token-1");
    assert_eq!(began.elapsed(), Duration::from_secs(1));
}

#[test]
fn an_error_that_a_source_has_sorted_stays_as_it_is() {
    let timeout = TokenError::Timeout {
        after: Duration::from_secs(7),
    };
    let TokenError::Timeout { after } = sort_out(timeout.into()) else {
        panic!("another reason")
    };
    assert_eq!(after.as_secs(), 7);
    let other = sort_out(io::Error::other("the vault is closed").into());
    let is_io = matches!(&other, TokenError::Source(error) if error.is::<io::Error>());
    assert!(is_io, "{other:?}");
}
