//! Tests of the verifier and the router, with a scripted key server.

mod forged;
mod issuers;
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
use jsonwebtoken::{Algorithm, Header, get_current_timestamp};
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

/// The key that the key server has by default.
static KEY: LazyLock<Signer> = LazyLock::new(|| Signer::new("key", include_bytes!("key.der")));
/// The key after a rotation.
static NEXT_KEY: LazyLock<Signer> =
    LazyLock::new(|| Signer::new("next key", include_bytes!("next_key.der")));

struct KeyServer {
    root: String,
    script: Arc<Script>,
}

struct Script {
    oidc: Mutex<(StatusCode, String)>,
    keys: Mutex<String>,
    requests: AtomicUsize,
    delay: Mutex<Duration>,
}

impl KeyServer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Script {
            oidc: Mutex::new((StatusCode::OK, oidc(&format!("{root}/keys")))),
            keys: Mutex::new(keys(&[&KEY])),
            requests: AtomicUsize::new(0),
            delay: Mutex::default(),
        });
        let routes = Router::new()
            .route("/oidc", get(get_oidc))
            .route("/keys", get(get_keys))
            .with_state(Arc::clone(&script));
        tokio::spawn(axum::serve(listener, routes).into_future());
        Self { root, script }
    }

    fn set_oidc(&self, status: StatusCode, text: impl Into<String>) {
        *self.script.oidc.lock().unwrap() = (status, text.into());
    }

    fn set_keys(&self, signers: &[&Signer]) {
        *self.script.keys.lock().unwrap() = keys(signers);
    }

    /// The number of requests for the OIDC configuration.
    fn requests(&self) -> usize {
        self.script.requests.load(Ordering::SeqCst)
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

async fn get_oidc(State(script): State<Arc<Script>>) -> Response {
    script.requests.fetch_add(1, Ordering::SeqCst);
    let delay = *script.delay.lock().unwrap();
    tokio::time::sleep(delay).await;
    let (status, text) = script.oidc.lock().unwrap().clone();
    let answer = Response::builder().status(status);
    answer
        .header(LOCATION, "/keys")
        .body(Body::from(text))
        .unwrap()
}

async fn get_keys(State(script): State<Arc<Script>>) -> String {
    script.keys.lock().unwrap().clone()
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

/// Claims like those of the service.
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

fn header_with(signer: &Signer, head: &Header, claims: &Value) -> String {
    format!("Bearer {}", signer.sign_with(head, claims).unwrap())
}

async fn verify(verifier: &Verifier, header: &str) -> Result<VerifiedCaller, CallbackError> {
    verifier.verify(Some(header)).await
}
