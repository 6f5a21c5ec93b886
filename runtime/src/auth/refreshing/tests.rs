//! The rules that tokens and keys share are tested with tokens. These are the rules for values that a
//! caller may find incomplete, with a limit on fetches.

use super::{Fetched, Got, Limit, Pace, Refreshing};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// A document whose parts callers look for. Each fetch takes 100 milliseconds.
#[derive(Default)]
struct Document {
    parts: Mutex<Vec<u8>>,
    fails: Mutex<bool>,
    fetches: AtomicUsize,
}

type Parts = Refreshing<Vec<u8>, &'static str>;

fn limited(interval: Duration) -> Arc<Parts> {
    Refreshing::new(Pace {
        patience: 5 * SECOND,
        refresh_backoff: SECOND,
        limit: Some(Limit {
            interval,
            interval_after_failure: SECOND,
            too_soon: "too soon",
        }),
        interrupted: "interrupted",
    })
}

impl Document {
    fn new(parts: &[u8]) -> Arc<Self> {
        let this = Arc::new(Self::default());
        this.set(parts);
        this
    }

    fn set(&self, parts: &[u8]) {
        *self.parts.lock().unwrap() = parts.to_vec();
    }

    fn fetches(&self) -> usize {
        self.fetches.load(Ordering::Relaxed)
    }

    /// Whether the document has this part, as far as a caller learns.
    async fn has(self: &Arc<Self>, part: u8, cache: &Arc<Parts>) -> Result<bool, &'static str> {
        let fetch = || {
            let this = Arc::clone(self);
            async move {
                this.fetches.fetch_add(1, Ordering::Relaxed);
                sleep(SECOND / 10).await;
                if *this.fails.lock().unwrap() {
                    return Err("failed");
                }
                let value = this.parts.lock().unwrap().clone();
                Ok(Fetched::Shared {
                    value,
                    refresh: None,
                    expires: None,
                })
            }
        };
        let parts = cache.get_or_fetch(|parts| parts.contains(&part), fetch);
        parts.await.map(|got| match got {
            Got::Current(parts) | Got::Old(parts) => parts.contains(&part),
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_waits_for_the_next_fetch_if_it_is_due_soon() {
    let document = Document::new(&[1]);
    let cache = limited(3 * SECOND);
    let began = Instant::now();
    assert_eq!(document.has(1, &cache).await, Ok(true));
    document.set(&[1, 2]);
    // A flood of callers that look for other parts.
    let flood: Vec<_> = (100..200)
        .map(|part| {
            let (document, cache) = (Arc::clone(&document), Arc::clone(&cache));
            tokio::spawn(async move { document.has(part, &cache).await })
        })
        .collect();
    assert_eq!(document.has(2, &cache).await, Ok(true));
    assert_eq!(began.elapsed(), 3 * SECOND + SECOND / 10);
    for missing in flood {
        assert_eq!(missing.await.unwrap(), Ok(false));
    }
    assert_eq!(document.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_caller_learns_that_the_next_fetch_is_due_too_late() {
    let document = Document::new(&[1]);
    let cache = limited(60 * SECOND);
    assert_eq!(document.has(1, &cache).await, Ok(true));
    assert_eq!(document.has(2, &cache).await, Err("too soon"));
    // Parts that are there are found all the time.
    assert_eq!(document.has(1, &cache).await, Ok(true));
    assert_eq!(document.fetches(), 1);
    sleep(56 * SECOND).await;
    assert_eq!(document.has(2, &cache).await, Ok(false));
    assert_eq!(document.fetches(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_repeated_until_the_next_fetch_is_due() {
    let document = Document::new(&[1]);
    let cache = limited(60 * SECOND);
    *document.fails.lock().unwrap() = true;
    assert_eq!(document.has(1, &cache).await, Err("failed"));
    *document.fails.lock().unwrap() = false;
    assert_eq!(document.has(1, &cache).await, Err("failed"));
    assert_eq!(document.fetches(), 1);
    sleep(SECOND).await;
    assert_eq!(document.has(1, &cache).await, Ok(true));
}

#[tokio::test(start_paused = true)]
async fn a_runtime_that_shuts_down_interrupts_the_fetch() {
    let document = Document::new(&[1]);
    let cache = limited(SECOND);
    let fetching = std::thread::spawn({
        let (document, cache) = (Arc::clone(&document), Arc::clone(&cache));
        move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .unwrap();
            runtime.spawn(async move { document.has(1, &cache).await });
            runtime.block_on(tokio::task::yield_now());
        }
    });
    fetching.join().unwrap();
    assert_eq!(document.has(1, &cache).await, Err("interrupted"));
    // The clock of the other runtime is not paused.
    sleep(2 * SECOND).await;
    assert_eq!(document.has(1, &cache).await, Ok(true));
}
