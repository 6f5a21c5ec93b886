//! What may stand on the command line.

use crate::verdict::Bad;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use url::Url;
use uuid::Uuid;

/// The ports by default.
pub(crate) const PORT: u16 = 4870;
pub(crate) const CONTROL_PORT: u16 = 4871;

const ABOUT: &str =
    "The calls service of Microsoft Graph on your machine, to test bots without a tenant.";
const AFTER: &str = "\
Each flag can also be set by the environment: GRAPH_EMULATOR_PORT for --port, and so on.
A flag goes before the environment, and that before the scenario.

Exit codes: 0 stopped in the normal way, 1 could not, 2 wrong usage or scenario, 3 something of --fail-on happened.

Not emulated: audio and video, chats, transfers, redirects, recording, throttling by itself.";

pub(crate) fn command() -> Command {
    let command = Command::new("graph-invite-emulator")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(AFTER)
        .args_conflicts_with_subcommands(true)
        .subcommand(
            with_settings(Command::new("serve").about("Serves until it is stopped (default)")),
        )
        .subcommand(
            with_settings(Command::new("exec").about(
                "Serves on free ports, runs a command with the environment of a bot, and ends with its code",
            ))
            .arg(
                Arg::new("command")
                    .value_name("COMMAND")
                    .required(true)
                    .last(true)
                    .num_args(1..)
                    .value_parser(value_parser!(OsString)),
            ),
        )
        .subcommand(
            Command::new("check")
                .about("Says what is wrong with a scenario, and starts nothing")
                .arg(scenario().required(true)),
        )
        .subcommand(
            Command::new("health")
                .about("Asks a running emulator whether it is ready")
                .arg(control_port())
                .arg(
                    Arg::new("wait")
                        .long("wait")
                        .value_name("TIME")
                        .help("Asks again for this long, such as 10s"),
                ),
        )
        .subcommand(Command::new("openapi").about("Prints the OpenAPI document of the control API"));
    with_settings(command)
}

/// The command of `exec`.
pub(crate) fn command_line(given: &ArgMatches) -> Vec<OsString> {
    let command = given.get_many("command").unwrap_or_default();
    command.cloned().collect()
}

fn scenario() -> Arg {
    Arg::new("scenario")
        .value_name("SCENARIO")
        .help("A TOML or JSON file with calls, people and faults")
        .value_parser(value_parser!(PathBuf))
}

fn control_port() -> Arg {
    set(
        "control-port",
        "GRAPH_EMULATOR_CONTROL_PORT",
        "PORT",
        "The port of the control API; 4871, or any free one with 0",
    )
    .value_parser(value_parser!(u16))
}

fn set(name: &'static str, variable: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .env(variable)
        .value_name(value)
        .help(help)
        .hide_env(true)
}

fn switch(name: &'static str, variable: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .env(variable)
        .action(ArgAction::SetTrue)
        .help(help)
        .hide_env(true)
}

/// All that `serve` and `exec` take.
fn with_settings(command: Command) -> Command {
    with_bot(with_network(command.arg(scenario())))
        .arg(set(
            "ring-time",
            "GRAPH_EMULATOR_RING_TIME",
            "TIME",
            "How long a phone rings that nobody answers; 1s",
        ))
        .arg(
            set(
                "log",
                "GRAPH_EMULATOR_LOG",
                "FORM",
                "How the log is written; text on a terminal, else json",
            )
            .value_parser(["text", "json"]),
        )
        .arg(switch("quiet", "GRAPH_EMULATOR_QUIET", "Writes no log"))
        .arg(
            set(
                "fail-on",
                "GRAPH_EMULATOR_FAIL_ON",
                "LIST",
                "Ends with 3 if one of these happened",
            )
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(PossibleValuesParser::new(Bad::ALL.map(Bad::name))),
        )
        .arg(switch(
            "exit-with-stdin",
            "GRAPH_EMULATOR_EXIT_WITH_STDIN",
            "Ends when its standard input is closed",
        ))
}

/// Where it listens, and how it is reached.
fn with_network(command: Command) -> Command {
    command
        .arg(
            set(
                "port",
                "GRAPH_EMULATOR_PORT",
                "PORT",
                "The port of Graph; 4870, or any free one with 0",
            )
            .value_parser(value_parser!(u16)),
        )
        .arg(control_port())
        .arg(
            set(
                "host",
                "GRAPH_EMULATOR_HOST",
                "ADDRESS",
                "Where Graph listens; 127.0.0.1, or 0.0.0.0 in a container",
            )
            .value_parser(value_parser!(IpAddr)),
        )
        .arg(
            set(
                "control-host",
                "GRAPH_EMULATOR_CONTROL_HOST",
                "ADDRESS",
                "Where the control API listens; 127.0.0.1. Elsewhere it needs --control-key",
            )
            .value_parser(value_parser!(IpAddr)),
        )
        .arg(
            set(
                "control-key",
                "GRAPH_EMULATOR_CONTROL_KEY",
                "KEY",
                "What requests to the control API have to send as a bearer",
            )
            .hide_env_values(true),
        )
        .arg(
            switch(
                "no-control-key",
                "GRAPH_EMULATOR_NO_CONTROL_KEY",
                "Lets everyone who reaches it use the control API",
            )
            .conflicts_with("control-key"),
        )
        .arg(
            set(
                "allow-host",
                "GRAPH_EMULATOR_ALLOW_HOST",
                "NAME",
                "A further name that may stand in `Host`",
            )
            .action(ArgAction::Append)
            .value_delimiter(','),
        )
        .arg(
            set(
                "root",
                "GRAPH_EMULATOR_ROOT",
                "URL",
                "The root that Graph shows, if bots reach it by another one",
            )
            .value_parser(value_parser!(Url)),
        )
}

/// The certificate, and the bot.
fn with_bot(command: Command) -> Command {
    command
        .arg(switch(
            "tls",
            "GRAPH_EMULATOR_TLS",
            "Graph speaks https, with a certificate made at the start",
        ))
        .arg(
            set(
                "tls-out",
                "GRAPH_EMULATOR_TLS_OUT",
                "FILE",
                "Writes that certificate to a file, for clients to trust it",
            )
            .value_parser(value_parser!(PathBuf))
            .requires("tls"),
        )
        .arg(
            set(
                "callback",
                "GRAPH_EMULATOR_CALLBACK",
                "URL",
                "Where notifications go",
            )
            .value_parser(value_parser!(Url)),
        )
        .arg(
            set("tenant", "GRAPH_EMULATOR_TENANT", "ID", "The tenant")
                .value_parser(value_parser!(Uuid)),
        )
        .arg(
            set(
                "app",
                "GRAPH_EMULATOR_APP",
                "ID",
                "The application id of the bot",
            )
            .value_parser(value_parser!(Uuid)),
        )
        .arg(
            set(
                "secret",
                "GRAPH_EMULATOR_SECRET",
                "TEXT",
                "The secret of the bot",
            )
            .hide_env_values(true),
        )
        .arg(
            set(
                "token",
                "GRAPH_EMULATOR_TOKEN",
                "TEXT",
                "A token that is valid in every tenant",
            )
            .hide_env_values(true),
        )
        .arg(switch(
            "random",
            "GRAPH_EMULATOR_RANDOM",
            "Draws ids, secret and token anew",
        ))
        .arg(
            set(
                "seed",
                "GRAPH_EMULATOR_SEED",
                "NUMBER",
                "What ids are drawn from; 0",
            )
            .value_parser(value_parser!(u64))
            .conflicts_with("random"),
        )
}
