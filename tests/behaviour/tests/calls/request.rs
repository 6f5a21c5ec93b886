//! `Client::request`: what it sends, where it must not send it, and what it reads.

use super::{ADA, client, lines, refusal};
use graph_invite_emulator::Emulator;
use graph_invite_tests::calling;
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::error::PathError;
use invites::{CallId, Method, RequestError, UnsentRequest};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn request_carries_method_path_query_token_and_body() {
    let created = response(
        "201 Created",
        "location: /v1.0/calls/1\r\n",
        r#"{"id":"1"}"#,
    );
    let service = ScriptedServer::responding(created);
    let client = client(&service).build().unwrap();
    let answer = client
        .request(Method::POST, "/users/ada@contoso.com/events?$select=id")
        .json(&json!({ "subject": "Ünïcode" }))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (answer.status(), answer.location()),
        (201, Some("/v1.0/calls/1"))
    );
    assert_eq!(
        answer.request_id(),
        Some("9302576f-74c3-4d6c-a5fc-9b3e6d0f8c51")
    );
    assert_eq!(answer.json::<Value>().unwrap(), json!({ "id": "1" }));
    assert!(answer.is_complete());
    let sent = service.requests().pop().unwrap();
    let (head, body) = sent.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert!(
        head.starts_with("post /v1.0/users/ada@contoso.com/events?$select=id http/1.1\r\n"),
        "{head}"
    );
    for header in [
        "authorization: bearer secret-token",
        "content-type: application/json",
        "content-length: 23",
    ] {
        assert!(head.lines().any(|line| line == header), "{header}: {head}");
    }
    assert_eq!(body, r#"{"subject":"Ünïcode"}"#);
}

#[tokio::test]
async fn post_without_a_body_says_that_its_length_is_zero() {
    let service = ScriptedServer::responding(response("200 OK", "", ""));
    let client = client(&service).build().unwrap();
    let path = "communications/calls/1/keepAlive";
    let answer = client.request(Method::POST, path).send().await.unwrap();
    assert!(answer.bytes().is_empty() && answer.json::<Value>().is_err());
    let sent = service.requests().pop().unwrap().to_ascii_lowercase();
    assert_eq!(sent.matches("content-length: 0\r\n").count(), 1, "{sent}");
}

#[tokio::test]
async fn body_of_any_type_is_sent_as_it_is() {
    let service = ScriptedServer::responding(response("200 OK", "", "text"));
    let client = client(&service).build().unwrap();
    let request = client.request(Method::PUT, "a").body("text/plain", "a\nb");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.bytes(), b"text");
    assert!(answer.json::<Value>().is_err());
    let sent = service.requests().pop().unwrap();
    assert!(sent.ends_with("\r\n\r\na\nb"), "{sent}");
    assert!(sent.contains("content-type: text/plain\r\n"), "{sent}");

    let odd = client
        .request(Method::PUT, "a")
        .body("text\n", "")
        .send()
        .await;
    assert!(
        matches!(odd, Err(RequestError::NotSent(UnsentRequest::Body(_)))),
        "{odd:?}"
    );
    assert_eq!(service.requests().len(), 1);
}

#[tokio::test]
async fn path_to_another_place_is_not_requested() {
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let client = client(&service).build().unwrap();
    for path in [
        "//evil.example/a",
        "http://evil.example/",
        "a/../../beta/b",
        "a/%2e%2e/b",
        "beta/a",
        "",
    ] {
        let error = client.request(Method::GET, path).send().await.unwrap_err();
        let RequestError::NotSent(UnsentRequest::Path(_)) = error else {
            panic!("{path:?}: {error:?}")
        };
    }
    let odd = client.request(Method::GET, "a b").send().await.unwrap_err();
    let expected = format!("the request was not sent: {}", PathError::Character);
    assert_eq!(odd.to_string(), expected);
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn body_that_json_cannot_hold_is_not_sent() {
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let client = client(&service).build().unwrap();
    let odd = std::collections::HashMap::from([((1, 2), 3)]);
    let error = client.request(Method::POST, "a").json(&odd).send().await;
    assert!(
        matches!(error, Err(RequestError::NotSent(UnsentRequest::Body(_)))),
        "{error:?}"
    );
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let elsewhere = ScriptedServer::responding(response("200 OK", "", "{}"));
    let location = format!("location: {}\r\n", elsewhere.root);
    let service = ScriptedServer::responding(response("307 X", &location, ""));
    let client = client(&service).build().unwrap();
    let error = client.request(Method::GET, "a").send().await.unwrap_err();
    assert_eq!(refusal(error).status(), 307);
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn long_answer_is_cut_off_and_says_so() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
    let service = ScriptedServer::responding(response("200 OK", "", &long));
    let client = client(&service).build().unwrap();
    let answer = client.request(Method::GET, "a").send().await.unwrap();
    assert_eq!(
        (answer.bytes().len(), answer.is_complete()),
        (1024 * 1024, false)
    );
    assert!(answer.json::<Value>().is_err());
}

#[tokio::test]
async fn broken_answer_is_not_complete() {
    let broken = b"HTTP/1.1 200 OK\r\nrequest-id: 1\r\ncontent-length: 9\r\n\r\n{}".to_vec();
    let service = ScriptedServer::responding(broken);
    let client = client(&service).build().unwrap();
    let answer = client.request(Method::POST, "a").send().await.unwrap();
    assert_eq!((answer.bytes(), answer.is_complete()), (&b"{}"[..], false));
    assert!(answer.json::<Value>().is_err());
}

#[tokio::test]
async fn request_ends_at_the_deadline() {
    let service = ScriptedServer::always(Action::RespondAndStall(Vec::new()));
    let client = client(&service)
        .deadline(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = client.request(Method::GET, "a").send().await.unwrap_err();
    let RequestError::NoAnswer(error) = error else {
        panic!("{error:?}")
    };
    assert!(error.is_timeout());
}

#[tokio::test]
async fn failed_request_is_not_repeated() {
    for status in ["429 A", "500 A", "503 A", "408 A", "409 A"] {
        let service = ScriptedServer::responding(response(status, "retry-after: 0\r\n", ""));
        let client = client(&service).build().unwrap();
        client.request(Method::GET, "a").send().await.unwrap_err();
        assert_eq!(lines(&service).len(), 1, "{status}");
    }
    let service = ScriptedServer::always(Action::Reset);
    let client = client(&service).build().unwrap();
    let error = client.request(Method::GET, "a").send().await.unwrap_err();
    assert!(matches!(error, RequestError::NoAnswer(_)), "{error:?}");
    assert_eq!(lines(&service).len(), 1);
}

#[tokio::test]
async fn call_is_created_answered_and_kept_alive() {
    let (emulator, client) = calling().await;
    let media = json!({ "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" });
    let body = json!({
        "@odata.type": "#microsoft.graph.call",
        "callbackUri": "https://bot.example/callback",
        "targets": [{ "identity": { "user": { "id": ADA } } }],
        "requestedModalities": ["audio"],
        "mediaConfig": media,
    });
    let made = client
        .request(Method::POST, "communications/calls")
        .json(&body);
    let made = made.send().await.unwrap();
    let json: Value = made.json().unwrap();
    assert_eq!(
        (made.status(), &json["state"]),
        (201, &json!("establishing"))
    );
    let id = json["id"].as_str().unwrap();
    assert!(made.location().unwrap().ends_with(id));
    let call = CallId::from_graph(id).unwrap();
    let path = format!("communications/calls/{call}/keepAlive");
    let kept = client.request(Method::POST, &path).send().await.unwrap();
    assert_eq!((kept.status(), kept.bytes()), (200, &[][..]));

    let answer = json!({
        "callbackUri": "https://bot.example/callback",
        "acceptedModalities": ["audio"],
        "mediaConfig": media,
    });
    assert_eq!(answered(&emulator, &client, &answer).await.unwrap(), 202);
    let refused = answered(&emulator, &client, &json!({})).await.unwrap_err();
    assert_eq!(refusal(refused).graph_error().code(), Some("8523"));
}

async fn answered(
    emulator: &Emulator,
    client: &invites::Client,
    body: &Value,
) -> Result<u16, RequestError> {
    let call = emulator.ring_bot(ADA.parse().unwrap());
    let path = format!("communications/calls/{call}/answer");
    let answer = client
        .request(Method::POST, &path)
        .json(body)
        .send()
        .await?;
    Ok(answer.status())
}

#[tokio::test]
async fn nothing_of_path_body_or_token_is_shown() {
    let secrets = response("200 OK", "", r#"{"name":"Ada"}"#);
    let service = ScriptedServer::responding(secrets);
    let client = client(&service).build().unwrap();
    let request = client
        .request(Method::POST, "users/Ada")
        .json(&json!(["Ada"]));
    let shown = format!("{request:?}");
    let shown = format!("{shown} {:?}", request.send().await.unwrap());
    let refused = r#"{"error":{"code":"8522","message":"no route to +12345678901 secret-token"}}"#;
    let service = ScriptedServer::responding(response("404 A", "", refused));
    let client = super::client(&service).build().unwrap();
    let error = client
        .request(Method::GET, "users/Ada")
        .send()
        .await
        .unwrap_err();
    let shown = format!("{shown} {error} {error:?}");
    for secret in ["Ada", "secret-token", "2345678901"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
