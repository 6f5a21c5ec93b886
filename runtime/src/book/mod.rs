//! The ledger of a client: its engine with a time limit, and what the records of an invite say.

pub(crate) mod append;
pub(crate) mod contents;
pub(crate) mod history;
#[cfg(feature = "ledger")]
mod pepper;
pub(crate) mod protocol;

use crate::book::contents::VERSION;
use crate::book::history::History;
use crate::inbox::ContextKey;
use crate::invite::Invite;
use crate::ledger::LedgerError;
use crate::ledger::LedgerSettings;
use crate::ledger::News;
use crate::ledger::{Entry, EntryKey, Put, Record, RecordName, Scope, StoredRecord, Tag};
use crate::redact::keyed_hash::{Hashed, KeyedHash};
use crate::values::service_id::CallId;
use crate::values::text::ClientContext;
use serde::Serialize;
use std::time::Duration;
use tokio::sync::OnceCell;
use tokio::time::timeout;
use uuid::Uuid;

/// How long the engine may take.
const TIMEOUT: Duration = Duration::from_secs(2);
/// How long the pepper is kept: longer than anything else.
const FOREVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The ledger of a client.
pub(crate) struct Book {
    settings: LedgerSettings,
    hash: OnceCell<KeyedHash>,
}

/// What a record is for.
#[derive(Clone, Copy)]
pub(crate) struct Purpose {
    pub(crate) name: RecordName,
    pub(crate) is_end: bool,
}

impl Book {
    pub(crate) fn is_unfenced_when_down(&self) -> bool {
        self.settings.is_unfenced_when_down
    }

    /// The entry of an invite with this context.
    pub(crate) async fn key(
        &self,
        call: &CallId,
        context: &ClientContext,
        replaced_call: Option<&CallId>,
    ) -> Result<EntryKey, LedgerError> {
        let hash = self.hash().await?;
        let context = ContextKey::of(context.as_str()).to_bytes();
        let call = call_tag(hash, call);
        Ok(EntryKey {
            entry: Tag(hash.hash(Hashed::Entry, &[&call.0, &context])),
            call,
            replaced_call: replaced_call.map(|call| call_tag(hash, call)),
        })
    }

    /// The hash of everything in an invite.
    pub(crate) async fn fingerprint(
        &self,
        invite: &Invite,
        context: &ClientContext,
    ) -> Result<Tag, LedgerError> {
        let body = invite.body(context);
        Ok(Tag(self.hash().await?.hash(Hashed::Invite, &[&body])))
    }

    /// Writes a record. Returns the one that was there, if another writer was first.
    pub(crate) async fn put(
        &self,
        key: EntryKey,
        purpose: Purpose,
        value: &impl Serialize,
    ) -> Result<Option<StoredRecord>, LedgerError> {
        let Purpose { name, is_end } = purpose;
        let keep = match name {
            RecordName::Pepper => FOREVER,
            RecordName::Fact(_) if !is_end => self.settings.facts,
            _ => self.settings.claims,
        };
        let value = serde_json::to_vec(value);
        let record = Record {
            key,
            name,
            owner: Tag(Uuid::new_v4().into_bytes()),
            version: VERSION,
            value: value
                .map_err(|error| LedgerError::Unavailable(error.into()))?
                .into(),
            is_end,
            keep,
        };
        within_time(self.put_record(record)).await
    }

    async fn put_record(&self, record: Record) -> Result<Option<StoredRecord>, LedgerError> {
        let put = match self.settings.engine.put(record.clone()).await {
            // Perhaps it is written. The second try finds out: then the record there is one's own.
            Err(LedgerError::Unsure(_)) => self.settings.engine.put(record.clone()).await?,
            put => put?,
        };
        Ok(match put {
            Put::Exists(stored) if stored.record.owner != record.owner => Some(stored),
            Put::Exists(_) | Put::Written => None,
        })
    }

    pub(crate) async fn read(&self, entry: Tag) -> Result<History, LedgerError> {
        let records = within_time(self.settings.engine.read(entry)).await?;
        Ok(History::of(&records))
    }

    /// A page of the entries that listen to a call, or of all open ones without a call.
    pub(crate) async fn list(
        &self,
        call: Option<&CallId>,
        after: Option<Tag>,
    ) -> Result<Vec<Entry>, LedgerError> {
        let scope = match call {
            Some(call) => Scope::Call(call_tag(self.hash().await?, call)),
            None => Scope::Open,
        };
        within_time(self.settings.engine.list(scope, after)).await
    }

    pub(crate) async fn news(&self) -> Result<Box<dyn News>, LedgerError> {
        within_time(self.settings.engine.news()).await
    }

    /// The hash of ids in this ledger.
    pub(crate) async fn hash(&self) -> Result<&KeyedHash, LedgerError> {
        self.hash.get_or_try_init(|| self.first_hash()).await
    }

    /// Without the feature `ledger` there is no book.
    #[cfg(not(feature = "ledger"))]
    async fn first_hash(&self) -> Result<KeyedHash, LedgerError> {
        std::future::pending().await
    }
}

fn call_tag(hash: &KeyedHash, call: &CallId) -> Tag {
    Tag(hash.hash_ids(Hashed::Call, [call.id()]))
}

async fn within_time<T>(
    work: impl Future<Output = Result<T, LedgerError>>,
) -> Result<T, LedgerError> {
    let late = |_| LedgerError::Unsure(format!("no answer within {TIMEOUT:?}").into());
    timeout(TIMEOUT, work).await.map_err(late)?
}
