//! Many invites under faults: what their author learns, compared with the phones that rang.
//!
//! `cargo run --release -p graph-invite-soak -- --seed 1 --invites 100000`; `--tls` sends everything
//! over TLS, with faults in its handshake. Half is sent with the default retry policy, a quarter with one
//! that repeats a 503 too, and a quarter without a retry. Every error status is among the faults, before
//! and after a phone rings.
//!
//! The exit code is 1 if an author learned something wrong, or if memory, sockets or
//! tasks are left over.

use graph_invite_soak::{Plan, run};
use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
    let mut plan = Plan {
        seed: 1,
        invites: 100_000,
        timeout: Duration::from_millis(500),
        tls: false,
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} takes a number"))
        };
        match argument.as_str() {
            "--seed" => plan.seed = value()?.parse()?,
            "--invites" => plan.invites = value()?.parse()?,
            "--tls" => plan.tls = true,
            other => return Err(format!("`{other}` is none of --seed, --invites, --tls").into()),
        }
    }
    let report = run(plan).await?;
    println!("{report}");
    Ok(if report.violations().is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
