//! Who issues tokens for callbacks, and where the keys of each issuer are.

use super::error::{CallbackError, KeysError};
use super::key_cache::JwksCache;
use crate::http::cloud::Cloud;
use jsonwebtoken::DecodingKey;
use std::fmt;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Issuers, each with an OIDC configuration.
type Preset = &'static [(&'static str, &'static str)];

const GRAPH: &str = "https://graph.microsoft.com";
const BOT_FRAMEWORK: &str = "https://api.botframework.com";
const BOT_FRAMEWORK_US_GOV: &str = "https://api.botframework.us";
/// The OIDC configuration of the calls service (calling-notifications article).
const CALLS: &str = "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration";
const CALLS_GCC_HIGH: &str =
    "https://apigcch.botframework.azure.us/v1/.well-known/OpenIdConfiguration";
/// The OIDC configurations of the Bot Framework.
const LOGIN: &str = "https://login.botframework.com/v1/.well-known/openidconfiguration";
const LOGIN_US_GOV: &str = "https://login.botframework.azure.us/v1/.well-known/openidconfiguration";

/// The issuers that the sample of the service accepts (`AuthenticationProvider.cs`).
const GLOBAL: Preset = &[(GRAPH, CALLS), (BOT_FRAMEWORK, CALLS)];
/// Nothing is published about callbacks in these clouds. A developer in GCC High got tokens of the
/// issuer of the global cloud, whose key was not found in the OIDC configuration of GCC High
/// (microsoft-graph-comms-samples, issue 865). The last issuer is that of the Bot Framework in these
/// clouds.
const US_GOV: Preset = &[
    (GRAPH, CALLS),
    (BOT_FRAMEWORK, CALLS),
    (BOT_FRAMEWORK, LOGIN),
    (BOT_FRAMEWORK, CALLS_GCC_HIGH),
    (BOT_FRAMEWORK_US_GOV, LOGIN_US_GOV),
    (BOT_FRAMEWORK_US_GOV, CALLS_GCC_HIGH),
];

/// The issuers of a cloud. None is known for another root.
pub(super) const fn preset(cloud: &Cloud) -> Preset {
    match cloud {
        Cloud::Global => GLOBAL,
        Cloud::UsGovL4 | Cloud::UsGovL5 => US_GOV,
        Cloud::Custom(_) => &[],
    }
}

/// An issuer, and the caches of its keys.
pub(super) struct Issuer {
    name: String,
    keys: Vec<Arc<JwksCache>>,
}

impl Issuer {
    pub(super) fn new(name: &str, keys: Arc<JwksCache>) -> Self {
        Self {
            name: without_slash(name).to_owned(),
            keys: vec![keys],
        }
    }

    /// Looks for keys in this cache too.
    pub(super) fn add_keys(&mut self, keys: Arc<JwksCache>) {
        if !self.keys.iter().any(|other| Arc::ptr_eq(other, &keys)) {
            self.keys.push(keys);
        }
    }

    /// Whether this is the issuer of a token. The service has been seen to write a slash at the end.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == without_slash(name)
    }

    /// The key with this id, from any of the caches.
    pub(super) async fn key(&self, id: &str) -> Result<DecodingKey, CallbackError> {
        let known = self.keys.iter().find(|keys| keys.has(id));
        if let Some(keys) = known.or(self.keys.first().filter(|_| self.keys.len() == 1)) {
            return keys.get_or_fetch(id).await;
        }
        let mut lookups = JoinSet::new();
        for keys in &self.keys {
            let (keys, id) = (Arc::clone(keys), id.to_owned());
            lookups.spawn(async move { keys.get_or_fetch(&id).await });
        }
        let mut error = CallbackError::UnknownKey;
        while let Some(lookup) = lookups.join_next().await {
            match lookup {
                Ok(Ok(key)) => return Ok(key),
                // Keys that are not available may include this one.
                Ok(Err(failure @ CallbackError::NoKeys(_))) => error = failure,
                Ok(Err(_)) => {}
                Err(_) => error = CallbackError::NoKeys(Arc::new(KeysError::Interrupted)),
            }
        }
        Err(error)
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}

/// The name without one slash at its end.
pub(super) fn without_slash(name: &str) -> &str {
    name.strip_suffix('/').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::{GLOBAL, US_GOV, preset};
    use crate::{Cloud, Url};

    #[test]
    fn every_oidc_configuration_of_a_preset_has_an_https_url() {
        for (issuer, url) in GLOBAL.iter().chain(US_GOV) {
            assert_eq!(Url::parse(url).unwrap().scheme(), "https", "{url}");
            assert!(!issuer.ends_with('/'), "{issuer}");
        }
    }

    #[test]
    fn each_cloud_has_the_issuers_that_are_known() {
        let issuers = |cloud| {
            let mut issuers: Vec<_> = preset(&cloud).iter().map(|(issuer, _)| *issuer).collect();
            issuers.dedup();
            issuers
        };
        let global = [
            "https://graph.microsoft.com",
            "https://api.botframework.com",
        ];
        assert_eq!(issuers(Cloud::Global), global);
        for cloud in [Cloud::UsGovL4, Cloud::UsGovL5] {
            assert_eq!(
                issuers(cloud),
                [global[0], global[1], "https://api.botframework.us"]
            );
        }
        let custom = Url::parse("https://graph.example").unwrap();
        assert_eq!(issuers(Cloud::Custom(custom)), [] as [&str; 0]);
    }
}
