//! Fetching and refreshing the keys.

use super::*;
use crate::callback::KeysError;
use jsonwebtoken::Header;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

#[tokio::test]
async fn concurrent_callbacks_fetch_the_keys_once() {
    let server = KeyServer::start().await;
    *server.script.delay.lock().unwrap() = Duration::from_millis(50);
    let verifier = server.verifier();
    let header = header(&claims());
    let callbacks = (0..20).map(|_| {
        let (verifier, header) = (verifier.clone(), header.clone());
        tokio::spawn(async move { verify(&verifier, &header).await.map(drop) })
    });
    for callback in callbacks.collect::<Vec<_>>() {
        callback.await.unwrap().unwrap();
    }
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_cancelled_caller_does_not_stop_the_fetch() {
    let server = KeyServer::start().await;
    *server.script.delay.lock().unwrap() = Duration::from_millis(100);
    let verifier = server.verifier();
    let header = header(&claims());
    let hasty = tokio::time::timeout(Duration::from_millis(20), verify(&verifier, &header));
    assert!(hasty.await.is_err());
    verify(&verifier, &header).await.unwrap();
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn unknown_key_ids_cause_one_refresh_per_interval() {
    let server = KeyServer::start().await;
    let every_hour = Duration::from_secs(60 * 60);
    let verifier = server
        .builder()
        .refresh_interval(every_hour)
        .build()
        .unwrap();
    verify(&verifier, &header(&claims())).await.unwrap();
    let strange = header_by(&NEXT_KEY, &claims());
    for _ in 0..10 {
        let error = verify(&verifier, &strange).await.unwrap_err();
        assert_eq!(error.status(), 503, "the verifier did not look for the key");
        let CallbackError::NoKeys(why) = error else {
            panic!("{error}");
        };
        assert!(matches!(*why, KeysError::TooSoon), "{why}");
    }
    assert_eq!(server.requests(), 1, "within the interval");

    let verifier = server
        .builder()
        .refresh_interval(Duration::ZERO)
        .build()
        .unwrap();
    verify(&verifier, &header(&claims())).await.unwrap();
    let error = verify(&verifier, &strange).await.unwrap_err();
    assert!(matches!(error, CallbackError::UnknownKey), "{error}");
    assert_eq!(server.requests(), 3, "and one refresh after it");
}

/// A stranger who invents key ids does not keep the verifier from finding a new key.
#[tokio::test]
async fn a_flood_of_invented_key_ids_turns_no_valid_callback_away() {
    let server = KeyServer::start().await;
    let builder = server
        .builder()
        .refresh_interval(Duration::from_millis(300));
    let verifier = builder.build().unwrap();
    verify(&verifier, &header(&claims())).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let flood: Vec<_> = (0..20)
        .map(|number| {
            let (verifier, stop) = (verifier.clone(), Arc::clone(&stop));
            let mut head = Header::new(Algorithm::RS256);
            head.kid = Some(format!("invented {number}"));
            let invented = header_with(&NEXT_KEY, &head, &claims());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    verify(&verifier, &invented).await.unwrap_err();
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.set_keys(&[&NEXT_KEY]);
    let began = Instant::now();
    verify(&verifier, &header_by(&NEXT_KEY, &claims()))
        .await
        .unwrap();
    let (took, requests) = (began.elapsed(), server.requests());
    stop.store(true, Ordering::Relaxed);
    for flood in flood {
        flood.await.unwrap();
    }
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(requests <= 3, "{requests}");
}

#[tokio::test]
async fn rotated_keys_are_found_after_a_refresh() {
    let server = KeyServer::start().await;
    let builder = server.builder().refresh_interval(Duration::from_millis(50));
    let verifier = builder.build().unwrap();
    verify(&verifier, &header(&claims())).await.unwrap();
    server.set_keys(&[&NEXT_KEY]);
    tokio::time::sleep(Duration::from_millis(60)).await;
    let next = header_by(&NEXT_KEY, &claims());
    verify(&verifier, &next).await.unwrap();
    tokio::time::sleep(Duration::from_millis(60)).await;
    let error = verify(&verifier, &header(&claims())).await.unwrap_err();
    assert!(matches!(error, CallbackError::UnknownKey), "{error}");
}

#[tokio::test]
async fn old_keys_are_refreshed_and_still_used_if_the_refresh_fails() {
    let server = KeyServer::start().await;
    let verifier = server
        .builder()
        .max_age(Duration::ZERO)
        .refresh_interval(Duration::ZERO)
        .build()
        .unwrap();
    let header = header(&claims());
    verify(&verifier, &header).await.unwrap();
    verify(&verifier, &header).await.unwrap();
    assert_eq!(server.requests(), 2);

    server.set_oidc(StatusCode::BAD_GATEWAY, "");
    for _ in 0..5 {
        verify(&verifier, &header).await.unwrap();
    }
    // A key that is no longer on the server is refused after a refresh.
    server.set_keys(&[&NEXT_KEY]);
    server.set_oidc(StatusCode::OK, oidc(&format!("{}/keys", server.root)));
    while verify(&verifier, &header).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_key_is_found_in_any_document_of_its_issuer() {
    let (first, second) = (KeyServer::start().await, KeyServer::start().await);
    second.set_keys(&[&NEXT_KEY]);
    let oidc = Url::parse(&format!("{}/oidc", second.root)).unwrap();
    let builder = first.builder().refresh_interval(Duration::ZERO);
    let verifier = builder.issuer(ISSUER, oidc).build().unwrap();
    let next = header_by(&NEXT_KEY, &claims());
    verify(&verifier, &next).await.unwrap();
    verify(&verifier, &header(&claims())).await.unwrap();
    let mut head = Header::new(Algorithm::RS256);
    head.kid = Some("invented".to_owned());
    let invented = header_with(&KEY, &head, &claims());
    let error = verify(&verifier, &invented).await.unwrap_err();
    assert!(matches!(error, CallbackError::UnknownKey), "{error}");

    // A document that is not available may hold the key, but the keys of the other are still found.
    first.set_oidc(StatusCode::BAD_GATEWAY, "");
    let error = verify(&verifier, &invented).await.unwrap_err();
    assert_eq!(error.status(), 503, "{error}");
    verify(&verifier, &next).await.unwrap();
}

/// Why there are no keys if the server answers this for the OIDC configuration.
async fn reason(status: StatusCode, oidc: impl Into<String>) -> Arc<KeysError> {
    let server = KeyServer::start().await;
    server.set_oidc(status, oidc);
    let error = verify(&server.verifier(), &header(&claims())).await;
    let error = error.unwrap_err();
    assert_eq!(error.status(), 503);
    let shown = error.to_string();
    match error {
        CallbackError::NoKeys(why) => {
            assert_eq!(shown, why.to_string());
            why
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn redirects_of_the_key_server_are_not_followed() {
    let why = reason(StatusCode::FOUND, "").await;
    assert!(matches!(*why, KeysError::Status { status: 302 }));
}

#[tokio::test]
async fn a_huge_document_of_keys_is_refused() {
    let why = reason(StatusCode::OK, " ".repeat(1024 * 1024 + 1)).await;
    assert!(matches!(*why, KeysError::TooLarge { .. }));
}

#[tokio::test]
async fn an_invalid_oidc_configuration_is_refused() {
    let why = reason(StatusCode::OK, "<html>").await;
    assert!(matches!(*why, KeysError::NotJson));
    for document in [
        "{}".to_owned(),
        oidc(""),
        oidc("http://keys.example/keys"),
        oidc("file:///keys"),
    ] {
        let why = reason(StatusCode::OK, document).await;
        assert!(matches!(*why, KeysError::KeysUrl), "{why}");
    }
}

#[tokio::test]
async fn keys_that_are_not_rsa_for_signatures_are_ignored() {
    let server = KeyServer::start().await;
    let mut public = serde_json::to_value(KEY.public()).unwrap();
    public["use"] = json!("enc");
    let secret = json!({ "kty": "oct", "k": "c2VjcmV0", "kid": "s" });
    let keys = json!({ "keys": [public, secret, null, { "kty": "RSA" }] });
    *server.script.keys.lock().unwrap() = keys.to_string();
    let error = verify(&server.verifier(), &header(&claims())).await;
    let Err(CallbackError::NoKeys(why)) = error else {
        panic!("{error:?}");
    };
    assert!(matches!(*why, KeysError::NoKey), "{why}");
}

#[tokio::test]
async fn a_document_without_a_usable_key_is_refused() {
    let public = serde_json::to_value(KEY.public()).unwrap();
    let mut nameless = public.clone();
    nameless.as_object_mut().unwrap().remove("kid");
    let elliptic = json!({ "kty": "EC", "kid": "key", "crv": "P-256", "x": "AA", "y": "AA" });
    for keys in [
        json!([]),
        json!({ "key": public }),
        json!([nameless]),
        json!([elliptic]),
    ] {
        let server = KeyServer::start().await;
        *server.script.keys.lock().unwrap() = json!({ "keys": keys }).to_string();
        let error = verify(&server.verifier(), &header(&claims())).await;
        let Err(CallbackError::NoKeys(why)) = error else {
            panic!("{error:?}");
        };
        assert!(matches!(*why, KeysError::NoKey), "{why}");
    }
}

#[tokio::test]
async fn the_number_of_keys_of_a_document_is_limited() {
    let server = KeyServer::start().await;
    let public = serde_json::to_value(KEY.public()).unwrap();
    for (others, is_kept) in [(255, true), (256, false)] {
        let mut keys: Vec<Value> = (0..others)
            .map(|number| {
                let mut other = public.clone();
                other["kid"] = json!(format!("other {number}"));
                other
            })
            .collect();
        keys.push(public.clone());
        *server.script.keys.lock().unwrap() = json!({ "keys": keys }).to_string();
        let verified = verify(&server.verifier(), &header(&claims())).await;
        assert_eq!(verified.is_ok(), is_kept, "{others}");
    }
}

#[tokio::test]
async fn a_silent_key_server_ends_in_a_timeout() {
    let server = KeyServer::start().await;
    *server.script.delay.lock().unwrap() = Duration::from_secs(60);
    let builder = server.builder().timeout(Duration::from_millis(50));
    let error = verify(&builder.build().unwrap(), &header(&claims())).await;
    let Err(CallbackError::NoKeys(why)) = error else {
        panic!("{error:?}");
    };
    assert!(matches!(*why, KeysError::Transport(_)), "{why}");
}
