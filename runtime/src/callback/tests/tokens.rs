//! Valid and invalid tokens.

use super::*;
use crate::Cloud;
use crate::callback::VerifierBuildError;
use jsonwebtoken::{EncodingKey, Header, encode};

/// Verifies a token with one changed claim. `null` removes the claim.
async fn with(claim: &str, value: Value) -> Result<VerifiedCaller, CallbackError> {
    let verifier = KeyServer::start().await.verifier();
    let mut claims = claims();
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(claim)),
        value => claims[claim] = value,
    }
    verify(&verifier, &header(&claims)).await
}

/// The message of the error. An error holds nothing of the token, so there is no more to compare.
async fn refused(claim: &str, value: Value) -> String {
    with(claim, value).await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_valid_token_gives_the_tenant_and_the_application() {
    let caller = with("appid", json!(STRANGE)).await.unwrap();
    assert_eq!(caller.tenant.to_string(), TENANT);
    assert_eq!(caller.app.as_deref(), Some(STRANGE));
    assert_eq!(with("azp", json!("a")).await.unwrap().app.unwrap(), "a");
    assert_eq!(with("sub", json!("x")).await.unwrap().app, None);
}

#[tokio::test]
async fn each_issuer_and_algorithm_of_the_service_is_accepted() {
    let verifier = KeyServer::start().await.verifier();
    for issuer in ["https://graph.microsoft.com", ISSUER] {
        for algorithm in [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512] {
            let mut claims = claims();
            claims["iss"] = json!(issuer);
            let token = KEY.sign(algorithm, &claims).unwrap();
            verify(&verifier, &format!("bearer {token}")).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_header_without_a_bearer_token_is_refused() {
    let server = KeyServer::start().await;
    let verifier = server.verifier();
    let missing = verifier.verify(None).await;
    assert!(matches!(missing, Err(CallbackError::Missing)));
    for header in ["", "Bearer", "Basic QTpC"] {
        let error = verify(&verifier, header).await.unwrap_err();
        assert!(matches!(error, CallbackError::NotBearer), "{header}");
    }
    for header in ["Bearer ", "Bearer a.b", "Bearer a.b.c", "Bearer ….….…"] {
        let error = verify(&verifier, header).await.unwrap_err();
        assert!(matches!(error, CallbackError::Malformed), "{header}");
    }
    let long = format!("Bearer {}", "a".repeat(16 * 1024));
    let error = verify(&verifier, &long).await.unwrap_err();
    assert!(matches!(error, CallbackError::TooLong { .. }));
    assert_eq!(server.requests(), 0, "no keys are fetched");
}

#[tokio::test]
async fn clocks_may_differ_by_five_minutes() {
    let now = get_current_timestamp();
    let expired = CallbackError::Expired.to_string();
    let early = CallbackError::NotYetValid.to_string();
    assert_eq!(refused("exp", json!(now - 310)).await, expired);
    with("exp", json!(now - 290)).await.unwrap();
    assert_eq!(refused("nbf", json!(now + 310)).await, early);
    with("nbf", json!(now + 290)).await.unwrap();
    with("nbf", json!(null)).await.unwrap();
    let claim = CallbackError::Claim.to_string();
    assert_eq!(refused("exp", json!(null)).await, claim);
    assert_eq!(refused("exp", json!("soon")).await, claim);
    assert_eq!(refused("nbf", json!("soon")).await, claim);
}

#[tokio::test]
async fn the_clock_skew_can_be_set_up_to_an_hour() {
    let server = KeyServer::start().await;
    let skew = |skew| server.builder().clock_skew(skew).build().unwrap();
    let mut claims = claims();
    claims["exp"] = json!(get_current_timestamp() - 60);
    let strict = verify(&skew(Duration::ZERO), &header(&claims)).await;
    assert!(matches!(strict, Err(CallbackError::Expired)));
    claims["exp"] = json!(get_current_timestamp() - 3700);
    let careless = verify(&skew(Duration::MAX), &header(&claims)).await;
    assert!(matches!(careless, Err(CallbackError::Expired)));
}

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

#[tokio::test]
async fn of_two_headers_none_counts() {
    let verifier = KeyServer::start().await.verifier();
    let good = header(&claims());
    for two in [["Bearer x", &*good], [&*good, "Bearer x"], [&*good, &*good]] {
        let error = verifier.verify_headers(two).await.unwrap_err();
        assert!(matches!(error, CallbackError::SeveralHeaders), "{error}");
        assert_eq!(error.status(), 401);
        verify(&verifier, &two.join(", ")).await.unwrap_err();
    }
    verifier.verify_headers([&*good]).await.unwrap();
    let none = verifier.verify_headers([]).await;
    assert!(matches!(none, Err(CallbackError::Missing)));
}

#[tokio::test]
async fn a_missing_or_unknown_tenant_is_refused() {
    let none = CallbackError::NoTenant.to_string();
    for tenant in [json!(null), json!(""), json!("common")] {
        assert_eq!(refused("tid", tenant).await, none);
    }
    let strange = CallbackError::TenantNotAllowed.to_string();
    assert_eq!(refused("tid", json!(STRANGE)).await, strange);
    with("tid", json!(TENANT.to_uppercase())).await.unwrap();
}

#[tokio::test]
async fn any_tenant_is_accepted_if_the_builder_allows_it() {
    let verifier = KeyServer::start().await.builder().any_tenant().build();
    let mut claims = claims();
    claims["tid"] = json!(STRANGE);
    let caller = verify(&verifier.unwrap(), &header(&claims)).await.unwrap();
    assert_eq!(caller.tenant.to_string(), STRANGE);
}

#[tokio::test]
async fn unsigned_tokens_and_other_algorithms_are_refused() {
    let verifier = KeyServer::start().await.verifier();
    // {"alg":"none","typ":"JWT"}, and the claims of a valid token.
    let token = KEY.sign(Algorithm::RS256, &claims()).unwrap();
    let body = token.split('.').nth(1).unwrap();
    for unsigned in [
        format!("Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}."),
        format!("Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}"),
    ] {
        let error = verify(&verifier, &unsigned).await.unwrap_err();
        assert!(matches!(error, CallbackError::Malformed), "{error}");
    }

    let public = serde_json::to_value(KEY.public()).unwrap();
    let secret = public["n"].as_str().unwrap();
    let mut head = Header::new(Algorithm::HS256);
    head.kid = public["kid"].as_str().map(str::to_owned);
    let key = EncodingKey::from_secret(secret.as_bytes());
    let token = encode(&head, &claims(), &key).unwrap();
    let error = verify(&verifier, &format!("Bearer {token}")).await;
    assert!(matches!(error, Err(CallbackError::Algorithm)));

    let token = KEY.sign(Algorithm::PS256, &claims()).unwrap();
    let error = verify(&verifier, &format!("Bearer {token}")).await;
    assert!(matches!(error, Err(CallbackError::Algorithm)));
}

#[tokio::test]
async fn the_signature_of_another_key_or_of_other_claims_is_refused() {
    let verifier = KeyServer::start().await.verifier();
    let good = KEY.sign(Algorithm::RS256, &claims()).unwrap();
    let mut other = claims();
    other["tid"] = json!(STRANGE);
    let other = NEXT_KEY.sign(Algorithm::RS256, &other).unwrap();
    let (good, other): (Vec<_>, Vec<_>) = (good.split('.').collect(), other.split('.').collect());
    for token in [
        [good[0], good[1], other[2]],
        [good[0], other[1], good[2]],
        [good[0], good[1], ""],
    ] {
        let error = verify(&verifier, &format!("Bearer {}", token.join("."))).await;
        assert!(matches!(error, Err(CallbackError::Signature)));
    }
}

#[tokio::test]
async fn critical_extensions_are_refused() {
    let verifier = KeyServer::start().await.verifier();
    let mut head = Header::new(Algorithm::HS256);
    head.crit = Some(vec!["b64".to_owned()]);
    let key = EncodingKey::from_secret(b"secret");
    let token = encode(&head, &claims(), &key).unwrap();
    let error = verify(&verifier, &format!("Bearer {token}")).await;
    assert!(matches!(error, Err(CallbackError::Malformed)));
}

#[tokio::test]
async fn no_error_and_no_debug_output_shows_a_token() {
    let verifier = KeyServer::start().await.verifier();
    let mut claims = claims();
    claims["aud"] = json!("planted-secret");
    let header = header(&claims);
    let error = verify(&verifier, &header).await.unwrap_err();
    let shown = format!("{error} {error:?} {verifier:?}");
    assert!(!shown.contains("planted-secret"), "{shown}");
    assert!(
        !header.split('.').any(|part| shown.contains(part)),
        "{shown}"
    );
}

#[test]
fn a_verifier_needs_tenants_issuers_https_and_readable_roots() {
    let tenant = TenantId::parse(TENANT).unwrap();
    let url = |url| Url::parse(url).unwrap();
    assert!(matches!(bot().build(), Err(VerifierBuildError::NoTenant)));
    let custom = Cloud::Custom(url("https://graph.example"));
    let builder = bot().tenant(tenant).cloud(custom);
    assert!(matches!(builder.build(), Err(VerifierBuildError::NoIssuer)));
    for oidc in ["http://keys.example/", "ftp://127.0.0.1/"] {
        let builder = bot().tenant(tenant).openid_configuration(url(oidc));
        assert!(matches!(builder.build(), Err(VerifierBuildError::NotHttps)));
        let builder = bot()
            .tenant(tenant)
            .issuer("https://sts.example", url(oidc));
        assert!(matches!(builder.build(), Err(VerifierBuildError::NotHttps)));
    }
    let error = bot().tenant(tenant).root_certificate("no PEM").build();
    assert!(matches!(error, Err(VerifierBuildError::RootCertificate(_))));
}
