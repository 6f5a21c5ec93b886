//! Invites that are not sent.

use super::{PASSWORD, QUICK, Shown, TOKEN};
use graph_invite_emulator::Emulator;
use graph_invite_tests::scripted_server::ScriptedServer;
use invites::callback::Verifier;
use invites::error::BuildError;
use invites::token::{AccessToken, TokenError, TokenRequest};
use invites::{
    ApplicationId, CallId, Client, ClientBuilder, Cloud, NotSent, Participant, PhoneNumber,
    RetryPolicy, SendError, Url, Uuid, graph_invite,
};
use std::future::pending;
use std::io;

/// A root and an OIDC URL with a password: each is rejected, and the password is not shown.
pub(crate) fn not_built(shown: &mut Shown) {
    for root in [
        format!("https://user:{PASSWORD}@graph.example"),
        format!("https://{PASSWORD}@graph.example:8080/path"),
        format!("https://graph.example/?sig={PASSWORD}"),
        format!("https://graph.example/#{PASSWORD}"),
        format!("http://user:{PASSWORD}@10.0.0.1"),
    ] {
        let root = Url::parse(&root).unwrap();
        let cloud = Cloud::Custom(root.clone());
        shown.debug(&cloud);
        let client = Client::builder()
            .cloud(cloud)
            .token_source(AccessToken::new(TOKEN));
        shown.debug(&client);
        let error = client.build().unwrap_err();
        if let BuildError::Root(reason) = &error {
            shown.error(reason);
        }
        shown.error(&error);
        let bot = ApplicationId::from_uuid(Uuid::from_u128(7));
        let verifier = Verifier::builder(bot)
            .any_tenant()
            .openid_configuration(root);
        shown.debug(&verifier);
        if let Err(error) = verifier.build() {
            shown.error(&error);
        }
    }
    let proxy = Url::parse(&format!("socks5://user:{PASSWORD}@10.0.0.1:8080")).unwrap();
    let client = Client::builder().proxy(proxy);
    let client = client.token_source(AccessToken::new(TOKEN));
    shown.debug(&client);
    let error = client.build().unwrap_err();
    if let BuildError::Proxy(reason) = &error {
        shown.error(reason);
    }
    shown.error(&error);
}

pub(crate) async fn not_sent(emulator: &Emulator, shown: &mut Shown) {
    let call = CallId::from_uuid(emulator.add_meeting());
    let twice = PhoneNumber::parse("+4930555014").unwrap();
    let twice = graph_invite! {
        call: &call,
        participants: [..[twice, twice].map(Participant::phone)],
    };
    shown.error(&twice.unwrap_err());

    let us_gov = client(Cloud::Custom(emulator.url())).cloud(Cloud::UsGovL4);
    let hidden = graph_invite! { call: &call, participants: [phone "+4930555014" hidden] };
    shown.error(&hidden.send(&us_gov.build().unwrap()).await.unwrap_err());

    let no = |_: TokenRequest| async { Err::<String, _>(io::Error::other("the vault is closed")) };
    let never = |_: TokenRequest| pending::<Result<String, io::Error>>();
    let unfit = AccessToken::new(format!("{TOKEN}\n"));
    let ours = || client(Cloud::Custom(emulator.url()));
    let closed = ScriptedServer::unreachable();
    let untrusted = Emulator::builder().tls().start().await.unwrap();
    let no_connection = |reason: &NotSent| matches!(reason, NotSent::Connect { .. });
    let endless = CallId::from_graph(&"c".repeat(70_000)).unwrap();
    for (client, call, is_it) in [
        (
            ours().token_source(no),
            &call,
            is_token as fn(&NotSent) -> bool,
        ),
        (ours().token_source(unfit), &call, is_token),
        (ours().token_source(never), &call, |reason| {
            matches!(reason, NotSent::Token(TokenError::Timeout { .. }))
        }),
        (
            client(Cloud::Custom(closed.root.clone())),
            &call,
            no_connection,
        ),
        (client(Cloud::Custom(untrusted.url())), &call, no_connection),
        (ours(), &endless, |reason| {
            matches!(reason, NotSent::Request(_))
        }),
    ] {
        shown.debug(&client);
        let error = shown.sends(&client.build().unwrap(), call).await;
        if let SendError::NotSent(NotSent::Connect { source, .. }) = &error {
            shown.error(source);
        }
        let is_right = matches!(&error, SendError::NotSent(reason) if is_it(reason));
        assert!(is_right, "{error:?}");
    }
}

fn is_token(reason: &NotSent) -> bool {
    matches!(reason, NotSent::Token(_))
}

fn client(cloud: Cloud) -> ClientBuilder {
    Client::builder()
        .cloud(cloud)
        .token_source(AccessToken::new(TOKEN))
        .timeout(QUICK)
        .retry_policy(RetryPolicy::disabled())
}
