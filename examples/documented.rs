//! Sends the five requests that Microsoft documents for this API, and prints each of them.
//!
//! Each function below is one of the documented examples.

use graph_invite::{Invite, UserId, Uuid, graph_invite};
use graph_invite_emulator::Emulator;
use graph_invite_examples::{
    command, emulated_client, print_accepted, print_heading, print_last_exchange, print_ring_counts,
};
use graph_invite_terminal::print_error;
use std::error::Error;
use std::process::ExitCode;

/// Example 1: one user.
fn one_user(call: Uuid) -> Invite {
    graph_invite! {
        call: call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
}

/// Example 2: several users at once. The call must be a meeting, or a group call with a chat.
///
/// The documented request also sets `replacesCallId` on both users. Then the service reads only the
/// first of them, so the macro rejects it (rule 4).
fn several_users(call: Uuid) -> Invite {
    graph_invite! {
        call: call,
        participants: [
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "Ada",
            user "1e126418-44a0-4a94-a6f8-0efe1ad71acb" named "Bob",
        ],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
}

/// Example 3: a user leaves a peer-to-peer call and joins a group call.
fn replace_call(group_call: Uuid, peer_to_peer_call: Uuid) -> Invite {
    graph_invite! {
        call: group_call,
        participants: [
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "Ada" replaces peer_to_peer_call,
        ],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
}

/// Example 4: a phone. The bot must have made the call from a resource account with a phone number.
fn phone(call: Uuid) -> Invite {
    graph_invite! {
        call: call,
        participants: [phone "+12345678901"],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
}

/// Example 5: a user moves from one meeting to another. The same bot must have made both meetings.
///
/// `roster_entry` is the id of the user's entry on the roster of `plenary`.
fn move_participant(plenary: Uuid, roster_entry: Uuid, breakout: Uuid, user: UserId) -> Invite {
    graph_invite! {
        call: breakout,
        participants: [user user provider "AAD" moves roster_entry from plenary],
        context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let about =
        "Sends the five requests that Microsoft documents for this API, to the emulated service.";
    command("documented", about).get_matches();
    match send_all().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn send_all() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client = emulated_client(&emulator)?;

    let user = UserId::parse("682b6c37-0729-4fab-ace6-d730d5d9137e")?;
    let (plenary, breakout) = (emulator.add_meeting(), emulator.add_meeting());
    let roster_entry = emulator
        .add_participant(plenary, user.as_uuid())
        .ok_or("the meeting has ended")?;
    let group_call = emulator.add_group_call();

    for (title, invite) in [
        ("One user", one_user(emulator.add_meeting())),
        (
            "Several users",
            several_users(emulator.add_group_call_with_chat()),
        ),
        (
            "Replace a call",
            replace_call(group_call, emulator.add_peer_to_peer_call()),
        ),
        ("Phone", phone(group_call)),
        (
            "Move a participant",
            move_participant(plenary, roster_entry, breakout, user),
        ),
    ] {
        let ringing = invite.send(&client).await?;
        print_heading(title);
        print_last_exchange(&emulator);
        print_accepted(&ringing);
    }
    println!();
    print_ring_counts(&emulator);
    Ok(())
}
