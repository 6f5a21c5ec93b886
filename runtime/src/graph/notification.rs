//! Reading a callback's body: `commsNotifications`, and what it looks like in practice.

use crate::box_error::BoxError;
use crate::graph::call::CallUpdate;
use crate::graph::json::Object;
use crate::graph::json::{find, one_or_many, text};
use crate::graph::operation::Operation;
use crate::graph::path::{ODATA_ID, PARTICIPANTS, Path};
use crate::graph::roster::Roster;
use crate::redact::redact_word;
use crate::values::id::CallId;
use graph_invite_rules::wire::ODATA_TYPE;
use serde_json::Value;

/// One notification of the calls service.
///
/// Read leniently: a missing or odd property is left out, and one notification that makes no sense
/// does not lose the others of its body. Source: the `commsNotification` resource page, and the
/// examples of the invite page, which keep to it loosely.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// What happened to the resource.
    pub change_type: Option<ChangeType>,
    /// The call whose resource it is. For a roster after a replaced call, that has been seen to be
    /// the replaced call.
    pub call: Option<CallId>,
    /// What it says.
    pub resource: NotificationResource,
}

/// What happened to a resource. The service writes these words in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeType {
    /// It is new.
    Created,
    /// It is otherwise than before.
    Updated,
    /// It is there no more. An operation is deleted when it has ended.
    Deleted,
    /// A word that is not documented.
    Other(String),
}

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotificationResource {
    /// Of an operation, such as an invite.
    Operation(Operation),
    /// Of the roster.
    Roster(Roster),
    /// Of the call itself.
    Call(CallUpdate),
    /// Something else: its `@odata.type`, if it has one.
    Other(Option<String>),
}

impl Notification {
    /// Reads the body of a callback; `None` stands for a notification that can't be read. The body
    /// may also be one notification, or an array of them.
    ///
    /// # Errors
    ///
    /// The error of JSON, if the body is none.
    ///
    /// ```
    /// use graph_invite::{NotificationResource, Notification, OperationStatus};
    ///
    /// let body = br##"{"value": [{
    ///     "changeType": "deleted",
    ///     "resourceUrl": "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/1",
    ///     "resourceData": {
    ///         "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
    ///         "status": "completed"
    ///     }
    /// }]}"##;
    /// let notifications = Notification::read_all(body)?;
    /// assert!(matches!(
    ///     &notifications[..],
    ///     [Some(Notification { resource: NotificationResource::Operation(operation), .. })]
    ///         if operation.status == OperationStatus::Completed
    /// ));
    /// # Ok::<(), graph_invite::BoxError>(())
    /// ```
    pub fn read_all(body: &[u8]) -> Result<Vec<Option<Self>>, BoxError> {
        const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
        let json: Value =
            serde_json::from_slice(body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body))?;
        let items = match &json {
            Value::Object(root) => find(root, &["value"]).unwrap_or(&json),
            _ => &json,
        };
        Ok(match items {
            Value::Array(items) => items.iter().flat_map(Self::read).collect(),
            item => Self::read(item),
        })
    }

    /// Reads one notification, which becomes several if its data are several things that are no
    /// roster.
    fn read(item: &Value) -> Vec<Option<Self>> {
        let Some(item) = item.as_object() else {
            return vec![None];
        };
        let data = find(item, &["resourceData"]).unwrap_or(&Value::Null);
        let path = Path::of(item, data);
        let change_type = text(item, "changeType").as_deref().map(ChangeType::read);
        let notification = |resource| {
            Some(Self {
                change_type: change_type.clone(),
                call: path.call.clone(),
                resource,
            })
        };
        let mut topics = one_or_many(data).map(|part| Topic::of(part, &path));
        match data {
            Value::Array(parts) if topics.all(|topic| topic == Topic::Entry) => {
                let named = one_or_many(data).count();
                let is_roster = named > 0 || parts.is_empty() && path.ends_in(PARTICIPANTS);
                let roster = Roster::of(one_or_many(data), named == parts.len());
                let resource = if is_roster {
                    NotificationResource::Roster(roster)
                } else {
                    NotificationResource::Other(None)
                };
                vec![notification(resource)]
            }
            Value::Array(_) | Value::Object(_) => one_or_many(data)
                .map(|part| notification(Topic::of(part, &path).read(part, &path)))
                .collect(),
            _ => vec![None],
        }
    }
}

impl ChangeType {
    fn read(change: &str) -> Self {
        match change.to_ascii_lowercase().as_str() {
            "created" => Self::Created,
            "updated" => Self::Updated,
            "deleted" => Self::Deleted,
            _ => Self::Other(redact_word(change)),
        }
    }
}

/// What a part of the data is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    Operation,
    Entry,
    Delta,
    Call,
    Other,
}

impl Topic {
    /// Tells by the type, and where there is none by the path and by what only one of them has.
    fn of(data: &Object, path: &Path<'_>) -> Self {
        if let Some(kind) = odata_type(data) {
            return match kind.as_str() {
                "participant" => Self::Entry,
                "deltaparticipants" => Self::Delta,
                "call" => Self::Call,
                kind if kind.ends_with("operation") => Self::Operation,
                _ => Self::Other,
            };
        }
        let has = |name| find(data, &[name]).is_some();
        if has("status") || path.operation().is_some() {
            Self::Operation
        } else if has("info") {
            Self::Entry
        } else if has("sequenceNumber") {
            Self::Delta
        } else if has("state") || path.is_call() {
            Self::Call
        } else if path.ends_in(PARTICIPANTS) {
            Self::Entry
        } else {
            Self::Other
        }
    }

    fn read(self, data: &Object, path: &Path<'_>) -> NotificationResource {
        match self {
            Self::Operation => {
                let mut operation = Operation::read(data);
                let own = text(data, ODATA_ID);
                let own = own.as_deref().and_then(Path::read);
                let own = own.as_ref().and_then(Path::operation);
                let named = own.or_else(|| path.operation()).map(str::to_owned);
                operation.id = operation.id.or(named);
                NotificationResource::Operation(operation)
            }
            Self::Entry => NotificationResource::Roster(Roster::of([data].into_iter(), false)),
            Self::Delta => NotificationResource::Roster(Roster::delta(data)),
            Self::Call => NotificationResource::Call(CallUpdate::read(data)),
            Self::Other => {
                NotificationResource::Other(text(data, ODATA_TYPE).as_deref().map(redact_word))
            }
        }
    }
}

/// The name of the type, without `#microsoft.graph.` and in lower case.
fn odata_type(data: &Object) -> Option<String> {
    let name = text(data, ODATA_TYPE)?.to_ascii_lowercase();
    name.rsplit(['.', '#']).next().map(str::to_owned)
}

#[cfg(test)]
mod tests;
