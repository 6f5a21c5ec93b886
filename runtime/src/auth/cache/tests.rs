use super::{MAX_TENANTS, Renewal, TokenCache, TokenFailure};
use crate::auth::bearer::Bearer;
use crate::auth::token::{AccessToken, TokenRequest};
use crate::values::id::TenantId;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, advance, sleep};
use uuid::Uuid;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// What a source was asked for, and what it does about it.
#[derive(Default)]
struct Vault {
    asked: Mutex<Vec<TokenRequest>>,
    says: Mutex<Says>,
}

#[derive(Clone, Copy, Default)]
struct Says {
    /// How long a token is good for, if that is said.
    life: Option<Duration>,
    takes: Duration,
    fails: bool,
}

impl Vault {
    fn that(says: Says) -> Arc<Self> {
        Arc::new(Self {
            says: says.into(),
            ..Self::default()
        })
    }

    fn tokens(self: &Arc<Self>) -> Arc<TokenCache> {
        let vault = Arc::clone(self);
        let source = move |request: TokenRequest| {
            let says = *vault.says.lock().unwrap();
            let mut asked = vault.asked.lock().unwrap();
            asked.push(request);
            let token = AccessToken::new(format!("token-{}", asked.len()));
            async move {
                sleep(says.takes).await;
                match says.life {
                    _ if says.fails => Err(io::Error::other("the vault is shut")),
                    Some(life) => Ok(token.expires_in(life)),
                    None => Ok(token),
                }
            }
        };
        let timeout = Duration::from_secs(60);
        Arc::new(TokenCache::new(Box::new(source), "scope".into(), timeout))
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn good_for(life: Duration) -> Says {
    Says {
        life: Some(life),
        ..Says::default()
    }
}

async fn token(tokens: &TokenCache) -> String {
    text(&tokens.bearer(None, None).await.unwrap())
}

async fn instead(tokens: &TokenCache, refused: &Bearer) -> String {
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
async fn a_token_is_kept_until_a_fifth_of_its_time_or_five_minutes_are_left() {
    for (life, kept) in [
        (HOUR, HOUR.saturating_sub(Duration::from_secs(5 * 60))),
        (Duration::from_secs(100), Duration::from_secs(80)),
    ] {
        let vault = Vault::that(good_for(life));
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
async fn a_token_that_does_not_say_is_asked_for_each_time() {
    let vault = Vault::that(Says::default());
    let tokens = vault.tokens();
    for number in 1..=3 {
        assert_eq!(token(&tokens).await, format!("Bearer token-{number}"));
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_asks_each_time_waits_for_nobody_s_turn() {
    let second = Duration::from_secs(1);
    let vault = Vault::that(Says {
        takes: second,
        ..Says::default()
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
    // The first finds out that it is each time; the others then ask together.
    assert_eq!(began.elapsed().as_secs(), 2);
    assert_eq!(vault.asked(), 100);
}

#[tokio::test(start_paused = true)]
async fn those_who_want_a_token_at_once_share_one() {
    let vault = Vault::that(Says {
        takes: Duration::from_secs(1),
        ..good_for(HOUR)
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
    assert_eq!(vault.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn whoever_gives_up_leaves_the_turn_to_the_next() {
    let vault = Vault::that(Says {
        takes: Duration::from_secs(1),
        ..good_for(HOUR)
    });
    let tokens = vault.tokens();
    let first = tokio::spawn({
        let tokens = Arc::clone(&tokens);
        async move { token(&tokens).await }
    });
    sleep(Duration::from_millis(500)).await;
    first.abort();
    assert_eq!(token(&tokens).await, "Bearer token-2");
}

#[tokio::test(start_paused = true)]
async fn an_old_token_serves_while_the_next_is_fetched() {
    let vault = Vault::that(good_for(HOUR));
    let tokens = vault.tokens();
    assert_eq!(token(&tokens).await, "Bearer token-1");
    advance(HOUR.saturating_sub(Duration::from_secs(60))).await;
    vault.says.lock().unwrap().takes = Duration::from_secs(1);
    let renewing = tokio::spawn({
        let tokens = Arc::clone(&tokens);
        async move { token(&tokens).await }
    });
    sleep(Duration::from_millis(500)).await;
    assert_eq!(token(&tokens).await, "Bearer token-1");
    assert_eq!(renewing.await.unwrap(), "Bearer token-2");
    assert_eq!(vault.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_old_token_serves_when_the_next_can_t_be_had() {
    let hangs = Says {
        takes: HOUR,
        ..Says::default()
    };
    let fails = Says {
        fails: true,
        ..Says::default()
    };
    for says in [hangs, fails] {
        let vault = Vault::that(good_for(HOUR));
        let tokens = vault.tokens();
        assert_eq!(token(&tokens).await, "Bearer token-1");
        advance(HOUR.saturating_sub(Duration::from_secs(60))).await;
        *vault.says.lock().unwrap() = says;
        for _ in 0..10 {
            assert_eq!(token(&tokens).await, "Bearer token-1");
        }
        assert_eq!(vault.asked(), 2);
        // It is tried again after a while, and for good once the token is over.
        advance(Duration::from_secs(30)).await;
        assert_eq!(token(&tokens).await, "Bearer token-1");
        assert_eq!(vault.asked(), 3);
        advance(Duration::from_secs(30)).await;
        assert!(tokens.bearer(None, None).await.is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_for_all_who_had_it() {
    let vault = Vault::that(good_for(HOUR));
    let tokens = vault.tokens();
    let refused = tokens.bearer(None, None).await.unwrap();
    for _ in 0..100 {
        assert_eq!(instead(&tokens, &refused).await, "Bearer token-2");
    }
    assert_eq!(token(&tokens).await, "Bearer token-2");
    let asked = vault.asked.lock().unwrap();
    assert_eq!(
        asked
            .iter()
            .map(|asked| asked.force_refresh)
            .collect::<Vec<_>>(),
        [false, true]
    );
}

#[tokio::test(start_paused = true)]
async fn each_tenant_has_a_token_of_its_own() {
    let vault = Vault::that(good_for(HOUR));
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
    let asked = vault.asked.lock().unwrap();
    let names: Vec<_> = asked.iter().map(|asked| asked.tenant).collect();
    assert_eq!(names, [None, Some(tenant(1)), Some(tenant(2))]);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_kept_for_so_many_tenants() {
    let vault = Vault::that(good_for(HOUR));
    let tokens = vault.tokens();
    for number in 0..10_000 {
        let _ = tokens.bearer(Some(tenant(number)), None).await.unwrap();
        assert!(tokens.tenants.lock().unwrap().len() <= MAX_TENANTS);
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_the_timeout() {
    let vault = Vault::that(Says {
        takes: HOUR,
        ..good_for(HOUR)
    });
    let tokens = vault.tokens();
    let (one, other) = tokio::join!(tokens.bearer(None, None), tokens.bearer(None, None));
    for end in [one, other] {
        assert!(matches!(end, Err(TokenFailure::TimedOut { .. })), "{end:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_without_end_is_kept_without_panic() {
    let vault = Vault::that(good_for(Duration::MAX));
    let tokens = vault.tokens();
    let _ = token(&tokens).await;
    advance(HOUR).await;
    let _ = token(&tokens).await;
}
