//! Where Microsoft Graph is.

use crate::client::BuildError;
use crate::redact::Bare;
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

/// A cloud of Microsoft Graph that has this call.
///
/// China (21Vianet) has no calls in Graph, and so no variant here.
/// Source: the national cloud table of the invite page, and the deployments page.
///
/// ```
/// use graph_invite::{Cloud, Url};
///
/// let bleu = Cloud::Root(Url::parse("https://graph.example.fr")?);
/// # let _ = bleu;
/// # Ok::<(), url::ParseError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service, `https://graph.microsoft.com`. GCC is here too.
    #[default]
    Global,
    /// US Government L4 (GCC High), `https://graph.microsoft.us`.
    UsGovL4,
    /// US Government L5 (DoD), `https://dod-graph.microsoft.us`.
    UsGovL5,
    /// Any other root: a cloud whose host is not public, a gateway, or the emulator. Plain `http`
    /// is for loopback only.
    Root(Url),
}

impl Cloud {
    /// The root of all URLs of this cloud, which also names it to the token endpoint.
    pub(crate) fn root(&self) -> Result<Url, url::ParseError> {
        match self {
            Self::Global => Url::parse("https://graph.microsoft.com"),
            Self::UsGovL4 => Url::parse("https://graph.microsoft.us"),
            Self::UsGovL5 => Url::parse("https://dod-graph.microsoft.us"),
            Self::Root(root) => Ok(root.clone()),
        }
    }

    /// Whether the schema of this cloud knows `participantId`, `hidden` and
    /// `removeFromDefaultAudioRoutingGroup`: those of the US Government don't.
    pub(crate) const fn has_whole_schema(&self) -> bool {
        !matches!(self, Self::UsGovL4 | Self::UsGovL5)
    }
}

/// Leaves out what a root must not have: credentials, a query and a fragment.
impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("Global"),
            Self::UsGovL4 => f.write_str("UsGovL4"),
            Self::UsGovL5 => f.write_str("UsGovL5"),
            Self::Root(root) => f.debug_tuple("Root").field(&Bare(root)).finish(),
        }
    }
}

/// Refuses a root to which a token must not go.
pub(crate) fn check_root(root: &Url) -> Result<(), BuildError> {
    let credentials = !root.username().is_empty() || root.password().is_some();
    if root.cannot_be_a_base() || credentials || root.query().is_some() || root.fragment().is_some()
    {
        return Err(BuildError::NotABase);
    }
    if root.scheme() == "https" || is_loopback(root) {
        Ok(())
    } else {
        Err(BuildError::NotHttps)
    }
}

/// Whether it is plain http to this machine, where nobody listens on the way.
pub(crate) fn is_loopback(url: &Url) -> bool {
    is_here(url) && url.scheme() == "http"
}

/// Whether it leads to this machine.
pub(crate) fn is_here(url: &Url) -> bool {
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
pub enum Version {
    /// `v1.0`, which is supported in production.
    #[default]
    V1_0,
    /// `beta`, which may change without notice.
    Beta,
}

impl Version {
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::V1_0 => "v1.0",
            Self::Beta => "beta",
        }
    }
}
