//! The settings of a verifier.

use super::error::VerifierBuildError;
use super::jwks::JwksClient;
use super::key_cache::JwksCache;
use super::verifier::{Tenants, Verifier};
use crate::http::cloud::is_loopback_http;
use crate::http::root_certificates::RootCertificates;
use crate::redact::UrlWithoutSecrets;
use crate::values::guid_id::{ApplicationId, TenantId};
use std::fmt;
use std::time::Duration;
use url::Url;

/// The issuers that the sample of the service accepts (`AuthenticationProvider.cs`).
const ISSUERS: [&str; 2] = [
    "https://graph.microsoft.com",
    "https://api.botframework.com",
];
/// The OIDC configuration of the service (calling-notifications article).
const OPENID_CONFIGURATION: &str = "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration";
/// The default of Microsoft's JWT handlers.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);
/// The times in a token are unsigned, so the skew must not reach back to 1970.
const MAX_CLOCK_SKEW: Duration = Duration::from_secs(60 * 60);
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);
const REFRESH_INTERVAL: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(10);

/// Builds a [`Verifier`].
///
/// The defaults are those of the global cloud. The issuer and the keys of callbacks in the US
/// Government clouds are not published. The Bot Framework there has these:
///
/// ```
/// use graph_invite::callback::Verifier;
/// use graph_invite::{ApplicationId, TenantId, Url};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
/// let keys = "https://login.botframework.azure.us/v1/.well-known/openidconfiguration";
/// let verifier = Verifier::builder(bot)
///     .issuers(["https://api.botframework.us"])
///     .openid_configuration(Url::parse(keys)?)
///     .tenant(TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?)
///     .build()?;
/// # let _ = verifier;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct VerifierBuilder {
    bot: ApplicationId,
    issuers: Vec<String>,
    tenants: Tenants,
    clock_skew: Duration,
    openid_configuration: Option<Url>,
    max_age: Duration,
    refresh_interval: Duration,
    timeout: Duration,
    roots: RootCertificates,
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
            bot,
            issuers: ISSUERS.map(str::to_owned).into(),
            tenants: Tenants::These(Vec::new()),
            clock_skew: CLOCK_SKEW,
            openid_configuration: None,
            max_age: MAX_AGE,
            refresh_interval: REFRESH_INTERVAL,
            timeout: TIMEOUT,
            roots: RootCertificates::default(),
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

    /// Sets the accepted issuers. The default is `https://graph.microsoft.com` and
    /// `https://api.botframework.com`.
    pub fn issuers<T: Into<String>>(mut self, issuers: impl IntoIterator<Item = T>) -> Self {
        self.issuers = issuers.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the URL of the OIDC configuration, which holds the URL of the keys. The default is
    /// `https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration`.
    pub fn openid_configuration(mut self, url: Url) -> Self {
        self.openid_configuration = Some(url);
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

    /// Sets the minimum time between two requests for keys. The default is 30 seconds. A new key is
    /// found after this time at the latest, and a flood of invented key ids causes no more requests.
    /// After a failure the time is 5 seconds, or this time if it is shorter.
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

    /// Builds the verifier. It fetches keys when the first callback arrives.
    ///
    /// # Errors
    ///
    /// A [`VerifierBuildError`]: there is no issuer or no tenant, the URL of the OIDC configuration
    /// is not secure, or a certificate is unreadable.
    pub fn build(self) -> Result<Verifier, VerifierBuildError> {
        if self.issuers.is_empty() {
            return Err(VerifierBuildError::NoIssuer);
        }
        if matches!(&self.tenants, Tenants::These(tenants) if tenants.is_empty()) {
            return Err(VerifierBuildError::NoTenant);
        }
        let url = match &self.openid_configuration {
            Some(url) => url.clone(),
            None => Url::parse(OPENID_CONFIGURATION).map_err(|_| VerifierBuildError::NotHttps)?,
        };
        if url.scheme() != "https" && !is_loopback_http(&url) {
            return Err(VerifierBuildError::NotHttps);
        }
        let client = JwksClient::new(url, self.timeout, &self.roots)?;
        let keys = JwksCache::new(client, self.max_age, self.refresh_interval);
        Ok(Verifier::new(
            self.bot,
            &self.issuers,
            self.clock_skew,
            self.tenants,
            keys,
        ))
    }
}

impl fmt::Debug for VerifierBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifierBuilder")
            .field("bot", &self.bot)
            .field("issuers", &self.issuers)
            .field("tenants", &self.tenants)
            .field(
                "openid_configuration",
                &self.openid_configuration.as_ref().map(UrlWithoutSecrets),
            )
            .finish_non_exhaustive()
    }
}
