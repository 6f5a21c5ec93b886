//! Serves until it is stopped.

use crate::environment::write_certificate;
use crate::failure::Failure;
use crate::log::Log;
use crate::settings::Settings;
use crate::signals::{Stop, stdin_closed};
use std::sync::PoisonError;

pub(crate) async fn run(settings: Settings) -> Result<u8, Failure> {
    let trouble = |error: std::io::Error| Failure::Trouble(error.to_string());
    let stop = Stop::new().map_err(trouble)?;
    let (emulator, control) = settings.start().await?;
    write_certificate(&emulator, settings.tls_out.as_deref())?;
    let log = Log::new(&settings);
    let mut events = control.events();
    log.ready(&emulator, &control);
    tokio::select! {
        () = log.run(&mut events) => {}
        () = stop.wait() => {}
        () = stdin_closed(), if settings.exit_with_stdin => {}
    }
    log.finish(&mut events);
    log.summary();
    let verdict = log.verdict.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(if verdict.is_bad(&settings.fail_on) {
        3
    } else {
        0
    })
}
