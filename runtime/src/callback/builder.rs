//! The settings of a verifier.

use super::claims::Audience;
use super::error::VerifierBuildError;
use super::issuer::{Issuer, preset};
use super::jwks::JwksClient;
use super::key_cache::JwksCache;
use super::verifier::{Tenants, Verifier};
use crate::http::cloud::{Cloud, is_loopback_http};
use crate::http::proxy::ProxyChoice;
use crate::http::root_certificates::RootCertificates;
use crate::redact::UrlWithoutSecrets;
use crate::values::guid_id::{ApplicationId, TenantId};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// The default of Microsoft's JWT handlers.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);
/// The times in a token are unsigned, so the skew must not reach back to 1970.
const MAX_CLOCK_SKEW: Duration = Duration::from_secs(60 * 60);
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);
const REFRESH_INTERVAL: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(10);

/// Builds a [`Verifier`].
///
/// The default is the global cloud. A bot in another one sets it:
///
/// ```
/// use graph_invite::callback::Verifier;
/// use graph_invite::{ApplicationId, Cloud, TenantId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
/// let verifier = Verifier::builder(bot)
///     .cloud(Cloud::UsGovL4)
///     .tenant(TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?)
///     .build()?;
/// # let _ = verifier;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct VerifierBuilder {
    audiences: Vec<Audience>,
    cloud: Cloud,
    openid_configuration: Option<Url>,
    /// Added to those of the cloud, each with its OIDC configuration.
    issuers: Vec<(String, Url)>,
    app: Option<ApplicationId>,
    tenants: Tenants,
    clock_skew: Duration,
    max_age: Duration,
    refresh_interval: Duration,
    timeout: Duration,
    roots: RootCertificates,
    proxy: ProxyChoice,
}

impl Verifier {
    /// Starts a verifier of callbacks to this bot. The application (client) id is the audience of
    /// their tokens.
    pub fn builder(bot: ApplicationId) -> VerifierBuilder {
        VerifierBuilder::new(bot)
    }
}

impl VerifierBuilder {
    fn new(bot: ApplicationId) -> Self {
        Self {
            audiences: vec![Audience::App(bot.as_uuid())],
            cloud: Cloud::Global,
            openid_configuration: None,
            issuers: Vec::new(),
            app: None,
            tenants: Tenants::These(Vec::new()),
            clock_skew: CLOCK_SKEW,
            max_age: MAX_AGE,
            refresh_interval: REFRESH_INTERVAL,
            timeout: TIMEOUT,
            roots: RootCertificates::default(),
            proxy: ProxyChoice::default(),
        }
    }

    /// Allows calls of this tenant. Call it once for each tenant.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        match &mut self.tenants {
            Tenants::These(tenants) => tenants.push(tenant),
            Tenants::Any => self.tenants = Tenants::These(vec![tenant]),
        }
        self
    }

    /// Allows calls of every tenant. Then any tenant that has this bot can call it.
    pub fn any_tenant(mut self) -> Self {
        self.tenants = Tenants::Any;
        self
    }

    /// Sets the cloud. The default is [`Cloud::Global`].
    ///
    /// | Cloud | Issuers | Source |
    /// | --- | --- | --- |
    /// | `Global` | `https://graph.microsoft.com`, `https://api.botframework.com` | the sample of the service |
    /// | `UsGovL4`, `UsGovL5` | the same, and `https://api.botframework.us` | a report of a developer in L4; the Bot Framework's settings for these clouds |
    /// | `Custom` | none: add them with [`issuer`](Self::issuer) | |
    ///
    /// Microsoft has published nothing about callbacks in the US Government clouds, and about L5 nothing
    /// is known. So the verifier looks for a key in all OIDC configurations that these issuers may have.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Sets the URL of the OIDC configuration for the issuers of the cloud, which holds the URL of their
    /// keys. The default for the global cloud is
    /// `https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration`.
    pub fn openid_configuration(mut self, url: Url) -> Self {
        self.openid_configuration = Some(url);
        self
    }

    /// Accepts another issuer, with the URL of its OIDC configuration. Its keys are for its own tokens
    /// only. A slash at the end of the name does not matter. Call it again for the same issuer to look
    /// for its keys in another OIDC configuration too.
    ///
    /// Entra ID issues tokens to every application of a tenant, so set [`app`](Self::app) too:
    ///
    /// ```
    /// use graph_invite::callback::Verifier;
    /// use graph_invite::{ApplicationId, TenantId, Url};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
    /// let tenant = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?;
    /// let keys = "https://login.microsoftonline.com/common/.well-known/openid-configuration";
    /// // "Skype Teams Calling API Service"
    /// let calls = ApplicationId::parse("26a18ebc-cdf7-4a6a-91cb-beb352805e81")?;
    /// let verifier = Verifier::builder(bot)
    ///     .issuer(format!("https://sts.windows.net/{tenant}"), Url::parse(keys)?)
    ///     .app(calls)
    ///     .tenant(tenant)
    ///     .build()?;
    /// # let _ = verifier;
    /// # Ok(())
    /// # }
    /// ```
    pub fn issuer(mut self, issuer: impl Into<String>, openid_configuration: Url) -> Self {
        self.issuers.push((issuer.into(), openid_configuration));
        self
    }

    /// Accepts only tokens of this application, by the claim `appid` or `azp`. Without this, the
    /// application does not matter.
    pub fn app(mut self, app: ApplicationId) -> Self {
        self.app = Some(app);
        self
    }

    /// Accepts tokens for another audience too, such as `api://botid-…`. GUIDs are compared as GUIDs.
    pub fn audience(mut self, audience: impl AsRef<str>) -> Self {
        self.audiences.push(Audience::of(audience.as_ref()));
        self
    }

    /// Sets the allowed difference between the clocks of the two sides. The default is 5 minutes, the
    /// maximum one hour.
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = skew.min(MAX_CLOCK_SKEW);
        self
    }

    /// Sets the age at which keys are fetched again. The default is one day. If that fails, the old
    /// keys are still used.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }

    /// Sets the minimum time between two requests for keys. The default is 5 seconds.
    ///
    /// A flood of invented key ids causes no more requests. A callback with a new key waits for the
    /// next request, which finds the key. If that request is not due within 5 seconds, because this
    /// time is longer, the callback is rejected with 503. After a failed request the time is 5 seconds,
    /// or this time if it is shorter.
    pub fn refresh_interval(mut self, interval: Duration) -> Self {
        self.refresh_interval = interval;
        self
    }

    /// Sets the timeout for each document of the key server. The default is 10 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Adds a trusted root certificate, in PEM, for the connection to the key server, as
    /// [`ClientBuilder::root_certificate`](crate::ClientBuilder::root_certificate) does.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.add(pem.as_ref());
        self
    }

    /// Fetches the keys through this HTTP proxy, as [`ClientBuilder::proxy`](crate::ClientBuilder::proxy)
    /// does.
    pub fn proxy(mut self, proxy: Url) -> Self {
        self.proxy = ProxyChoice::Through(proxy);
        self
    }

    /// Fetches the keys directly, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::Direct;
        self
    }

    /// Builds the verifier. It fetches keys when the first callback arrives.
    ///
    /// # Errors
    ///
    /// A [`VerifierBuildError`]: there is no issuer or no tenant, the URL of an OIDC configuration is
    /// not secure, the proxy can't be used, or a certificate is unreadable.
    pub fn build(self) -> Result<Verifier, VerifierBuildError> {
        if matches!(&self.tenants, Tenants::These(tenants) if tenants.is_empty()) {
            return Err(VerifierBuildError::NoTenant);
        }
        // Issuers with the same OIDC configuration share its keys.
        let mut caches: HashMap<Url, Arc<JwksCache>> = HashMap::new();
        let mut issuers: Vec<Issuer> = Vec::new();
        for (name, url) in self.all_issuers()? {
            let keys = match caches.get(&url) {
                Some(keys) => Arc::clone(keys),
                None => Arc::new(self.keys_of(url.clone())?),
            };
            caches.insert(url, Arc::clone(&keys));
            match issuers.iter_mut().find(|issuer| issuer.is(name)) {
                Some(issuer) => issuer.add_keys(keys),
                None => issuers.push(Issuer::new(name, keys)),
            }
        }
        if issuers.is_empty() {
            return Err(VerifierBuildError::NoIssuer);
        }
        Ok(Verifier::new(
            issuers,
            self.audiences,
            self.app,
            self.tenants,
            self.clock_skew,
        ))
    }

    /// Issuers, each with an OIDC configuration.
    fn all_issuers(&self) -> Result<Vec<(&str, Url)>, VerifierBuildError> {
        let of_cloud = preset(&self.cloud).iter().map(|&(name, url)| {
            let url = match &self.openid_configuration {
                Some(url) => url.clone(),
                None => Url::parse(url).map_err(|_| VerifierBuildError::NotHttps)?,
            };
            Ok((name, url))
        });
        let added = self.issuers.iter();
        let added = added.map(|(name, url)| Ok((&**name, url.clone())));
        of_cloud.chain(added).collect()
    }

    fn keys_of(&self, url: Url) -> Result<JwksCache, VerifierBuildError> {
        if url.scheme() != "https" && !is_loopback_http(&url) {
            return Err(VerifierBuildError::NotHttps);
        }
        let client = JwksClient::new(url, self.timeout, &self.roots, &self.proxy)?;
        Ok(JwksCache::new(client, self.max_age, self.refresh_interval))
    }
}

impl fmt::Debug for VerifierBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifierBuilder")
            .field("audiences", &self.audiences)
            .field("cloud", &self.cloud)
            .field(
                "openid_configuration",
                &self.openid_configuration.as_ref().map(UrlWithoutSecrets),
            )
            .field(
                "issuers",
                &self
                    .issuers
                    .iter()
                    .map(|(name, _)| name)
                    .collect::<Vec<_>>(),
            )
            .field("app", &self.app)
            .field("tenants", &self.tenants)
            .finish_non_exhaustive()
    }
}
