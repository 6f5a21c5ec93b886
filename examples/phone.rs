//! Documented example 4: a phone.

use graph_invite::graph_invite;
use graph_invite_emulator::Emulator;
use graph_invite_examples::{client_of, show, show_wire};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client = client_of(&emulator)?;

    let ringing = graph_invite! {
        // For the real service, a call made from a resource account with a phone number.
        call: emulator.add_group_call(),
        participants: [phone "+12345678901"],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
    .send(&client)
    .await?;

    show_wire(&emulator);
    show(&ringing);
    Ok(())
}
