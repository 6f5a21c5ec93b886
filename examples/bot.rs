//! A complete bot: a pager that calls people in turn until one of them joins the call.
//!
//! `cargo run --example bot` uses the emulated service: the answer to the invite of the lead is slow,
//! so the bot drops its send, finds the invite again by its key, and cancels it. Then it hunts: the next person declines, the next
//! one is busy, one phone rings too long, and the last one waits in the lobby. With `--no-callback` the
//! bot receives nothing: it asks the service.
//!
//! To use Microsoft Graph, set `GRAPH_TENANT_ID`, `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET`, and
//! pass a call id, and a name and a user id for each person, such as `Ada=278405a3-…`. The bot then
//! takes callbacks on port 8080: the `callbackUri` of the call must lead there.
//!
//! `RUST_LOG=graph_invite=info` also shows the log.

use axum::Router;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use graph_invite::callback::{Verifier, VerifierBuilder, router};
use graph_invite::hunt::{self, Step};
use graph_invite::{
    CallId, Client, ClientBuilder, Inbox, Invite, Outcome, Url, UserId, graph_invite,
};
use graph_invite_emulator::{Behavior, Emulator, Fault};
use graph_invite_examples::{
    RegisteredBot, TimeLine, command, emulated_client_builder, registered_bot,
};
use graph_invite_terminal::{Signal, Stop, print_error};
use std::env;
use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut command = arguments();
    let arguments = command.get_matches_mut();
    if let Ok(targets) = env::var("RUST_LOG") {
        let targets: Targets = targets.parse().unwrap_or_else(|error| {
            let error = format!("RUST_LOG: {error}");
            command.error(ErrorKind::ValueValidation, error).exit()
        });
        let log = tracing_subscriber::registry().with(fmt::layer());
        log.with(targets).init();
    }
    let has_callback = !arguments.get_flag("no-callback");
    let result = match registered_bot(&mut command, arguments.contains_id("call")) {
        Some(bot) => page_with_graph(&bot, &arguments, has_callback).await,
        None => page_with_emulator(has_callback).await,
    };
    result.unwrap_or_else(|error| {
        print_error(&*error);
        ExitCode::FAILURE
    })
}

fn arguments() -> Command {
    command(
        "bot",
        "A pager: calls people in turn, until one of them is in the call.",
    )
    .after_help(
        "Without arguments, the calls service is emulated on this machine.\n\
             With CALL_ID and people it is Microsoft Graph. Then set GRAPH_TENANT_ID,\n\
             GRAPH_CLIENT_ID and GRAPH_CLIENT_SECRET, and let the callbacks of the call lead\n\
             to port 8080.\n\n\
             RUST_LOG=graph_invite=info shows the log.",
    )
    .arg(
        Arg::new("no-callback")
            .long("no-callback")
            .help("Receives nothing, and asks the service")
            .action(ArgAction::SetTrue),
    )
    .arg(
        Arg::new("call")
            .value_name("CALL_ID")
            .help("A call of your bot")
            .requires("people")
            .value_parser(value_parser!(CallId)),
    )
    .arg(
        Arg::new("people")
            .value_name("NAME=USER_ID")
            .help("The people to call, in this order")
            .num_args(1..)
            .value_parser(Person::parse),
    )
}

async fn page_with_graph(
    bot: &RegisteredBot,
    arguments: &ArgMatches,
    has_callback: bool,
) -> Result<ExitCode, Box<dyn Error>> {
    let call: &CallId = arguments.get_one("call").ok_or("there is no call")?;
    let people = arguments.get_many("people").unwrap_or_default();
    let people: Vec<Person> = people.cloned().collect();
    let mut client = bot.client_builder();
    if has_callback {
        let verifier = Verifier::builder(bot.app).tenant(bot.tenant);
        (client, _) = with_callback(client, verifier, 8080).await?;
    }
    let mut pager = Pager::new(client.build()?, Duration::from_secs(20))?;
    pager.page(call, &people).await;
    Ok(pager.exit_code())
}

async fn page_with_emulator(has_callback: bool) -> Result<ExitCode, Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let mut people = Vec::new();
    for (name, id, behavior) in [
        (
            "Ada",
            "278405a3-f568-4b3e-b684-009193463064",
            Behavior::KeepsRinging,
        ),
        (
            "Bob",
            "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
            Behavior::Declines,
        ),
        (
            "Eve",
            "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
            Behavior::Busy,
        ),
        (
            "Dan",
            "682b6c37-0729-4fab-ace6-d730d5d9137e",
            Behavior::KeepsRinging,
        ),
        (
            "Zoe",
            "4520e331-6a38-4d7a-9a0b-3c8d1a7c5f10",
            Behavior::WaitsInLobby(Duration::from_millis(500)),
        ),
    ] {
        emulator.set_behavior(id, behavior);
        people.push(Person {
            name: name.to_owned(),
            user: UserId::parse(id)?,
        });
    }
    emulator.fail_next(Fault::slow_response(Duration::from_millis(2)));
    let mut client = emulated_client_builder(&emulator);
    if has_callback {
        let verifier = Verifier::builder(emulator.app().into())
            .tenant(emulator.tenant().into())
            .openid_configuration(emulator.openid_configuration());
        let callback;
        (client, callback) = with_callback(client, verifier, 0).await?;
        emulator.set_callback(callback);
    }
    let mut pager = Pager::new(client.build()?, Duration::from_secs(1))?;
    pager.page(&emulator.add_meeting().into(), &people).await;
    println!();
    for Person { name, user } in &people {
        let rings = emulator.ring_count(user.to_string().as_str());
        println!("the phone of {name} rang {rings} time(s)");
    }
    Ok(pager.exit_code())
}

/// Takes callbacks on a port, or on any free port if it is 0. Returns their URL, too.
async fn with_callback(
    client: ClientBuilder,
    verifier: VerifierBuilder,
    port: u16,
) -> Result<(ClientBuilder, Url), Box<dyn Error>> {
    let inbox = Inbox::new();
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let url = format!("http://{}/callback", listener.local_addr()?);
    let app = Router::new().nest("/callback", router(verifier.build()?, inbox.clone()));
    tokio::spawn(axum::serve(listener, app).into_future());
    Ok((client.inbox(inbox), Url::parse(&url)?))
}

#[derive(Clone)]
struct Person {
    name: String,
    user: UserId,
}

impl Person {
    /// Reads a name and a user id, such as `Ada=278405a3-…`.
    fn parse(text: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let (name, user) = text.split_once('=').ok_or("expected `NAME=USER_ID`")?;
        Ok(Self {
            name: name.to_owned(),
            user: UserId::parse(user)?,
        })
    }
}

struct Pager {
    client: Client,
    ring_time: Duration,
    time: TimeLine,
    stop: Stop,
    /// What has stopped the bot.
    signal: Option<Signal>,
}

impl Pager {
    fn new(client: Client, ring_time: Duration) -> io::Result<Self> {
        Ok(Self {
            client,
            ring_time,
            time: TimeLine::start(),
            stop: Stop::new()?,
            signal: None,
        })
    }

    /// Calls the lead, and then the others in turn, until one of them is in the call.
    async fn page(&mut self, call: &CallId, people: &[Person]) {
        let invite = |person: &Person| {
            graph_invite! { call: call, participants: [user person.user named &person.name] }
        };
        let Some((lead, others)) = people.split_first() else {
            return;
        };
        if self.try_lead(&lead.name, invite(lead)).await {
            return;
        }
        let mut hunt = hunt::sequential(&self.client, others.iter().map(invite))
            .ring_time(self.ring_time)
            .start();
        loop {
            let event = tokio::select! {
                event = hunt.recv() => event,
                signal = self.stop.wait() => {
                    self.stopped_by(signal);
                    break;
                }
            };
            let Some(event) = event else { break };
            if let Some(person) = others.get(event.invite) {
                self.report(&person.name, event.step);
            }
        }
        let result = tokio::select! {
            // Invites nobody else, and cancels what rings.
            result = hunt.stop() => result,
            _ = self.stop.wait() => {
                return self.time.print("stopped again: a phone may still be ringing");
            }
        };
        let name = |index: usize| others.get(index).map_or("?", |person| &person.name);
        match result.joined {
            Some(index) => self
                .time
                .print(format_args!("{} takes the call", name(index))),
            None => self.time.print("no one is in the call"),
        }
        for index in result.unsettled {
            self.time
                .print(format_args!("the phone of {} may be ringing", name(index)));
        }
    }

    fn report(&self, name: &str, step: Step) {
        let time = &self.time;
        match step {
            Step::Invited => time.print(format_args!("{name} is invited")),
            Step::NotInvited(error) => time.print(format_args!("{name} is not invited: {error}")),
            Step::MayBeRinging(error) => time.print(format_args!("{name}: {error}")),
            Step::InLobby => time.print(format_args!("{name} is in the lobby")),
            Step::Joined { .. } => time.print(format_args!("{name} is in the call")),
            Step::Failed(failure) => {
                time.print(format_args!("{name} does not join: {}", failure.kind()));
            }
            Step::Cancelled(cancellation) => time.print(format_args!("{name}: {cancellation}")),
            _ => {}
        }
    }

    /// Calls the lead first, for a short time. Returns true if nobody else should be called: they are in
    /// the call, they may come, or the bot is stopped.
    async fn try_lead(&mut self, name: &str, invite: Invite) -> bool {
        let sending = invite.send(&self.client);
        // By its key the invite is found again, whatever becomes of its send.
        let key = sending.key().clone();
        self.time.print(format_args!("{name} is invited"));
        let sent = timeout(self.ring_time / 2, sending).await;
        let Ok(Some(invite)) = self.client.resume(&key).await else {
            if let Ok(Err(error)) = sent {
                self.time
                    .print(format_args!("{name} is not invited: {error}"));
            }
            return false;
        };
        tokio::select! {
            outcome = invite.outcome_within(self.ring_time) => {
                if outcome == Outcome::Completed {
                    self.time.print(format_args!("{name} has answered"));
                    return true;
                }
            }
            signal = self.stop.wait() => self.stopped_by(signal),
        }
        let cancellation = invite.cancel().await;
        self.time
            .print(format_args!("{name} does not join in time: {cancellation}"));
        self.signal.is_some() || !cancellation.is_over()
    }

    fn stopped_by(&mut self, signal: Signal) {
        self.time
            .print(format_args!("{signal}: inviting nobody else"));
        self.signal = Some(signal);
    }

    fn exit_code(&self) -> ExitCode {
        self.signal.map_or(ExitCode::SUCCESS, Signal::exit_code)
    }
}
