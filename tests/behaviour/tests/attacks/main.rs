//! Attacks on what the crate promises: that an invite rings once, that it learns only its own end, and
//! that nothing odd from outside stops it.
//!
//! Attacks that other tests cover: forged tokens and odd documents of keys
//! (`runtime/src/callback/tests`); token sources that hang or fail (`runtime/src/auth/cache/tests`);
//! secrets in texts and logs (`secrets`); certificates (`faults`); every status, before and after
//! ringing (`evidence`); connections that close while they are reused (`retry`); memory
//! (`runtime/src/inbox/tests/memory.rs`); time (`bench`, with the argument `roster`).

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod foreign_ends;
mod odd_bodies;
mod paths;
mod raw_answers;
mod repeats;
mod router;

use graph_invite_emulator::Emulator;
use invites::token::AccessToken;
use invites::{
    CallId, Client, ClientBuilder, ClientContext, Cloud, Inbox, Invite, Participant, Polling, Url,
    UserId,
};

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";

fn invite(call: impl Into<CallId>, user: &str, context: &str) -> Invite {
    Invite::builder()
        .call(call.into())
        .context(Some(ClientContext::parse(context).unwrap()))
        .participants([Participant::user(UserId::parse(user).unwrap())].into())
        .build()
        .unwrap()
}

fn call() -> CallId {
    CallId::parse(CALL).unwrap()
}

fn client(root: &Url, token: &str) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(root.clone()))
        .token_source(AccessToken::new(token))
        .polling(Polling::off())
}

/// A client of the emulator, with an inbox to which the emulator has no way.
fn client_of(emulator: &Emulator, inbox: &Inbox) -> Client {
    client(&emulator.url(), emulator.token())
        .inbox(inbox.clone())
        .build()
        .unwrap()
}
