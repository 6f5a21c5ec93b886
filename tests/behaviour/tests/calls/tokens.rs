//! A refused token is replaced once, where the second request can do nothing twice.

use super::{CALL, client, lines, refusal};
use graph_invite_tests::scripted_server::{
    Action, ScriptedServer, response, response_of_another_server,
};
use invites::token::{AccessToken, TokenError, TokenRequest};
use invites::{Client, Method, RequestError, RetryPolicy, TenantId, UnsentRequest};
use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Refuses the first request, and accepts the others.
fn refusing(first: Vec<u8>) -> ScriptedServer {
    let accepted = response("200 OK", "", "{}");
    ScriptedServer::script([Action::Respond(first), Action::Respond(accepted)])
}

/// A client whose token source counts: `token-1`, `token-2`, …
fn counting(service: &ScriptedServer) -> Client {
    let count = Arc::new(AtomicUsize::new(0));
    let source = move |_: TokenRequest| {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        async move { Ok::<_, io::Error>(AccessToken::new(format!("token-{number}"))) }
    };
    client(service).token_source(source).build().unwrap()
}

#[tokio::test]
async fn request_with_a_refused_token_is_sent_again_with_a_fresh_one() {
    for method in [Method::GET, Method::POST, Method::DELETE] {
        let service = refusing(response("401 A", "", ""));
        let client = counting(&service);
        client.request(method, "a").send().await.unwrap();
        let sent = service.requests();
        assert_eq!(sent.len(), 2);
        assert!(
            sent[0].contains("authorization: Bearer token-1\r\n"),
            "{sent:?}"
        );
        assert!(
            sent[1].contains("authorization: Bearer token-2\r\n"),
            "{sent:?}"
        );
    }
}

#[tokio::test]
async fn request_is_sent_at_most_twice() {
    let service = ScriptedServer::responding(response("401 A", "", ""));
    let client = counting(&service);
    let error = client.request(Method::GET, "a").send().await.unwrap_err();
    assert_eq!((refusal(error).status(), lines(&service).len()), (401, 2));
}

#[tokio::test]
async fn only_requests_that_may_be_repeated_follow_a_401_of_another_server() {
    for (method, requests) in [
        (Method::POST, 1),
        (Method::PATCH, 1),
        (Method::GET, 2),
        (Method::DELETE, 2),
    ] {
        let service = refusing(response_of_another_server("401 A", "", ""));
        let client = counting(&service);
        let _ = client.request(method.clone(), "a").send().await;
        assert_eq!(lines(&service).len(), requests, "{method}");
    }
}

#[tokio::test]
async fn reading_a_call_has_a_fresh_token_too() {
    let service = refusing(response("401 A", "", ""));
    let call = counting(&service).call(&CALL).await.unwrap();
    assert_eq!(call.state, None);
    assert_eq!(lines(&service).len(), 2);
}

#[tokio::test]
async fn disabled_retry_policy_and_a_source_with_one_token_send_once() {
    let refused = || ScriptedServer::responding(response("401 A", "", ""));
    for (service, policy) in [
        (refused(), RetryPolicy::disabled()),
        (refused(), RetryPolicy::default()),
    ] {
        let client = client(&service).retry_policy(policy).build().unwrap();
        client.request(Method::GET, "a").send().await.unwrap_err();
        assert_eq!(lines(&service).len(), 1);
    }
}

#[tokio::test]
async fn token_is_of_the_tenant_of_the_client() {
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let source = |request: TokenRequest| {
        let tenant = request.tenant.map(|tenant| tenant.to_string());
        async move { Ok::<_, io::Error>(AccessToken::new(tenant.unwrap_or_default())) }
    };
    let client = client(&service).token_source(source).build().unwrap();
    let tenant = "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21";
    let fabrikam = client.for_tenant(TenantId::parse(tenant).unwrap());
    fabrikam.request(Method::GET, "a").send().await.unwrap();
    let sent = service.requests().pop().unwrap();
    assert!(
        sent.contains(&format!("authorization: Bearer {tenant}\r\n")),
        "{sent}"
    );
}

#[tokio::test]
async fn request_without_a_token_does_not_leave() {
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let never = |_: TokenRequest| pending::<Result<AccessToken, io::Error>>();
    let hasty = client(&service).deadline(Duration::from_millis(200));
    let silent = hasty.token_source(never).build().unwrap();
    let error = silent.call(&CALL).await.unwrap_err();
    let RequestError::NotSent(UnsentRequest::Token(TokenError::Timeout { .. })) = error else {
        panic!("{error:?}")
    };
    let broken = |_: TokenRequest| async { Err::<AccessToken, _>(io::Error::other("no vault")) };
    let broken = client(&service).token_source(broken).build().unwrap();
    let error = broken.call(&CALL).await.unwrap_err();
    assert!(
        matches!(
            error,
            RequestError::NotSent(UnsentRequest::Token(TokenError::Source(_)))
        ),
        "{error:?}"
    );
    assert!(service.requests().is_empty());
}
