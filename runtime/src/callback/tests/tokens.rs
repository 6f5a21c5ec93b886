//! Valid and invalid tokens.

use super::*;
use crate::Cloud;
use crate::callback::VerifierBuildError;
use jsonwebtoken::{EncodingKey, Header, encode};

/// Verifies a token with one changed claim. `null` removes the claim.
pub(super) async fn with(claim: &str, value: Value) -> Result<VerifiedCaller, CallbackError> {
    let verifier = KeyServer::start().await.verifier();
    let mut claims = claims();
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(claim)),
        value => claims[claim] = value,
    }
    verify(&verifier, &header(&claims)).await
}

/// The message of the error. An error holds nothing of the token, so there is no more to compare.
pub(super) async fn refused(claim: &str, value: Value) -> String {
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
async fn two_authorization_headers_are_refused() {
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
