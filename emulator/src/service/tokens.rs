//! The tokens that the token endpoint has issued.

use crate::calls::error::RequestError;
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// How many tokens are kept. Beyond that, all are revoked.
const MAX_TOKENS: usize = 10_000;

/// The tokens that are valid.
#[derive(Default)]
pub(crate) struct IssuedTokens(HashMap<String, Issued>);

struct Issued {
    tenant: Uuid,
    until: Instant,
}

/// Who sends a request, by the token.
#[derive(Clone, Copy)]
pub(crate) enum Bearer {
    /// A client with [`Emulator::token`](crate::Emulator::token), which is valid in every tenant.
    AnyTenant,
    /// The bot, in one tenant.
    Tenant(Uuid),
}

impl Bearer {
    /// The tenant for which it is valid, if that is only one.
    pub(crate) const fn tenant(self) -> Option<Uuid> {
        match self {
            Self::AnyTenant => None,
            Self::Tenant(tenant) => Some(tenant),
        }
    }

    /// Whether it may act in a tenant, with one of these roles. The token for any tenant has every
    /// role; all others have the roles of the bot.
    pub(crate) fn check(
        self,
        tenant: Uuid,
        roles: &[&str],
        of_bot: &[String],
    ) -> Result<(), RequestError> {
        match self {
            Self::Tenant(own) if own != tenant => Err(RequestError::WrongTenant),
            Self::Tenant(_) if !of_bot.iter().any(|role| roles.contains(&&**role)) => {
                Err(RequestError::MissingRole)
            }
            Self::Tenant(_) | Self::AnyTenant => Ok(()),
        }
    }
}

impl IssuedTokens {
    pub(crate) fn add(&mut self, token: &str, tenant: Uuid, lifetime: Duration, now: Instant) {
        self.0.retain(|_, issued| issued.until > now);
        if self.0.len() >= MAX_TOKENS {
            self.0.clear();
        }
        let until = now.checked_add(lifetime).unwrap_or(now);
        self.0.insert(token.to_owned(), Issued { tenant, until });
    }

    /// Who sends a request with this token, if it is valid at this time.
    pub(crate) fn bearer(&self, token: &str, now: Instant) -> Option<Bearer> {
        let issued = self.0.get(token)?;
        (issued.until > now).then_some(Bearer::Tenant(issued.tenant))
    }

    pub(crate) fn revoke_all(&mut self) {
        self.0.clear();
    }
}
