//! Which issuers, audiences and applications a verifier accepts.

use super::tokens::{refused, with};
use super::*;

#[tokio::test]
async fn another_issuer_or_audience_is_refused() {
    let issuer = CallbackError::Issuer.to_string();
    let audience = CallbackError::Audience.to_string();
    let claim = CallbackError::Claim.to_string();
    assert_eq!(refused("iss", json!("https://sts.example")).await, issuer);
    assert_eq!(refused("aud", json!(STRANGE)).await, audience);
    for spelling in [
        "HTTPS://API.BOTFRAMEWORK.COM",
        "https://api.botframework.com//",
    ] {
        assert_eq!(refused("iss", json!(spelling)).await, issuer, "{spelling}");
    }
    for other in [json!([STRANGE]), json!([]), json!(format!("api://{BOT}"))] {
        assert_eq!(refused("aud", other).await, audience);
    }
    for (name, value) in [
        ("iss", json!(null)),
        ("iss", json!(["https://sts.example", ISSUER])),
        ("aud", json!(null)),
        ("aud", json!(7)),
    ] {
        assert_eq!(refused(name, value).await, claim, "{name}");
    }
}

#[tokio::test]
async fn a_slash_at_the_end_and_the_spelling_of_guids_do_not_matter() {
    with("iss", json!(format!("{ISSUER}/"))).await.unwrap();
    for audience in [BOT.to_uppercase(), BOT.replace('-', "")] {
        with("aud", json!(audience)).await.unwrap();
        with("aud", json!([STRANGE, audience])).await.unwrap();
    }
    let server = KeyServer::start().await;
    let oidc = Url::parse(&format!("{}/oidc", server.root)).unwrap();
    let verifier = server.builder().issuer("https://sts.example/", oidc);
    let verifier = verifier.build().unwrap();
    for issuer in ["https://sts.example", "https://sts.example/", ISSUER] {
        let mut claims = claims();
        claims["iss"] = json!(issuer);
        verify(&verifier, &header(&claims)).await.unwrap();
    }
}

#[tokio::test]
async fn several_audiences_can_be_accepted() {
    let server = KeyServer::start().await;
    let other = format!("api://botid-{BOT}");
    let verifier = server.builder().audience(STRANGE.to_uppercase());
    let verifier = verifier.audience(&other).build().unwrap();
    for (audience, is_accepted) in [
        (BOT, true),
        (STRANGE, true),
        (&other, true),
        (TENANT, false),
    ] {
        let mut claims = claims();
        claims["aud"] = json!(audience);
        let caller = verify(&verifier, &header(&claims)).await;
        assert_eq!(caller.is_ok(), is_accepted, "{audience}");
    }
}

#[tokio::test]
async fn the_application_can_be_restricted() {
    let server = KeyServer::start().await;
    let app = ApplicationId::parse(STRANGE).unwrap();
    let verifier = server.builder().app(app).build().unwrap();
    for (name, app, is_accepted) in [
        ("appid", json!(STRANGE), true),
        ("azp", json!(STRANGE.to_uppercase()), true),
        ("appid", json!(BOT), false),
        ("appid", json!([STRANGE]), false),
        ("sub", json!(STRANGE), false),
    ] {
        let mut claims = claims();
        claims[name] = app;
        match verify(&verifier, &header(&claims)).await {
            Ok(_) => assert!(is_accepted, "{claims}"),
            Err(CallbackError::AppNotAllowed) => assert!(!is_accepted, "{claims}"),
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn each_issuer_has_its_own_keys() {
    let (ours, theirs) = (KeyServer::start().await, KeyServer::start().await);
    theirs.set_keys(&[&NEXT_KEY]);
    let oidc = Url::parse(&format!("{}/oidc", theirs.root)).unwrap();
    let builder = ours.builder().refresh_interval(Duration::ZERO);
    let verifier = builder.issuer("https://sts.example", oidc).build().unwrap();
    for (issuer, signer, is_accepted) in [
        (ISSUER, &*KEY, true),
        (ISSUER, &*NEXT_KEY, false),
        ("https://sts.example", &*KEY, false),
        ("https://sts.example", &*NEXT_KEY, true),
    ] {
        let mut claims = claims();
        claims["iss"] = json!(issuer);
        let caller = verify(&verifier, &header_by(signer, &claims)).await;
        assert_eq!(caller.is_ok(), is_accepted, "{issuer}");
    }
}

#[tokio::test]
async fn a_token_that_is_not_for_this_bot_causes_no_request_for_keys() {
    let server = KeyServer::start().await;
    let verifier = server.verifier();
    for (name, value) in [("iss", "https://sts.example"), ("aud", STRANGE)] {
        let mut claims = claims();
        claims[name] = json!(value);
        verify(&verifier, &header(&claims)).await.unwrap_err();
    }
    assert_eq!(server.requests(), 0);
}
