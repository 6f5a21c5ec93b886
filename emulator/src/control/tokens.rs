//! Tokens.

use crate::control::emulator::Emulator;

/// Tokens.
impl Emulator {
    /// A bearer token that is valid in every tenant. A bot can also get tokens of its own with its
    /// [secret](Self::client_secret).
    #[must_use]
    pub fn token(&self) -> &str {
        &self.service.identity.token
    }

    /// The secret with which the bot ([`app`](Self::app)) gets tokens by client credentials, at
    /// `{root}/{tenant}/oauth2/v2.0/token` with the scope `{root}/.default`. Errors are those of
    /// Entra ID.
    ///
    /// Such a token is valid for its [lifetime](crate::EmulatorBuilder::token_lifetime), and for
    /// the calls of its tenant.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.service.identity.client_secret
    }

    /// Revokes all tokens that the token endpoint has issued. [`token`](Self::token) stays valid.
    pub fn revoke_tokens(&self) {
        self.service.state().tokens.revoke_all();
    }
}
