//! The stage on which the examples play: the emulated service, a client of it, and what to show
//! afterwards. README is compiled here too.
#![doc = include_str!("../../README.md")]

use graph_invite::emulator::Emulator;
use graph_invite::{AccessToken, BuildError, Client, Operation, Ringing};

/// A client of the emulated service.
///
/// # Errors
///
/// As [`graph_invite::ClientBuilder::build`].
pub fn client_of(emulator: &Emulator) -> Result<Client, BuildError> {
    Client::builder()
        .cloud(emulator.cloud())
        .token(AccessToken::new(emulator.token()))
        .build()
}

/// Prints what came of an invite: the operation, and the key by which its end will be told.
pub fn show(ringing: &Ringing) {
    match ringing.operation() {
        Some(Operation {
            id: Some(id),
            status,
            ..
        }) => println!("operation  {id} is {status:?}"),
        _ => println!("operation  accepted, without a word about it"),
    }
    println!("context    {}", ringing.client_context());
}

/// Prints what only the emulator knows: the request as it crossed the wire, and whose phone rang.
pub fn show_wire(emulator: &Emulator) {
    for request in emulator.requests() {
        println!("{request}\n");
    }
    for (person, times) in emulator.rings() {
        println!("rang       {person}: {times}");
    }
}
