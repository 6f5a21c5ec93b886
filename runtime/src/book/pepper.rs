//! The key of the hashes: that of the author, or the one in the ledger.

use crate::book::{Book, Purpose};
use crate::ledger::{EntryKey, LedgerError, LedgerSettings, RecordName, Tag};
use crate::redact::keyed_hash::{KEY_BYTES, KeyedHash};
use secrecy::ExposeSecret;
use tokio::sync::OnceCell;
use uuid::Uuid;

impl Book {
    pub(crate) fn new(settings: LedgerSettings) -> Self {
        Self {
            settings,
            hash: OnceCell::new(),
        }
    }

    /// The hash by the key of the settings, or by the one in the ledger.
    pub(super) async fn first_hash(&self) -> Result<KeyedHash, LedgerError> {
        if let Some(pepper) = &self.settings.pepper {
            return Ok(KeyedHash::new(pepper.expose_secret()));
        }
        let nothing = Tag([0; 16]);
        let key = EntryKey {
            entry: nothing,
            call: nothing,
            replaced_call: None,
        };
        let purpose = Purpose {
            name: RecordName::Pepper,
            is_end: true,
        };
        let mut pepper = [[0; 16]; 2].map(|_| Uuid::new_v4().into_bytes()).concat();
        if let Some(stored) = self.put(key, purpose, &pepper).await? {
            let first = serde_json::from_slice(&stored.record.value);
            pepper = first.map_err(|error| LedgerError::Unavailable(error.into()))?;
        }
        let pepper: [u8; KEY_BYTES] = pepper
            .try_into()
            .map_err(|_| LedgerError::Unavailable("its key has not 32 bytes".into()))?;
        Ok(KeyedHash::new(&pepper))
    }
}
