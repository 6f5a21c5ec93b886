//! Makes a call, keeps it alive, answers another one, and hangs up.
//!
//! `cargo run --example call` uses the emulated service. The crate wraps no calls but their state, roster
//! and operations: `Client::request` sends everything else of Graph.

use graph_invite::notification::CallState;
use graph_invite::{CallId, Client, Method, RequestError};
use graph_invite_emulator::Emulator;
use graph_invite_examples::{command, emulated_client};
use graph_invite_terminal::print_error;
use serde_json::{Value, json};
use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::sleep;

#[derive(serde::Deserialize)]
struct Made {
    id: CallId,
}

/// Makes a call to a user. Returns its id.
async fn make(client: &Client, user: &str) -> Result<CallId, Box<dyn Error>> {
    let body = json!({
        "@odata.type": "#microsoft.graph.call",
        "callbackUri": "https://bot.example/callback",
        "targets": [{ "identity": { "user": { "id": user } } }],
        "requestedModalities": ["audio"],
        "mediaConfig": { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
    });
    let made = client.request(Method::POST, "communications/calls");
    let made: Made = made.json(&body).send().await?.json()?;
    Ok(made.id)
}

/// Does something with a call. Returns the status.
async fn act(
    client: &Client,
    call: &CallId,
    action: &str,
    body: &Value,
) -> Result<u16, RequestError> {
    let path = format!("communications/calls/{call}/{action}");
    let done = client
        .request(Method::POST, &path)
        .json(body)
        .send()
        .await?;
    Ok(done.status())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let about =
        "Makes a call, keeps it alive, answers another one, and hangs up, at the emulated service.";
    command("call", about).get_matches();
    match make_and_answer().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn make_and_answer() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client = emulated_client(&emulator)?;
    let ada = "278405a3-f568-4b3e-b684-009193463064";

    let call = make(&client, ada).await?;
    wait_until_established(&client, &call).await?;
    println!("made a call");
    // Within 45 minutes of the last time, or the service ends the call.
    println!(
        "kept alive: {}",
        act(&client, &call, "keepAlive", &Value::Null).await?
    );

    let incoming = CallId::from_uuid(emulator.ring_bot(ada.parse()?));
    let answer = json!({
        "callbackUri": "https://bot.example/callback",
        "acceptedModalities": ["audio"],
        "mediaConfig": { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
    });
    act(&client, &incoming, "answer", &answer).await?;
    wait_until_established(&client, &incoming).await?;
    println!("answered a call");

    client.hang_up(&incoming).await?;
    if let Err(RequestError::Status(gone)) = client.call(&incoming).await {
        println!("ended: {:?}", gone.kind());
    }
    Ok(())
}

/// Waits until people can be invited.
async fn wait_until_established(client: &Client, call: &CallId) -> Result<(), RequestError> {
    while client.call(call).await?.state != Some(CallState::Established) {
        sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}
