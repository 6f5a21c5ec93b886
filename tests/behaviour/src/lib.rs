//! What the tests share: a service to call, a look at what it was sent, and at what is told.

pub mod raw;
pub mod told;

use graph_invite_emulator::{Emulator, Request};
use invites::{AccessToken, Client, Cloud};

/// An emulator, and a client of it.
///
/// # Panics
///
/// If either can't be had.
#[allow(clippy::unwrap_used, reason = "only tests call this")]
pub async fn calling() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .build()
        .unwrap();
    (emulator, client)
}

/// The last request that the emulator read.
///
/// # Panics
///
/// If there was none.
#[must_use]
#[allow(clippy::unwrap_used, reason = "only tests call this")]
pub fn sent(emulator: &Emulator) -> Request {
    emulator.requests().pop().unwrap()
}
