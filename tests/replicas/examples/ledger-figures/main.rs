//! What a ledger costs: the time it adds to a send, how fast a waiter in another process wakes, how many
//! invites a second it takes, and their bytes.
//!
//! `.ci/postgres cargo run --release --example ledger-figures`. All engines are measured in one run, in
//! turns, against the same emulated service.

mod engine;
mod measure;

use clap::Command;
use engine::Engine;
use graph_invite_emulator::Emulator;
use graph_invite_terminal::print_error;
use measure::{Figures, Percentiles};
use std::error::Error;
use std::process::ExitCode;

const ABOUT: &str = "Measures what a ledger costs. Set DATABASE_URL to measure PostgreSQL, too.";

#[tokio::main]
async fn main() -> ExitCode {
    // It takes no arguments, and says so.
    Command::new("ledger-figures").about(ABOUT).get_matches();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let engines = Engine::all().await?;
    let mut figures: Vec<_> = engines.iter().map(Figures::new).collect();
    for _ in 0..measure::ROUNDS {
        for figures in &mut figures {
            figures.send_one_by_one(&emulator).await?;
            figures.wake(&emulator).await?;
        }
    }
    for figures in &mut figures {
        figures.send_many(&emulator).await?;
    }
    let without = figures.first().map(Figures::send).unwrap_or_default();
    println!(
        "engine    send p50/p99 ms    added p50/p99 ms    wake-up p50/p99 ms    invites/s    bytes an invite"
    );
    for figures in figures {
        let send = figures.send();
        let added = Percentiles {
            p50: send.p50.saturating_sub(without.p50),
            p99: send.p99.saturating_sub(without.p99),
        };
        println!(
            "{:8}  {send:17}  {added:18}  {:20}  {:11.0}  {:>15}",
            figures.name(),
            figures.wake_up(),
            figures.rate(),
            figures
                .bytes()?
                .map_or("-".to_owned(), |bytes| bytes.to_string()),
        );
    }
    Ok(())
}
