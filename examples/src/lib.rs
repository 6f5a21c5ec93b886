//! What the examples share: their arguments, a client of the emulated service, a registered bot, and
//! their output.

mod arguments;
mod output;
mod registered_bot;

pub use arguments::{command, registered_bot};
pub use output::{TimeLine, print_accepted, print_heading, print_last_exchange, print_ring_counts};
pub use registered_bot::RegisteredBot;

use graph_invite::error::BuildError;
use graph_invite::token::AccessToken;
use graph_invite::{Client, ClientBuilder, Cloud};
use graph_invite_emulator::Emulator;

/// A client of the emulated service.
///
/// # Errors
///
/// As [`ClientBuilder::build`].
pub fn emulated_client(emulator: &Emulator) -> Result<Client, BuildError> {
    emulated_client_builder(emulator).build()
}

/// The same, before it is built.
pub fn emulated_client_builder(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
}

/// Compiles every Rust block of the documentation.
#[cfg(doctest)]
mod documentation {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/guide/README.md")]
    struct Guide;
    #[doc = include_str!("../../docs/guide/how-it-works.md")]
    struct HowItWorks;
    #[doc = include_str!("../../docs/guide/sending.md")]
    struct Sending;
    #[doc = include_str!("../../docs/guide/outcomes.md")]
    struct Outcomes;
    #[doc = include_str!("../../docs/guide/polling.md")]
    struct Polling;
    #[doc = include_str!("../../docs/guide/cancelling.md")]
    struct Cancelling;
    #[doc = include_str!("../../docs/guide/hunting.md")]
    struct Hunting;
    #[doc = include_str!("../../docs/guide/calls.md")]
    struct Calls;
    #[doc = include_str!("../../docs/guide/production.md")]
    struct Production;
    #[doc = include_str!("../../docs/guide/shutting-down.md")]
    struct ShuttingDown;
    #[doc = include_str!("../../docs/guide/several-machines.md")]
    struct SeveralMachines;
    #[doc = include_str!("../../docs/guide/testing-a-bot.md")]
    struct TestingABot;
    #[doc = include_str!("../../docs/guide/testing.md")]
    struct Testing;
    #[doc = include_str!("../../docs/guide/observability.md")]
    struct Observability;
}
