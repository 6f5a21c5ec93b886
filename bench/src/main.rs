//! Measures invites on loopback:
//!
//! ```console
//! cargo run --release -- rate
//! cargo run --release -- memory
//! cargo run --release -- many
//! cargo run --release -- roster
//! ```
//!
//! `rate` and `memory` compare with the same request by other means. The service and what is measured
//! run in two processes, of which this program starts the second. No criterion: it measures one peer
//! after the other, and what counts here is their ratio in the same minute.

mod many;
mod memory;
mod peer;
mod rate;
mod roster;
mod service;

use clap::{Arg, ArgMatches, Command};
use graph_invite_terminal::print_error;
use peer::Peer;
use std::env;
use std::error::Error;
use std::process::{self, ExitCode};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments = arguments().get_matches();
    match arguments.subcommand().map_or(Ok(()), run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Command {
    Command::new("graph-invite-bench")
        .about("Measures invites on loopback, and prints a table.")
        .after_help("Run it with `--release`. docs/measurements explains the tables.")
        .subcommand_required(true)
        .subcommand(
            Command::new("rate")
                .about("Invites per second, against other ways to send the same request")
                .arg(root()),
        )
        .subcommand(
            Command::new("memory")
                .about("The peak memory of many invites, against the same ways")
                .arg(root().requires("peer"))
                .arg(
                    Arg::new("peer")
                        .long("peer")
                        .requires("root")
                        .value_parser(Peer::NAMES)
                        .hide(true),
                ),
        )
        .subcommand(
            Command::new("many")
                .about("The memory of ten thousand invites that ring at once")
                .arg(Arg::new("callback").long("callback").hide(true)),
        )
        .subcommand(
            Command::new("roster").about("The time to deliver a large roster to many invites"),
        )
}

/// The service, if this is the second process.
fn root() -> Arg {
    Arg::new("root").long("root").hide(true)
}

fn run((name, arguments): (&str, &ArgMatches)) -> Result<()> {
    let given = |name| arguments.try_get_one::<String>(name).ok().flatten();
    match (name, given("root"), given("callback")) {
        ("rate", Some(root), _) => rate::table(root),
        ("rate", None, _) => measure(&["rate", "--root", &service::start(1)?]),
        ("memory", Some(root), _) => memory::row(root, given("peer").map_or("", String::as_str)),
        ("memory", None, _) => {
            println!("{}", memory::HEAD);
            let root = service::start(memory::IN_FLIGHT)?;
            let mut peers = Peer::NAMES.into_iter();
            peers.try_for_each(|peer| measure(&["memory", "--root", &root, "--peer", peer]))
        }
        ("many", _, Some(callback)) => many::service(callback),
        ("many", _, None) => many::bot(),
        _ => roster::table(&service::start(1)?),
    }
}

/// Runs this program with other arguments, and without the proxies that one of the clients would use.
fn measure(words: &[&str]) -> Result<()> {
    let mut command = process::Command::new(env::current_exe()?);
    for proxy in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    let status = command.args(words).status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{words:?}: {status}").into())
}
