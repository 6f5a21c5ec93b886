//! The transport below the retry policy never repeats a request that was sent.

use super::{OK, client, invite};
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::{ClientContext, SendError, Uuid};
use std::time::Duration;
use tokio::time::sleep;

/// The connection is kept alive and closes about when the next request comes. The transport may repeat
/// a request only if it has sent none of its bytes.
#[tokio::test]
async fn closing_connections_never_repeat_an_invite() {
    const INVITES: u128 = 60;
    let ok = response(OK, "", "{}");
    for does in [
        Action::Respond(ok.clone()),
        Action::RespondThenReset(ok.clone()),
        Action::RespondAndKeep(ok.clone()),
    ] {
        let service = ScriptedServer::always(does.clone());
        let client = client(&service).build().unwrap();
        let mut rang = 0;
        for number in 0..INVITES {
            let context = ClientContext::from(Uuid::from_u128(number + 1));
            let end = invite(context.clone()).send(&client).await;
            let sent = service.requests();
            let count = sent
                .iter()
                .filter(|sent| sent.contains(context.as_str()))
                .count();
            match &end {
                Ok(_) => assert_eq!(count, 1, "{does:?}"),
                Err(SendError::Unknown(_)) => assert!(count <= 1, "{does:?}: {count}"),
                Err(error) => panic!("{does:?}: {error:?}"),
            }
            rang += u128::from(end.is_ok());
            // Vary the delay, so that requests come before, while and after the connection closes.
            if number % 3 > 0 {
                sleep(Duration::from_millis(u64::try_from(number % 3).unwrap())).await;
            }
        }
        match does {
            Action::RespondAndKeep(_) => assert_eq!(rang, INVITES),
            // The server resets the connection when every second request begins to arrive.
            Action::RespondThenReset(_) => assert_eq!(rang, INVITES / 2),
            _ => assert!(rang > 0),
        }
    }
}

/// The server resets a reused connection after it has read a complete request. A phone may have rung,
/// so neither the transport nor the policy repeats it.
#[tokio::test]
async fn reset_of_a_reused_connection_after_the_request_is_unknown() {
    let service = ScriptedServer::script([
        Action::RespondAndKeep(response(OK, "", "{}")),
        Action::Reset,
    ]);
    let client = client(&service).build().unwrap();
    let [first, second] = [1, 2].map(|number| ClientContext::from(Uuid::from_u128(number)));
    let _ringing = invite(first).send(&client).await.unwrap();
    let end = invite(second).send(&client).await;
    assert!(matches!(end, Err(SendError::Unknown(_))), "{end:?}");
    assert_eq!(service.requests().len(), 2);
}
