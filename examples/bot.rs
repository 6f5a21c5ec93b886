//! A complete bot: a pager that calls people in turn until one of them joins the call.
//!
//! `cargo run --example bot` uses the emulated service: the first person declines, the second is
//! busy, the third does not answer, and the fourth waits in the lobby.
//!
//! To use Microsoft Graph, set `GRAPH_TENANT_ID`, `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET`, and
//! pass a call id and user ids. The bot then takes callbacks on port 8080: the `callbackUri` of the
//! call must lead there.
//!
//! `RUST_LOG=graph_invite=info` also shows the log.

use axum::Router;
use graph_invite::callback::{Verifier, router};
use graph_invite::token::AccessToken;
use graph_invite::{
    CallId, Client, Cloud, Inbox, InviteEvent, Outcome, Presence, Ringing, SendError, Url, UserId,
    graph_invite,
};
use graph_invite_emulator::{Behavior, Emulator};
use graph_invite_examples::{RegisteredBot, print_error, print_ring_counts};
use std::env;
use std::error::Error;
use std::fmt;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tracing_subscriber::EnvFilter;

/// How long a person may take from answering to being in the call.
const JOIN_TIMEOUT: Duration = Duration::from_secs(30);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let filter = EnvFilter::from_default_env();
    tracing_subscriber::fmt().with_env_filter(filter).init();
    let result = match RegisteredBot::from_env() {
        Ok(Some(bot)) => page_with_graph(&bot).await,
        Ok(None) => page_with_emulator().await,
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

async fn page_with_graph(bot: &RegisteredBot) -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let call = arguments.next().ok_or("usage: bot CALL_ID USER_ID...")?;
    let call = CallId::parse(&call)?;
    let mut people = Vec::new();
    for (id, number) in arguments.zip(1..) {
        let name = format!("Person {number}");
        let user = UserId::parse(&id)?;
        people.push(Person { name, user });
    }

    let inbox = Inbox::new();
    let verifier = Verifier::builder(bot.app).tenant(bot.tenant).build()?;
    serve_callbacks(8080, verifier, inbox.clone()).await?;
    let client = bot.client_builder().inbox(inbox).build()?;
    Pager::new(client).page(&call, &people).await?;
    Ok(())
}

async fn page_with_emulator() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let mut people = Vec::new();
    for (name, id, behavior) in [
        (
            "Ada",
            "278405a3-f568-4b3e-b684-009193463064",
            Behavior::Declines,
        ),
        (
            "Bob",
            "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
            Behavior::Busy,
        ),
        (
            "Eve",
            "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
            Behavior::NoAnswer,
        ),
        (
            "Dan",
            "682b6c37-0729-4fab-ace6-d730d5d9137e",
            Behavior::WaitsInLobby(Duration::from_millis(500)),
        ),
        (
            "Zoe",
            "4520e331-6a38-4d7a-9a0b-3c8d1a7c5f10",
            Behavior::Answers,
        ),
    ] {
        emulator.set_behavior(id, behavior);
        people.push(Person {
            name: name.to_owned(),
            user: UserId::parse(id)?,
        });
    }

    let inbox = Inbox::new();
    let verifier = Verifier::builder(emulator.app().into())
        .tenant(emulator.tenant().into())
        .openid_configuration(emulator.openid_configuration())
        .build()?;
    emulator.set_callback(serve_callbacks(0, verifier, inbox.clone()).await?);
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .inbox(inbox)
        .build()?;
    let call = CallId::from(emulator.add_meeting());
    Pager::new(client).page(&call, &people).await?;
    println!();
    print_ring_counts(&emulator);
    Ok(())
}

/// Takes callbacks on a port, or on any free port if it is 0. Returns the URL.
async fn serve_callbacks(
    port: u16,
    verifier: Verifier,
    inbox: Inbox,
) -> Result<Url, Box<dyn Error>> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let url = format!("http://{}/callback", listener.local_addr()?);
    let app = Router::new().nest("/callback", router(verifier, inbox));
    tokio::spawn(axum::serve(listener, app).into_future());
    Ok(Url::parse(&url)?)
}

struct Person {
    name: String,
    user: UserId,
}

struct Pager {
    client: Client,
    started: Instant,
}

impl Pager {
    fn new(client: Client) -> Self {
        let started = Instant::now();
        Self { client, started }
    }

    /// Calls people in turn until one of them is in the call.
    async fn page(&self, call: &CallId, people: &[Person]) -> Result<(), SendError> {
        for person in people {
            if self.try_person(call, person).await? {
                self.log(format_args!("{} takes the call", person.name));
                return Ok(());
            }
        }
        self.log("no one is available");
        Ok(())
    }

    /// Invites one person. Returns whether they are in the call.
    async fn try_person(&self, call: &CallId, person: &Person) -> Result<bool, SendError> {
        let Person { name, user } = person;
        let invite = graph_invite! {
            call: call,
            participants: [user user named name.clone()],
        };
        self.log(format_args!("{name} is invited"));
        let ringing = match invite.send(&self.client).await {
            Ok(ringing) => ringing,
            // Do not send it again: a phone may be ringing. A notification can still show it.
            Err(SendError::Unknown(unknown)) => {
                self.log(format_args!("{name} may be ringing: {unknown}"));
                return Ok(unknown.outcome().await == Outcome::Completed);
            }
            Err(error) => return Err(error),
        };
        match ringing.outcome().await {
            Outcome::Completed => Ok(self.wait_until_joined(name, &ringing).await),
            Outcome::Failed(failure) => {
                self.log(format_args!("{name} does not join: {:?}", failure.kind()));
                Ok(false)
            }
            // Their phone may still be ringing. The pager calls the next person anyway.
            _ => {
                self.log(format_args!("{name}: the outcome is unknown"));
                Ok(ringing.presence() == [Presence::Joined])
            }
        }
    }

    /// Waits for a person who has answered. They may have to wait in the lobby first.
    async fn wait_until_joined(&self, name: &str, ringing: &Ringing) -> bool {
        let mut events = ringing.events();
        let joined = async {
            loop {
                match events.recv().await {
                    InviteEvent::Ended(_) => self.log(format_args!("{name} has answered")),
                    InviteEvent::InLobby { .. } => {
                        self.log(format_args!("{name} is in the lobby"));
                    }
                    InviteEvent::Joined { .. } => {
                        self.log(format_args!("{name} is in the call"));
                        return true;
                    }
                    InviteEvent::Left { .. } | InviteEvent::CallEnded(_) => return false,
                    _ => {}
                }
            }
        };
        timeout(JOIN_TIMEOUT, joined).await.unwrap_or(false)
    }

    fn log(&self, line: impl fmt::Display) {
        println!("{:6.2} s  {line}", self.started.elapsed().as_secs_f64());
    }
}
