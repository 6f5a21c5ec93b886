//! Fetches the signing keys: the OIDC configuration, then the JWKS document to which it points.

use super::error::{KeysError, VerifierBuildError};
use crate::http::body::{self, BodyEnd};
use crate::http::cloud::is_loopback_http;
use crate::http::proxy::ProxyChoice;
use crate::http::root_certificates::RootCertificates;
use crate::http::transport_error::TransportError;
use jsonwebtoken::DecodingKey;
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::HashMap;
use std::time::Duration;
use url::Url;

/// The maximum size of a document, in bytes. The JWKS document of the service, with its
/// certificates, has a tenth of it.
const MAX_DOCUMENT: usize = 1024 * 1024;
/// The maximum number of keys that are kept from a document.
const MAX_KEYS: usize = 256;

/// Keys by their ids.
pub(super) type KeySet = HashMap<String, DecodingKey>;

/// The HTTP client of the key server.
#[derive(Debug)]
pub(super) struct JwksClient {
    http: reqwest::Client,
    openid_configuration: Url,
}

impl JwksClient {
    pub(super) fn new(
        openid_configuration: Url,
        timeout: Duration,
        roots: &RootCertificates,
        proxy: &ProxyChoice,
    ) -> Result<Self, VerifierBuildError> {
        let http = crate::http::client(timeout, timeout, roots)
            .map_err(VerifierBuildError::RootCertificate)?;
        let http = proxy
            .install_into(http, &openid_configuration)
            .map_err(VerifierBuildError::Proxy)?
            .build()
            .map_err(|error| VerifierBuildError::Http(TransportError::build(error)))?;
        Ok(Self {
            http,
            openid_configuration,
        })
    }

    pub(super) async fn fetch(&self) -> Result<KeySet, KeysError> {
        let document = self.get(self.openid_configuration.clone()).await?;
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

    /// A document from another host must not make the bot send requests to its own machine.
    fn trusts(&self, keys: &Url) -> bool {
        keys.scheme() == "https"
            || (is_loopback_http(keys) && is_loopback_http(&self.openid_configuration))
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
        let mut bytes = Vec::new();
        let end = body::read(&mut response, MAX_DOCUMENT, &mut bytes).await;
        if let BodyEnd::TooLong = end.map_err(KeysError::Transport)? {
            return Err(KeysError::TooLarge { max: MAX_DOCUMENT });
        }
        serde_json::from_slice(&bytes).map_err(|_| KeysError::NotJson)
    }
}

/// Reads an RSA key for signatures, and skips any other key. It ignores `alg`, because the service
/// is known to write an algorithm there that does not exist.
fn key(json: &Value) -> Option<(String, DecodingKey)> {
    let text = |name| json.get(name).and_then(Value::as_str);
    if text("kty") != Some("RSA") || text("use").is_some_and(|what| what != "sig") {
        return None;
    }
    let key = DecodingKey::from_rsa_components(text("n")?, text("e")?).ok()?;
    Some((text("kid")?.to_owned(), key))
}
