//! The main job: invite somebody into a call, and say how that ended.
//!
//! `cargo run --example invite` plays against the emulated service. With `GRAPH_TENANT_ID`,
//! `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET` of your bot, and a call and a user as arguments, it
//! is Microsoft Graph that rings.

use graph_invite::{CallId, Client, Ringing, SendError, UserId, graph_invite};
use graph_invite_emulator::Emulator;
use graph_invite_examples::{Registration, client_of, show, show_wire};
use std::env;
use std::error::Error;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    if let Some(bot) = Registration::of_environment()? {
        let mut arguments = env::args().skip(1);
        let (Some(call), Some(user)) = (arguments.next(), arguments.next()) else {
            return Err("say which call and whom: invite CALL_ID USER_ID".into());
        };
        let client = bot.client().build()?;
        let (call, user) = (CallId::parse(&call)?, UserId::parse(&user)?);
        return Ok(told(&invite(&client, &call, user).await));
    }

    let emulator = Emulator::start().await?;
    let client = client_of(&emulator)?;
    let call = CallId::from_uuid(emulator.add_meeting());
    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
    let end = invite(&client, &call, ada).await;
    show_wire(&emulator);
    Ok(told(&end))
}

async fn invite(client: &Client, call: &CallId, user: UserId) -> Result<Ringing, SendError> {
    graph_invite! {
        call: call,
        participants: [user user named "Ada"],
    }
    .send(client)
    .await
}

/// Says which of the four ends it was.
fn told(end: &Result<Ringing, SendError>) -> ExitCode {
    match end {
        Ok(ringing) => {
            show(ringing);
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut cause: Option<&dyn Error> = Some(error);
            while let Some(error) = cause {
                println!("{error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}
