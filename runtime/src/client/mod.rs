//! The client: where requests go, with which token, and how long they may take.

mod abort_on_drop;
pub(crate) mod builder;
pub(crate) mod deadline;
mod deliver;
pub(crate) mod error;
mod news;
pub(crate) mod polling;
pub(crate) mod retry;
pub(crate) mod sent;
#[cfg(test)]
mod tests;

use crate::auth::bearer::Bearer;
use crate::auth::cache::{Renewal, TokenCache};
use crate::auth::token_error::TokenError;
use crate::book::Book;
use crate::client::deadline::TimeLimits;
use crate::client::polling::Polling;
use crate::client::retry::RetryPolicy;
use crate::client::sent::SentInvites;
use crate::http::cloud::Cloud;
use crate::inbox::Inbox;
use crate::values::guid_id::TenantId;
use crate::values::service_id::CallId;
use abort_on_drop::AbortOnDrop;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::Url;

/// Sends invites to one cloud, with tokens of one source. Cheap to clone: clones share their
/// connections and their tokens.
///
/// ```
/// use graph_invite::Client;
/// use graph_invite::token::AccessToken;
///
/// let client = Client::builder().token_source(AccessToken::new("eyJ0")).build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::error::BuildError>(())
/// ```
///
/// The [guide](crate::guide::production) explains what a bot in production needs.
#[derive(Clone)]
pub struct Client {
    settings: Arc<Settings>,
    tenant: Option<TenantId>,
}

/// Where the calls are, below the version.
const CALLS_PATH: [&str; 2] = ["communications", "calls"];

struct Settings {
    http: reqwest::Client,
    /// The URL before the id of a call.
    calls: Url,
    cloud: Cloud,
    tokens: TokenCache,
    limits: TimeLimits,
    outcome_timeout: Duration,
    polling: Polling,
    retry_policy: RetryPolicy,
    inbox: Option<Inbox>,
    sent_invites: SentInvites,
    book: Option<Book>,
    /// The task that listens to the ledger, once there is an invite.
    listener: OnceLock<AbortOnDrop>,
}

impl Client {
    /// The same client for the calls of one tenant. It sends tokens of that tenant, which it requests
    /// by [`TokenRequest::tenant`](crate::token::TokenRequest::tenant). A bot whose calls all belong to one
    /// tenant needs this only if its token source does.
    ///
    /// A call belongs to the tenant in whose name it was made or answered. That may be another
    /// tenant than that of the people in it. The service refuses a token of any other tenant (403,
    /// code 7505).
    ///
    /// ```no_run
    /// # async fn ring(client: graph_invite::Client, call: graph_invite::CallId)
    /// #     -> Result<(), Box<dyn std::error::Error>> {
    /// use graph_invite::{TenantId, graph_invite};
    ///
    /// let fabrikam = client.for_tenant(TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?);
    /// graph_invite! {
    ///     call: call,
    ///     participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    /// }
    /// .send(&fabrikam)
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn for_tenant(&self, tenant: TenantId) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            tenant: Some(tenant),
        }
    }

    pub(crate) fn tenant(&self) -> Option<TenantId> {
        self.tenant
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.settings.http
    }

    pub(crate) fn cloud(&self) -> &Cloud {
        &self.settings.cloud
    }

    pub(crate) fn retry_policy(&self) -> &RetryPolicy {
        &self.settings.retry_policy
    }

    pub(crate) fn sent_invites(&self) -> &SentInvites {
        &self.settings.sent_invites
    }

    /// The ledger, if there is one.
    pub(crate) fn book(&self) -> Option<&Book> {
        self.settings.book.as_ref()
    }

    pub(crate) fn limits(&self) -> TimeLimits {
        self.settings.limits
    }

    pub(crate) fn outcome_timeout(&self) -> Duration {
        self.settings.outcome_timeout
    }

    pub(crate) fn polling(&self) -> Polling {
        self.settings.polling
    }

    pub(crate) fn inbox(&self) -> Option<&Inbox> {
        self.settings.inbox.as_ref()
    }

    /// The URL of a call and of what belongs to it. Every segment is percent-encoded, so that no
    /// id reaches another resource.
    pub(crate) fn call_url(&self, call: &CallId, rest: &[&str]) -> Url {
        let mut url = self.settings.calls.clone();
        // A root that can't be a base was refused when the client was built.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push(&call.to_string()).extend(rest);
        }
        url
    }

    /// The URL of all that this client may reach: its root and version.
    pub(crate) fn base_url(&self) -> Url {
        let mut url = self.settings.calls.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            for _ in CALLS_PATH {
                segments.pop();
            }
        }
        url
    }

    /// A token as it is sent: another one than the refused one, if the source has another.
    pub(crate) async fn bearer(&self, renewal: Option<Renewal<'_>>) -> Result<Bearer, TokenError> {
        self.settings.tokens.bearer(self.tenant, renewal).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("calls", &self.settings.calls.as_str())
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}
