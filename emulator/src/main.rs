//! The calls service on this machine, to try an invite by hand.
//!
//! Takes a port, or any that is free. Serves until Ctrl-C, then says whose phone rang.

use graph_invite_emulator::Emulator;
use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve())
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let port = match env::args().nth(1) {
        Some(port) => port.parse()?,
        None => 0,
    };
    let emulator = Emulator::builder().port(port).start().await?;
    let (root, token) = (emulator.root(), emulator.token());
    let meeting = emulator.meeting();

    println!("root   {root}");
    println!("token  {token}");
    println!();
    println!("Calls to invite people to:");
    println!("  meeting               {meeting}");
    println!("  group call with chat  {}", emulator.group_with_chat());
    println!("  group call            {}", emulator.group());
    println!("  peer-to-peer call     {}", emulator.peer_to_peer());
    println!();
    println!("Invite somebody to the meeting:");
    println!(
        r#"
curl -i {root}/v1.0/communications/calls/{meeting}/participants/invite \
  -H 'Authorization: Bearer {token}' \
  -H 'Content-Type: application/json' \
  -d '{{"participants": [{{"identity": {{"user": {{"id": "278405a3-f568-4b3e-b684-009193463064"}}}}}}]}}'

Ctrl-C ends it."#
    );

    tokio::signal::ctrl_c().await?;
    println!();
    for (person, times) in emulator.rings() {
        println!("rang: {person}: {times}");
    }
    Ok(())
}
