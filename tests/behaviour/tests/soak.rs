//! The soak of `examples/soak`, small.

#![allow(missing_docs, reason = "of an example")]

extern crate invites as graph_invite;

#[path = "../../../examples/soak/faults.rs"]
mod faults;
#[path = "../../../examples/soak/measure.rs"]
mod measure;
#[path = "../../../examples/soak/run.rs"]
mod run;
#[path = "../../../examples/soak/sent.rs"]
mod sent;

use run::{Plan, run};
use std::time::Duration;

#[tokio::test]
async fn what_is_told_is_what_rang() {
    // One after the other, for each counts the sockets of the process.
    for (invites, tls) in [(2_000, false), (500, true)] {
        let plan = Plan {
            seed: 1,
            invites,
            timeout: Duration::from_millis(500),
            tls,
        };
        let report = run(plan).await.unwrap_or_else(|error| panic!("{error}"));
        println!("{report}");
        assert!(report.violations().is_empty(), "{report}");
    }
}
