//! No token, phone number, name or opaque id appears in what is shown or logged, on any path.
//!
//! The test captures the traces of all crates, at every level.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod answers;
mod callbacks;
mod calls;
mod every_type;
mod ledger;
mod unsent;

use graph_invite_emulator::Emulator;
use graph_invite_tests::captured_traces::CapturedTraces;
use invites::token::AccessToken;
use invites::{CallId, Client, Invite, NotSent, PhoneNumber, SendError, graph_invite};
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{self, Write};
use std::time::Duration;

/// Every secret word, in any case, begins like this. So nothing that is shown contains it.
const PLANTED: &str = "planted";
const TOKEN: &str = "planted-token-7Q";
/// The password in a URL.
const PASSWORD: &str = "planted-password";
/// The end of the phone number, and all of it without the country code.
const DIGITS: [&str; 2] = ["555014", "30555014"];
/// The length of a part of a token that is not shown.
const MIN_FRAGMENT: usize = 8;
const QUICK: Duration = Duration::from_millis(300);
/// What a service might say if it repeats what it was sent.
const REPEATS: &str = "no route to 4:+4930555014 for Planted Plantedson or \
    8:teamsvisitor:plantedopaque, authorization: Bearer planted-token-7Q";
/// The same in other spellings.
const RESPELLS: &str = "tel:+49 30 555014, (030) 555014, 0049 30555014, sip:4930555014@x, \
    PLANTED PLANTEDSON, Planted  Plantedson, planted.plantedson, Planted&#32;Plantedson, \
    8:TEAMSVISITOR:PLANTEDOPAQUE, 8%3Ateamsvisitor%3Aplantedopaque, +49-30-555014";

/// All that was shown.
#[derive(Default)]
struct Shown {
    text: String,
    /// The names of the types that were shown.
    types: BTreeSet<String>,
}

impl Shown {
    fn debug<T: fmt::Debug>(&mut self, value: &T) {
        self.types.extend(type_names::<T>());
        write!(self.text, "\n{value:?}\n{value:#?}").unwrap();
    }

    fn error<E: Error + 'static>(&mut self, error: &E) {
        self.types.extend(type_names::<E>());
        let mut cause = Some(error as &(dyn Error + 'static));
        while let Some(error) = cause {
            write!(self.text, "\n{error}\n{error:?}\n{error:#?}").unwrap();
            cause = error.source();
        }
    }

    async fn sends(&mut self, client: &Client, call: &CallId) -> SendError {
        self.debug(client);
        let error = invite(call).send(client).await.unwrap_err();
        self.error(&error);
        match &error {
            SendError::NotSent(reason) => {
                self.error(reason);
                if let NotSent::Token(error) = reason {
                    self.error(error);
                }
            }
            SendError::Refused(refused) => {
                self.error(&**refused);
                self.error(refused.graph_error());
                let graph = refused.graph_error();
                let raw = graph.codes().chain(graph.message()).chain(graph.body());
                let raw = raw.chain(graph.request_id()).chain(graph.date());
                for text in raw.chain(graph.client_request_id()) {
                    assert_eq!(part_of_token(text), None, "in {text}");
                }
            }
            SendError::Unknown(unknown) => {
                self.error(&**unknown);
                self.error(unknown.reason());
                self.debug(unknown.key());
            }
            _ => {}
        }
        error
    }
}

/// A part of the token in a text of the service, which may contain anything else.
fn part_of_token(text: &str) -> Option<&str> {
    let mut parts = token_parts();
    parts.find(|part| text.contains(part))
}

fn token_parts() -> impl Iterator<Item = &'static str> {
    let parts = TOKEN.as_bytes().windows(MIN_FRAGMENT);
    parts.map(|part| str::from_utf8(part).unwrap())
}

/// The names in the name of a type, without their modules.
fn type_names<T: ?Sized>() -> impl Iterator<Item = String> {
    let name = std::any::type_name::<T>();
    let paths = name.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c));
    paths.filter_map(|path| path.rsplit("::").next().map(str::to_owned))
}

fn invite(call: &CallId) -> Invite {
    graph_invite! {
        call: call,
        participants: [
            phone "+4930555014" named "Planted Plantedson",
            guest "8:teamsvisitor:plantedopaque",
        ],
    }
}

#[tokio::test]
async fn no_planted_secret_is_shown_or_logged() {
    let traces = CapturedTraces::default();
    tracing::subscriber::set_global_default(traces.clone()).unwrap();
    let mut shown = Shown::default();
    let emulator = Emulator::builder().token(TOKEN).start().await.unwrap();

    values(&mut shown);
    every_type::values(&mut shown);
    unsent::not_built(&mut shown);
    unsent::not_sent(&emulator, &mut shown).await;
    calls::requested(&mut shown).await;
    answers::refused_or_unknown(&mut shown).await;
    answers::no_answer(&emulator, &mut shown).await;
    answers::accepted(&mut shown).await;
    answers::hunted(&mut shown).await;
    ledger::kept(&emulator, &mut shown).await;
    callbacks::turned_away(&emulator, &mut shown).await;
    callbacks::delivered(&mut shown);
    callbacks::heard(&mut shown).await;
    callbacks::notified(&emulator, &mut shown).await;
    shown.debug(&emulator);
    shown.debug(&emulator.requests());
    shown.debug(&emulator.notifications());

    for name in [
        "invite",
        "request",
        "check",
        "answered",
        "not answered",
        "the operation ended",
        "rejected a callback",
        "accepted a callback",
        "posted a notification",
    ] {
        assert!(!traces.named(name).is_empty(), "{name}");
    }
    let secrets = DIGITS.into_iter().chain(token_parts());
    let secrets: Vec<&str> = secrets.chain([PLANTED]).collect();
    for (name, text) in [("shown", &shown.text), ("logged", &traces.text())] {
        let lower_case = text.to_lowercase();
        for secret in &secrets {
            let is_in = |line: &&str| line.contains(&secret.to_lowercase());
            let line = lower_case.lines().find(is_in);
            assert_eq!(line, None, "{secret} is {name}");
        }
    }
    every_type::was_shown(&shown);
}

fn values(shown: &mut Shown) {
    let invite = invite(&CallId::from_graph("c").unwrap());
    shown.debug(&invite);
    shown.debug(&invite.participants());
    shown.debug(&AccessToken::new(TOKEN));
    shown.error(&PhoneNumber::parse("+4930555014 ext. 1").unwrap_err());
}
