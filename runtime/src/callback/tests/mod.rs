//! A verifier, and a key server that does as it is told.

mod keys;
mod routes;
mod signer;
mod tokens;

use super::{CallbackError, VerifiedCaller, Verifier, VerifierBuilder};
use crate::{ApplicationId, TenantId, Url};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::Response;
use axum::routing::get;
use jsonwebtoken::{Algorithm, get_current_timestamp};
use serde_json::{Value, json};
use signer::Signer;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

const BOT: &str = "832899f8-2ea1-4604-8413-27bd2892079f";
const TENANT: &str = "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21";
const STRANGE: &str = "a7ebfb2d-871e-419c-87af-27290b22e8db";
const ISSUER: &str = "https://api.botframework.com";

/// The key that the key server knows unless told otherwise.
static KEY: LazyLock<Signer> = LazyLock::new(|| Signer::new("key", include_bytes!("key.der")));
/// Another, which it gets when keys are rotated.
static NEXT_KEY: LazyLock<Signer> =
    LazyLock::new(|| Signer::new("next key", include_bytes!("next_key.der")));

struct KeyServer {
    root: String,
    told: Arc<Told>,
}

struct Told {
    oidc: Mutex<(StatusCode, String)>,
    keys: Mutex<String>,
    asked: AtomicUsize,
    delay: Mutex<Duration>,
}

impl KeyServer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let told = Arc::new(Told {
            oidc: Mutex::new((StatusCode::OK, oidc(&format!("{root}/keys")))),
            keys: Mutex::new(keys(&[&KEY])),
            asked: AtomicUsize::new(0),
            delay: Mutex::default(),
        });
        let routes = Router::new()
            .route("/oidc", get(tell_oidc))
            .route("/keys", get(tell_keys))
            .with_state(Arc::clone(&told));
        tokio::spawn(axum::serve(listener, routes).into_future());
        Self { root, told }
    }

    fn oidc_is(&self, status: StatusCode, text: impl Into<String>) {
        *self.told.oidc.lock().unwrap() = (status, text.into());
    }

    fn keys_are(&self, signers: &[&Signer]) {
        *self.told.keys.lock().unwrap() = keys(signers);
    }

    /// How often the OIDC document was asked for.
    fn asked(&self) -> usize {
        self.told.asked.load(Ordering::SeqCst)
    }

    fn builder(&self) -> VerifierBuilder {
        let tenant = TenantId::parse(TENANT).unwrap();
        let oidc = Url::parse(&format!("{}/oidc", self.root)).unwrap();
        bot().openid_configuration(oidc).tenant(tenant)
    }

    fn verifier(&self) -> Verifier {
        self.builder().build().unwrap()
    }
}

async fn tell_oidc(State(told): State<Arc<Told>>) -> Response {
    told.asked.fetch_add(1, Ordering::SeqCst);
    let delay = *told.delay.lock().unwrap();
    tokio::time::sleep(delay).await;
    let (status, text) = told.oidc.lock().unwrap().clone();
    let answer = Response::builder().status(status);
    answer
        .header(LOCATION, "/keys")
        .body(Body::from(text))
        .unwrap()
}

async fn tell_keys(State(told): State<Arc<Told>>) -> String {
    told.keys.lock().unwrap().clone()
}

fn oidc(keys: &str) -> String {
    // The service advertises an algorithm that does not exist.
    json!({
        "issuer": ISSUER,
        "jwks_uri": keys,
        "id_token_signing_alg_values_supported": ["RSA256"],
    })
    .to_string()
}

fn keys(signers: &[&Signer]) -> String {
    let keys: Vec<_> = signers.iter().map(|signer| signer.public()).collect();
    json!({ "keys": keys }).to_string()
}

fn bot() -> VerifierBuilder {
    Verifier::builder(ApplicationId::parse(BOT).unwrap())
}

/// Claims as the service makes them.
fn claims() -> Value {
    let now = get_current_timestamp();
    json!({
        "iss": ISSUER,
        "aud": BOT,
        "tid": TENANT,
        "nbf": now,
        "exp": now + 3600,
    })
}

/// The header of a callback with these claims.
fn header(claims: &Value) -> String {
    header_by(&KEY, claims)
}

fn header_by(signer: &Signer, claims: &Value) -> String {
    format!("Bearer {}", signer.sign(Algorithm::RS256, claims).unwrap())
}

async fn verify(verifier: &Verifier, header: &str) -> Result<VerifiedCaller, CallbackError> {
    verifier.verify(Some(header)).await
}
