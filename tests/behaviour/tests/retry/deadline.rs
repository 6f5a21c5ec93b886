//! One deadline ends all of a send. Everything else in these tests has an hour, so only the deadline
//! can end them.

use super::{OK, client, invited, says};
use graph_invite_tests::scripted_server::{Action, ScriptedServer};
use invites::token::{TokenError, TokenRequest};
use invites::{ClientBuilder, NotSent, SendError, UnknownReason};
use std::future::pending;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);
const SHORT: Duration = Duration::from_secs(1);

fn hasty(service: &ScriptedServer) -> ClientBuilder {
    client(service).timeout(HOUR).deadline(SHORT)
}

/// A token source that answers the first request only.
fn token_once() -> impl invites::token::TokenSource {
    let has_answered = AtomicBool::new(false);
    move |_: TokenRequest| {
        let is_first = !has_answered.swap(true, Ordering::Relaxed);
        async move {
            if is_first {
                Ok::<_, io::Error>("token")
            } else {
                pending().await
            }
        }
    }
}

#[tokio::test]
async fn silence_after_a_429_ends_at_the_deadline_as_unknown() {
    let throttled = says("429 A", "retry-after: 0.02\r\n");
    for first in [Action::RespondAndStall(Vec::new()), throttled.clone()] {
        let service = ScriptedServer::script([first, Action::RespondAndStall(Vec::new())]);
        let end = invited(hasty(&service)).await;
        let Err(SendError::Unknown(unknown)) = end else {
            panic!("{end:?}")
        };
        assert!(matches!(unknown.reason(), UnknownReason::Timeout(_)));
        assert_eq!(
            usize::try_from(unknown.attempts()).unwrap(),
            service.requests().len()
        );
    }
}

#[tokio::test]
async fn answer_that_stops_at_the_deadline_is_ringing() {
    let half = b"HTTP/1.1 200 OK\r\nrequest-id: 1\r\ncontent-length: 9\r\n\r\n{".to_vec();
    let service = ScriptedServer::always(Action::RespondAndStall(half));
    let ringing = invited(hasty(&service)).await.unwrap();
    assert!(ringing.operation_id().is_none());
}

#[tokio::test]
async fn wait_beyond_the_deadline_is_not_begun() {
    // 25 seconds fit into the deadline, but then there is no time to connect.
    for (wait, deadline) in [("25", 20), ("25", 30), ("3600", 90)] {
        let throttled = says("429 A", &format!("retry-after: {wait}\r\n"));
        let service = ScriptedServer::script([throttled, says(OK, "")]);
        let deadline = Duration::from_secs(deadline);
        let end = invited(client(&service).timeout(HOUR).deadline(deadline)).await;
        let Err(SendError::Refused(refused)) = end else {
            panic!("{end:?}")
        };
        assert_eq!((refused.status(), refused.attempts()), (429, 1));
        assert_eq!(refused.retry_after().unwrap().as_secs().to_string(), wait);
        assert_eq!(service.requests().len(), 1);
    }
}

#[tokio::test]
async fn token_that_does_not_come_before_the_deadline_is_not_sent() {
    let service = ScriptedServer::script([says(OK, "")]);
    let never = |_: TokenRequest| pending::<Result<String, io::Error>>();
    let end = invited(hasty(&service).token_source(never)).await;
    let Err(SendError::NotSent(NotSent::Token(TokenError::Timeout { after }))) = end else {
        panic!("{end:?}")
    };
    assert!(after <= SHORT, "{after:?}");
    assert_eq!(service.requests().len(), 0);
}

#[tokio::test]
async fn token_of_a_retry_that_does_not_come_leaves_the_last_error() {
    for status in ["401 A", "429 A"] {
        let service = ScriptedServer::script([says(status, ""), says(OK, "")]);
        let end = invited(hasty(&service).token_source(token_once())).await;
        let Err(SendError::Refused(refused)) = end else {
            panic!("{end:?}")
        };
        assert_eq!(format!("{} A", refused.status()), status);
        assert_eq!((refused.attempts(), service.requests().len()), (1, 1));
    }
}

#[tokio::test]
async fn token_that_does_not_come_after_an_open_request_is_unknown() {
    let busy = says("503 A", "retry-after: 0.02\r\n");
    let service = ScriptedServer::script([busy, says(OK, "")]);
    let policy = super::quick().repeat_unavailable(true);
    let client = hasty(&service).retry_policy(policy);
    let end = invited(client.token_source(token_once())).await;
    let Err(SendError::Unknown(unknown)) = end else {
        panic!("{end:?}")
    };
    assert!(matches!(
        unknown.reason(),
        UnknownReason::Status { status: 503, .. }
    ));
    assert_eq!(service.requests().len(), 1);
}
