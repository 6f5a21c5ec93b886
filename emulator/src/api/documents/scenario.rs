//! A scenario: what an emulator is and what is in it, as one document.

use crate::api::documents::call::{CallDocument, FirstState, Kind};
use crate::api::documents::delivery::DeliveryDocument;
use crate::api::documents::fault::FaultDocument;
use crate::api::documents::manner::Manners;
use crate::api::documents::time::Time;
use crate::api::names::Names;
use crate::calls::service_id::parse_uuid;
use crate::control::builder::EmulatorBuilder;
use crate::control::emulator::Emulator;
use crate::person::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use url::Url;
use uuid::Uuid;

/// The start of the ids that are the same at every start of the program.
const KNOWN: u128 = 0x0000_0000_0000_4000_8000_0000_0000_0000;
const TENANT: Uuid = Uuid::from_u128(KNOWN + 1);
const APP: Uuid = Uuid::from_u128(KNOWN + 2);
const SECRET: &str = "emulator";
const TOKEN: &str = "emulator-token";
/// The calls of the default scenario.
const CALLS: [(&str, u128, Kind); 4] = [
    ("meeting", KNOWN + 0xc001, Kind::Meeting),
    ("group", KNOWN + 0xc002, Kind::Group),
    ("chat", KNOWN + 0xc003, Kind::GroupWithChat),
    ("p2p", KNOWN + 0xc004, Kind::PeerToPeer),
];
/// Its people, and what each does.
const CAST: [(&str, &str, &str); 7] = [
    (
        "ada",
        "278405a3-f568-4b3e-b684-009193463064",
        r#""answers""#,
    ),
    (
        "bob",
        "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
        r#""declines""#,
    ),
    ("eve", "1e126418-44a0-4a94-a6f8-0efe1ad71acb", r#""busy""#),
    (
        "dan",
        "682b6c37-0729-4fab-ace6-d730d5d9137e",
        r#"{"lobby":"2s"}"#,
    ),
    (
        "mia",
        "c3f0a9d2-58be-4d77-8a40-6b1de2f7c905",
        r#""no_answer""#,
    ),
    (
        "lee",
        "9c1f7d20-3a64-4d0b-8e5f-2b7a1c9d6e34",
        r#"{"leaves_after":"2s"}"#,
    ),
    (
        "ron",
        "00000000-0000-4000-8000-0000000000d7",
        r#""rings_on""#,
    ),
];

/// A scenario: who the bot is, how the service behaves, which calls and people there are, and what
/// goes wrong. The program reads it from a file; the control API shows and replaces it.
///
/// The default has one call of each kind, and a cast of seven people of which each behaves
/// differently. All its ids, its secret and its token are the same at every start.
///
/// ```
/// use graph_invite_emulator::Scenario;
///
/// let scenario: Scenario = serde_json::from_str(
///     r#"{ "people": [{ "name": "bob", "manner": ["declines", { "answers_after": "2s" }] }] }"#,
/// )?;
/// assert!(scenario.mistakes().is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<u64>,
    pub(crate) bot: Bot,
    pub(crate) service: Settings,
    pub(crate) delivery: DeliveryDocument,
    pub(crate) calls: Vec<CallDocument>,
    pub(crate) people: Vec<PersonDocument>,
    pub(crate) faults: Vec<FaultDocument>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Bot {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) callback: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<Uuid>,
    // Secrets are read, and never shown.
    #[serde(skip_serializing)]
    secret: Option<String>,
    #[serde(skip_serializing)]
    token: Option<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub(crate) struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    ring_time: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_life: Option<Time>,
    forgets_operations: bool,
    hides_participant_ids: bool,
    forbids_removal: bool,
    unregistered_bot: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonDocument {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) manner: Option<Manners>,
}

impl Default for Scenario {
    fn default() -> Self {
        let calls = CALLS.map(|(name, id, kind)| CallDocument {
            kind,
            name: Some(name.to_owned()),
            id: Some(Uuid::from_u128(id)),
            state: FirstState::default(),
            tenant: None,
            people: Vec::new(),
        });
        let people = CAST.map(|(name, id, manner)| PersonDocument {
            name: name.to_owned(),
            id: Some(id.to_owned()),
            manner: serde_json::from_str(manner).ok(),
        });
        Self {
            seed: None,
            bot: Bot::default(),
            service: Settings::default(),
            delivery: DeliveryDocument::default(),
            calls: calls.into(),
            people: people.into(),
            faults: Vec::new(),
        }
    }
}

/// Those that are there more than once.
fn twice<T: Ord + Clone>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    items.filter(|item| !seen.insert(item.clone())).collect()
}

impl Scenario {
    /// What is wrong with it, each mistake in a sentence. Mistakes of form, such as an unknown field,
    /// are found when it is read.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let mut found = Vec::new();
        let calls = || self.calls.iter();
        for name in twice(calls().filter_map(|call| call.name.as_deref())) {
            found.push(format!("calls: two calls have the name `{name}`"));
        }
        for id in twice(calls().filter_map(|call| call.id)) {
            found.push(format!("calls: two calls have the id `{id}`"));
        }
        for name in twice(self.people.iter().map(|person| &*person.name)) {
            found.push(format!("people: two people have the name `{name}`"));
        }
        let ids = self.people.iter().filter_map(|person| person.id.as_ref());
        for id in twice(ids.map(PersonId::from)) {
            found.push(format!("people: two people have the id `{id}`"));
        }
        for (place, fault) in self.faults.iter().enumerate() {
            if let Err(problem) = fault.read() {
                found.push(format!("faults[{place}]: {problem}"));
            }
            // A fault without its target would strike another call.
            if let Some(to) = &fault.to
                && parse_uuid(to).is_none()
                && !calls().any(|call| call.name.as_ref() == Some(to))
            {
                found.push(format!("faults[{place}]: no call has the name `{to}`"));
            }
        }
        if let Err(problem) = self.delivery.read() {
            found.push(format!("delivery: {problem}"));
        }
        found
    }

    /// Settings for an emulator of this scenario. It is ready when a
    /// [`ControlServer`](crate::ControlServer) has loaded the scenario.
    pub fn builder(&self) -> EmulatorBuilder {
        let text =
            |given: &Option<String>, known: &str| given.clone().unwrap_or_else(|| known.to_owned());
        let mut builder = Emulator::builder()
            .seed(self.seed.unwrap_or_default())
            .tenant(self.bot.tenant.unwrap_or(TENANT))
            .app(self.bot.app.unwrap_or(APP))
            .client_secret(text(&self.bot.secret, SECRET))
            .token(text(&self.bot.token, TOKEN))
            .wait_for_scenario();
        let service = self.service;
        if let Some(time) = service.ring_time {
            builder = builder.ring_time(time.0);
        }
        if let Some(time) = service.token_life {
            builder = builder.token_lifetime(time.0);
        }
        if service.forgets_operations {
            builder = builder.forget_ended_operations();
        }
        if service.hides_participant_ids {
            builder = builder.hide_participant_ids();
        }
        if service.forbids_removal {
            builder = builder.forbid_removal();
        }
        if service.unregistered_bot {
            builder = builder.unregistered_bot();
        }
        builder
    }

    /// What another scenario changes that is fixed at the start.
    pub(crate) fn fixed_change(&self, other: &Self) -> Option<&'static str> {
        let fixed = |bot: &Bot| (bot.tenant, bot.app);
        let secret =
            |mine: &Option<String>, given: &Option<String>| given.is_some() && mine != given;
        if other.seed != self.seed {
            Some("seed")
        } else if fixed(&self.bot) != fixed(&other.bot)
            || secret(&self.bot.secret, &other.bot.secret)
            || secret(&self.bot.token, &other.bot.token)
        {
            Some("bot")
        } else if self.service != other.service {
            Some("service")
        } else {
            None
        }
    }

    /// Forgets what was, and begins with this scenario, which has no mistakes.
    pub(crate) fn load(&self, emulator: &Emulator, names: &mut Names) {
        *names = Names::default();
        let service = &emulator.service;
        service.faults.reset();
        service.state().reset();
        service.outbox.set_callback(self.bot.callback.clone());
        self.delivery.apply(&service.outbox);
        for person in &self.people {
            let id = match &person.id {
                Some(id) => PersonId::from(id),
                None => PersonId::from(service.state().ids.next()),
            };
            names.name_person(&person.name, id.clone());
            if let Some(manners) = &person.manner {
                service.state().set_behaviors(id, manners.behaviors());
            }
        }
        for call in &self.calls {
            call.add(emulator, names);
        }
        for fault in &self.faults {
            if let Ok(fault) = fault.read() {
                fault.plan(emulator, names);
            }
        }
    }
}
