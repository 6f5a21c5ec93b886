//! A process dies at each point of a send, and its job is delivered again: nobody is rung twice, and its
//! author is told the truth, or that it is not known.
//!
//! The points are the awaits of the ledger, of the token and of the socket. Each is tried under each fault
//! of the service and each way of delivering the job and the callbacks.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod case;
mod ledger;
mod points;
mod process;
mod proxy;

use case::{CALLBACKS, Case, DELIVERIES, FAULTS, Findings};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How many cases run at once. Most of them wait.
const AT_ONCE: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_crash_point_rings_twice_or_tells_wrong() {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut cases = JoinSet::new();
    for fault in FAULTS {
        for delivery in DELIVERIES {
            for callbacks in CALLBACKS {
                let places = Arc::clone(&places);
                cases.spawn(async move {
                    let mut findings = Findings::default();
                    // The first point that the process does not reach is one too many.
                    for point in 0.. {
                        let _place = places.acquire().await.unwrap();
                        let case = Case {
                            fault,
                            delivery,
                            callbacks,
                            point,
                        };
                        let found = case.run().await;
                        findings.add(&found);
                        if !found.has_died {
                            break;
                        }
                    }
                    findings
                });
            }
        }
    }
    let mut all = Findings::default();
    while let Some(findings) = cases.join_next().await {
        all.add(&findings.unwrap());
    }
    println!("{all:?}");
    assert!(all.cases > 400, "{all:?}");
    // The test sees each kind of end.
    assert!(
        all.rang > 100 && all.silent > 50 && all.unknown > 50,
        "{all:?}"
    );
    assert!(all.rang_and_heard > 50, "{all:?}");
    assert_eq!(all.told_outcome, all.rang_and_heard, "{all:?}");
}
