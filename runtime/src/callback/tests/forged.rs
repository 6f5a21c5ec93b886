//! Forged, changed and odd tokens.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, encode};

/// The header of a valid token.
fn head() -> Value {
    json!({ "alg": "RS256", "typ": "JWT", "kid": "key" })
}

/// An object with other properties. `null` removes one.
fn with(object: &Value, changes: &Value) -> Value {
    let mut object = object.clone();
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(object.as_object_mut().unwrap().remove(name)),
            value => object[name] = value.clone(),
        }
    }
    object
}

fn signed(signer: &Signer, head: &Value, claims: &Value) -> String {
    let token = signer.sign_text(&head.to_string(), &claims.to_string());
    format!("Bearer {}", token.unwrap())
}

async fn is_accepted(verifier: &Verifier, header: &str) -> bool {
    verify(verifier, header).await.is_ok()
}

#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    let verifier = KeyServer::start().await.verifier();
    let public = serde_json::to_value(KEY.public()).unwrap();
    let modulus = public["n"].as_str().unwrap();
    for secret in [
        modulus.as_bytes().to_vec(),
        URL_SAFE_NO_PAD.decode(modulus).unwrap(),
        include_bytes!("key.der").to_vec(),
        public.to_string().into_bytes(),
        Vec::new(),
    ] {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let mut head = Header::new(algorithm);
            head.kid = Some("key".to_owned());
            let token = encode(&head, &claims(), &EncodingKey::from_secret(&secret)).unwrap();
            assert!(!is_accepted(&verifier, &format!("Bearer {token}")).await);
        }
    }
}

#[tokio::test]
async fn the_header_of_a_token_chooses_neither_key_nor_algorithm() {
    let server = KeyServer::start().await;
    let builder = server.builder().refresh_interval(Duration::ZERO);
    let verifier = builder.build().unwrap();
    for algorithm in [
        "none", "None", "NONE", "", "HS256", "ES256", "EdDSA", "PS256", "RS1", "rs256", "RS256 ",
    ] {
        let head = with(&head(), &json!({ "alg": algorithm }));
        let token = signed(&KEY, &head, &claims());
        assert!(!is_accepted(&verifier, &token).await, "{algorithm}");
        let unsigned = token.rsplit_once('.').unwrap().0;
        for unsigned in [unsigned.to_owned(), format!("{unsigned}.")] {
            assert!(!is_accepted(&verifier, &unsigned).await, "{algorithm}");
        }
    }
    for head in [
        json!({}),
        json!({ "jwk": NEXT_KEY.public() }),
        json!({ "jku": format!("{}/keys", server.root) }),
        json!({ "x5u": format!("{}/keys", server.root), "x5c": ["AAAA"] }),
        json!({ "kid": null }),
        json!({ "kid": 7 }),
        json!({ "kid": "KEY" }),
        json!({ "kid": "../../../dev/null" }),
    ] {
        let token = signed(&NEXT_KEY, &with(&self::head(), &head), &claims());
        assert!(!is_accepted(&verifier, &token).await, "{head}");
    }
    for head in [json!({ "crit": ["exp"] }), json!({ "crit": [] })] {
        let token = signed(&KEY, &with(&self::head(), &head), &claims());
        assert!(!is_accepted(&verifier, &token).await, "{head}");
    }
    // The service writes `cty`, although the payload is no token (bot-docs, issue 2242).
    let real = with(&head(), &json!({ "cty": "JWT", "x5t": "AAAA" }));
    assert!(is_accepted(&verifier, &signed(&KEY, &real, &claims())).await);
}

#[tokio::test]
async fn odd_claims_are_refused() {
    let verifier = KeyServer::start().await.verifier();
    let now = get_current_timestamp();
    for (changes, is_valid) in [
        (json!({}), true),
        (json!({ "exp": "9999999999" }), false),
        (json!({ "exp": -1 }), false),
        (json!({ "exp": [now + 3600] }), false),
        (json!({ "exp": u64::MAX }), true),
        (json!({ "nbf": -5 }), false),
        (json!({ "aud": { "0": BOT } }), false),
        (json!({ "aud": [[BOT]] }), false),
        (json!({ "iss": { "0": ISSUER } }), false),
        (
            json!({ "tid": "00000000-0000-0000-0000-000000000000" }),
            false,
        ),
        (json!({ "tid": [TENANT] }), false),
        (json!({ "tid": format!("{{{TENANT}}}") }), false),
        (json!({ "tid": TENANT.replace('-', "") }), true),
    ] {
        let token = signed(&KEY, &head(), &with(&claims(), &changes));
        assert_eq!(is_accepted(&verifier, &token).await, is_valid, "{changes}");
    }
    for name in ["iss", "aud", "tid"] {
        let claims = claims();
        let text = claims.to_string();
        let rest = text.strip_prefix('{').unwrap();
        let again = format!("{{\"{name}\":{},{rest}", claims[name]);
        let token = KEY.sign_text(&head().to_string(), &again).unwrap();
        let error = verify(&verifier, &format!("Bearer {token}")).await;
        assert!(
            matches!(error, Err(CallbackError::Malformed)),
            "{name} twice"
        );
    }
    for claims in ["", "[]", "7", "null", "{", "{}", "\"a\""] {
        let token = KEY.sign_text(&head().to_string(), claims).unwrap();
        assert!(
            !is_accepted(&verifier, &format!("Bearer {token}")).await,
            "{claims}"
        );
    }
}

#[tokio::test]
async fn no_changed_byte_of_a_token_is_accepted() {
    let server = KeyServer::start().await;
    let builder = server.builder().refresh_interval(Duration::ZERO);
    let verifier = builder.build().unwrap();
    let good = signed(&KEY, &head(), &claims());
    assert!(is_accepted(&verifier, &good).await);
    for at in "Bearer ".len()..good.len() {
        let mut changed = good.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'.' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(!is_accepted(&verifier, &changed).await, "{at}: {changed}");
    }
    for extra in [".", "=", "==", ".x", "\0"] {
        assert!(
            !is_accepted(&verifier, &format!("{good}{extra}")).await,
            "{extra:?}"
        );
    }
    let token = good.trim_start_matches("Bearer ");
    for (header, is_valid) in [
        (format!("bEaReR {token}"), true),
        (format!("Bearer   {token}  "), true),
        (format!("Bearer\t{token}"), false),
        (token.to_owned(), false),
        (
            format!("Bearer {}.e30.AA", URL_SAFE_NO_PAD.encode("[".repeat(9000))),
            false,
        ),
    ] {
        assert_eq!(is_accepted(&verifier, &header).await, is_valid, "{header}");
    }
}
