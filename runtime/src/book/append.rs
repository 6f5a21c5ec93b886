//! Writing what callbacks say, for the invites of all processes.

use crate::book::contents::Fact;
use crate::book::history::History;
use crate::book::{Book, Purpose};
use crate::graph::notification::{Notification, NotificationResource};
use crate::inbox::ContextKey;
use crate::ledger::{Entry, EntryKey, LedgerError, PAGE, RecordName, Tag};
use crate::progress::heard::Heard;
use crate::progress::operation_end::Correlation;
use crate::redact::keyed_hash::Hashed;
use crate::values::guid_id::TenantId;
use std::collections::HashSet;
use tracing::Span;

/// Where a notification comes from.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) message_id: Option<&'a str>,
    /// Its place in the body.
    pub(crate) position: usize,
    pub(crate) tenant: Option<TenantId>,
}

impl Book {
    /// Writes what a notification says to the entries that it is about. To do it again changes nothing.
    pub(crate) async fn append(
        &self,
        notification: &Notification,
        origin: Origin<'_>,
    ) -> Result<(), LedgerError> {
        let Some(call) = &notification.call else {
            return Ok(());
        };
        if let NotificationResource::Other(_) = notification.resource {
            return Ok(());
        }
        let mut after = None;
        loop {
            let page = self.list(Some(call), after).await?;
            for entry in &page {
                self.append_to(entry, notification, origin).await?;
            }
            match page.last() {
                Some(last) if page.len() >= PAGE => after = Some(last.key.entry),
                _ => return Ok(()),
            }
        }
    }

    async fn append_to(
        &self,
        entry: &Entry,
        notification: &Notification,
        origin: Origin<'_>,
    ) -> Result<(), LedgerError> {
        let hash = self.hash().await?;
        let history = History::of(&entry.records);
        let Some(invite) = history.subscription(hash, Span::none()) else {
            return Ok(());
        };
        if !invite.admits(origin.tenant, notification.call.as_ref()) {
            return Ok(());
        }
        invite.change(|state| history.replay(state, &mut HashSet::new()));
        // An entry is one invite: the ledger lets nobody else use its call and context.
        let context = ContextKey::of(invite.key.client_context.as_str());
        let has_context = match &notification.resource {
            NotificationResource::Operation(operation) => operation
                .client_context
                .as_deref()
                .is_some_and(|of| ContextKey::of(of) == context),
            _ => false,
        };
        let correlation = Correlation {
            has_context,
            is_only_invite: has_context,
            is_only_invite_of_people: false,
        };
        let Some(heard) = invite.heard(notification, correlation) else {
            return Ok(());
        };
        let mut has_ended = false;
        let is_new = invite.change(|state| {
            let is_new = state.take(&heard);
            has_ended = state.is_settled();
            is_new
        });
        // Before the answer is known, nothing tells whose end it is. So all of them are kept.
        let is_end = heard.is_end();
        if is_new || (is_end && !has_ended) {
            // Without an id of the message, the same words may be news again.
            let place = history.facts().to_string();
            let message_id = origin.message_id.or(Some(&place));
            let origin = Origin {
                message_id,
                ..origin
            };
            let is_end = has_ended && is_end;
            self.put_fact(entry.key, heard, origin, is_end).await?;
        }
        Ok(())
    }

    /// Writes what was heard about an invite. The same message writes the same record.
    pub(crate) async fn put_fact(
        &self,
        key: EntryKey,
        heard: Heard,
        origin: Origin<'_>,
        is_end: bool,
    ) -> Result<(), LedgerError> {
        let fact = Fact {
            heard,
            tenant: origin.tenant,
        };
        let content = serde_json::to_vec(&fact);
        let content = content.map_err(|error| LedgerError::Unavailable(error.into()))?;
        let message = origin.message_id.unwrap_or_default().as_bytes();
        let position = origin.position.to_be_bytes();
        let hash = self.hash().await?;
        let name = hash.hash(Hashed::Fact, &[message, &position, &content]);
        let purpose = Purpose {
            name: RecordName::Fact(Tag(name)),
            is_end,
        };
        self.put(key, purpose, &fact).await.map(drop)
    }
}
