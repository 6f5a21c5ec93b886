//! Many invites under faults: what their author learns, compared with the phones that rang.
//!
//! `cargo run --release -p graph-invite-soak -- --seed 1 --invites 100000`; `--tls` sends everything
//! over TLS, with faults in its handshake. Half is sent with the default retry policy, a quarter with one
//! that repeats a 503 too, and a quarter without a retry. Every error status is among the faults, before
//! and after a phone rings.
//!
//! The exit code is 1 if an author learned something wrong, or if memory, sockets or
//! tasks are left over. Ctrl-C and SIGTERM send no more invites, and report on those that were sent.

use clap::{Arg, ArgAction, Command, value_parser};
use graph_invite_soak::{Failure, Plan, run};
use graph_invite_terminal::{Signal, Stop, print_error, progress_bar};
use std::process::ExitCode;
use std::time::Duration;

const ABOUT: &str = "Sends many invites under faults to the emulated service, and compares what\n\
their author learns with the phones that rang.";
const EXIT_CODES: &str = "Exit codes: 0 no violation, 1 a violation, 2 a wrong argument,\n\
130 or 143 stopped without a violation by Ctrl-C or SIGTERM.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Command::new("graph-invite-soak")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(EXIT_CODES)
        .arg(
            number("seed", "Where the faults and the people come from", "1")
                .value_parser(value_parser!(u64)),
        )
        .arg(
            number("invites", "How many invites are sent", "100000")
                .value_parser(value_parser!(u32).range(1..)),
        )
        .arg(
            Arg::new("tls")
                .long("tls")
                .help("Sends everything over TLS, with faults in its handshake")
                .action(ArgAction::SetTrue),
        )
        .get_matches();
    let plan = Plan {
        seed: arguments.get_one("seed").copied().unwrap_or_default(),
        invites: arguments.get_one("invites").copied().unwrap_or_default(),
        timeout: Duration::from_millis(500),
        tls: arguments.get_flag("tls"),
    };
    soak(plan).await.unwrap_or_else(|error| {
        print_error(&*error);
        ExitCode::FAILURE
    })
}

fn number(name: &'static str, help: &'static str, default: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("NUMBER")
        .help(help)
        .default_value(default)
}

async fn soak(plan: Plan) -> Result<ExitCode, Failure> {
    let mut stop = Stop::new()?;
    let bar = progress_bar(plan.invites.into(), "invites");
    let mut signal = None;
    let stopped = async { signal = Some(stop.wait().await) };
    let report = run(plan, || bar.inc(1), stopped).await;
    bar.finish_and_clear();
    let report = report?;
    println!("{report}");
    if !report.violations().is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    Ok(signal.map_or(ExitCode::SUCCESS, Signal::exit_code))
}
