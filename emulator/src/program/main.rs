//! The emulator as a program, for bots in any language.

mod check;
mod environment;
mod exec;
mod failure;
mod flags;
mod health;
mod log;
mod serve;
mod settings;
mod signals;
mod verdict;

use failure::Failure;
use graph_invite_emulator::ControlServer;
use std::process::ExitCode;
use tokio::runtime;

fn main() -> ExitCode {
    let matches = flags::command().get_matches();
    let result = match matches.subcommand() {
        Some(("check", given)) => check::run(given),
        Some(("health", given)) => health::run(given),
        Some(("openapi", _)) => {
            println!("{}", ControlServer::openapi());
            Ok(0)
        }
        Some(("exec", given)) => settings::Settings::read(given, 0)
            .and_then(|settings| block_on(exec::run(settings, flags::command_line(given)))),
        Some((_, given)) => {
            settings::Settings::read(given, 1).and_then(|settings| block_on(serve::run(settings)))
        }
        None => settings::Settings::read(&matches, 1)
            .and_then(|settings| block_on(serve::run(settings))),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

fn block_on(run: impl Future<Output = Result<u8, Failure>>) -> Result<u8, Failure> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Trouble(error.to_string()))?;
    let result = runtime.block_on(run);
    // Connections that are still open must not delay the end.
    runtime.shutdown_background();
    result
}
