//! `graph-invite-fmt [--check] FILES…`: formats the invites of Rust source files in place.

use clap::{Arg, ArgAction, Command, value_parser};
use graph_invite_fmt::{FormatError, MAX_BYTES, format};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

const ABOUT: &str =
    "Formats the invites of Rust source files in place. rustfmt leaves invites as they are.";
const AFTER: &str = "\
All else in the files stays as it is. A file that cannot be read as Rust stays as it is, too.

Exit codes: 0 all files are formatted, 1 --check found one that is not, or there was an error, 2 wrong usage.";

/// The parser calls itself for what is nested. This is enough for all that it accepts.
const STACK: usize = 256 * 1024 * 1024;

/// Why a file is not formatted.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("{0}")]
    Format(#[from] FormatError),
}

fn main() -> ExitCode {
    let matches = command().get_matches();
    let files: Vec<PathBuf> = matches
        .get_many("FILES")
        .unwrap_or_default()
        .cloned()
        .collect();
    let is_check = matches.get_flag("check");
    let worker = thread::Builder::new().stack_size(STACK);
    let result = worker.spawn(move || run(&files, is_check));
    match result.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: no thread can be started: {error}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Command {
    Command::new("graph-invite-fmt")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(AFTER)
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Changes nothing, and names each file that is not formatted"),
        )
        .arg(
            Arg::new("FILES")
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf))
                .help("Rust source files"),
        )
}

fn run(files: &[PathBuf], is_check: bool) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        match format_file(file, is_check) {
            Ok(false) => {}
            Ok(true) => {
                let done = if is_check {
                    "not formatted"
                } else {
                    "formatted"
                };
                println!("{}: {done}", file.display());
                if is_check {
                    code = ExitCode::FAILURE;
                }
            }
            Err(error @ Trouble::Format(FormatError::Syntax { .. })) => {
                // As compilers write it, so that editors find the place.
                eprintln!("error: {}:{error}", file.display());
                code = ExitCode::FAILURE;
            }
            Err(error) => {
                eprintln!("error: {}: {error}", file.display());
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// Formats a file, and says whether it was not formatted before.
fn format_file(file: &Path, is_check: bool) -> Result<bool, Trouble> {
    let mut source = String::new();
    // One byte more than the limit shows that a file is too long.
    let limit = u64::try_from(MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    File::open(file)?.take(limit).read_to_string(&mut source)?;
    let formatted = format(&source)?;
    if formatted == source {
        return Ok(false);
    }
    if !is_check {
        fs::write(file, formatted)?;
    }
    Ok(true)
}
