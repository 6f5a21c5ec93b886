//! How a client uses a ledger.

use crate::ledger::Ledger;
use crate::redact::keyed_hash::KEY_BYTES;
use secrecy::SecretBox;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How a client uses a ledger: an engine, and what may be set.
///
/// An engine alone is enough for [`ClientBuilder::ledger`](crate::ClientBuilder::ledger):
///
/// ```
/// use graph_invite::Client;
/// use graph_invite::ledger::{LedgerSettings, MemoryLedger};
/// use graph_invite::token::AccessToken;
/// use std::time::Duration;
///
/// let month = Duration::from_secs(30 * 24 * 60 * 60);
/// let settings = LedgerSettings::new(MemoryLedger::new()).keep_claims(month);
/// let client = Client::builder().token_source(AccessToken::new("eyJ0")).ledger(settings).build()?;
/// # let _ = client;
/// # Ok::<(), graph_invite::error::BuildError>(())
/// ```
#[derive(Clone)]
#[must_use = "settings do nothing until a client has them"]
pub struct LedgerSettings {
    pub(crate) engine: Arc<dyn Ledger>,
    pub(crate) pepper: Option<Arc<SecretBox<[u8; KEY_BYTES]>>>,
    pub(crate) claims: Duration,
    pub(crate) facts: Duration,
    pub(crate) is_unfenced_when_down: bool,
}

impl LedgerSettings {
    /// The default settings for an engine.
    pub fn new(engine: impl Ledger) -> Self {
        Self {
            engine: Arc::new(engine),
            pepper: None,
            claims: DAY * 14,
            facts: DAY,
            is_unfenced_when_down: false,
        }
    }

    /// The secret key of all hashes in the ledger. All clients of a ledger need the same one, and need it
    /// as long as the ledger has records.
    ///
    /// Without it, the first client writes a random one into the ledger. That keeps ids out of the logs of
    /// the engine, but not from who has the whole ledger: who has the key can find out whether a known
    /// phone number was invited.
    pub fn pepper(mut self, key: [u8; 32]) -> Self {
        self.pepper = Some(Arc::new(SecretBox::new(Box::new(key))));
        self
    }

    /// How long the ledger keeps the right to send an invite, and how it ended. The default is 14 days. Make
    /// it longer than your queue may deliver a job again, dead letters included: after it, the same invite
    /// rings again.
    pub const fn keep_claims(mut self, time: Duration) -> Self {
        self.claims = time;
        self
    }

    /// How long the ledger keeps what callbacks said on the way. The default is a day. The end of an invite
    /// is kept as long as its [claims](Self::keep_claims).
    pub const fn keep_facts(mut self, time: Duration) -> Self {
        self.facts = time;
        self
    }

    /// Whether an invite is sent without a claim while the ledger is down. The default is `false`: it is
    /// [`NotSent::Ledger`](crate::NotSent::Ledger). With `true`, a job that is delivered again in that time
    /// may ring twice: for a pager that prefers two rings to none.
    pub const fn unfenced_when_down(mut self, is_unfenced: bool) -> Self {
        self.is_unfenced_when_down = is_unfenced;
        self
    }
}

impl<L: Ledger> From<L> for LedgerSettings {
    fn from(engine: L) -> Self {
        Self::new(engine)
    }
}

/// Shows nothing of the key.
impl fmt::Debug for LedgerSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LedgerSettings")
            .field("keep_claims", &self.claims)
            .field("keep_facts", &self.facts)
            .field("unfenced_when_down", &self.is_unfenced_when_down)
            .finish_non_exhaustive()
    }
}
