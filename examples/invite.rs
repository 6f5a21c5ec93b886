//! Invites a user into a call and prints the result.
//!
//! `cargo run --example invite` uses the emulated service. To use Microsoft Graph, set
//! `GRAPH_TENANT_ID`, `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET`, and pass a call id and a user id.

use graph_invite::{CallId, Client, Ringing, SendError, UserId, graph_invite};
use graph_invite_emulator::Emulator;
use graph_invite_examples::{
    RegisteredBot, emulated_client, print_accepted, print_error, print_last_request,
    print_ring_counts,
};
use std::env;
use std::error::Error;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    if let Some(bot) = RegisteredBot::from_env()? {
        let mut arguments = env::args().skip(1);
        let (Some(call), Some(user)) = (arguments.next(), arguments.next()) else {
            return Err("usage: invite CALL_ID USER_ID".into());
        };
        let client = bot.client_builder().build()?;
        let (call, user) = (CallId::parse(&call)?, UserId::parse(&user)?);
        return Ok(report(invite(&client, &call, user).await).await?);
    }

    let emulator = Emulator::start().await?;
    let client = emulated_client(&emulator)?;
    let call = CallId::from_uuid(emulator.add_meeting());
    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
    let result = invite(&client, &call, ada).await;
    print_last_request(&emulator);
    report(result).await?;
    print_ring_counts(&emulator);
    Ok(())
}

async fn invite(client: &Client, call: &CallId, user: UserId) -> Result<Ringing, SendError> {
    graph_invite! {
        call: call,
        participants: [user user named "Ada"],
    }
    .send(client)
    .await
}

/// Prints which of the four results the send has, and returns the errors among them.
async fn report(result: Result<Ringing, SendError>) -> Result<(), SendError> {
    match &result {
        Ok(ringing) => print_accepted(ringing),
        Err(SendError::NotSent(_)) => println!("Nothing was sent. You may send the invite again."),
        Err(SendError::Refused(refused)) => {
            println!("The service refused the invite: {}.", refused.advice());
        }
        // Another request could ring the same phone twice, so ask the service first.
        Err(SendError::Unknown(unknown)) => {
            println!("A phone may be ringing. Check: {:?}", unknown.check().await);
        }
        Err(_) => {}
    }
    result.map(drop)
}
