//! What a verifier believes, and how it gets its keys.

use super::error::VerifierBuildError;
use super::jwks::Source;
use super::key_cache::Keys;
use super::verifier::{Tenants, Verifier};
use crate::http::cloud::is_loopback_http;
use crate::http::root_certificates::RootCertificates;
use crate::redact::UrlWithoutSecrets;
use crate::values::id::{ApplicationId, TenantId};
use std::fmt;
use std::time::Duration;
use url::Url;

/// Whom the service's own sample believes (`AuthenticationProvider.cs`).
const ISSUERS: [&str; 2] = [
    "https://graph.microsoft.com",
    "https://api.botframework.com",
];
/// Where the service tells of its keys (calling-notifications article).
const OIDC: &str = "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration";
/// What clocks may differ by: the default of Microsoft's own JWT handlers.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);
/// The token's time is unsigned, so the skew must not reach back to 1970.
const MAX_CLOCK_SKEW: Duration = Duration::from_secs(60 * 60);
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);
const REFRESH_INTERVAL: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(10);

/// A [`Verifier`] in the making.
///
/// The defaults are those of the global cloud. For the US Government nobody has published whom
/// callbacks come from; the Bot Framework there has these:
///
/// ```
/// use graph_invite::callback::Verifier;
/// use graph_invite::{ApplicationId, TenantId, Url};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
/// let oidc = "https://login.botframework.azure.us/v1/.well-known/openidconfiguration";
/// let verifier = Verifier::builder(bot)
///     .issuers(["https://api.botframework.us"])
///     .oidc(Url::parse(oidc)?)
///     .tenant(TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?)
///     .build()?;
/// # let _ = verifier;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a verifier is there once `build` is called"]
pub struct VerifierBuilder {
    bot: ApplicationId,
    issuers: Vec<String>,
    tenants: Tenants,
    clock_skew: Duration,
    oidc: Option<Url>,
    max_age: Duration,
    refresh_interval: Duration,
    timeout: Duration,
    roots: RootCertificates,
}

impl Verifier {
    /// Begins a verifier of callbacks to a bot, by its application (client) id, which is the
    /// audience of their tokens.
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
            oidc: None,
            max_age: MAX_AGE,
            refresh_interval: REFRESH_INTERVAL,
            timeout: TIMEOUT,
            roots: RootCertificates::default(),
        }
    }

    /// Serves calls of this tenant too. Each call of it allows one more.
    pub fn tenant(mut self, tenant: TenantId) -> Self {
        match &mut self.tenants {
            Tenants::These(tenants) => tenants.push(tenant),
            Tenants::Any => self.tenants = Tenants::These(vec![tenant]),
        }
        self
    }

    /// Serves calls of every tenant: any of them that has this bot may then call it.
    pub fn any_tenant(mut self) -> Self {
        self.tenants = Tenants::Any;
        self
    }

    /// Believes these issuers, and no other; `https://graph.microsoft.com` and
    /// `https://api.botframework.com` unless set.
    pub fn issuers<T: Into<String>>(mut self, issuers: impl IntoIterator<Item = T>) -> Self {
        self.issuers = issuers.into_iter().map(Into::into).collect();
        self
    }

    /// The OIDC document that says where the keys are;
    /// `https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration` unless set.
    pub fn oidc(mut self, url: Url) -> Self {
        self.oidc = Some(url);
        self
    }

    /// What the clocks of the two sides may differ by; 5 minutes unless set, and one hour at most.
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = skew.min(MAX_CLOCK_SKEW);
        self
    }

    /// After how long keys are fetched anew; one day unless set. While that fails, the old ones
    /// go on working.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }

    /// How long to leave the key server alone after asking it; 30 seconds unless set. A key that
    /// is new is found after this time at the latest, and no flood of invented key ids asks more
    /// often. After a failure it is 5 seconds, or this if it is less.
    pub fn refresh_interval(mut self, interval: Duration) -> Self {
        self.refresh_interval = interval;
        self
    }

    /// How long each document of the key server may take; 10 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Trusts one more root certificate, in PEM, when it fetches keys; as
    /// [`ClientBuilder::root_certificate`](crate::ClientBuilder::root_certificate).
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.add(pem.as_ref());
        self
    }

    /// The verifier. It fetches keys when the first callback comes.
    ///
    /// # Errors
    ///
    /// A [`VerifierBuildError`]: nobody to believe, keys that anybody could give, or a certificate
    /// that can't be read.
    pub fn build(self) -> Result<Verifier, VerifierBuildError> {
        if self.issuers.is_empty() {
            return Err(VerifierBuildError::NoIssuer);
        }
        if matches!(&self.tenants, Tenants::These(tenants) if tenants.is_empty()) {
            return Err(VerifierBuildError::NoTenant);
        }
        let oidc = match &self.oidc {
            Some(url) => url.clone(),
            None => Url::parse(OIDC).map_err(|_| VerifierBuildError::NotHttps)?,
        };
        if oidc.scheme() != "https" && !is_loopback_http(&oidc) {
            return Err(VerifierBuildError::NotHttps);
        }
        let source = Source::new(oidc, self.timeout, &self.roots)?;
        let keys = Keys::new(source, self.max_age, self.refresh_interval);
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
            .field("oidc", &self.oidc.as_ref().map(UrlWithoutSecrets))
            .finish_non_exhaustive()
    }
}
