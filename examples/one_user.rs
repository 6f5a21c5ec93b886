//! Documented example 1: one user.

use graph_invite::graph_invite;
use graph_invite_emulator::Emulator;
use graph_invite_examples::{client_of, show, show_wire};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client = client_of(&emulator)?;

    let ringing = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
    .send(&client)
    .await?;

    show_wire(&emulator);
    show(&ringing);
    Ok(())
}
