//! What the records of an entry say. Nobody's name, number or id is in them, and no text of the service.

use crate::book::protocol::Finding;
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::inbox::ReplacedCall;
use crate::ledger::{StoredRecord, Tag};
use crate::progress::heard::{Answer, Heard};
use crate::values::guid_id::TenantId;
use crate::values::invite_key::InviteKey;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The version of what this client writes. A record of a later version is read as doubtful.
pub(crate) const VERSION: u8 = 1;

/// The right to send a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Claim {
    /// The call, the client context and the request id, as they are sent.
    pub(crate) key: InviteKey,
    /// The hash of the whole invite.
    pub(crate) fingerprint: Tag,
    /// How long the sender may be at work, in milliseconds.
    pub(crate) patience_ms: u64,
    /// The hash of each person, in the order of the invite.
    pub(crate) people: Vec<Option<Tag>>,
    pub(crate) replaced_call: Option<ReplacedCall>,
    /// The tenant of the client.
    pub(crate) tenant: Option<TenantId>,
    pub(crate) facts: InviteFacts,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RequestResult {
    Rang(Box<Answer>),
    DidNotRing,
    Lost,
}

/// What a callback or a look said.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Fact {
    pub(crate) heard: Heard,
    /// The tenant that the token of the callback proved.
    pub(crate) tenant: Option<TenantId>,
}

impl RequestResult {
    pub(crate) const fn finding(&self) -> Finding {
        match self {
            Self::Rang(_) => Finding::Rang,
            Self::DidNotRing => Finding::DidNotRing,
            Self::Lost => Finding::Lost,
        }
    }

    /// Whether the invite has ended with it.
    pub(crate) const fn is_end(&self) -> bool {
        matches!(self, Self::Rang(answer) if answer.is_end())
    }
}

/// What a record says; `None` if a later version wrote it, or it is damaged.
pub(crate) fn read<T: DeserializeOwned>(stored: &StoredRecord) -> Option<T> {
    let record = &stored.record;
    let is_known = record.version == VERSION;
    is_known
        .then(|| serde_json::from_slice(&record.value).ok())
        .flatten()
}
