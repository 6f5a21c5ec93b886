//! What is sent again and what is not, counted where it arrives.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod forbidden;
mod fresh_token;
mod keep_alive;
mod look;
mod trace;

use graph_invite_tests::raw::{Does, Service, answer};
use invites::{
    AccessToken, Client, ClientBuilder, ClientContext, Cloud, Inbox, Invite, NotSent, RetryPolicy,
    Ringing, SendError, Uuid, graph_invite,
};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::time::sleep;

/// The default, but for the waits.
fn quick() -> RetryPolicy {
    RetryPolicy::default().initial_backoff(Duration::from_millis(5))
}

fn client(service: &Service) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(service.root.clone()))
        .token_source(AccessToken::new("secret-token"))
        .timeout(Duration::from_millis(500))
        .retry_policy(quick())
}

fn invite(context: ClientContext) -> Invite {
    graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" named "Ada"],
        context: context,
    }
}

async fn invited(client: ClientBuilder) -> Result<Ringing, SendError> {
    invite(ClientContext::from(Uuid::from_u128(7)))
        .send(&client.build().unwrap())
        .await
}

fn says(status: &str, headers: &str) -> Does {
    Does::Says(answer(status, headers, "{}"))
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    request.lines().find_map(|line| {
        let (key, value) = line.split_once(": ")?;
        key.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// Whether it rings.
#[derive(Debug, PartialEq)]
enum End {
    Rings,
    Nobody,
    Perhaps,
}

impl End {
    fn of(sent: &Result<Ringing, SendError>) -> Self {
        match sent {
            Ok(_) => Self::Rings,
            Err(error) if error.rings_nobody() => Self::Nobody,
            Err(_) => Self::Perhaps,
        }
    }
}

const OK: &str = "200 OK";
const DATE_PAST: &str = "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

#[tokio::test]
async fn every_row_is_asked_as_often_as_it_may_be() {
    use End::{Nobody, Perhaps, Rings};

    let stalls = Does::Stalls(Vec::new());
    let soon = "retry-after: 0.02\r\n";
    // What the service does, and what comes of it: whether it rings, and after how many requests.
    for (script, end, requests) in [
        (vec![says(OK, "")], Rings, 1),
        // Surely rang nobody.
        (vec![says("429 A", ""), says(OK, "")], Rings, 2),
        (vec![says("429 A", soon), says(OK, "")], Rings, 2),
        (vec![says("429 A", DATE_PAST), says(OK, "")], Rings, 2),
        (
            vec![says("429 A", "retry-after: soon\r\n"), says(OK, "")],
            Rings,
            2,
        ),
        (vec![says("503 A", soon), says(OK, "")], Rings, 2),
        (vec![says("503 A", DATE_PAST), says(OK, "")], Rings, 2),
        (
            vec![
                says("503 A", soon),
                says("429 A", ""),
                says("429 A", soon),
                says(OK, ""),
            ],
            Rings,
            4,
        ),
        (vec![says("429 A", "")], Nobody, 4),
        (vec![says("503 A", soon)], Nobody, 4),
        // Longer than the whole may take.
        (vec![says("429 A", "retry-after: 31\r\n")], Nobody, 1),
        (vec![says("503 A", "retry-after: 1e300\r\n")], Nobody, 1),
        // May be ringing.
        (vec![says("503 A", "")], Perhaps, 1),
        (vec![says("503 A", "retry-after: soon\r\n")], Perhaps, 1),
        (vec![says("500 A", soon)], Perhaps, 1),
        (vec![says("501 A", soon)], Perhaps, 1),
        (vec![says("502 A", soon)], Perhaps, 1),
        (vec![says("504 A", soon)], Perhaps, 1),
        (vec![says("301 A", "location: /x\r\n")], Perhaps, 1),
        (
            vec![says("307 A", "location: /x\r\nretry-after: 0\r\n")],
            Perhaps,
            1,
        ),
        (vec![says("308 A", "location: /x\r\n")], Perhaps, 1),
        (vec![Does::Resets], Perhaps, 1),
        (vec![Does::Says(Vec::new())], Perhaps, 1),
        (vec![Does::Says(b"HTTP/1.1 429".to_vec())], Perhaps, 1),
        (vec![Does::Says(b"junk\r\n\r\n".to_vec())], Perhaps, 1),
        (vec![stalls.clone()], Perhaps, 1),
        (vec![says("429 A", soon), says("504 A", soon)], Perhaps, 2),
        (vec![says("429 A", soon), Does::Resets], Perhaps, 2),
        (vec![says("503 A", soon), stalls], Perhaps, 2),
        // Would not help.
        (vec![says("400 A", soon)], Nobody, 1),
        (vec![says("403 A", soon)], Nobody, 1),
        (vec![says("404 A", soon)], Nobody, 1),
        (vec![says("408 A", soon)], Nobody, 1),
        (vec![says("409 A", soon)], Nobody, 1),
        (vec![says("410 A", soon)], Nobody, 1),
        // The token source has only this token.
        (vec![says("401 A", "")], Nobody, 1),
    ] {
        let service = Service::script(script.clone()).await;
        let sent = invited(client(&service)).await;
        assert_eq!(End::of(&sent), end, "{script:?}: {sent:?}");
        let attempts = match &sent {
            Ok(ringing) => ringing.attempts(),
            Err(error) => error.attempts(),
        };
        assert_eq!(usize::try_from(attempts).unwrap(), requests, "{sent:?}");
        let sent = service.requests();
        assert_eq!(sent.len(), requests, "{script:?}");
        for again in &sent {
            // All the same, to the id and the client context, and but for nothing.
            assert_eq!(again, &sent[0]);
        }

        let service = Service::script(script.clone()).await;
        let _ = invited(client(&service).retry_policy(RetryPolicy::disabled())).await;
        assert_eq!(service.requests().len(), 1, "{script:?}");
    }
}

#[tokio::test]
async fn a_wait_is_as_long_as_the_service_asks() {
    let throttled = says("429 A", "retry-after: 0.3\r\n");
    let service = Service::script([throttled, says(OK, "")]).await;
    let began = Instant::now();
    let _ringing = invited(client(&service)).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));

    // What is asked for passes the total, so nobody waits for it.
    let service = Service::script([says("429 A", "retry-after: 3\r\n")]).await;
    let began = Instant::now();
    let policy = quick().max_elapsed(Duration::from_secs(2));
    let Err(SendError::Refused(refused)) = invited(client(&service).retry_policy(policy)).await
    else {
        panic!()
    };
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!((refused.status(), refused.attempts()), (429, 1));
    assert_eq!(refused.retry_after(), Some(Duration::from_secs(3)));
}

#[tokio::test]
async fn attempts_are_bounded_by_the_policy_and_told() {
    let service = Service::script([says("429 A", "")]).await;
    let end = invited(client(&service).retry_policy(quick().max_attempts(2))).await;
    let Err(SendError::Refused(refused)) = end else {
        panic!("{end:?}")
    };
    assert_eq!(refused.to_string(), "HTTP 429, after 2 attempts");
    assert_eq!(service.requests().len(), 2);
}

#[tokio::test]
async fn what_found_no_connection_is_sent_again() {
    let nobody = Service::nobody().await;
    let end = invited(client(&nobody)).await;
    assert!(
        matches!(
            end,
            Err(SendError::NotSent(NotSent::Connect { attempts: 4, .. }))
        ),
        "{end:?}"
    );

    let address = nobody.root.socket_addrs(|| None).unwrap()[0];
    let late = tokio::spawn(async move {
        sleep(Duration::from_millis(100)).await;
        let listener = TcpListener::bind(address).await.unwrap();
        Service::on(listener, [says(OK, "")])
    });
    let patient = quick().initial_backoff(Duration::from_millis(200));
    let _ringing = invited(client(&nobody).retry_policy(patient))
        .await
        .unwrap();
    assert_eq!(late.await.unwrap().requests().len(), 1);
}

#[tokio::test]
async fn an_invite_listens_once_for_all_its_attempts() {
    let throttled = says("429 A", "retry-after: 0.3\r\n");
    let service = Service::script([throttled, says(OK, "")]).await;
    let inbox = Inbox::new();
    let sending = tokio::spawn(invited(client(&service).inbox(inbox.clone())));
    while service.requests().is_empty() {
        sleep(Duration::from_millis(1)).await;
    }
    sleep(Duration::from_millis(100)).await;
    assert!(format!("{inbox:?}").contains("invites: 1"), "{inbox:?}");
    let ringing = sending.await.unwrap().unwrap();
    assert!(format!("{inbox:?}").contains("invites: 1"), "{inbox:?}");
    drop(ringing);
    assert!(format!("{inbox:?}").contains("invites: 0"), "{inbox:?}");
}
