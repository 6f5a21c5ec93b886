//! Documented example 2: several users at once.
//!
//! The page gives both of them a `replacesCallId`, with which the service reads the first and drops
//! the rest (rule 4); the macro refuses that. This is the lawful form, without one.

use graph_invite::graph_invite;
use graph_invite_emulator::Emulator;
use graph_invite_examples::{client_of, show, show_wire};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client = client_of(&emulator)?;

    let ringing = graph_invite! {
        // Several people are invited only to a group call with a chat, or to a meeting.
        call: emulator.add_group_call_with_chat(),
        participants: [
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "Ada",
            user "1e126418-44a0-4a94-a6f8-0efe1ad71acb" named "Bob",
        ],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
    .send(&client)
    .await?;

    show_wire(&emulator);
    show(&ringing);
    Ok(())
}
