//! Measures a ledger:
//!
//! ```console
//! cargo run --release -p graph-invite-ledger-tests --example measure -- invites.db
//! .ci/postgres sh -c 'cargo run --release -p graph-invite-ledger-tests --example measure -- $DATABASE_URL'
//! ```
//!
//! It opens the ledger twice, as two processes would.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a measurement that fails says nothing"
)]

use graph_invite::ledger::{Hint, Put, RecordName};
use graph_invite_ledger_tests::{SharedLedger, entry_key, record};
use graph_invite_postgres::PostgresLedger;
use graph_invite_sqlite::SqliteLedger;
use std::process::exit;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::timeout;

const TIMES: usize = 2000;
const MANY: u32 = 20_000;
const IN_FLIGHT: u32 = 64;

async fn open(place: &str) -> SharedLedger {
    if place.starts_with("postgres") {
        Arc::new(PostgresLedger::connect(place).await.unwrap())
    } else {
        Arc::new(SqliteLedger::open(place).unwrap())
    }
}

fn print(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_micros();
    println!("{name}: p50 {} µs, p99 {} µs", at(50), at(99));
}

async fn written(ledger: &SharedLedger, name: RecordName) {
    let put = ledger.put(record(entry_key(), name)).await.unwrap();
    assert!(matches!(put, Put::Written));
}

#[tokio::main]
async fn main() {
    let Some(place) = std::env::args().nth(1) else {
        eprintln!("error: expected a file, or the address of a database");
        exit(2);
    };
    let (one, other) = (open(&place).await, open(&place).await);

    let (mut puts, mut again, mut reads) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let first = record(entry_key(), RecordName::Claim(1));
        for (ledger, times) in [(&one, &mut puts), (&other, &mut again)] {
            let begin = Instant::now();
            ledger.put(first.clone()).await.unwrap();
            times.push(begin.elapsed());
        }
        let begin = Instant::now();
        other.read(first.key.entry).await.unwrap();
        reads.push(begin.elapsed());
    }
    print("a put", puts);
    print("the same key again, at another handle", again);
    print("a read", reads);

    let begin = Instant::now();
    let mut writers = JoinSet::new();
    for _ in 0..IN_FLIGHT {
        let ledger = Arc::clone(&one);
        writers.spawn(async move {
            for _ in 0..MANY / IN_FLIGHT {
                written(&ledger, RecordName::Claim(1)).await;
            }
        });
    }
    writers.join_all().await;
    let rate = f64::from(MANY) / begin.elapsed().as_secs_f64();
    println!("puts with {IN_FLIGHT} in flight: {rate:.0} a second");

    let mut news = other.news().await.unwrap();
    let mut hints = Vec::new();
    for _ in 0..TIMES {
        let fact = record(entry_key(), RecordName::Claim(1));
        let entry = fact.key.entry;
        one.put(fact).await.unwrap();
        let begin = Instant::now();
        let hint = async { while news.next().await != Hint::Entry(entry) {} };
        // A hint may be lost.
        if timeout(Duration::from_secs(1), hint).await.is_ok() {
            hints.push(begin.elapsed());
        }
    }
    println!("hints that came: {} of {TIMES}", hints.len());
    print("from the put to the hint at another handle", hints);
}
