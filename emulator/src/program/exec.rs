//! Serves while a command runs.

use crate::environment::{TemporaryFile, variables, write_certificate};
use crate::failure::Failure;
use crate::log::Log;
use crate::settings::Settings;
use crate::signals::Stop;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::PoisonError;
use tokio::process::Command;

pub(crate) async fn run(mut settings: Settings, command: Vec<OsString>) -> Result<u8, Failure> {
    let stop = Stop::new().map_err(|error| Failure::Trouble(error.to_string()))?;
    let (emulator, control) = settings.start().await?;
    let needs_file = emulator.certificate().is_some() && settings.tls_out.is_none();
    let own_file = needs_file.then(TemporaryFile::new);
    let certificate = own_file.as_ref().map(|file| &file.0);
    let certificate = certificate.or(settings.tls_out.as_ref());
    write_certificate(&emulator, certificate.map(PathBuf::as_path))?;
    // The output belongs to the command.
    settings.quiet = true;
    let log = Log::new(&settings);
    let mut events = control.events();
    let mut command = command.into_iter();
    let program = command.next().unwrap_or_default();
    let child = Command::new(&program)
        .args(command)
        .envs(variables(
            &emulator,
            &control,
            certificate.map(PathBuf::as_path),
        ))
        .kill_on_drop(true)
        .spawn();
    let mut child = child
        .map_err(|error| Failure::Trouble(format!("can't run {}: {error}", program.display())))?;
    let ended = tokio::select! {
        () = log.run(&mut events) => None,
        status = child.wait() => Some(status.map_err(|error| Failure::Trouble(error.to_string()))?),
        () = stop.wait() => None,
    };
    log.finish(&mut events);
    // Dropping the child ends it.
    let code = ended.map_or(0, code);
    let verdict = log.verdict.lock().unwrap_or_else(PoisonError::into_inner);
    if verdict.is_bad(&settings.fail_on) {
        eprint!("{verdict}");
        if code == 0 {
            return Ok(3);
        }
    }
    Ok(code)
}

/// As a shell shows it: a command that a signal ended has 128 and the number of the signal.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return u8::try_from(128 + signal).unwrap_or(1);
        }
    }
    status
        .code()
        .map_or(1, |code| u8::try_from(code).unwrap_or(1))
}
