//! A process that sends an invite: a runtime of its own, which ends at once when it dies.

use crate::ledger::DeadlyLedger;
use invites::error::BoxError;
use invites::token::TokenRequest;
use invites::{Client, ClientBuilder, Invite, SendError};
use std::sync::Arc;
use std::thread;
use tokio::runtime;
use tokio::select;

/// What its author was told, unless it died before.
pub(crate) enum Told {
    Nothing,
    Accepted,
    Unknown,
    DidNotRing,
}

/// Runs a process until it has sent the invite, or dies.
pub(crate) async fn run(
    client: ClientBuilder,
    token: String,
    ledger: DeadlyLedger,
    invite: Invite,
) -> Told {
    let points = Arc::clone(&ledger.points);
    let process = thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap();
        let told = runtime.block_on(async {
            let source = {
                let points = Arc::clone(&points);
                move |_: TokenRequest| {
                    let (points, token) = (Arc::clone(&points), token.clone());
                    async move {
                        points.inside().await;
                        Ok::<_, BoxError>(token)
                    }
                }
            };
            let client = client.token_source(source).ledger(ledger).build().unwrap();
            select! {
                biased;
                () = points.until_dying() => Told::Nothing,
                told = send(&client, &invite) => told,
            }
        });
        drop(runtime);
        points.is_dead();
        told
    });
    tokio::task::spawn_blocking(|| process.join().unwrap())
        .await
        .unwrap()
}

async fn send(client: &Client, invite: &Invite) -> Told {
    match invite.send(client).await {
        Ok(_) => Told::Accepted,
        Err(SendError::Unknown(_)) => Told::Unknown,
        Err(_) => Told::DidNotRing,
    }
}
