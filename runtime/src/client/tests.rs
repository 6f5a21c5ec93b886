use super::Client;
use crate::error::{BoxError, BuildError, RootError};
use crate::token::{AccessToken, TokenRequest};
use crate::{ApiVersion, CallId, Cloud, Url};
use std::error::Error;

fn client(root: &str) -> Result<Client, BuildError> {
    let cloud = Cloud::Custom(Url::parse(root).unwrap());
    Client::builder()
        .cloud(cloud)
        .token_source(AccessToken::new("t"))
        .build()
}

#[test]
fn a_token_goes_over_https_or_to_loopback() {
    for root in [
        "https://graph.example",
        "http://127.0.0.1:8080",
        "http://[::1]:1",
        "http://localhost:1",
        "https://gateway.example/graph/",
    ] {
        assert!(client(root).is_ok(), "{root}");
    }
    for root in [
        "http://graph.microsoft.com",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
    ] {
        assert!(
            matches!(client(root), Err(BuildError::Root(RootError::NotHttps))),
            "{root}"
        );
    }
    for root in [
        "https://a:b@graph.example",
        "https://graph.example?a",
        "https://graph.example#a",
        "data:text",
    ] {
        assert!(
            matches!(client(root), Err(BuildError::Root(RootError::NotABase))),
            "{root}"
        );
    }
}

#[test]
fn building_without_a_token_source_is_an_error() {
    assert!(matches!(
        Client::builder().build(),
        Err(BuildError::NoToken)
    ));
}

#[test]
fn no_id_leads_to_another_resource() {
    let client = client("https://gateway.example/graph/").unwrap();
    for (id, path) in [
        (
            "57dab8b1-894c-409a-b240-bd8beae78896",
            "57dab8b1-894c-409a-b240-bd8beae78896",
        ),
        ("../../users/x", "..%2F..%2Fusers%2Fx"),
        ("x?y#z", "x%3Fy%23z"),
        ("%2e%2e", "%252e%252e"),
        ("a b\\c", "a%20b%5Cc"),
    ] {
        let call = CallId::from_graph(id).unwrap();
        assert_eq!(
            client.call_url(&call, &["participants", "invite"]).as_str(),
            format!(
                "https://gateway.example/graph/v1.0/communications/calls/{path}/participants/invite"
            ),
        );
    }
}

#[tokio::test]
async fn each_cloud_has_its_root_and_scope() {
    for (cloud, root) in [
        (Cloud::Global, "https://graph.microsoft.com"),
        (Cloud::UsGovL4, "https://graph.microsoft.us"),
        (Cloud::UsGovL5, "https://dod-graph.microsoft.us"),
    ] {
        let scope = format!("{root}/.default");
        let client = Client::builder()
            .cloud(cloud)
            .version(ApiVersion::Beta)
            .token_source(move |request: TokenRequest| {
                assert_eq!(*request.scope, scope);
                async { Ok::<_, BoxError>("t") }
            })
            .build()
            .unwrap();
        let call = CallId::from_graph("c").unwrap();
        assert_eq!(
            client.call_url(&call, &[]).as_str(),
            format!("{root}/beta/communications/calls/c")
        );
        assert_eq!(client.bearer(None).await.unwrap().header(), "Bearer t");
    }
}

#[test]
fn building_with_an_unreadable_root_certificate_is_an_error() {
    for pem in [
        "",
        "planted",
        "-----BEGIN PRIVATE KEY-----\ncGxhbnRlZA==\n-----END PRIVATE KEY-----\n",
        "-----BEGIN CERTIFICATE-----\ncGxhbnRlZA==\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nplanted!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\ncGxhbnRlZA==\n",
    ] {
        let client = Client::builder().token_source(AccessToken::new("t"));
        let client = client.root_certificate(pem);
        assert!(!format!("{client:?}").contains("planted"));
        let error = client.build().unwrap_err();
        assert!(matches!(error, BuildError::RootCertificate(_)), "{error:?}");
        let shown = format!("{error:?} {error} {}", error.source().unwrap());
        assert!(shown.contains("give PEM"), "{shown}");
        assert!(
            !shown.contains("planted") && !shown.contains("cGxh"),
            "{shown}"
        );
    }
}
