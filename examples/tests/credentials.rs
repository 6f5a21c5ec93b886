//! Bots that get their tokens by a secret, from the token endpoint of the emulated service, by the
//! Azure SDK and over TLS.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

use azure_core::cloud::CustomConfiguration;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::http::{ClientOptions, Transport};
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
use graph_invite::{
    AccessToken, Client, Cloud, NotSent, Ringing, SendError, TenantId, TokenRequest, Uuid,
    graph_invite,
};
use graph_invite_emulator::Emulator;
use reqwest::Certificate;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const FABRIKAM: &str = "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21";

async fn service() -> Emulator {
    Emulator::builder().tls().start().await.unwrap()
}

/// What the bot is known by at the token endpoint of one tenant.
fn credential(emulator: &Emulator, tenant: TenantId, secret: &str) -> Arc<ClientSecretCredential> {
    let root = Certificate::from_pem(emulator.certificate().unwrap().as_bytes()).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([root]).no_proxy();
    let mut cloud = CustomConfiguration::default();
    cloud.authority_host = emulator.root().to_owned();
    let client_options = ClientOptions {
        cloud: Some(Arc::new(cloud.into())),
        transport: Some(Transport::new(Arc::new(http.build().unwrap()))),
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

fn client(emulator: &Emulator, token: impl graph_invite::TokenSource) -> Client {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .root_certificate(emulator.certificate().unwrap())
        .token_source(token)
        .build()
        .unwrap()
}

/// A client that gets a token for each tenant, and how many it got.
fn client_of_tenants(emulator: &Arc<Emulator>) -> (Client, Arc<AtomicUsize>) {
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
    graph_invite! {
        call: call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
    .send(client)
    .await
}

#[tokio::test]
async fn a_credential_of_the_azure_sdk_is_a_token_source() {
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
async fn a_wrong_secret_is_told_in_the_cause() {
    let emulator = service().await;
    let credential = credential(&emulator, emulator.tenant().into(), "sesame");
    let end = invite(&client(&emulator, credential), emulator.add_meeting()).await;
    let Err(SendError::NotSent(NotSent::Token(error))) = end else {
        panic!("{end:?}")
    };
    let mut cause: Option<&dyn Error> = Some(&*error);
    let mut said = String::new();
    while let Some(error) = cause {
        said += &error.to_string();
        cause = error.source();
    }
    assert!(said.contains("AADSTS7000215"), "{said}");
    assert!(!said.contains("sesame"), "{said}");
}

#[tokio::test]
async fn one_token_serves_all_who_invite_at_once() {
    let emulator = Arc::new(service().await);
    let (client, count) = client_of_tenants(&emulator);
    let mut invites = JoinSet::new();
    for _ in 0..64 {
        let (client, call) = (client.clone(), emulator.add_meeting());
        invites.spawn(async move { invite(&client, call).await.map(drop) });
    }
    for end in invites.join_all().await {
        end.unwrap();
    }
    assert_eq!(count.load(Ordering::Relaxed), 1);
    assert_eq!(emulator.ring_count(ADA), 64);
}

#[tokio::test]
async fn each_tenant_s_calls_take_a_token_of_theirs() {
    let emulator = Arc::new(service().await);
    let (client, count) = client_of_tenants(&emulator);
    let (call, theirs) = (emulator.add_meeting(), emulator.add_meeting());
    let tenant = TenantId::parse(FABRIKAM).unwrap();
    emulator.set_call_tenant(theirs, *tenant.as_uuid());

    let end = invite(&client, theirs).await;
    let Err(SendError::Refused(refused)) = end else {
        panic!("{end:?}")
    };
    assert_eq!(refused.graph_error().code(), Some("7505"));
    assert!(refused.advice().contains("tenant"), "{}", refused.advice());

    let _ringing = invite(&client.for_tenant(tenant), theirs).await.unwrap();
    let _ringing = invite(&client, call).await.unwrap();
    let _ringing = invite(&client.for_tenant(emulator.tenant().into()), call).await;
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_revoked_token_is_replaced_once_and_rings_once() {
    let emulator = Arc::new(service().await);
    let (client, count) = client_of_tenants(&emulator);
    let _ringing = invite(&client, emulator.add_meeting()).await.unwrap();
    emulator.revoke_tokens();
    for _ in 0..3 {
        let _ringing = invite(&client, emulator.add_meeting()).await.unwrap();
    }
    assert_eq!(count.load(Ordering::Relaxed), 2);
    assert_eq!(emulator.ring_count(ADA), 4);
}

/// The example as it is, in a process of its own, which has nothing but its environment.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_example_is_a_registered_bot_by_its_environment() {
    let emulator = service().await;
    let call = emulator.add_meeting();
    let exe = std::env::current_exe().unwrap();
    let example = exe.ancestors().nth(2).unwrap().join("examples/invite");
    assert!(example.exists(), "say `cargo build --example invite` first");
    let pem = exe.with_extension("pem");
    std::fs::write(&pem, emulator.certificate().unwrap()).unwrap();
    let mut command = std::process::Command::new(example);
    command
        .env("GRAPH_TENANT_ID", emulator.tenant().to_string())
        .env("GRAPH_CLIENT_ID", emulator.app().to_string())
        .env("GRAPH_CLIENT_SECRET", emulator.client_secret())
        .env("GRAPH_ROOT", emulator.root())
        .env("AZURE_AUTHORITY_HOST", emulator.root())
        // What the platform trusts, on this platform.
        .env("SSL_CERT_FILE", &pem)
        .env("NO_PROXY", "*")
        .args([&call.to_string(), ADA]);
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(said.contains("is Running"), "{said}");
    assert_eq!(emulator.ring_count(ADA), 1);
}
