//! Tokens that a bot gets with its secret.

use super::*;
use graph_invite::token::AccessToken;
use graph_invite::{Cloud, SendError, graph_invite};
use graph_invite_emulator::Fault;
use std::time::Duration;
use url::form_urlencoded::Serializer;

/// Requests a token with the right form, except for these values.
pub(super) async fn ask(bot: &Bot, tenant: &str, overrides: &[(&str, &str)]) -> Reply {
    let app = bot.emulator.app().to_string();
    let scope = format!("{}/.default", bot.emulator.root());
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &app),
        ("client_secret", bot.emulator.client_secret()),
        ("scope", &scope),
    ];
    let other = |name| overrides.iter().any(|(other, _)| *other == name);
    let form = form.iter().filter(|(name, _)| !other(*name));
    let body = Serializer::new(String::new())
        .extend_pairs(form)
        .extend_pairs(overrides)
        .finish();
    let url = format!("{}/{tenant}/oauth2/v2.0/token", bot.emulator.root());
    send(bot.http.post(url).body(body)).await
}

pub(super) async fn token(bot: &Bot, tenant: Uuid) -> String {
    let reply = ask(bot, &tenant.to_string(), &[]).await;
    reply.assert_accepted();
    reply.body["access_token"].as_str().unwrap().to_owned()
}

pub(super) async fn invite_with(bot: &Bot, token: &str, call: Uuid) -> Reply {
    let url = bot.calls(&format!("{call}/participants/invite"));
    let request = bot.http.post(url).bearer_auth(token);
    send(request.json(&invite([user(ADA)]))).await
}

#[tokio::test]
async fn a_token_is_valid_for_an_hour() {
    let bot = Bot::new().await;
    let tenant = bot.emulator.tenant();
    let reply = ask(&bot, &tenant.to_string(), &[]).await;
    reply.assert_accepted();
    assert_eq!(reply.body["token_type"], "Bearer");
    assert_eq!(reply.body["expires_in"], 3599);
    let token = reply.body["access_token"].as_str().unwrap();
    let call = bot.emulator.add_meeting();
    invite_with(&bot, token, call).await.assert_accepted();
    // Requests for tokens are not recorded, so no record has the secret.
    assert_eq!(bot.emulator.requests().len(), 1);
}

#[tokio::test]
async fn a_token_carries_the_role_that_invites_need() {
    let bot = Bot::new().await;
    let client = graph_invite::Client::builder()
        .cloud(Cloud::Custom(bot.emulator.url()))
        .token_source(AccessToken::new(token(&bot, bot.emulator.tenant()).await))
        .build()
        .unwrap();
    bot.emulator.fail_next(Fault::status(403));
    let invite = graph_invite! { call: bot.emulator.add_meeting(), participants: [user id(ADA)] };
    let Err(SendError::Refused(refused)) = invite.send(&client).await else {
        panic!("a 403 refuses");
    };
    // Without the role in the token, the client would name it here.
    assert_eq!(refused.missing_role(), None);
}

#[tokio::test]
async fn an_expired_or_revoked_token_is_refused() {
    let bot = Bot::of(Emulator::builder().token_lifetime(Duration::ZERO)).await;
    let over = token(&bot, bot.emulator.tenant()).await;
    let reply = invite_with(&bot, &over, bot.emulator.add_meeting()).await;
    reply.assert_refused(401, "InvalidAuthenticationToken");

    let bot = Bot::new().await;
    let revoked = token(&bot, bot.emulator.tenant()).await;
    bot.emulator.revoke_tokens();
    let call = bot.emulator.add_meeting();
    let reply = invite_with(&bot, &revoked, call).await;
    reply.assert_refused(401, "InvalidAuthenticationToken");
    let another = token(&bot, bot.emulator.tenant()).await;
    assert_ne!(another, revoked);
    invite_with(&bot, &another, call).await.assert_accepted();
}

#[tokio::test]
async fn a_token_is_valid_only_for_calls_of_its_tenant() {
    let bot = Bot::new().await;
    let (call, theirs) = (bot.emulator.add_meeting(), bot.emulator.add_meeting());
    let tenant = id(STRANGE);
    bot.emulator.set_call_tenant(theirs, tenant);
    let own = token(&bot, bot.emulator.tenant()).await;
    let foreign = token(&bot, tenant).await;
    invite_with(&bot, &own, call).await.assert_accepted();
    invite_with(&bot, &foreign, theirs).await.assert_accepted();
    for (token, call) in [(&own, theirs), (&foreign, call)] {
        let reply = invite_with(&bot, token, call).await;
        reply.assert_refused(403, "7505");
    }
    assert_eq!(bot.emulator.ring_count(ADA), 2);
}

#[tokio::test]
async fn faults_do_not_strike_token_requests() {
    let bot = Bot::new().await;
    bot.emulator.fail_next(Fault::reset_unread());
    let token = token(&bot, bot.emulator.tenant()).await;
    let call = bot.emulator.add_meeting();
    let url = bot.calls(&format!("{call}/participants/invite"));
    let request = bot.http.post(url).bearer_auth(&token);
    let request = request.json(&invite([user(ADA)]));
    assert!(request.send().await.is_err(), "struck");
    invite_with(&bot, &token, call).await.assert_accepted();
}

#[tokio::test]
async fn token_errors_are_those_of_entra_id() {
    let bot = Bot::of(Emulator::builder().client_secret("open sesame")).await;
    let tenant = bot.emulator.tenant().to_string();
    for (tenant, overrides, status, error, code) in [
        (
            &*tenant,
            ("grant_type", "password"),
            400,
            "unsupported_grant_type",
            "AADSTS70003:",
        ),
        (
            &tenant,
            ("client_id", BOT),
            400,
            "unauthorized_client",
            "AADSTS700016:",
        ),
        (
            &tenant,
            ("client_secret", "sesame"),
            401,
            "invalid_client",
            "AADSTS7000215:",
        ),
        (
            &tenant,
            ("scope", "User.Read"),
            400,
            "invalid_scope",
            "AADSTS1002012:",
        ),
        (
            "common",
            ("state", "1"),
            400,
            "invalid_request",
            "AADSTS90002:",
        ),
    ] {
        let reply = ask(&bot, tenant, &[overrides]).await;
        assert_eq!(reply.status, status, "{}", reply.body);
        assert_eq!(reply.body["error"], error);
        let described = reply.body["error_description"].as_str().unwrap();
        assert!(described.starts_with(code), "{described}");
        assert!(!described.contains("sesame"), "{described}");
    }
}
