//! A small soak, for the gate.

use graph_invite_soak::{Plan, run};
use std::future::pending;
use std::time::Duration;

#[tokio::test]
async fn authors_learn_what_rang_under_faults() {
    // One after the other, because each counts the sockets of the process.
    for (invites, tls) in [(2_000, false), (500, true)] {
        let plan = Plan {
            seed: 1,
            invites,
            timeout: Duration::from_millis(500),
            tls,
        };
        let report = run(plan, || (), pending())
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        println!("{report}");
        assert!(report.violations().is_empty(), "{report}");
    }
}
