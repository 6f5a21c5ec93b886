//! Tokens that a bot gets for itself.

use super::*;
use graph_invite::{AccessToken, Cloud, SendError, graph_invite};
use graph_invite_emulator::Fault;
use std::time::Duration;
use url::form_urlencoded::Serializer;

/// Asks for a token as a bot does, but for what is said otherwise.
async fn ask(bot: &Bot, tenant: &str, otherwise: &[(&str, &str)]) -> Answer {
    let app = bot.emulator.app().to_string();
    let scope = format!("{}/.default", bot.emulator.root());
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &app),
        ("client_secret", bot.emulator.secret()),
        ("scope", &scope),
    ];
    let other = |name| otherwise.iter().any(|(other, _)| *other == name);
    let form = form.iter().filter(|(name, _)| !other(*name));
    let body = Serializer::new(String::new())
        .extend_pairs(form)
        .extend_pairs(otherwise)
        .finish();
    let url = format!("{}/{tenant}/oauth2/v2.0/token", bot.emulator.root());
    send(bot.http.post(url).body(body)).await
}

async fn token(bot: &Bot, tenant: Uuid) -> String {
    let answer = ask(bot, &tenant.to_string(), &[]).await;
    answer.is_accepted();
    answer.body["access_token"].as_str().unwrap().to_owned()
}

async fn invite_with(bot: &Bot, token: &str, call: Uuid) -> Answer {
    let url = bot.calls(&format!("{call}/participants/invite"));
    let request = bot.http.post(url).bearer_auth(token);
    send(request.json(&invite([user(ADA)]))).await
}

#[tokio::test]
async fn a_token_is_good_for_an_hour_of_invites() {
    let bot = Bot::new().await;
    let tenant = bot.emulator.tenant();
    let answer = ask(&bot, &tenant.to_string(), &[]).await;
    answer.is_accepted();
    assert_eq!(answer.body["token_type"], "Bearer");
    assert_eq!(answer.body["expires_in"], 3599);
    let token = answer.body["access_token"].as_str().unwrap();
    let call = bot.emulator.meeting();
    invite_with(&bot, token, call).await.is_accepted();
    // The secret is in no record.
    assert_eq!(bot.emulator.requests().len(), 1);
}

#[tokio::test]
async fn a_token_says_what_it_allows() {
    let bot = Bot::new().await;
    let client = graph_invite::Client::builder()
        .cloud(Cloud::Custom(bot.emulator.url()))
        .token_source(AccessToken::new(token(&bot, bot.emulator.tenant()).await))
        .build()
        .unwrap();
    bot.emulator.fail_next(Fault::status(403));
    let invite = graph_invite! { call: bot.emulator.meeting(), participants: [user id(ADA)] };
    let Err(SendError::Refused(refused)) = invite.send(&client).await else {
        panic!("a 403 refuses");
    };
    // Without the role in the token, it would be missing.
    assert_eq!(refused.missing_role(), None);
}

#[tokio::test]
async fn a_token_that_is_over_or_revoked_is_refused() {
    let bot = Bot::of(Emulator::builder().token_life(Duration::ZERO)).await;
    let over = token(&bot, bot.emulator.tenant()).await;
    let answer = invite_with(&bot, &over, bot.emulator.meeting()).await;
    answer.is_refused(401, "InvalidAuthenticationToken");

    let bot = Bot::new().await;
    let revoked = token(&bot, bot.emulator.tenant()).await;
    bot.emulator.revoke_tokens();
    let call = bot.emulator.meeting();
    let answer = invite_with(&bot, &revoked, call).await;
    answer.is_refused(401, "InvalidAuthenticationToken");
    let another = token(&bot, bot.emulator.tenant()).await;
    assert_ne!(another, revoked);
    invite_with(&bot, &another, call).await.is_accepted();
}

#[tokio::test]
async fn a_token_is_for_the_calls_of_its_tenant() {
    let bot = Bot::new().await;
    let (call, theirs) = (bot.emulator.meeting(), bot.emulator.meeting());
    let tenant = id(STRANGE);
    bot.emulator.set_tenant(theirs, tenant);
    let own = token(&bot, bot.emulator.tenant()).await;
    let foreign = token(&bot, tenant).await;
    invite_with(&bot, &own, call).await.is_accepted();
    invite_with(&bot, &foreign, theirs).await.is_accepted();
    for (token, call) in [(&own, theirs), (&foreign, call)] {
        let answer = invite_with(&bot, token, call).await;
        answer.is_refused(403, "7505");
    }
    assert_eq!(bot.emulator.rings_of(ADA), 2);
}

#[tokio::test]
async fn faults_strike_invites_alone() {
    let bot = Bot::new().await;
    bot.emulator.fail_next(Fault::reset_unread());
    let token = token(&bot, bot.emulator.tenant()).await;
    let call = bot.emulator.meeting();
    let url = bot.calls(&format!("{call}/participants/invite"));
    let request = bot.http.post(url).bearer_auth(&token);
    let request = request.json(&invite([user(ADA)]));
    assert!(request.send().await.is_err(), "struck");
    invite_with(&bot, &token, call).await.is_accepted();
}

#[tokio::test]
async fn what_is_wrong_is_told_in_the_words_of_entra_id() {
    let bot = Bot::of(Emulator::builder().secret("open sesame")).await;
    let tenant = bot.emulator.tenant().to_string();
    for (tenant, otherwise, status, error, code) in [
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
        let answer = ask(&bot, tenant, &[otherwise]).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(answer.body["error"], error);
        let described = answer.body["error_description"].as_str().unwrap();
        assert!(described.starts_with(code), "{described}");
        assert!(!described.contains("sesame"), "{described}");
    }
}
