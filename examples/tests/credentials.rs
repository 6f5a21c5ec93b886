//! The Azure SDK gets tokens from the emulated token endpoint over TLS, and the client uses them.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic reports a failed test"
)]

use azure_core::cloud::CustomConfiguration;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::{ClientOptions, RetryOptions, Transport};
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
use graph_invite::token::{AccessToken, TokenError, TokenRequest};
use graph_invite::{
    Client, Cloud, NotSent, RequestError, Ringing, SendError, TenantId, UnsentRequest, Uuid,
    graph_invite,
};
use graph_invite_emulator::Emulator;
use reqwest::Certificate;
use std::error::Error;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const FABRIKAM: &str = "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21";

async fn service() -> Emulator {
    Emulator::builder().tls().start().await.unwrap()
}

/// The bot's credential for one tenant.
fn credential(emulator: &Emulator, tenant: TenantId, secret: &str) -> Arc<ClientSecretCredential> {
    credential_of(emulator.root(), emulator, tenant, secret)
}

/// The same from another token endpoint.
fn credential_of(
    authority: &str,
    emulator: &Emulator,
    tenant: TenantId,
    secret: &str,
) -> Arc<ClientSecretCredential> {
    let root = Certificate::from_pem(emulator.certificate().unwrap().as_bytes()).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([root]).no_proxy();
    let mut cloud = CustomConfiguration::default();
    authority.clone_into(&mut cloud.authority_host);
    let client_options = ClientOptions {
        cloud: Some(Arc::new(cloud.into())),
        transport: Some(Transport::new(Arc::new(http.build().unwrap()))),
        retry: RetryOptions::none(),
        ..ClientOptions::default()
    };
    ClientSecretCredential::new(
        &tenant.to_string(),
        emulator.app().to_string(),
        Secret::new(secret.to_owned()),
        Some(ClientSecretCredentialOptions { client_options }),
    )
    .unwrap()
}

fn client(emulator: &Emulator, token: impl graph_invite::token::TokenSource) -> Client {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .root_certificate(emulator.certificate().unwrap())
        .token_source(token)
        .build()
        .unwrap()
}

/// A client whose token source serves every tenant, and a count of the tokens it got.
fn client_for_any_tenant(emulator: &Arc<Emulator>) -> (Client, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let (service, counted) = (Arc::clone(emulator), Arc::clone(&count));
    let token = move |request: TokenRequest| {
        counted.fetch_add(1, Ordering::Relaxed);
        let tenant = request.tenant.unwrap_or_else(|| service.tenant().into());
        let credential = credential(&service, tenant, service.client_secret());
        async move {
            let token = credential.get_token(&[&request.scope], None).await?;
            Ok::<AccessToken, azure_core::Error>(token.into())
        }
    };
    (client(emulator, token), count)
}

async fn invite(client: &Client, call: Uuid) -> Result<Ringing, SendError> {
    graph_invite! { call: call, participants: [user "278405a3-f568-4b3e-b684-009193463064"] }
        .send(client)
        .await
}

#[tokio::test]
async fn azure_credentials_are_token_sources() {
    let emulator = service().await;
    let credential = credential(
        &emulator,
        emulator.tenant().into(),
        emulator.client_secret(),
    );
    let any: Arc<dyn TokenCredential> = Arc::clone(&credential) as _;
    let _ringing = invite(&client(&emulator, credential), emulator.add_meeting())
        .await
        .unwrap();
    let _ringing = invite(&client(&emulator, any), emulator.add_meeting())
        .await
        .unwrap();
    assert_eq!(emulator.ring_count(ADA), 2);
}

#[tokio::test]
async fn error_causes_name_a_wrong_client_secret() {
    let emulator = service().await;
    let credential = credential(&emulator, emulator.tenant().into(), "sesame");
    let result = invite(&client(&emulator, credential), emulator.add_meeting()).await;
    let Err(SendError::NotSent(NotSent::Token(error))) = result else {
        panic!("{result:?}")
    };
    let TokenError::Refused { status, code, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!((*status, code.as_deref()), (401, Some("7000215")));
    let mut cause: Option<&dyn Error> = Some(&error);
    let mut causes = String::new();
    while let Some(error) = cause {
        causes += &error.to_string();
        cause = error.source();
    }
    assert!(causes.contains("AADSTS7000215"), "{causes}");
    assert!(!causes.contains("sesame"), "{causes}");
}

#[tokio::test]
async fn a_token_endpoint_without_a_listener_is_unreachable() {
    let emulator = service().await;
    // Nobody listens at its port, from the end of the statement on.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let authority = format!("https://{}", closed.unwrap());
    let (tenant, secret) = (emulator.tenant().into(), emulator.client_secret());
    let credential = credential_of(&authority, &emulator, tenant, secret);
    let result = invite(&client(&emulator, credential), emulator.add_meeting()).await;
    assert!(
        matches!(
            result,
            Err(SendError::NotSent(NotSent::Token(TokenError::Unreachable(
                _
            ))))
        ),
        "{result:?}"
    );
    assert_eq!(emulator.ring_count(ADA), 0);
}

#[tokio::test]
async fn a_token_source_may_say_itself_why_there_is_no_token() {
    let emulator = service().await;
    let source = |_: TokenRequest| async { Err::<AccessToken, _>(TokenError::Malformed) };
    let client = client(&emulator, source);
    let call = emulator.add_meeting();
    let invited = invite(&client, call).await;
    let is_same = |error: &TokenError| matches!(error, TokenError::Malformed);
    assert!(
        matches!(&invited, Err(SendError::NotSent(NotSent::Token(error))) if is_same(error)),
        "{invited:?}"
    );
    let read = client.call(&call.into()).await;
    assert!(
        matches!(
            &read,
            Err(RequestError::NotSent(UnsentRequest::Token(error))) if is_same(error)
        ),
        "{read:?}"
    );
}

#[tokio::test]
async fn invites_sent_together_share_one_token() {
    let emulator = Arc::new(service().await);
    let (client, count) = client_for_any_tenant(&emulator);
    let mut invites = JoinSet::new();
    for _ in 0..64 {
        let (client, call) = (client.clone(), emulator.add_meeting());
        invites.spawn(async move { invite(&client, call).await.map(drop) });
    }
    for result in invites.join_all().await {
        result.unwrap();
    }
    assert_eq!(count.load(Ordering::Relaxed), 1);
    assert_eq!(emulator.ring_count(ADA), 64);
}

#[tokio::test]
async fn a_call_needs_a_token_of_its_own_tenant() {
    let emulator = Arc::new(service().await);
    let (client, count) = client_for_any_tenant(&emulator);
    let (call, foreign_call) = (emulator.add_meeting(), emulator.add_meeting());
    let tenant = TenantId::parse(FABRIKAM).unwrap();
    emulator.set_call_tenant(foreign_call, tenant.as_uuid());

    let result = invite(&client, foreign_call).await;
    let Err(SendError::Refused(refused)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(refused.graph_error().code(), Some("7505"));
    assert!(refused.advice().contains("tenant"), "{}", refused.advice());

    let _ringing = invite(&client.for_tenant(tenant), foreign_call)
        .await
        .unwrap();
    let _ringing = invite(&client, call).await.unwrap();
    let _ringing = invite(&client.for_tenant(emulator.tenant().into()), call).await;
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_revoked_token_is_replaced_once_and_each_phone_rings_once() {
    let emulator = Arc::new(service().await);
    let (client, count) = client_for_any_tenant(&emulator);
    let _ringing = invite(&client, emulator.add_meeting()).await.unwrap();
    emulator.revoke_tokens();
    for _ in 0..3 {
        let _ringing = invite(&client, emulator.add_meeting()).await.unwrap();
    }
    assert_eq!(count.load(Ordering::Relaxed), 2);
    assert_eq!(emulator.ring_count(ADA), 4);
}

/// Runs the example as a process that is configured by its environment alone.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn invite_example_reads_the_bot_from_its_environment() {
    let emulator = service().await;
    let call = emulator.add_meeting();
    let exe = std::env::current_exe().unwrap();
    let example = exe.ancestors().nth(2).unwrap().join("examples/invite");
    assert!(example.exists(), "run `cargo build --example invite` first");
    let pem = exe.with_extension("pem");
    std::fs::write(&pem, emulator.certificate().unwrap()).unwrap();
    let mut command = std::process::Command::new(example);
    command
        .env("GRAPH_TENANT_ID", emulator.tenant().to_string())
        .env("GRAPH_CLIENT_ID", emulator.app().to_string())
        .env("GRAPH_CLIENT_SECRET", emulator.client_secret())
        .env("GRAPH_ROOT", emulator.root())
        .env("AZURE_AUTHORITY_HOST", emulator.root())
        // Replaces the root certificates of the platform.
        .env("SSL_CERT_FILE", &pem)
        .env("NO_PROXY", "*")
        .args([&call.to_string(), ADA]);
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.unwrap().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(
        printed.contains("the user answered: the invite is completed"),
        "{printed}"
    );
    assert_eq!(emulator.ring_count(ADA), 1);
}
