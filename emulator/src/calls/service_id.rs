//! Ids that the service made: of calls, operations and roster entries. Here all of them are GUIDs.

use graph_invite_rules::Id;
use serde::Serialize;
use uuid::Uuid;

/// Reads an id in any spelling. A text that is no GUID names nothing that this service made.
pub(crate) fn parse_uuid(text: &str) -> Option<Uuid> {
    match Id::of(text) {
        Id::Guid(number) => Some(Uuid::from_u128(number)),
        Id::Phone(_) | Id::Text(_) => None,
    }
}

/// An id as a request spells it. The service repeats that spelling.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct ServiceId(pub(crate) String);

impl ServiceId {
    pub(crate) fn uuid(&self) -> Option<Uuid> {
        parse_uuid(&self.0)
    }
}
