//! Hunt groups over sockets: whose phone rings, and who joined the call.

#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod sequential;
mod simultaneous;

use graph_invite_emulator::{Behavior, Emulator, EmulatorBuilder};
use invites::hunt::{Hunt, HuntEvent, Step};
use invites::token::AccessToken;
use invites::{Cancellation, Client, Cloud, Invite, Polling, UserId, Uuid, graph_invite};
use std::time::Duration;
use tokio::time::sleep;

const MILLISECOND: Duration = Duration::from_millis(1);
const SHORTLY: Duration = Duration::from_millis(100);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// A call, people in order, and what they do.
struct Scene {
    emulator: Emulator,
    client: Client,
    call: Uuid,
    people: Vec<Uuid>,
}

impl Scene {
    async fn of(behaviors: impl IntoIterator<Item = Behavior>) -> Self {
        Self::with(Emulator::builder(), behaviors).await
    }

    async fn with(
        emulator: EmulatorBuilder,
        behaviors: impl IntoIterator<Item = Behavior>,
    ) -> Self {
        let emulator = emulator.start().await.unwrap();
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(emulator.token()))
            .polling(Polling::default().first(MILLISECOND).longest(MILLISECOND))
            .build()
            .unwrap();
        let mut people = Vec::new();
        for (behavior, number) in behaviors.into_iter().zip(1..) {
            let person = Uuid::from_u128(number);
            emulator.set_behavior(person.to_string().as_str(), behavior);
            people.push(person);
        }
        Self {
            call: emulator.add_meeting(),
            emulator,
            client,
            people,
        }
    }

    fn invite(&self, person: usize) -> Invite {
        graph_invite! {
            call: self.call,
            participants: [user UserId::from(self.people[person])],
        }
    }

    /// One invite for each person.
    fn invites(&self) -> Vec<Invite> {
        (0..self.people.len())
            .map(|person| self.invite(person))
            .collect()
    }

    /// How often each phone rang.
    fn rings(&self) -> Vec<usize> {
        let people = self.people.iter();
        people
            .map(|person| self.emulator.ring_count(person.to_string().as_str()))
            .collect()
    }

    fn answers(&self, person: usize) -> bool {
        let person = self.people[person].to_string();
        self.emulator.answer(self.call, person.as_str())
    }

    /// Waits until a phone has rung.
    async fn until_rung(&self, person: usize) {
        while self.rings()[person] == 0 {
            sleep(MILLISECOND).await;
        }
    }

    /// The people in the call.
    async fn in_call(&self) -> Vec<String> {
        let roster = self.client.roster(&self.call.into()).await.unwrap();
        let ids = roster.entries.into_iter().filter(|entry| !entry.in_lobby);
        ids.map(|entry| entry.identities[0].id.clone()).collect()
    }
}

/// Lets the clock go on by this at once.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// The names of the steps of each event, with the number of the invite.
async fn steps(hunt: &mut Hunt) -> Vec<String> {
    let mut steps = Vec::new();
    while let Some(event) = hunt.recv().await {
        steps.push(name(&event));
    }
    steps
}

fn name(event: &HuntEvent) -> String {
    let step = match &event.step {
        Step::Failed(failure) => format!("Failed {:?}", failure.kind()),
        Step::Cancelled(Cancellation::Refused(_)) => "Cancelled Refused".to_owned(),
        Step::Joined { participant, .. } => format!("Joined {participant}"),
        step => {
            let step = format!("{step:?}");
            step.split(['(', ' ']).next().unwrap().to_owned()
        }
    };
    format!("{} {step}", event.invite)
}

/// Waits for a step of an invite.
async fn until(hunt: &mut Hunt, expected: &str) {
    while let Some(event) = hunt.recv().await {
        if name(&event) == expected {
            return;
        }
    }
    panic!("the hunt ended without {expected}");
}
