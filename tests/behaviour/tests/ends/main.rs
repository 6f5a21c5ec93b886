//! The results of a send, against a server that responds with exactly the given bytes, or not at all.
//! Each invite is sent once.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod not_sent;

use graph_invite_tests::scripted_server::{
    Action, ScriptedServer, response, response_of_another_server,
};
use invites::token::{AccessToken, TokenRequest};
use invites::{
    Client, Cloud, NotSent, RetryPolicy, Ringing, SendError, UnknownReason, graph_invite,
};
use std::time::Duration;

/// Sends an invite without retries, which the tests in `retry` cover.
trait Invited {
    /// Checks that the server got one request.
    async fn invited(&self) -> Result<Ringing, SendError>;
    async fn invited_within(&self, timeout: Duration) -> Result<Ringing, SendError>;
}

impl Invited for ScriptedServer {
    async fn invited(&self) -> Result<Ringing, SendError> {
        let end = self.invited_within(Duration::from_secs(30)).await;
        assert_eq!(self.requests().len(), 1);
        end
    }

    async fn invited_within(&self, timeout: Duration) -> Result<Ringing, SendError> {
        let client = Client::builder()
            .cloud(Cloud::Custom(self.root.clone()))
            .token_source(AccessToken::new("secret-token"))
            .timeout(timeout)
            .retry_policy(RetryPolicy::disabled())
            .build()
            .unwrap();
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+12345678901" named "Ada"],
            context: "rota 7",
        }
        .send(&client)
        .await
    }
}

#[tokio::test]
async fn success_with_any_body_is_ringing() {
    for (status, body) in [
        (
            "200 OK",
            r#"{"id":"o","status":"Running","clientContext":"rota 7"}"#,
        ),
        ("200 OK", ""),
        ("200 OK", "null"),
        ("200 OK", "{\"id\":"),
        ("200 OK", "<html>"),
        ("201 Created", "{}"),
        ("202 Accepted", ""),
        ("204 No Content", ""),
    ] {
        let ringing = ScriptedServer::responding(response(status, "", body))
            .invited()
            .await
            .unwrap();
        assert_eq!(
            ringing.operation_id().is_some(),
            body.contains(r#""id":"o""#),
            "{status} {body}"
        );
        assert_eq!(ringing.key().client_context().as_str(), "rota 7");
    }
}

#[tokio::test]
async fn truncated_success_is_ringing() {
    let cut = "HTTP/1.1 200 OK\r\nrequest-id: r\r\ncontent-length: 500\r\n\r\n{\"id\":";
    let ringing = ScriptedServer::responding(cut).invited().await.unwrap();
    assert!(ringing.operation_id().is_none());

    let stalled = ScriptedServer::always(Action::RespondAndStall(cut.into()));
    let ringing = stalled
        .invited_within(Duration::from_millis(300))
        .await
        .unwrap();
    assert!(ringing.operation_id().is_none());
}

#[tokio::test]
async fn huge_response_is_read_up_to_a_limit() {
    let mut huge = b"HTTP/1.1 200 OK\r\nrequest-id: r\r\n\r\n".to_vec();
    huge.resize(64 * 1024 * 1024, b' ');
    let ringing = ScriptedServer::responding(huge).invited().await.unwrap();
    assert!(ringing.operation_id().is_none());
}

#[tokio::test]
async fn refusal_keeps_status_error_and_retry_after() {
    let body = r#"{"error":{"code":"7505","message":"Request authorization tenant mismatch.","innerError":{"client-request-id":"c"}}}"#;
    for status in [
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "405 Method Not Allowed",
        "413 Content Too Large",
        "429 Too Many Requests",
    ] {
        let headers = "request-id: r\r\nretry-after: 7\r\n";
        let end = ScriptedServer::responding(response(status, headers, body))
            .invited()
            .await;
        let Err(SendError::Refused(refused)) = end else {
            panic!("{status}: {end:?}");
        };
        assert!(status.starts_with(&refused.status().to_string()));
        assert_eq!(refused.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(refused.graph_error().code(), Some("7505"));
        assert_eq!(
            refused.graph_error().message(),
            Some("Request authorization tenant mismatch.")
        );
        assert_eq!(refused.graph_error().request_id(), Some("r"));
        assert_eq!(refused.graph_error().client_request_id(), Some("c"));
    }
}

#[tokio::test]
async fn success_or_refusal_of_another_server_is_unknown() {
    for status in [
        "200 OK",
        "202 Accepted",
        "400 A",
        "401 A",
        "403 A",
        "404 A",
        "429 A",
    ] {
        for body in ["", "<html>", "[]", "null", "{\"detail\": \"no\"}"] {
            if status.starts_with('2') && body.starts_with('{') {
                continue;
            }
            let response = response_of_another_server(status, "", body);
            let end = ScriptedServer::responding(response).invited().await;
            assert!(
                matches!(end, Err(SendError::Unknown(_))),
                "{status} {body}: {end:?}"
            );
        }
    }
}

#[tokio::test]
async fn status_that_a_gateway_gives_after_passing_the_request_on_is_unknown() {
    let body = r#"{"error":{"code":"7505","message":"no"}}"#;
    for status in [
        406, 407, 408, 409, 410, 418, 423, 424, 425, 431, 444, 451, 460, 499, 500, 502, 504,
    ] {
        let response = response(&format!("{status} A"), "retry-after: 0\r\n", body);
        let end = ScriptedServer::responding(response).invited().await;
        assert!(
            matches!(end, Err(SendError::Unknown(_))),
            "{status}: {end:?}"
        );
    }
}

#[tokio::test]
async fn refusal_because_a_phone_rings_already_does_not_prove_that_none_rang() {
    let body = r#"{"error":{"code":"8559","message":"Duplicate dial-out."}}"#;
    let response = response("400 Bad Request", "", body);
    let error = ScriptedServer::responding(response)
        .invited()
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::Refused(_)));
    assert!(!error.did_not_ring());
    let shown = error.to_string();
    assert_eq!(shown, "the service refused the invite: HTTP 400, code 8559");
}

#[tokio::test]
async fn status_503_is_unknown_whatever_its_retry_after() {
    for headers in ["", "retry-after: soon\r\n", "retry-after: 1.5\r\n"] {
        let end =
            ScriptedServer::responding(response("503 ScriptedServer Unavailable", headers, ""))
                .invited()
                .await;
        assert!(matches!(end, Err(SendError::Unknown(_))), "{end:?}");
    }
}

#[tokio::test]
async fn status_5xx_is_unknown() {
    for status in [
        "500 Internal Server Error",
        "501 Not Implemented",
        "502 Bad Gateway",
        "504 Gateway Timeout",
        "599 Odd",
    ] {
        let end =
            ScriptedServer::responding(response(status, "retry-after: 1\r\n", "<h1>gone</h1>"))
                .invited()
                .await;
        let Err(SendError::Unknown(unknown)) = end else {
            panic!("{status}: {end:?}");
        };
        assert_eq!(unknown.key().client_context().as_str(), "rota 7");
        let UnknownReason::Status { graph, .. } = unknown.reason() else {
            panic!("{status}");
        };
        assert_eq!(graph.body(), Some("<h1>gone</h1>"));
    }
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let other = ScriptedServer::responding(response("200 OK", "", "{}"));
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let headers = format!("location: {}\r\n", other.root);
        let end = ScriptedServer::responding(response(status, &headers, ""))
            .invited()
            .await;
        assert!(
            matches!(&end, Err(SendError::Unknown(unknown)) if matches!(unknown.reason(), UnknownReason::Redirect { .. })),
            "{status}: {end:?}",
        );
    }
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn reset_after_the_request_is_unknown() {
    let end = ScriptedServer::always(Action::Reset).invited().await;
    assert!(
        matches!(&end, Err(SendError::Unknown(unknown)) if matches!(unknown.reason(), UnknownReason::Interrupted(_))),
        "{end:?}",
    );
    let end = ScriptedServer::responding("").invited().await;
    assert!(matches!(end, Err(SendError::Unknown(_))), "{end:?}");
}

#[tokio::test]
async fn response_timeout_is_unknown() {
    let silent = ScriptedServer::always(Action::RespondAndStall(Vec::new()));
    let end = silent.invited_within(Duration::from_millis(300)).await;
    assert!(
        matches!(&end, Err(SendError::Unknown(unknown)) if matches!(unknown.reason(), UnknownReason::Timeout(_))),
        "{end:?}",
    );
}

#[tokio::test]
async fn error_shows_no_token_number_or_name() {
    let body = r#"{"error":{"code":"8523","message":"no route to 4:+12345678901 for Ada"}}"#;
    for status in ["400 Bad Request", "500 Internal Server Error"] {
        let error = ScriptedServer::responding(response(status, "", body))
            .invited()
            .await
            .unwrap_err();
        let mut shown = format!("{error:?} {error:#?}");
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            shown.push_str(&error.to_string());
            cause = error.source();
        }
        assert!(shown.contains("8523"), "{shown}");
        for secret in ["secret-token", "12345678901", "Ada"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}
