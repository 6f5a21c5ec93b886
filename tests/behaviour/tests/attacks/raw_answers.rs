//! Answers that are no good HTTP, or none that Graph gives. None makes the client send an invite
//! twice, and none is taken for more than it proves.

use super::*;
use graph_invite_tests::scripted_server::{Action, ScriptedServer};
use invites::{RetryPolicy, SendError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Long enough for each answer here that has an end.
const TIMEOUT: Duration = Duration::from_secs(3);

/// What a send may say after an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Says {
    Ringing,
    Unknown,
    /// Ringing or unknown, by how the HTTP library reads the answer.
    Either,
}

use Says::{Either, Ringing, Unknown};

#[rustfmt::skip]
fn answers() -> Vec<(&'static str, Says, String)> {
    let id = "request-id: r\r\n";
    let ok = format!("HTTP/1.1 200 OK\r\n{id}");
    let full = format!("{ok}content-length: 10\r\n\r\n{{\"id\":\"a\"}}");
    let status = |line: &str| format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\n\r\n");
    let deep = "[".repeat(100_000);
    let nested = format!("{}1{}", "{\"error\":".repeat(5000), "}".repeat(5000));
    let headers = "x: 1\r\n".repeat(5000);
    vec![
        ("no length, connection kept", Either, "HTTP/1.0 200 OK\r\n\r\n{\"id\":\"a\"}".into()),
        ("switching protocols", Unknown, "HTTP/1.1 101 S\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n".into()),
        ("100, then 200", Ringing, format!("HTTP/1.1 100 Continue\r\n\r\n{full}")),
        ("103 often, then 200", Ringing, format!("{}{full}", "HTTP/1.1 103 E\r\nlink: x\r\n\r\n".repeat(50))),
        ("shorter than its length", Ringing, format!("{ok}content-length: 500\r\n\r\n{{\"id\":\"a\"}}")),
        ("garbage behind the body", Ringing, format!("{full}GARBAGE")),
        ("two answers at once", Ringing, format!("{full}{full}")),
        ("a length and chunks", Either, format!("{ok}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\na\r\n{{\"id\":\"a\"}}\r\n0\r\n\r\n")),
        ("two lengths", Either, format!("{ok}content-length: 4\r\ncontent-length: 10\r\n\r\n{{\"id\":\"a\"}}")),
        ("a chunk of absurd size", Either, format!("{ok}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n{{}}")),
        ("chunks without an end", Ringing, format!("{ok}transfer-encoding: chunked\r\n\r\na\r\n{{\"id\":\"a\"}}\r\n")),
        ("a header of 2 MB", Unknown, format!("{ok}x: {}\r\ncontent-length: 0\r\n\r\n", "a".repeat(2_000_000))),
        ("5,000 headers", Unknown, format!("{ok}{headers}content-length: 0\r\n\r\n")),
        ("status 999", Unknown, status("999 X")),
        ("status 099", Unknown, status("099 X")),
        ("status 20", Unknown, status("20 X")),
        ("204 of another server", Unknown, "HTTP/1.1 204 N\r\n\r\n".into()),
        ("206 of another server", Unknown, status("206 P")),
        ("304", Unknown, "HTTP/1.1 304 N\r\n\r\n".into()),
        ("401 with a challenge", Unknown, "HTTP/1.1 401 T\r\nwww-authenticate: Bearer claims=\"eyJhIjoxfQ==\"\r\ncontent-length: 0\r\n\r\n".into()),
        ("429 of another server", Unknown, "HTTP/1.1 429 T\r\nretry-after: 1e300\r\ncontent-length: 0\r\n\r\n".into()),
        ("503 with an odd wait", Unknown, format!("HTTP/1.1 503 T\r\n{id}retry-after: NaN\r\ncontent-length: 0\r\n\r\n")),
        ("503 with a negative wait", Unknown, format!("HTTP/1.1 503 T\r\n{id}retry-after: -1\r\ncontent-length: 0\r\n\r\n")),
        ("503 with a past date", Unknown, format!("HTTP/1.1 503 T\r\n{id}retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 0\r\n\r\n")),
        ("a TLS record", Unknown, "\u{16}\u{3}\u{1} not http\r\n\r\n".into()),
        ("an HTTP/2 preface", Unknown, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into()),
        ("a banner of SSH", Unknown, "SSH-2.0 hello\r\n\r\n".into()),
        ("compressed garbage", Ringing, format!("{ok}content-encoding: gzip\r\ncontent-length: 4\r\n\r\n\u{1f}\u{10}AB")),
        ("deep JSON", Ringing, format!("{ok}content-length: {}\r\n\r\n{deep}", deep.len())),
        ("a deep error of another server", Unknown, format!("HTTP/1.1 400 B\r\ncontent-length: {}\r\n\r\n{nested}", nested.len())),
        ("a challenge of 60 KB", Unknown, format!("HTTP/1.1 403 B\r\nwww-authenticate: {}\r\ncontent-length: 0\r\n\r\n", "Bearer a=\"\\\\\\\"\",".repeat(4000))),
        ("odd challenges", Unknown, "HTTP/1.1 403 B\r\nwww-authenticate: Bearer claims=\"\\\r\nwww-authenticate: ,,,,\r\nwww-authenticate: Bearer claims\r\nwww-authenticate: =\r\ncontent-length: 0\r\n\r\n".into()),
    ]
}

#[tokio::test]
async fn odd_answer_is_not_taken_for_more_than_it_proves() {
    let mut sends = JoinSet::new();
    for (shows, says, answer) in answers() {
        sends.spawn(async move {
            // The connection stays open, so that only the answer itself ends the send.
            let service = ScriptedServer::always(Action::RespondAndStall(answer.into_bytes()));
            let policy = RetryPolicy::default().initial_backoff(Duration::ZERO);
            let client = client(&service.root, "t")
                .timeout(TIMEOUT)
                .retry_policy(policy);
            let client = client.build().unwrap();
            let end = invite(call(), ADA, "c").send(&client).await;
            assert_eq!(service.requests().len(), 1, "{shows}");
            match &end {
                Ok(_) => assert_ne!(says, Unknown, "{shows}"),
                Err(SendError::Unknown(_)) => assert_ne!(says, Ringing, "{shows}: {end:?}"),
                Err(error) => panic!("{shows}: {error:?}"),
            }
        });
    }
    while let Some(send) = sends.join_next().await {
        send.unwrap();
    }
}

/// An answer that never ends.
#[derive(Clone, Copy, Debug)]
enum Endless {
    Continues,
    Head,
    Body,
    BodyOfAnError,
}

async fn endless(endless: Endless) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"}") {
            socket.read_buf(&mut request).await.unwrap();
        }
        let (first, next) = match endless {
            Endless::Continues => ("", "HTTP/1.1 100 Continue\r\n\r\n"),
            Endless::Head => ("HTTP/1.1 200 OK\r\nx: ", "a"),
            Endless::Body => (
                "HTTP/1.1 200 OK\r\nrequest-id: r\r\ncontent-length: 99999\r\n\r\n",
                " ",
            ),
            Endless::BodyOfAnError => (
                "HTTP/1.1 400 B\r\nrequest-id: r\r\ncontent-length: 99999\r\n\r\n",
                " ",
            ),
        };
        let _ = socket.write_all(first.as_bytes()).await;
        while socket.write_all(next.as_bytes()).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    Url::parse(&root).unwrap()
}

#[tokio::test]
async fn answer_without_an_end_ends_at_the_timeout() {
    for (kind, says) in [
        (Endless::Continues, "Unknown"),
        (Endless::Head, "Unknown"),
        (Endless::Body, "Ringing"),
        (Endless::BodyOfAnError, "Refused"),
    ] {
        let root = endless(kind).await;
        let client = client(&root, "t").timeout(Duration::from_millis(300));
        let client = client
            .retry_policy(RetryPolicy::disabled())
            .build()
            .unwrap();
        let said = match invite(call(), ADA, "c").send(&client).await {
            Ok(_) => "Ringing",
            Err(SendError::Unknown(_)) => "Unknown",
            Err(SendError::Refused(_)) => "Refused",
            Err(error) => panic!("{kind:?}: {error:?}"),
        };
        assert_eq!(said, says, "{kind:?}");
    }
}

#[tokio::test]
async fn cookie_is_not_sent_back() {
    let answer =
        "HTTP/1.1 200 OK\r\nrequest-id: r\r\nset-cookie: a=b\r\ncontent-length: 2\r\n\r\n{}";
    let service = ScriptedServer::responding(answer);
    let client = client(&service.root, "t").build().unwrap();
    for context in ["one", "two"] {
        let _ringing = invite(call(), ADA, context).send(&client).await.unwrap();
    }
    let requests = service.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert!(
            !request.to_ascii_lowercase().contains("\r\ncookie:"),
            "{request}"
        );
    }
}
