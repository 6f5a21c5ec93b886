//! Who the service is, and which bot it knows. No request changes that.

use std::time::Duration;
use uuid::Uuid;

pub(crate) struct Identity {
    /// Where the service listens, without a slash at the end.
    pub(crate) root: String,
    /// The bot: its application id, its secret, and a token that is valid in every tenant.
    pub(crate) app: Uuid,
    pub(crate) client_secret: String,
    pub(crate) token: String,
    /// The tenant of a new call.
    pub(crate) tenant: Uuid,
    /// What the bot may do: the roles of a token that it gets with its secret.
    pub(crate) roles: Vec<String>,
    /// How long a token is valid that the bot gets with its secret.
    pub(crate) token_lifetime: Duration,
    /// Who signs notifications.
    pub(crate) issuer: String,
    /// The value of `scenario-id` in all notifications.
    pub(crate) scenario: Uuid,
}
