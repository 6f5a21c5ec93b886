//! The soak of `examples/soak`, small.

#![allow(missing_docs, reason = "of an example")]

extern crate invites as graph_invite;

#[path = "../../examples/soak/faults.rs"]
mod faults;
#[path = "../../examples/soak/run.rs"]
mod run;

use run::{Plan, run};
use std::time::Duration;

#[tokio::test]
async fn what_is_told_is_what_rang() {
    let plan = Plan {
        seed: 1,
        invites: 2_000,
        timeout: Duration::from_millis(500),
    };
    let report = run(plan).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(report.violations().is_empty(), "{report}");
}
