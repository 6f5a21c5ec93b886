//! Requests go through the proxy that was set, and through no other.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

#[cfg(target_os = "linux")]
mod environment;
mod proxy;

use graph_invite_emulator::Emulator;
use graph_invite_tests::captured_traces::CapturedTraces;
use graph_invite_tests::scripted_server::{ScriptedServer, response};
use invites::callback::{KeysError, Verifier, VerifierBuildError};
use invites::error::{BuildError, ProxyError};
use invites::token::AccessToken;
use invites::{
    ApplicationId, Client, ClientBuilder, Cloud, Invite, NotSent, RetryPolicy, SendError, Url,
    graph_invite,
};
use proxy::{Answer, TunnelProxy};
use std::error::Error;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
/// `bot:p@ss` in Base64.
const BASIC: &str = "basic Ym90OnBAc3M=";

fn client(root: Url, token: &str) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(root))
        .token_source(AccessToken::new(token))
        .retry_policy(RetryPolicy::disabled())
}

fn invite(call: &str) -> Invite {
    graph_invite! {
        call: invites::CallId::parse(call).unwrap(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
}

fn with_credentials(proxy: &Url) -> Url {
    let mut proxy = proxy.clone();
    proxy.set_username("bot").unwrap();
    proxy.set_password(Some("p%40ss")).unwrap();
    proxy
}

#[tokio::test]
async fn https_goes_through_one_tunnel_that_sees_neither_token_nor_invite() {
    let traces = CapturedTraces::default();
    let _guard = traces.capture();
    let emulator = Emulator::builder().tls().start().await.unwrap();
    let proxy = TunnelProxy::start(Answer::Tunnel).await;
    let builder = client(emulator.url(), emulator.token())
        .root_certificate(emulator.certificate().unwrap())
        .proxy(with_credentials(&proxy.url));
    let shown = format!("{builder:?}");
    let client = builder.build().unwrap();
    for _ in 0..2 {
        let call = emulator.add_meeting().to_string();
        let _ringing = invite(&call).send(&client).await.unwrap();
    }

    assert_eq!(emulator.requests().len(), 2);
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "{heads:?}");
    let host = format!("{}:{}", "127.0.0.1", emulator.url().port().unwrap());
    assert!(
        heads[0].starts_with(&format!("connect {host} http/1.1\r\n")),
        "{heads:?}"
    );
    let authorization = format!("proxy-authorization: {}\r\n", BASIC.to_ascii_lowercase());
    assert!(heads[0].contains(&authorization), "{heads:?}");
    assert!(!proxy.has_seen(emulator.token()) && !proxy.has_seen(ADA));
    for text in [shown, format!("{client:?}"), traces.text()] {
        assert!(!text.contains("p@ss") && !text.contains("p%40ss"), "{text}");
        assert!(!text.contains("Ym90OnBAc3M"), "{text}");
    }
}

#[tokio::test]
async fn http_to_this_machine_goes_through_a_proxy_that_is_set() {
    let service = ScriptedServer::unreachable();
    let proxy = ScriptedServer::responding(response("200 A", "", r#"{"id":"o"}"#));
    let client = client(service.root.clone(), "t").proxy(with_credentials(&proxy.root));
    let call = "57dab8b1-894c-409a-b240-bd8beae78896";
    let _ringing = invite(call).send(&client.build().unwrap()).await.unwrap();

    let requests = proxy.requests();
    assert_eq!(requests.len(), 1);
    let target = format!("POST {}v1.0/communications/calls/{call}/", service.root);
    assert!(requests[0].starts_with(&target), "{requests:?}");
    let head = requests[0].to_ascii_lowercase();
    assert!(head.contains(&BASIC.to_ascii_lowercase()), "{requests:?}");
}

#[tokio::test]
async fn last_choice_of_a_proxy_counts() {
    let service = ScriptedServer::responding(response("200 A", "", r#"{"id":"o"}"#));
    let proxy = ScriptedServer::responding(response("200 A", "", r#"{"id":"o"}"#));
    let choose = || client(service.root.clone(), "t");
    for (client, direct, proxied) in [
        (choose(), 1, 0),
        (choose().proxy(proxy.root.clone()).no_proxy(), 2, 0),
        (choose().no_proxy().proxy(proxy.root.clone()), 2, 1),
    ] {
        let client = client.build().unwrap();
        let call = "57dab8b1-894c-409a-b240-bd8beae78896";
        let _ringing = invite(call).send(&client).await.unwrap();
        let counts = (service.requests().len(), proxy.requests().len());
        assert_eq!(counts, (direct, proxied));
    }
}

#[tokio::test]
async fn refused_tunnel_means_that_the_invite_was_not_sent() {
    let emulator = Emulator::builder().tls().start().await.unwrap();
    let proxy = TunnelProxy::start(Answer::Refuse).await;
    let client = client(emulator.url(), emulator.token())
        .root_certificate(emulator.certificate().unwrap())
        .proxy(with_credentials(&proxy.url));
    let call = emulator.add_meeting().to_string();
    let error = invite(&call)
        .send(&client.build().unwrap())
        .await
        .unwrap_err();
    assert!(
        matches!(error, SendError::NotSent(NotSent::Connect { .. })),
        "{error}"
    );
    assert_eq!((proxy.heads().len(), emulator.requests().len()), (1, 0));
    let chain = std::iter::successors(Some(&error as &dyn Error), |&error| error.source());
    for error in chain {
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("p@ss") && !shown.contains("p%40ss"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn keys_are_fetched_through_the_proxy_that_is_set() {
    let keys = ScriptedServer::unreachable();
    let proxy = ScriptedServer::responding(response("500 A", "", ""));
    let app = ApplicationId::parse("1d5b4a0c-5d3e-4c39-9a4b-3f6f0f2f5b11").unwrap();
    let verifier = Verifier::builder(app)
        .any_tenant()
        .openid_configuration(keys.root.clone())
        .proxy(proxy.root.clone())
        .build()
        .unwrap();
    let token = graph_invite_tests::unsigned_token::bearer(
        &serde_json::json!({ "alg": "RS256", "kid": "k" }),
        &serde_json::json!({ "iss": "https://api.botframework.com", "aud": app }),
    );
    let error = verifier.verify(Some(&token)).await.unwrap_err();
    let invites::callback::CallbackError::NoKeys(why) = &error else {
        unreachable!("{error}")
    };
    assert!(matches!(**why, KeysError::Status { status: 500 }), "{why}");
    assert_eq!(proxy.requests().len(), 1);
}

#[test]
fn proxy_that_would_read_the_token_or_is_no_http_proxy_is_an_error() {
    let https = Url::parse("https://graph.microsoft.com").unwrap();
    let http = Url::parse("http://127.0.0.1:9").unwrap();
    let far = Url::parse("http://bot:p%40ss@proxy.example:3128").unwrap();
    let socks = Url::parse("socks5://bot:p%40ss@proxy.example:1080").unwrap();
    let build = |root: &Url, proxy: &Url| client(root.clone(), "t").proxy(proxy.clone()).build();
    assert!(build(&https, &far).is_ok());
    let not_secure = build(&http, &far).unwrap_err();
    assert!(matches!(
        not_secure,
        BuildError::Proxy(ProxyError::NotSecure)
    ));
    let scheme = build(&https, &socks).unwrap_err();
    assert!(
        matches!(&scheme, BuildError::Proxy(ProxyError::Scheme { scheme }) if scheme == "socks5")
    );
    let app = ApplicationId::parse("1d5b4a0c-5d3e-4c39-9a4b-3f6f0f2f5b11").unwrap();
    let verifier = Verifier::builder(app).any_tenant().proxy(socks).build();
    let scheme_of_verifier = verifier.err().unwrap();
    assert!(matches!(
        &scheme_of_verifier,
        VerifierBuildError::Proxy(ProxyError::Scheme { .. })
    ));
    for shown in [
        format!("{not_secure} {not_secure:?}"),
        format!("{scheme} {scheme:?}"),
        format!("{scheme_of_verifier} {scheme_of_verifier:?}"),
    ] {
        assert!(!shown.contains("ss@") && !shown.contains("p%40"), "{shown}");
    }
}
