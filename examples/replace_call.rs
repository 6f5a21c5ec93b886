//! Documented example 3: somebody leaves a peer-to-peer call for a group call.
//!
//! `call` is where they end up, `replaces` the call they leave.

use graph_invite::graph_invite;
use graph_invite_emulator::Emulator;
use graph_invite_examples::{client_of, show, show_wire};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client = client_of(&emulator)?;
    let conference = emulator.add_group_call();
    let consultation = emulator.add_peer_to_peer_call();

    let ringing = graph_invite! {
        call: conference,
        participants: [
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "Ada" replaces consultation,
        ],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
    .send(&client)
    .await?;

    show_wire(&emulator);
    show(&ringing);
    Ok(())
}
