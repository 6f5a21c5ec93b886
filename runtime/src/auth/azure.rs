//! Credentials of the Azure SDK as token sources.

use crate::auth::token::{AccessToken, TokenFuture, TokenRequest, TokenSource};
use crate::box_error::BoxError;
use azure_core::credentials::{self, TokenCredential};
use azure_core::time::OffsetDateTime;
use std::sync::Arc;

/// Every credential of the Azure SDK is a token source (feature `azure-identity`):
///
/// ```no_run
/// # fn client() -> Result<(), Box<dyn std::error::Error>> {
/// use azure_identity::ManagedIdentityCredential;
/// use graph_invite::Client;
///
/// let client = Client::builder().token_source(ManagedIdentityCredential::new(None)?).build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
///
/// A credential belongs to one tenant and ignores [`TokenRequest::tenant`]. It has a cache of its
/// own and ignores [`TokenRequest::force_refresh`]. A bot whose calls belong to several tenants
/// creates a credential for each token, and the client keeps the token:
///
/// ```no_run
/// use azure_core::credentials::{Secret, TokenCredential};
/// use azure_identity::ClientSecretCredential;
/// use graph_invite::error::BuildError;
/// use graph_invite::token::{AccessToken, TokenRequest};
/// use graph_invite::{Client, TenantId};
///
/// fn client(home: TenantId, bot: String, secret: Secret) -> Result<Client, BuildError> {
///     let token = move |request: TokenRequest| {
///         let tenant = request.tenant.unwrap_or(home).to_string();
///         let credential = ClientSecretCredential::new(&tenant, bot.clone(), secret.clone(), None);
///         async move {
///             let token = credential?.get_token(&[&request.scope], None).await?;
///             Ok::<AccessToken, azure_core::Error>(token.into())
///         }
///     };
///     Client::builder().token_source(token).build()
/// }
/// ```
///
/// No credential of the SDK accepts [`TokenRequest::claims`]. After a claims challenge, the client
/// asks for a fresh token once. If the service refuses that too, the claims are in
/// [`Refused::claims`](crate::Refused::claims).
impl<C: TokenCredential + ?Sized + 'static> TokenSource for Arc<C> {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        Box::pin(async move {
            let token = self.get_token(&[&request.scope], None).await;
            token.map(Into::into).map_err(BoxError::from)
        })
    }
}

/// Keeps the lifetime of the token.
impl From<credentials::AccessToken> for AccessToken {
    fn from(token: credentials::AccessToken) -> Self {
        let left = token.expires_on - OffsetDateTime::now_utc();
        Self::new(token.token.secret()).expires_in(left.try_into().unwrap_or_default())
    }
}
