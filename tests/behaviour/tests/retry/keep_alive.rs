//! What the transport sends anew below the policy: nothing that had left.

use super::{OK, client, invite};
use graph_invite_tests::raw::{Does, Service, answer};
use invites::{ClientContext, SendError, Uuid};
use std::time::Duration;
use tokio::time::sleep;

/// The connection is kept alive, and closes around the time at which the next request comes. What
/// the transport then sends anew must not have left before.
#[tokio::test]
async fn no_race_for_a_connection_sends_an_invite_twice() {
    const INVITES: u128 = 60;
    let ok = answer(OK, "", "{}");
    for does in [
        Does::Says(ok.clone()),
        Does::Cuts(ok.clone()),
        Does::Keeps(ok.clone()),
    ] {
        let service = Service::that(does.clone()).await;
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
            // Now at once, now a little later, so that the end is met before, amid and after.
            if number % 3 > 0 {
                sleep(Duration::from_millis(u64::try_from(number % 3).unwrap())).await;
            }
        }
        match does {
            Does::Keeps(_) => assert_eq!(rang, INVITES),
            // Every other one had begun to arrive when the connection was cut.
            Does::Cuts(_) => assert_eq!(rang, INVITES / 2),
            _ => assert!(rang > 0),
        }
    }
}

/// A connection that has carried an answer reads the next request whole and breaks: that may have
/// rung, and neither the transport nor the policy sends it anew.
#[tokio::test]
async fn a_kept_connection_that_breaks_after_a_request_is_not_replaced() {
    let service = Service::script([Does::Keeps(answer(OK, "", "{}")), Does::Resets]).await;
    let client = client(&service).build().unwrap();
    let [first, second] = [1, 2].map(|number| ClientContext::from(Uuid::from_u128(number)));
    let _ringing = invite(first).send(&client).await.unwrap();
    let end = invite(second).send(&client).await;
    assert!(matches!(end, Err(SendError::Unknown(_))), "{end:?}");
    assert_eq!(service.requests().len(), 2);
}
