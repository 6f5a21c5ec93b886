//! Documented example 5: somebody is moved from one meeting to another.
//!
//! `moves` is their entry on the roster of the meeting they leave, `from` that meeting. Both must
//! have been made by this bot.

use graph_invite::{UserId, graph_invite};
use graph_invite_emulator::Emulator;
use graph_invite_examples::{client_of, show, show_wire};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client = client_of(&emulator)?;
    let (plenary, breakout) = (emulator.add_meeting(), emulator.add_meeting());
    let ada = UserId::parse("682b6c37-0729-4fab-ace6-d730d5d9137e")?;
    let entry = emulator
        .add_participant(plenary, *ada.as_uuid())
        .ok_or("the plenary is over")?;

    let ringing = graph_invite! {
        call: breakout,
        participants: [user ada provider "AAD" moves entry from plenary],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
    .send(&client)
    .await?;

    show_wire(&emulator);
    show(&ringing);
    Ok(())
}
