//! The command lines of the examples.

use crate::registered_bot::RegisteredBot;
use clap::Command;
use clap::error::ErrorKind;

/// The command line of an example. `--help`, `--version` and mistakes end the program: a mistake with
/// exit code 2.
#[must_use]
pub fn command(name: &'static str, about: &'static str) -> Command {
    Command::new(name)
        .version(env!("CARGO_PKG_VERSION"))
        .about(about)
}

/// The bot that sends real invites, or `None` for the emulated service.
///
/// `is_real` is true if the arguments name a real call. Arguments and environment have to agree, so that
/// nobody takes the emulated service for the real one. If they do not, the program ends with exit code 2.
#[must_use]
pub fn registered_bot(command: &mut Command, is_real: bool) -> Option<RegisteredBot> {
    match (is_real, RegisteredBot::variables_set()) {
        (false, false) => None,
        (true, _) => match RegisteredBot::from_env() {
            Ok(bot) => Some(bot),
            Err(error) => command.error(ErrorKind::ValueValidation, error).exit(),
        },
        (false, true) => {
            let names = RegisteredBot::VARIABLES.join(", ");
            let error = format!(
                "the arguments name no call, but the environment names a bot\n\n\
                 To use Microsoft Graph, pass the call. To use the emulated service, unset {names}."
            );
            command
                .error(ErrorKind::MissingRequiredArgument, error)
                .exit()
        }
    }
}
