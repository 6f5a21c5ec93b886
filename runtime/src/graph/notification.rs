//! The body of a callback: `commsNotifications`, and what it looks like in practice.

use crate::box_error::BoxError;
use crate::graph::call::CallUpdate;
use crate::graph::json::Object;
use crate::graph::json::{find, one_or_many, text};
use crate::graph::lenient_json;
use crate::graph::operation::Operation;
use crate::graph::path::{ODATA_ID, PARTICIPANTS, Path};
use crate::graph::roster::Roster;
use crate::redact::redact_word;
use crate::values::service_id::CallId;
use graph_invite_rules::wire::ODATA_TYPE;
use serde_json::Value;

/// One notification of the calls service.
///
/// Read leniently: missing and odd properties are left out, and an unreadable notification does not
/// lose the others of its body. Source: the `commsNotification` resource page, and the examples of
/// the invite page, which follow it loosely.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// What happened to the resource.
    pub change_type: Option<ChangeType>,
    /// The call whose resource it is. A roster after a replaced call has been seen under the id of
    /// the replaced call.
    pub call: Option<CallId>,
    /// The resource.
    pub resource: NotificationResource,
}

/// What happened to a resource. The service writes these words in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeType {
    /// It is new.
    Created,
    /// It has changed.
    Updated,
    /// It no longer exists. An operation is deleted when it has ended.
    Deleted,
    /// An undocumented word.
    Other(String),
}

/// The resource that a notification is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotificationResource {
    /// An operation, such as an invite.
    Operation(Operation),
    /// The roster.
    Roster(Roster),
    /// The call itself.
    Call(CallUpdate),
    /// Something else: its `@odata.type`, if it has one.
    Other(Option<String>),
}

/// A notification that can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the notification is not an object with data")]
#[non_exhaustive]
pub struct UnreadableNotification;

impl Notification {
    /// Reads the body of a callback. The body may also be one notification, or an array of them.
    ///
    /// Ill-formed text, lone surrogates and numbers out of range are replaced, and each
    /// notification is read by itself.
    ///
    /// # Errors
    ///
    /// The error of the JSON parser, if the body is not JSON.
    ///
    /// ```
    /// use graph_invite::notification::{Notification, NotificationResource, OperationStatus};
    ///
    /// let body = br##"{"value": [{
    ///     "changeType": "deleted",
    ///     "resourceUrl": "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/1",
    ///     "resourceData": {
    ///         "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
    ///         "status": "completed"
    ///     }
    /// }]}"##;
    /// let notifications = Notification::parse_body(body)?;
    /// assert!(matches!(
    ///     &notifications[..],
    ///     [Ok(Notification { resource: NotificationResource::Operation(operation), .. })]
    ///         if operation.status == OperationStatus::Completed
    /// ));
    /// # Ok::<(), graph_invite::error::BoxError>(())
    /// ```
    pub fn parse_body(body: &[u8]) -> Result<Vec<Result<Self, UnreadableNotification>>, BoxError> {
        const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
        let json = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        let items = lenient_json::parse_each(json)?;
        Ok(items
            .iter()
            .flat_map(|item| Self::read(item.as_ref()))
            .collect())
    }

    /// Reads one notification. It becomes several if its data are several things that are no
    /// roster.
    fn read(item: Option<&Value>) -> Vec<Result<Self, UnreadableNotification>> {
        let Some(item) = item.and_then(Value::as_object) else {
            return vec![Err(UnreadableNotification)];
        };
        let data = find(item, &["resourceData"]).unwrap_or(&Value::Null);
        let path = Path::of(item, data);
        let change_type = text(item, "changeType").as_deref().map(ChangeType::read);
        let notification = |resource| {
            Ok(Self {
                change_type: change_type.clone(),
                call: path.call.clone(),
                resource,
            })
        };
        match data {
            Value::Array(parts) if is_list_of_entries(data, &path) => {
                let readable = one_or_many(data).count();
                let is_roster = readable > 0 || parts.is_empty() && path.ends_in(PARTICIPANTS);
                vec![notification(if is_roster {
                    let full = readable == parts.len();
                    NotificationResource::Roster(Roster::of(one_or_many(data), full))
                } else {
                    NotificationResource::Other(None)
                })]
            }
            Value::Array(_) | Value::Object(_) => one_or_many(data)
                .map(|part| notification(Topic::of(part, &path).read(part, &path)))
                .collect(),
            _ => vec![Err(UnreadableNotification)],
        }
    }
}

fn is_list_of_entries(data: &Value, path: &Path<'_>) -> bool {
    one_or_many(data).all(|part| Topic::of(part, path) == Topic::Entry)
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
    /// Decides by the type. Without one, by the path and by properties that only one topic has.
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
