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
use graph_invite::callback::{Verifier, VerifierBuilder, router};
use graph_invite::hunt::{self, Step};
use graph_invite::{
    CallId, Client, ClientBuilder, Inbox, Invite, Outcome, Url, UserId, graph_invite,
};
use graph_invite_emulator::{Behavior, Emulator, Fault};
use graph_invite_examples::{RegisteredBot, emulated_client_builder, print_error};
use std::env;
use std::error::Error;
use std::fmt;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tracing_subscriber::EnvFilter;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let filter = EnvFilter::from_default_env();
    tracing_subscriber::fmt().with_env_filter(filter).init();
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let has_callback = !arguments.iter().any(|argument| argument == "--no-callback");
    arguments.retain(|argument| argument != "--no-callback");
    let result = match RegisteredBot::from_env() {
        Ok(Some(bot)) => page_with_graph(&bot, &arguments, has_callback).await,
        Ok(None) => page_with_emulator(has_callback).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn page_with_graph(
    bot: &RegisteredBot,
    arguments: &[String],
    has_callback: bool,
) -> Result<(), Box<dyn Error>> {
    let usage = "usage: bot [--no-callback] CALL_ID NAME=USER_ID...";
    let (call, people) = arguments.split_first().ok_or(usage)?;
    let people = people.iter().map(|person| {
        let (name, user) = person.split_once('=').ok_or(usage)?;
        Ok::<_, Box<dyn Error>>(Person {
            name: name.to_owned(),
            user: UserId::parse(user)?,
        })
    });
    let people: Vec<_> = people.collect::<Result<_, _>>()?;
    let mut client = bot.client_builder();
    if has_callback {
        let verifier = Verifier::builder(bot.app).tenant(bot.tenant);
        (client, _) = with_callback(client, verifier, 8080).await?;
    }
    let pager = Pager::new(client.build()?, Duration::from_secs(20));
    pager.page(&CallId::parse(call)?, &people).await;
    Ok(())
}

async fn page_with_emulator(has_callback: bool) -> Result<(), Box<dyn Error>> {
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
    let pager = Pager::new(client.build()?, Duration::from_secs(1));
    pager.page(&emulator.add_meeting().into(), &people).await;
    println!();
    for Person { name, user } in &people {
        let rings = emulator.ring_count(user.to_string().as_str());
        println!("the phone of {name} rang {rings} time(s)");
    }
    Ok(())
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

struct Person {
    name: String,
    user: UserId,
}

struct Pager {
    client: Client,
    ring_time: Duration,
    started: Instant,
}

impl Pager {
    fn new(client: Client, ring_time: Duration) -> Self {
        let started = Instant::now();
        Self {
            client,
            ring_time,
            started,
        }
    }

    /// Calls the lead, and then the others in turn, until one of them is in the call.
    async fn page(&self, call: &CallId, people: &[Person]) {
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
        while let Some(event) = hunt.recv().await {
            let Some(Person { name, .. }) = others.get(event.invite) else {
                continue;
            };
            match event.step {
                Step::Invited => self.log(format_args!("{name} is invited")),
                Step::NotInvited(error) => self.log(format_args!("{name} is not invited: {error}")),
                Step::MayBeRinging(error) => self.log(format_args!("{name}: {error}")),
                Step::InLobby => self.log(format_args!("{name} is in the lobby")),
                Step::Joined { .. } => self.log(format_args!("{name} is in the call")),
                Step::Failed(failure) => {
                    self.log(format_args!("{name} does not join: {}", failure.kind()));
                }
                Step::Cancelled(cancellation) => self.log(format_args!("{name}: {cancellation}")),
                _ => {}
            }
        }
        let joined = hunt
            .result()
            .await
            .joined
            .and_then(|index| others.get(index));
        match joined {
            Some(Person { name, .. }) => self.log(format_args!("{name} takes the call")),
            None => self.log("no one is available"),
        }
    }

    /// Calls the lead first, for a short time. Returns whether they are in the call, or may come.
    async fn try_lead(&self, name: &str, invite: Invite) -> bool {
        let sending = invite.send(&self.client);
        // By its key the invite is found again, whatever becomes of its send.
        let key = sending.key().clone();
        self.log(format_args!("{name} is invited"));
        let sent = timeout(self.ring_time / 2, sending).await;
        let Some(invite) = self.client.resume(&key) else {
            self.log(format_args!("{name} is not invited: {sent:?}"));
            return false;
        };
        if invite.outcome_within(self.ring_time).await == Outcome::Completed {
            self.log(format_args!("{name} has answered"));
            return true;
        }
        let cancellation = invite.cancel().await;
        self.log(format_args!("{name} does not join in time: {cancellation}"));
        !cancellation.is_over()
    }

    fn log(&self, line: impl fmt::Display) {
        println!("{:6.2} s  {line}", self.started.elapsed().as_secs_f64());
    }
}
