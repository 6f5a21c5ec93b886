//! Invites a user into a call, and follows the invite to its outcome.
//!
//! `cargo run --example invite` uses the emulated service. To use Microsoft Graph, set
//! `GRAPH_TENANT_ID`, `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET`, and pass a call id and a user id.

use clap::{Arg, ArgMatches, Command, value_parser};
use graph_invite::{
    CallId, Cancellation, Client, Invite, Outcome, Ringing, SendError, UserId, graph_invite,
};
use graph_invite_emulator::{Behavior, Emulator};
use graph_invite_examples::{
    RegisteredBot, TimeLine, command, emulated_client, print_heading, print_last_exchange,
    registered_bot,
};
use graph_invite_terminal::{Signal, Stop, print_error};
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

const ADA: UserId = UserId::from_static("278405a3-f568-4b3e-b684-009193463064");

/// Arguments of `cargo run`, and what they do.
const NEXT: [(&str, &str); 4] = [
    (
        "--example invite -- --ada declines",
        "Ada declines (or: busy, no-answer)",
    ),
    (
        "--example invite -- --ada rings",
        "her phone rings until you press Ctrl-C",
    ),
    (
        "--example bot",
        "a bot calls people, until one of them joins",
    ),
    (
        "-p graph-invite-emulator",
        "the service alone, for bots in any language",
    ),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut command = arguments();
    let arguments = command.get_matches_mut();
    let result = match registered_bot(&mut command, arguments.contains_id("call")) {
        Some(bot) => invite_with_graph(&bot, &arguments).await,
        None => invite_with_emulator(&arguments).await,
    };
    result.unwrap_or_else(|error| {
        print_error(&*error);
        ExitCode::FAILURE
    })
}

fn arguments() -> Command {
    command(
        "invite",
        "Invites a user into a call, and follows the invite to its outcome.",
    )
    .after_help(
        "Without arguments, the calls service is emulated on this machine.\n\
             With CALL_ID and USER_ID it is Microsoft Graph. Then set GRAPH_TENANT_ID,\n\
             GRAPH_CLIENT_ID and GRAPH_CLIENT_SECRET.",
    )
    .arg(
        Arg::new("call")
            .value_name("CALL_ID")
            .help("A call of your bot")
            .requires("user")
            .value_parser(value_parser!(CallId)),
    )
    .arg(
        Arg::new("user")
            .value_name("USER_ID")
            .help("The object id of the user to invite")
            .value_parser(value_parser!(UserId)),
    )
    .arg(
        Arg::new("ada")
            .long("ada")
            .value_name("MANNER")
            .help("What Ada does when her phone rings, at the emulated service")
            .value_parser(["answers", "declines", "busy", "no-answer", "rings"])
            .default_value("answers")
            .conflicts_with("call"),
    )
}

async fn invite_with_graph(
    bot: &RegisteredBot,
    arguments: &ArgMatches,
) -> Result<ExitCode, Box<dyn Error>> {
    let id = "clap requires both ids";
    let call: &CallId = arguments.get_one("call").ok_or(id)?;
    let user: &UserId = arguments.get_one("user").ok_or(id)?;
    let client = bot.client_builder().build()?;
    println!(
        "Inviting a user into a call of your bot. The service is {}.",
        bot.service()
    );
    let invite = graph_invite! { call: call, participants: [user user] };
    run(&client, &invite, "the user", || ()).await
}

async fn invite_with_emulator(arguments: &ArgMatches) -> Result<ExitCode, Box<dyn Error>> {
    let behavior = match arguments.get_one("ada").map(String::as_str) {
        Some("declines") => Behavior::Declines,
        Some("busy") => Behavior::Busy,
        Some("no-answer") => Behavior::NoAnswer,
        Some("rings") => Behavior::KeepsRinging,
        _ => Behavior::AnswersAfter(Duration::from_millis(500)),
    };
    let emulator = Emulator::start().await?;
    emulator.set_behavior(ADA.as_uuid(), behavior);
    let client = emulated_client(&emulator)?;
    println!("Inviting Ada into a meeting. The service is emulated on this machine.");
    let invite = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user const { ADA } named "Ada"],
    };
    let show = || {
        print_last_exchange(&emulator);
        print_heading("What happened");
    };
    let code = run(&client, &invite, "Ada", show).await?;
    let rings = emulator.ring_count(ADA.as_uuid());
    println!(
        "\nAda's phone rang {rings} time(s). No tenant was touched: the service was emulated."
    );
    print_heading("What to try next");
    for (arguments, effect) in NEXT {
        println!("  cargo run {arguments:36} {effect}");
    }
    Ok(code)
}

/// Sends the invite and follows it to its end. If the program is stopped before, it cancels the invite.
async fn run(
    client: &Client,
    invite: &Invite,
    who: &str,
    after_send: impl FnOnce(),
) -> Result<ExitCode, Box<dyn Error>> {
    let mut stop = Stop::new()?;
    let time = TimeLine::start();
    let sending = invite.send(client);
    let key = sending.key().clone();
    let ringing = tokio::select! {
        sent = sending => {
            after_send();
            explain(sent).await?
        }
        signal = stop.wait() => {
            // The answer to a request that has left is still read, so the invite can be cancelled.
            if let Some(invite) = client.resume(&key).await? {
                cancel(invite.cancel(), signal, &time, stop).await;
            }
            return Ok(signal.exit_code());
        }
    };
    tokio::select! {
        () = follow(&ringing, who, &time) => Ok(ExitCode::SUCCESS),
        signal = stop.wait() => {
            cancel(ringing.cancel(), signal, &time, stop).await;
            Ok(signal.exit_code())
        }
    }
}

/// Cancels an invite, unless the program is stopped once more.
async fn cancel(
    cancellation: impl Future<Output = Cancellation>,
    signal: Signal,
    time: &TimeLine,
    mut stop: Stop,
) {
    time.print(format_args!("{signal}: cancelling the invite"));
    tokio::select! {
        cancellation = cancellation => time.print(cancellation),
        _ = stop.wait() => time.print("stopped again: the phone may still be ringing"),
    }
}

/// Prints what a failed send means for the phone.
async fn explain(sent: Result<Ringing, SendError>) -> Result<Ringing, SendError> {
    match &sent {
        Err(SendError::NotSent(_)) => println!("No request left. You may send the invite again."),
        Err(SendError::Refused(_)) => println!("The service refused the invite. No phone rang."),
        // Another request could ring the same phone twice, so ask the service first.
        Err(SendError::Unknown(unknown)) => {
            println!(
                "A phone may be ringing. Checking: {}",
                unknown.check().await
            );
        }
        _ => {}
    }
    sent
}

/// Waits for the outcome, and prints it.
async fn follow(ringing: &Ringing, who: &str, time: &TimeLine) {
    time.print(format_args!(
        "the service accepted the invite: the phone of {who} rings"
    ));
    match ringing.outcome().await {
        Outcome::Completed => time.print(format_args!("{who} answered: the invite is completed")),
        Outcome::Failed(failure) => {
            time.print(format_args!("{who} does not join: {}", failure.kind()));
            time.print(format_args!("advice: {}", failure.advice()));
        }
        other => time.print(format_args!("the outcome is {other}")),
    }
}
