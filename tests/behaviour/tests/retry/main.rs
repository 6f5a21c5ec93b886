//! What is retried and what is not, counted at the server.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod check;
mod deadline;
mod forbidden;
mod fresh_token;
mod keep_alive;
mod trace;

use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::token::AccessToken;
use invites::{
    Client, ClientBuilder, ClientContext, Cloud, Inbox, Invite, NotSent, RetryPolicy, Ringing,
    SendError, Uuid, graph_invite,
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// The default policy with short waits.
fn quick() -> RetryPolicy {
    RetryPolicy::default().initial_backoff(Duration::from_millis(5))
}

fn client(service: &ScriptedServer) -> ClientBuilder {
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

fn says(status: &str, headers: &str) -> Action {
    Action::Respond(response(status, headers, "{}"))
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    request.lines().find_map(|line| {
        let (key, value) = line.split_once(": ")?;
        key.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// Whether a phone rings.
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
            Err(error) if error.did_not_ring() => Self::Nobody,
            Err(_) => Self::Perhaps,
        }
    }
}

const OK: &str = "200 OK";
const DATE_PAST: &str = "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

#[tokio::test]
async fn each_result_is_retried_as_often_as_allowed() {
    use End::{Nobody, Perhaps, Rings};

    let stalls = Action::RespondAndStall(Vec::new());
    let soon = "retry-after: 0.02\r\n";
    // What the server does, whether a phone rings, and the number of requests.
    for (script, end, requests) in [
        (vec![says(OK, "")], Rings, 1),
        // Certainly rang nobody.
        (vec![says("429 A", ""), says(OK, "")], Rings, 2),
        (vec![says("429 A", soon), says(OK, "")], Rings, 2),
        (vec![says("429 A", DATE_PAST), says(OK, "")], Rings, 2),
        (
            vec![says("429 A", "retry-after: soon\r\n"), says(OK, "")],
            Rings,
            2,
        ),
        (
            vec![
                says("429 A", DATE_PAST),
                says("429 A", ""),
                says("429 A", soon),
                says(OK, ""),
            ],
            Rings,
            4,
        ),
        (vec![says("429 A", "")], Nobody, 4),
        // A longer wait than the deadline allows.
        (vec![says("429 A", "retry-after: 90\r\n")], Nobody, 1),
        (vec![says("429 A", "retry-after: 1e300\r\n")], Nobody, 1),
        // May be ringing.
        (vec![says("503 A", "")], Perhaps, 1),
        (vec![says("503 A", soon), says(OK, "")], Perhaps, 1),
        (vec![says("503 A", DATE_PAST), says(OK, "")], Perhaps, 1),
        (vec![says("408 A", soon)], Perhaps, 1),
        (vec![says("409 A", soon)], Perhaps, 1),
        (vec![says("410 A", soon)], Perhaps, 1),
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
        (vec![Action::Reset], Perhaps, 1),
        (vec![Action::Respond(Vec::new())], Perhaps, 1),
        (vec![Action::Respond(b"HTTP/1.1 429".to_vec())], Perhaps, 1),
        (vec![Action::Respond(b"junk\r\n\r\n".to_vec())], Perhaps, 1),
        (vec![stalls.clone()], Perhaps, 1),
        (vec![says("429 A", soon), says("504 A", soon)], Perhaps, 2),
        (vec![says("429 A", soon), Action::Reset], Perhaps, 2),
        (vec![says("429 A", soon), stalls], Perhaps, 2),
        // A retry would not help.
        (vec![says("400 A", soon)], Nobody, 1),
        (vec![says("403 A", soon)], Nobody, 1),
        (vec![says("404 A", soon)], Nobody, 1),
        // The token source has only this token.
        (vec![says("401 A", "")], Nobody, 1),
    ] {
        let service = ScriptedServer::script(script.clone());
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
            // Identical, with the same request id and client context.
            assert_eq!(again, &sent[0]);
        }

        let service = ScriptedServer::script(script.clone());
        let _ = invited(client(&service).retry_policy(RetryPolicy::disabled())).await;
        assert_eq!(service.requests().len(), 1, "{script:?}");
    }
}

#[tokio::test]
async fn retry_waits_as_long_as_retry_after() {
    let throttled = says("429 A", "retry-after: 0.3\r\n");
    let service = ScriptedServer::script([throttled, says(OK, "")]);
    let began = Instant::now();
    let _ringing = invited(client(&service)).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn max_attempts_limits_the_attempts_and_is_reported() {
    let service = ScriptedServer::script([says("429 A", "")]);
    let end = invited(client(&service).retry_policy(quick().max_attempts(2))).await;
    let Err(SendError::Refused(refused)) = end else {
        panic!("{end:?}")
    };
    let shown = refused.to_string();
    assert!(shown.ends_with(": HTTP 429, after 2 attempts"), "{shown}");
    assert_eq!(service.requests().len(), 2);
}

#[tokio::test]
async fn failed_connection_is_retried() {
    let mut server = ScriptedServer::unreachable();
    let end = invited(client(&server)).await;
    assert!(
        matches!(
            end,
            Err(SendError::NotSent(NotSent::Connect { attempts: 4, .. }))
        ),
        "{end:?}"
    );

    let patient = quick().initial_backoff(Duration::from_millis(200));
    let sending = invited(client(&server).retry_policy(patient));
    let listening = async {
        sleep(Duration::from_millis(100)).await;
        server.listen([says(OK, "")]);
    };
    let (sent, ()) = tokio::join!(sending, listening);
    let _ringing = sent.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn attempts_share_one_subscription() {
    let throttled = says("429 A", "retry-after: 0.3\r\n");
    let service = ScriptedServer::script([throttled, says(OK, "")]);
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

/// The first 503 may come after a phone rang, so a later refusal does not prove that none did.
#[tokio::test]
async fn allowed_repeat_of_a_503_judges_all_requests_together() {
    use End::{Perhaps, Rings};

    let busy = || says("503 A", "retry-after: 0.02\r\n");
    let refused = |code: &str| {
        let body = format!(r#"{{"error":{{"code":"{code}","message":"no"}}}}"#);
        Action::Respond(response("400 A", "", &body))
    };
    for (second, end) in [
        (says(OK, ""), Rings),
        (refused("8559"), Rings),
        (refused("8523"), Perhaps),
        (refused("8519"), Perhaps),
        (says("429 A", "retry-after: 90\r\n"), Perhaps),
        (says("504 A", ""), Perhaps),
        (Action::Reset, Perhaps),
    ] {
        let service = ScriptedServer::script([busy(), second.clone()]);
        let policy = RetryPolicy::default().repeat_unavailable(true);
        let sent = invited(client(&service).retry_policy(policy)).await;
        assert_eq!(End::of(&sent), end, "{second:?}: {sent:?}");
        assert_eq!(service.requests().len(), 2);
    }
}
