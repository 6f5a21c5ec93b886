//! Runs the emulator until Ctrl-C, then prints which phones rang.
//!
//! The only argument is a port. Without it, any free port is used.

use graph_invite_emulator::Emulator;
use std::env;
use std::error::Error;
use std::process::ExitCode;
use tokio::runtime;

fn main() -> ExitCode {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let result = runtime
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(run()));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let port = match env::args().nth(1) {
        Some(port) => port
            .parse()
            .map_err(|_| format!("invalid port `{port}`: give a number from 0 to 65535"))?,
        None => 0,
    };
    let emulator = Emulator::builder().port(port).start().await?;
    let (root, token) = (emulator.root(), emulator.token());
    let meeting = emulator.add_meeting();

    println!("root   {root}");
    println!("token  {token}");
    println!();
    println!("Calls:");
    println!("  meeting               {meeting}");
    let call = emulator.add_group_call_with_chat();
    println!("  group call with chat  {call}");
    println!("  group call            {}", emulator.add_group_call());
    println!(
        "  peer-to-peer call     {}",
        emulator.add_peer_to_peer_call()
    );
    println!();
    println!("Invite a user to the meeting:");
    println!(
        r#"
curl -i {root}/v1.0/communications/calls/{meeting}/participants/invite \
  -H 'Authorization: Bearer {token}' \
  -H 'Content-Type: application/json' \
  -d '{{"participants": [{{"identity": {{"user": {{"id": "278405a3-f568-4b3e-b684-009193463064"}}}}}}]}}'

Press Ctrl-C to stop."#
    );

    tokio::signal::ctrl_c().await?;
    println!();
    for (person, count) in emulator.ring_counts() {
        println!("{person} rang {count} time(s)");
    }
    Ok(())
}
