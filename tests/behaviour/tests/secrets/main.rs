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
mod unsent;

use graph_invite_emulator::Emulator;
use graph_invite_tests::captured_traces::CapturedTraces;
use invites::token::AccessToken;
use invites::{CallId, Client, Invite, PhoneNumber, SendError, graph_invite};
use std::error::Error;
use std::fmt::{self, Write};
use std::time::Duration;

const TOKEN: &str = "planted-token-7Q";
/// The password in a URL.
const PASSWORD: &str = "planted-password";
/// Digits of the phone number, the name, and the opaque id.
const PERSONAL: [&str; 3] = ["4930555014", "Planted Name", "plantedopaque"];
const QUICK: Duration = Duration::from_millis(300);
/// What a service might say if it repeats what it was sent.
const REPEATS: &str = "no route to 4:+4930555014 for Planted Name or \
    8:teamsvisitor:plantedopaque, authorization: Bearer planted-token-7Q";

/// All that was shown.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn debug(&mut self, value: &impl fmt::Debug) {
        write!(self.0, "\n{value:?}\n{value:#?}").unwrap();
    }

    fn error(&mut self, error: &(dyn Error + 'static)) {
        self.debug(&error);
        let mut cause = Some(error);
        while let Some(error) = cause {
            write!(self.0, "\n{error}\n{error:?}").unwrap();
            cause = error.source();
        }
    }

    async fn sends(&mut self, client: &Client, call: &CallId) -> SendError {
        self.debug(client);
        let error = invite(call).send(client).await.unwrap_err();
        self.error(&error);
        error
    }
}

fn invite(call: &CallId) -> Invite {
    graph_invite! {
        call: call,
        participants: [
            phone "+4930555014" named "Planted Name",
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
    unsent::not_built(&mut shown);
    unsent::not_sent(&emulator, &mut shown).await;
    answers::refused_or_unknown(&mut shown).await;
    answers::no_answer(&emulator, &mut shown).await;
    answers::accepted(&mut shown).await;
    callbacks::turned_away(&emulator, &mut shown).await;
    callbacks::delivered(&mut shown);
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
    for secret in PERSONAL.into_iter().chain([TOKEN, PASSWORD]) {
        for (name, text) in [("shown", &shown.0), ("logged", &traces.text())] {
            let line = text.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{secret} is {name}");
        }
    }
}

fn values(shown: &mut Shown) {
    let invite = invite(&CallId::from_graph("c").unwrap());
    shown.debug(&invite);
    shown.debug(&invite.participants());
    shown.debug(&AccessToken::new(TOKEN));
    shown.error(&PhoneNumber::parse("+4930555014 ext. 1").unwrap_err());
}
