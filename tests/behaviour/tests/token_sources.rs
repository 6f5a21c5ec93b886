//! Every kind of token source gives the token of a request.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use graph_invite_tests::scripted_server::{ScriptedServer, response};
use invites::token::{AccessToken, TokenFuture, TokenRequest, TokenSource};
use invites::{Client, Cloud, TenantId, graph_invite};
use std::io;
use std::sync::Arc;

/// The token with which an invite is sent.
async fn sent_token(source: impl TokenSource) -> String {
    let service = ScriptedServer::responding(response("200 A", "", r#"{"id":"o"}"#));
    let client = Client::builder()
        .cloud(Cloud::Custom(service.root.clone()))
        .token_source(source)
        .build()
        .unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let _ringing = invite.send(&client).await.unwrap();
    let requests = service.requests();
    let (_, token) = requests
        .first()
        .unwrap()
        .split_once("uthorization: Bearer ")
        .unwrap();
    token.lines().next().unwrap().to_owned()
}

struct Vault;

impl TokenSource for Vault {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        assert_eq!(request.tenant, None);
        Box::pin(async { Ok(AccessToken::new("vault")) })
    }
}

#[tokio::test]
async fn closure_may_return_a_token_or_a_text_or_a_result_of_either() {
    let token = |_: TokenRequest| async { AccessToken::new("token") };
    let text = |_: TokenRequest| async { "text" };
    let string = |_: TokenRequest| async { String::from("string") };
    let fallible = |_: TokenRequest| async { Ok::<_, io::Error>(AccessToken::new("fallible")) };
    let fallible_text = |_: TokenRequest| async { Ok::<_, io::Error>("fallible text") };
    assert_eq!(sent_token(token).await, "token");
    assert_eq!(sent_token(text).await, "text");
    assert_eq!(sent_token(string).await, "string");
    assert_eq!(sent_token(fallible).await, "fallible");
    assert_eq!(sent_token(fallible_text).await, "fallible text");
    assert_eq!(
        sent_token(async |_: TokenRequest| "async closure").await,
        "async closure"
    );
}

#[tokio::test]
async fn boxed_and_shared_sources_are_sources() {
    let boxed: Box<dyn TokenSource> = Box::new(|_: TokenRequest| async { "boxed" });
    let shared: Arc<dyn TokenSource> = Arc::new(Vault);
    assert_eq!(sent_token(boxed).await, "boxed");
    assert_eq!(sent_token(Arc::clone(&shared)).await, "vault");
    assert_eq!(sent_token(shared).await, "vault");
    assert_eq!(sent_token(Vault).await, "vault");
}

#[tokio::test]
async fn every_field_of_a_request_can_be_set_in_a_test() {
    let tenant = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21").unwrap();
    let source = |request: TokenRequest| async move { format!("{request:?}") };
    let mut request = TokenRequest::new("scope");
    request.tenant = Some(tenant);
    request.force_refresh = true;
    request.claims = Some("{}".into());
    request.scope = "other scope".into();
    let wanted = format!("{request:?}");
    assert!(source.token(request).await.is_ok());
    for value in [&tenant.to_string(), "true", "{}", "other scope"] {
        assert!(wanted.contains(value), "{value} in {wanted}");
    }
}
