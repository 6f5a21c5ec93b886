//! A running emulator.

use crate::net::endpoint::Endpoint;
use crate::service::Service;
use std::fmt;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use url::Url;
use uuid::Uuid;

/// The calls service on a port of this machine. It runs until it is dropped.
///
/// Methods name a call by its id, and a person by a [`PersonId`](crate::PersonId) or what converts
/// into one: a `Uuid`, or text in any spelling.
pub struct Emulator {
    pub(crate) service: Arc<Service>,
    pub(crate) endpoint: Arc<Endpoint>,
    pub(crate) url: Url,
    pub(crate) openid_configuration: Url,
    /// The server stops when this is dropped.
    pub(crate) _stop: oneshot::Sender<()>,
    /// The tasks end when this is dropped.
    pub(crate) _tasks: JoinSet<()>,
}

impl Emulator {
    /// Where it listens. Use it in place of `https://graph.microsoft.com`: in `graph-invite` as
    /// `Cloud::Custom(emulator.url())`.
    #[must_use]
    pub fn url(&self) -> Url {
        self.url.clone()
    }

    /// The same as text without a slash at the end, such as `http://127.0.0.1:49152`. With
    /// [TLS](crate::EmulatorBuilder::tls) it begins with `https:`.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.service.identity.root
    }

    /// The certificate in PEM, if it speaks [TLS](crate::EmulatorBuilder::tls). Give it to the
    /// method `root_certificate` of a `ClientBuilder` or `VerifierBuilder` of `graph-invite`.
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        let tls = self.endpoint.tls.as_ref();
        tls.map(|tls| &*tls.certificate)
    }

    /// The application id of the bot. It is the audience of the tokens in notifications.
    #[must_use]
    pub fn app(&self) -> Uuid {
        self.service.identity.app
    }

    /// The tenant of a new call.
    #[must_use]
    pub fn tenant(&self) -> Uuid {
        self.service.identity.tenant
    }
}

/// Shows the address, and neither token nor secret.
impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("root", &self.root())
            .finish_non_exhaustive()
    }
}
