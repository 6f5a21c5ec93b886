//! Says what is wrong with a scenario.

use crate::failure::Failure;
use crate::settings::read_file;
use clap::ArgMatches;
use graph_invite_emulator::Scenario;
use std::path::PathBuf;

pub(crate) fn run(given: &ArgMatches) -> Result<u8, Failure> {
    let path: Option<&PathBuf> = given.get_one("scenario");
    let path = path.cloned().unwrap_or_default();
    let scenario: Scenario = serde_json::from_value(read_file(&path)?)
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let mistakes = scenario.mistakes();
    if mistakes.is_empty() {
        println!("{} has no mistakes", path.display());
        return Ok(0);
    }
    for mistake in mistakes {
        eprintln!("{}: {mistake}", path.display());
    }
    Ok(2)
}
