//! Fetching the keys: the OIDC document, and the keys where it says.

use super::error::{KeysError, VerifierBuildError};
use crate::http;
use crate::http::cloud::is_loopback_http;
use crate::http::root_certificates::RootCertificates;
use crate::http::transport_error::TransportError;
use jsonwebtoken::DecodingKey;
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::HashMap;
use std::time::Duration;
use url::Url;

/// Most bytes of a document. The service's keys, with their certificates, take a tenth of it.
const MAX_DOCUMENT: usize = 1024 * 1024;
/// Most keys that are kept of a document.
const MAX_KEYS: usize = 256;

/// Keys by their ids.
pub(super) type KeySet = HashMap<String, DecodingKey>;

/// Where keys come from.
#[derive(Debug)]
pub(super) struct Source {
    http: reqwest::Client,
    oidc: Url,
}

impl Source {
    pub(super) fn new(
        oidc: Url,
        timeout: Duration,
        roots: &RootCertificates,
    ) -> Result<Self, VerifierBuildError> {
        let http = http::client(&oidc, timeout, timeout, roots)
            .map_err(VerifierBuildError::RootCertificate)?
            .build()
            .map_err(|error| VerifierBuildError::Http(TransportError::build(error)))?;
        Ok(Self { http, oidc })
    }

    pub(super) async fn fetch(&self) -> Result<KeySet, KeysError> {
        let document = self.get(self.oidc.clone()).await?;
        let url = document.get("jwks_uri").and_then(Value::as_str);
        let url = url.and_then(|url| Url::parse(url).ok());
        let url = url.filter(|url| self.trusts(url));
        let document = self.get(url.ok_or(KeysError::KeysUrl)?).await?;
        let keys: KeySet = document
            .get("keys")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(key)
            .take(MAX_KEYS)
            .collect();
        if keys.is_empty() {
            return Err(KeysError::NoKey);
        }
        Ok(keys)
    }

    /// A document from elsewhere must not make the bot ask its own machine.
    fn trusts(&self, keys: &Url) -> bool {
        keys.scheme() == "https" || (is_loopback_http(keys) && is_loopback_http(&self.oidc))
    }

    async fn get(&self, url: Url) -> Result<Value, KeysError> {
        let transport =
            |error: reqwest::Error| KeysError::Transport(TransportError::of_request(error));
        let mut response = self.http.get(url).send().await.map_err(transport)?;
        let status = response.status();
        if status != StatusCode::OK {
            let status = status.as_u16();
            return Err(KeysError::Status { status });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(transport)? {
            if body.len() + chunk.len() > MAX_DOCUMENT {
                return Err(KeysError::TooLarge { max: MAX_DOCUMENT });
            }
            body.extend_from_slice(&chunk);
        }
        serde_json::from_slice(&body).map_err(|_| KeysError::NotJson)
    }
}

/// An RSA key for signatures; others are passed over. Of `alg` nothing is made: the service has
/// been seen to write a name there that does not exist.
fn key(json: &Value) -> Option<(String, DecodingKey)> {
    let text = |name| json.get(name).and_then(Value::as_str);
    if text("kty") != Some("RSA") || text("use").is_some_and(|what| what != "sig") {
        return None;
    }
    let key = DecodingKey::from_rsa_components(text("n")?, text("e")?).ok()?;
    Some((text("kid")?.to_owned(), key))
}
