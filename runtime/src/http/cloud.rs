//! The clouds and API versions of Microsoft Graph.

use crate::redact::UrlWithoutSecrets;
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

/// A cloud of Microsoft Graph.
///
/// The cloud of China (21Vianet) has no calls in Graph, so it has no variant.
/// Source: the national cloud table of the invite page, and the deployments page.
///
/// ```
/// use graph_invite::{Cloud, Url};
///
/// let bleu = Cloud::Custom(Url::parse("https://graph.example.fr")?);
/// # let _ = bleu;
/// # Ok::<(), url::ParseError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service, `https://graph.microsoft.com`. It includes GCC.
    #[default]
    Global,
    /// US Government L4 (GCC High), `https://graph.microsoft.us`.
    UsGovL4,
    /// US Government L5 (DoD), `https://dod-graph.microsoft.us`.
    UsGovL5,
    /// Any other root: a cloud whose host is not public, a gateway, or the emulator. Plain `http`
    /// is allowed only on loopback.
    Custom(Url),
}

impl Cloud {
    /// The root of all URLs of this cloud. It is also the beginning of the token scope.
    pub(crate) fn root(&self) -> Result<Url, RootError> {
        let root = match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovL4 => "https://graph.microsoft.us",
            Self::UsGovL5 => "https://dod-graph.microsoft.us",
            Self::Custom(root) => root.as_str(),
        };
        let root = Url::parse(root).map_err(|_| RootError::NotABase)?;
        let has_credentials = !root.username().is_empty() || root.password().is_some();
        if root.cannot_be_a_base()
            || has_credentials
            || root.query().is_some()
            || root.fragment().is_some()
        {
            return Err(RootError::NotABase);
        }
        if root.scheme() == "https" || is_loopback_http(&root) {
            Ok(root)
        } else {
            Err(RootError::NotHttps)
        }
    }

    /// Whether the schema of this cloud has `participantId`, `hidden` and
    /// `removeFromDefaultAudioRoutingGroup`. The US Government clouds do not have them.
    pub(crate) const fn has_full_schema(&self) -> bool {
        !matches!(self, Self::UsGovL4 | Self::UsGovL5)
    }
}

/// Omits credentials, the query and the fragment of a root.
impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("Global"),
            Self::UsGovL4 => f.write_str("UsGovL4"),
            Self::UsGovL5 => f.write_str("UsGovL5"),
            Self::Custom(root) => f
                .debug_tuple("Custom")
                .field(&UrlWithoutSecrets(root))
                .finish(),
        }
    }
}

/// Why the root of a cloud is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RootError {
    /// The root cannot be the beginning of other URLs.
    #[error(
        "the root of the cloud has credentials, a query or a fragment, or no host: use a scheme, a host and optionally a path"
    )]
    NotABase,
    /// With plain `http`, others could read the token.
    #[error("the root of the cloud is not secure: use `https`, or `http` on loopback")]
    NotHttps,
}

/// Whether the URL is plain http to this machine. Nobody else can read such a request.
pub(crate) fn is_loopback_http(url: &Url) -> bool {
    is_loopback_host(url) && url.scheme() == "http"
}

/// Whether the host is this machine.
pub(crate) fn is_loopback_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

/// A version of the Graph API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApiVersion {
    /// `v1.0`, supported in production.
    #[default]
    V1_0,
    /// `beta`, which may change without notice.
    Beta,
}

impl ApiVersion {
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::V1_0 => "v1.0",
            Self::Beta => "beta",
        }
    }
}
