//! One engine, measured.

use crate::engine::Engine;
use graph_invite::token::AccessToken;
use graph_invite::{Client, ClientContext, Cloud, Invite, Outcome, Polling, Uuid, graph_invite};
use graph_invite_emulator::{Behavior, Emulator};
use std::error::Error;
use std::fmt;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

pub(crate) const ROUNDS: usize = 20;
/// How many invites are sent one after the other in each round, and how many wake somebody.
const PER_ROUND: usize = 50;
/// How many invites are sent for the rate, and how many at once.
const MANY: u32 = 10_000;
const AT_ONCE: usize = 64;

type Measured = Result<(), Box<dyn Error>>;

/// A waiter wakes only by a callback.
const LONG: Duration = Duration::from_secs(30);

pub(crate) struct Figures<'a> {
    engine: &'a Engine,
    sends: Vec<Duration>,
    wake_ups: Vec<Duration>,
    invites: u64,
    rate: f64,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Percentiles {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl<'a> Figures<'a> {
    pub(crate) const fn new(engine: &'a Engine) -> Self {
        Self {
            engine,
            sends: Vec::new(),
            wake_ups: Vec::new(),
            invites: 0,
            rate: 0.0,
        }
    }

    /// A client as another process has it.
    async fn client(&self, emulator: &Emulator) -> Result<Client, Box<dyn Error>> {
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(emulator.token()))
            .polling(Polling::off())
            .outcome_timeout(LONG);
        Ok(match self.engine.open().await? {
            Some(ledger) => client.ledger(ledger).build()?,
            None => client.inbox(graph_invite::Inbox::new()).build()?,
        })
    }

    pub(crate) async fn send_one_by_one(&mut self, emulator: &Emulator) -> Measured {
        let client = self.client(emulator).await?;
        // The first one makes connections.
        drop(invite(emulator)?.send(&client).await?);
        for _ in 0..PER_ROUND {
            let invite = invite(emulator)?;
            let begun = Instant::now();
            let ringing = invite.send(&client).await?;
            self.sends.push(begun.elapsed());
            drop(ringing);
        }
        self.invites += PER_ROUND as u64 + 1;
        Ok(())
    }

    /// From when a process takes a callback until the waiter in another one has the outcome.
    pub(crate) async fn wake(&mut self, emulator: &Emulator) -> Measured {
        let sender = self.client(emulator).await?;
        let receiver = match self.engine {
            Engine::None => sender.clone(),
            _ => self.client(emulator).await?,
        };
        for _ in 0..PER_ROUND {
            let invite = invite(emulator)?;
            let context = invite
                .context()
                .map(ToString::to_string)
                .unwrap_or_default();
            let ringing = invite.send(&sender).await?;
            let body = format!(
                r##"{{"value":[{{"changeType":"deleted","resourceUrl":"/communications/calls/{}/operations/participants",
                "resourceData":{{"@odata.type":"#microsoft.graph.inviteParticipantsOperation",
                "status":"completed","clientContext":"{context}"}}}}]}}"##,
                invite.call()
            );
            let begun = Instant::now();
            receiver.deliver(&body).await?;
            if ringing.outcome().await != Outcome::Completed {
                return Err("the waiter did not wake".into());
            }
            self.wake_ups.push(begun.elapsed());
        }
        self.invites += PER_ROUND as u64;
        Ok(())
    }

    pub(crate) async fn send_many(&mut self, emulator: &Emulator) -> Measured {
        let client = self.client(emulator).await?;
        let mut invites = Vec::new();
        for _ in 0..MANY {
            invites.push(invite(emulator)?);
        }
        let begun = Instant::now();
        let mut sends = JoinSet::new();
        for invite in invites {
            if sends.len() >= AT_ONCE
                && let Some(sent) = sends.join_next().await
            {
                sent??;
            }
            let client = client.clone();
            sends.spawn(async move { invite.send(&client).await.map(drop) });
        }
        while let Some(sent) = sends.join_next().await {
            sent??;
        }
        self.rate = f64::from(MANY) / begun.elapsed().as_secs_f64();
        self.invites += u64::from(MANY);
        Ok(())
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.engine.name()
    }

    pub(crate) fn send(&self) -> Percentiles {
        Percentiles::of(&self.sends)
    }

    pub(crate) fn wake_up(&self) -> Percentiles {
        Percentiles::of(&self.wake_ups)
    }

    pub(crate) const fn rate(&self) -> f64 {
        self.rate
    }

    pub(crate) fn bytes(&self) -> Result<Option<u64>, Box<dyn Error>> {
        let bytes = self.engine.bytes()?;
        Ok(bytes.map(|bytes| bytes / self.invites.max(1)))
    }
}

fn invite(emulator: &Emulator) -> Result<Invite, Box<dyn Error>> {
    let person = Uuid::new_v4();
    emulator.set_behavior(person, Behavior::KeepsRinging);
    Ok(graph_invite! {
        call: emulator.add_meeting(),
        participants: [user person],
        context: ClientContext::parse(format!("job {person}"))?,
    })
}

impl Percentiles {
    fn of(times: &[Duration]) -> Self {
        let mut times = times.to_vec();
        times.sort_unstable();
        let at = |percent: usize| {
            let place = times.len() * percent / 100;
            times.get(place).copied().unwrap_or_default()
        };
        Self {
            p50: at(50),
            p99: at(99),
        }
    }
}

impl fmt::Display for Percentiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [p50, p99] = [self.p50, self.p99].map(|time| time.as_secs_f64() * 1000.0);
        f.pad(&format!("{p50:.2} / {p99:.2}"))
    }
}
