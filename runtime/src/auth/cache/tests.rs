//! The tokens of a client: kept, renewed and shared.

mod failures;

use super::{MAX_TENANTS, Renewal, TokenCache, TokenError};
use crate::auth::bearer::Bearer;
use crate::auth::token::{AccessToken, TokenRequest};
use crate::values::guid_id::TenantId;
use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, advance, sleep};
use uuid::Uuid;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A token source that records its requests.
#[derive(Default)]
struct Vault {
    requests: Mutex<Vec<TokenRequest>>,
    behavior: Mutex<Behavior>,
}

#[derive(Clone, Copy, Default)]
struct Behavior {
    /// The lifetime of a token, if it has one.
    life: Option<Duration>,
    takes: Duration,
    fails: bool,
    panics: bool,
    /// Never answers the first request.
    hangs_once: bool,
}

impl Vault {
    fn new(behavior: Behavior) -> Arc<Self> {
        Arc::new(Self {
            behavior: behavior.into(),
            ..Self::default()
        })
    }

    fn tokens(self: &Arc<Self>) -> Arc<TokenCache> {
        self.tokens_within(Duration::from_secs(60))
    }

    fn tokens_within(self: &Arc<Self>, timeout: Duration) -> Arc<TokenCache> {
        let vault = Arc::clone(self);
        let source = move |request: TokenRequest| {
            let behavior = *vault.behavior.lock().unwrap();
            let mut requests = vault.requests.lock().unwrap();
            requests.push(request);
            let number = requests.len();
            let token = AccessToken::new(format!("token-{number}"));
            async move {
                if behavior.hangs_once && number == 1 {
                    pending::<()>().await;
                }
                sleep(behavior.takes).await;
                assert!(!behavior.panics, "the vault has collapsed");
                match behavior.life {
                    _ if behavior.fails => Err(io::Error::other("the vault is closed")),
                    Some(life) => Ok(token.expires_in(life)),
                    None => Ok(token),
                }
            }
        };
        Arc::new(TokenCache::new(Arc::new(source), "scope".into(), timeout))
    }

    fn request_count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn valid_for(life: Duration) -> Behavior {
    Behavior {
        life: Some(life),
        ..Behavior::default()
    }
}

async fn token(tokens: &TokenCache) -> String {
    text(&tokens.bearer(None, None).await.unwrap())
}

async fn token_after_refusal(tokens: &TokenCache, refused: &Bearer) -> String {
    let renewal = Renewal {
        refused,
        claims: None,
    };
    text(&tokens.bearer(None, Some(renewal)).await.unwrap())
}

fn text(bearer: &Bearer) -> String {
    assert!(bearer.header().is_sensitive());
    bearer.header().to_str().unwrap().to_owned()
}

fn tenant(number: u128) -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(number))
}

#[tokio::test(start_paused = true)]
async fn a_token_is_kept_until_a_fifth_of_its_lifetime_or_five_minutes_are_left() {
    for (life, kept) in [
        (HOUR, HOUR.saturating_sub(Duration::from_secs(5 * 60))),
        (Duration::from_secs(100), Duration::from_secs(80)),
    ] {
        let vault = Vault::new(valid_for(life));
        let tokens = vault.tokens();
        assert_eq!(token(&tokens).await, "Bearer token-1");
        advance(kept.saturating_sub(Duration::from_millis(1))).await;
        assert_eq!(token(&tokens).await, "Bearer token-1");
        advance(Duration::from_millis(1)).await;
        assert_eq!(token(&tokens).await, "Bearer token-2");
        assert_eq!(token(&tokens).await, "Bearer token-2");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_without_lifetime_is_fetched_for_each_request() {
    let vault = Vault::new(Behavior::default());
    let tokens = vault.tokens();
    for number in 1..=3 {
        assert_eq!(token(&tokens).await, format!("Bearer token-{number}"));
    }
}

#[tokio::test(start_paused = true)]
async fn requests_for_tokens_without_lifetime_run_in_parallel() {
    let second = Duration::from_secs(1);
    let vault = Vault::new(Behavior {
        takes: second,
        ..Behavior::default()
    });
    let tokens = vault.tokens();
    let began = Instant::now();
    let asking: Vec<_> = (0..100)
        .map(|_| {
            tokio::spawn({
                let tokens = Arc::clone(&tokens);
                async move { token(&tokens).await }
            })
        })
        .collect();
    for asking in asking {
        asking.await.unwrap();
    }
    // The first request finds out that tokens have no lifetime. The others then run in parallel.
    assert_eq!(began.elapsed().as_secs(), 2);
    assert_eq!(vault.request_count(), 100);
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_share_one_token() {
    let vault = Vault::new(Behavior {
        takes: Duration::from_secs(1),
        ..valid_for(HOUR)
    });
    let tokens = vault.tokens();
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            tokio::spawn({
                let tokens = Arc::clone(&tokens);
                async move { token(&tokens).await }
            })
        })
        .collect();
    for waiting in waiting {
        assert_eq!(waiting.await.unwrap(), "Bearer token-1");
    }
    assert_eq!(vault.request_count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_request_does_not_stop_the_fetch_for_the_others() {
    let vault = Vault::new(Behavior {
        takes: Duration::from_secs(1),
        ..valid_for(HOUR)
    });
    let tokens = vault.tokens();
    let began = Instant::now();
    let first = tokio::spawn({
        let tokens = Arc::clone(&tokens);
        async move { token(&tokens).await }
    });
    sleep(Duration::from_millis(500)).await;
    first.abort();
    assert_eq!(token(&tokens).await, "Bearer token-1");
    assert_eq!(began.elapsed(), Duration::from_secs(1));
}

/// The ends of 60 requests at once, and how long the slowest one takes.
#[tokio::test(start_paused = true)]
async fn a_stale_token_is_used_while_the_next_one_is_fetched() {
    let vault = Vault::new(valid_for(HOUR));
    let tokens = vault.tokens();
    assert_eq!(token(&tokens).await, "Bearer token-1");
    advance(HOUR.saturating_sub(Duration::from_secs(60))).await;
    vault.behavior.lock().unwrap().takes = Duration::from_secs(1);
    let renewing = tokio::spawn({
        let tokens = Arc::clone(&tokens);
        async move { token(&tokens).await }
    });
    sleep(Duration::from_millis(500)).await;
    assert_eq!(token(&tokens).await, "Bearer token-1");
    assert_eq!(renewing.await.unwrap(), "Bearer token-2");
    assert_eq!(vault.request_count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_stale_token_is_used_when_the_refresh_fails() {
    let hangs = Behavior {
        takes: HOUR,
        ..Behavior::default()
    };
    let fails = Behavior {
        fails: true,
        ..Behavior::default()
    };
    for behavior in [hangs, fails] {
        let vault = Vault::new(valid_for(HOUR));
        let tokens = vault.tokens();
        assert_eq!(token(&tokens).await, "Bearer token-1");
        advance(HOUR.saturating_sub(Duration::from_secs(60))).await;
        *vault.behavior.lock().unwrap() = behavior;
        for _ in 0..10 {
            assert_eq!(token(&tokens).await, "Bearer token-1");
        }
        assert_eq!(vault.request_count(), 2);
        // The refresh is tried again after a while, and once more when the token has expired.
        advance(Duration::from_secs(30)).await;
        assert_eq!(token(&tokens).await, "Bearer token-1");
        assert_eq!(vault.request_count(), 3);
        advance(Duration::from_secs(30)).await;
        assert!(tokens.bearer(None, None).await.is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_for_all_requests() {
    let vault = Vault::new(valid_for(HOUR));
    let tokens = vault.tokens();
    let refused = tokens.bearer(None, None).await.unwrap();
    for _ in 0..100 {
        assert_eq!(
            token_after_refusal(&tokens, &refused).await,
            "Bearer token-2"
        );
    }
    assert_eq!(token(&tokens).await, "Bearer token-2");
    let requests = vault.requests.lock().unwrap();
    assert_eq!(
        requests
            .iter()
            .map(|request| request.force_refresh)
            .collect::<Vec<_>>(),
        [false, true]
    );
}

#[tokio::test(start_paused = true)]
async fn each_tenant_has_its_own_token() {
    let vault = Vault::new(valid_for(HOUR));
    let tokens = vault.tokens();
    for name in [
        None,
        Some(tenant(1)),
        Some(tenant(2)),
        Some(tenant(1)),
        None,
    ] {
        let _ = tokens.bearer(name, None).await.unwrap();
    }
    let requests = vault.requests.lock().unwrap();
    let names: Vec<_> = requests.iter().map(|request| request.tenant).collect();
    assert_eq!(names, [None, Some(tenant(1)), Some(tenant(2))]);
}

#[tokio::test(start_paused = true)]
async fn the_number_of_cached_tenants_is_limited() {
    let vault = Vault::new(valid_for(HOUR));
    let tokens = vault.tokens();
    for number in 0..10_000 {
        let _ = tokens.bearer(Some(tenant(number)), None).await.unwrap();
        assert!(tokens.tenants.lock().unwrap().len() <= MAX_TENANTS);
    }
}

#[tokio::test(start_paused = true)]
async fn no_request_waits_longer_than_the_timeout() {
    let vault = Vault::new(Behavior {
        takes: HOUR,
        ..valid_for(HOUR)
    });
    let tokens = vault.tokens();
    let (one, other) = tokio::join!(tokens.bearer(None, None), tokens.bearer(None, None));
    for end in [one, other] {
        assert!(matches!(end, Err(TokenError::Timeout { .. })), "{end:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_with_an_endless_lifetime_causes_no_panic() {
    let vault = Vault::new(valid_for(Duration::MAX));
    let tokens = vault.tokens();
    let _ = token(&tokens).await;
    advance(HOUR).await;
    let _ = token(&tokens).await;
}
