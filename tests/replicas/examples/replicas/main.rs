//! Three replicas of a bot, a queue that delivers jobs again, and a database. Replicas and the database are
//! killed again and again; callbacks go to any replica, get lost and come twice. At the end nobody was rung
//! twice, and every author knows the truth, or that it is not known.
//!
//! `cargo run --release --example replicas`; `--engine sqlite` does it with one bot and a file.
//!
//! The exit code is 1 if somebody was rung twice, told something wrong, or not told what could be known.

mod bot;
mod callbacks;
mod database;
mod fleet;
mod jobs;
mod report;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use database::Database;
use fleet::Plan;
use graph_invite_terminal::print_error;
use std::error::Error;
use std::process::ExitCode;

const ABOUT: &str = "Kills replicas of a bot and their database while a queue delivers jobs again,\n\
and counts the phones that ring.";
const EXIT_CODES: &str = "Exit codes: 0 nobody was rung twice or told wrong, 1 somebody was,\n\
2 a wrong argument, 130 or 143 stopped by Ctrl-C or SIGTERM.";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Command::new("replicas")
        .about(ABOUT)
        .after_help(EXIT_CODES)
        .arg(
            Arg::new("engine")
                .long("engine")
                .help("Where the ledger is")
                .value_parser(["postgres", "sqlite"])
                .default_value("postgres"),
        )
        .arg(
            Arg::new("invites")
                .long("invites")
                .value_name("NUMBER")
                .help("How many jobs the queue has")
                .value_parser(value_parser!(u32).range(1..))
                .default_value("10000"),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("NUMBER")
                .help("Where the deaths and losses come from")
                .value_parser(value_parser!(u64))
                .default_value("1"),
        )
        .arg(
            // The program starts its replicas so.
            Arg::new("bot")
                .long("bot")
                .hide(true)
                .action(ArgAction::SetTrue),
        )
        .get_matches();
    let ran = if arguments.get_flag("bot") {
        bot::run().await.map(|()| ExitCode::SUCCESS)
    } else {
        run(&arguments).await
    };
    ran.unwrap_or_else(|error| {
        print_error(&*error);
        ExitCode::FAILURE
    })
}

async fn run(arguments: &ArgMatches) -> Result<ExitCode, Box<dyn Error>> {
    let is_postgres = arguments.get_one("engine") == Some(&"postgres".to_owned());
    let database = if is_postgres {
        Database::postgres()?
    } else {
        Database::sqlite()?
    };
    let plan = Plan {
        jobs: arguments
            .get_one::<u32>("invites")
            .copied()
            .unwrap_or_default(),
        seed: arguments.get_one("seed").copied().unwrap_or_default(),
        replicas: if is_postgres { 3 } else { 1 },
    };
    fleet::run(plan, database).await
}
