//! A whole bot: a pager that rings the people on call one after the other, until somebody comes.
//!
//! `cargo run --example bot` plays against the emulated service, where the first declines, the
//! second is busy, the third does not answer and the fourth waits in the lobby. With
//! `GRAPH_TENANT_ID`, `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET` of your bot, and a call and the
//! users as arguments, it is Microsoft Graph that rings, and calls back to port 8080, to which the
//! `callbackUri` of the call must lead.

use graph_invite::callback::{Verifier, router};
use graph_invite::{
    AccessToken, CallId, Client, Cloud, Inbox, InviteEvent, Outcome, Presence, Ringing, SendError,
    Url, UserId, graph_invite,
};
use graph_invite_emulator::{Behavior, Emulator};
use graph_invite_examples::Registration;
use std::env;
use std::error::Error;
use std::fmt;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::time::timeout;

/// How long somebody may take from answering to being in the call.
const LOBBY: Duration = Duration::from_secs(30);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(bot) = Registration::of_environment()? {
        let mut arguments = env::args().skip(1);
        let call = arguments
            .next()
            .ok_or("say which call, and whom: bot CALL_ID USER_ID...")?;
        let verifier = Verifier::builder(bot.app).tenant(bot.tenant).build()?;
        let inbox = Inbox::new();
        serve(8080, verifier, inbox.clone()).await?;
        let people = arguments
            .zip(1..)
            .map(|(user, number)| Ok((format!("number {number}"), UserId::parse(&user)?)))
            .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
        let pager = Pager::new(bot.client().inbox(inbox).build()?);
        return pager.page(&CallId::parse(&call)?, &people).await;
    }

    let emulator = Emulator::start().await?;
    let verifier = Verifier::builder(emulator.app().into())
        .tenant(emulator.tenant().into())
        .oidc(emulator.openid_configuration())
        .build()?;
    let inbox = Inbox::new();
    let callback = serve(0, verifier, inbox.clone()).await?;
    emulator.set_callback(callback);
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .inbox(inbox)
        .build()?;

    let on_call = [
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
    ];
    let mut people = Vec::new();
    for (name, id, manner) in on_call {
        emulator.set_behavior(id, manner);
        people.push((name.to_owned(), UserId::parse(id)?));
    }
    let pager = Pager::new(client);
    pager.page(&emulator.add_meeting().into(), &people).await?;
    println!();
    for (person, times) in emulator.ring_counts() {
        println!("{person} rang {times} time(s)");
    }
    Ok(())
}

/// Takes callbacks of the service on a port, or any that is free, and gives the URL.
async fn serve(port: u16, verifier: Verifier, inbox: Inbox) -> Result<Url, Box<dyn Error>> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let url = format!("http://{}/callback", listener.local_addr()?);
    let app = router("/callback", verifier, inbox);
    tokio::spawn(axum::serve(listener, app).into_future());
    Ok(Url::parse(&url)?)
}

struct Pager {
    client: Client,
    began: Instant,
}

impl Pager {
    fn new(client: Client) -> Self {
        let began = Instant::now();
        Self { client, began }
    }

    /// Rings one after the other, until somebody is in the call.
    async fn page(&self, call: &CallId, people: &[(String, UserId)]) -> Result<(), Box<dyn Error>> {
        for (name, user) in people {
            if self.ring(call, name, user).await? {
                self.says(format_args!("{name} takes it"));
                return Ok(());
            }
        }
        self.says("nobody has come");
        Ok(())
    }

    /// Rings somebody. Says whether to leave the others alone.
    async fn ring(&self, call: &CallId, name: &str, user: &UserId) -> Result<bool, SendError> {
        let invite = graph_invite! {
            call: call,
            participants: [user user named name.to_owned()],
        };
        self.says(format_args!("{name} is invited"));
        let ringing = match invite.send(&self.client).await {
            Ok(ringing) => ringing,
            // It may be ringing, so it is not sent again; the callback still tells.
            Err(SendError::Unknown(unknown)) => {
                self.says(format_args!("{name} may be ringing: {unknown}"));
                return Ok(unknown.outcome().await == Outcome::Completed);
            }
            Err(error) => return Err(error),
        };
        match ringing.outcome().await {
            Outcome::Completed => Ok(self.comes(name, &ringing).await),
            Outcome::Failed(failure) => {
                self.says(format_args!("{name} does not come: {:?}", failure.kind()));
                Ok(false)
            }
            // They may still be rung, for all that is known; the next one is, too.
            _ => {
                self.says(format_args!("nobody has said what became of {name}"));
                Ok(ringing.presence() == [Presence::Joined])
            }
        }
    }

    /// Somebody has answered; whether they come into the call is another fact.
    async fn comes(&self, name: &str, ringing: &Ringing) -> bool {
        let mut events = ringing.events();
        let comes = async {
            loop {
                match events.recv().await {
                    InviteEvent::Ended(_) => self.says(format_args!("{name} has answered")),
                    InviteEvent::InLobby { .. } => {
                        self.says(format_args!("{name} is in the lobby"))
                    }
                    InviteEvent::Joined { .. } => {
                        self.says(format_args!("{name} is in the call"));
                        return true;
                    }
                    InviteEvent::Left { .. } | InviteEvent::CallEnded(_) => return false,
                    _ => {}
                }
            }
        };
        timeout(LOBBY, comes).await.unwrap_or(false)
    }

    fn says(&self, what: impl fmt::Display) {
        println!("{:6.2} s  {what}", self.began.elapsed().as_secs_f64());
    }
}
