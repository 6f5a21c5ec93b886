//! The bodies of notifications, in the JSON of the service.

use crate::calls::call::{Call, RosterEntry};
use crate::calls::callee::Callee;
use crate::calls::operation::{CallFailure, Operation};
use crate::calls::resources;
use crate::notifications::quirk::{Quirk, Quirks};
use crate::paths::{CALLS, OPERATIONS, PARTICIPANTS};
use graph_invite_rules::wire::{
    ID, IDENTITY, IDENTITY_SET, IDENTITY_TYPE, INVITATION_PARTICIPANT_INFO, ODATA_TYPE,
};
use graph_invite_rules::{Clause, Field, IdentityKind};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Code, subcode and message of the documented notification that a call has ended.
const CALL_ENDED: (u16, u32, &str) = (200, 5001, "The call has ended");

/// The path below a call that example 2 has for the operation and for the roster.
const OPERATION_WITHOUT_ID: &str = "/operations/participants";

/// What happened to the resource of a notification.
#[derive(Clone, Copy)]
enum Change {
    Created,
    Updated,
    Deleted,
}

/// Writes the bodies, with these quirks.
pub(crate) struct BodyWriter<'a>(pub(crate) &'a Quirks);

impl BodyWriter<'_> {
    pub(crate) fn operation_ended(&self, call: &Call, operation: &Operation) -> Value {
        let result = resources::failure(operation);
        let result = result.map(|(code, subcode, message)| self.result(code, subcode, &message));
        let status = resources::status(operation);
        self.operation(Change::Deleted, call, operation, status, result)
    }

    pub(crate) fn operation_running(&self, call: &Call, operation: &Operation) -> Value {
        self.operation(Change::Updated, call, operation, "running", None)
    }

    fn operation(
        &self,
        change: Change,
        call: &Call,
        operation: &Operation,
        status: &str,
        result: Option<Value>,
    ) -> Value {
        let has_id = !self.lacks_id(operation);
        let below = if has_id {
            format!("{OPERATIONS}/{}", self.id(operation.id))
        } else {
            OPERATION_WITHOUT_ID.to_owned()
        };
        let participants = operation.legs.iter().map(|leg| {
            let mut participant = Map::new();
            participant.insert(ODATA_TYPE.to_owned(), INVITATION_PARTICIPANT_INFO.into());
            participant.insert(
                IDENTITY.to_owned(),
                identity_set(&leg.invited.callee, false),
            );
            if let Some(call) = &leg.invited.replaced_call {
                participant.insert(Clause::Replaces.json_name().to_owned(), json!(call));
            }
            if let Some(entry) = &leg.invited.moved_entry {
                participant.insert(Clause::Moves.json_name().to_owned(), json!(entry));
            }
            Value::Object(participant)
        });
        let mut data = json!({
            ODATA_TYPE: resources::INVITE_OPERATION,
            ID: has_id.then_some(operation.id),
            "status": status,
            Field::Context.json_name(): operation.context,
            Field::Participants.json_name(): participants.collect::<Vec<_>>(),
        });
        if let (Some(result), Some(data)) = (result, data.as_object_mut()) {
            data.insert(resources::RESULT_INFO.to_owned(), result);
        }
        self.envelope(change, call.id, &below, &data)
    }

    fn lacks_id(&self, operation: &Operation) -> bool {
        operation.legs.len() > 1 && self.0.has(Quirk::OperationWithoutId)
    }

    /// The roster of a call. `operation` is the one that changed it, if any. `left_call` is the
    /// call that a participant left for this one.
    pub(crate) fn roster(
        &self,
        call: &Call,
        operation: Option<&Operation>,
        left_call: Option<Uuid>,
    ) -> Value {
        let under_left_call = self.0.has(Quirk::RosterUnderLeftCall);
        let path = left_call.filter(|_| under_left_call).unwrap_or(call.id);
        let below = match operation {
            Some(operation) if self.lacks_id(operation) => OPERATION_WITHOUT_ID,
            _ => PARTICIPANTS,
        };
        let entries = call.roster().iter().zip(1..);
        let entries: Vec<_> = entries
            .map(|(entry, source)| self.roster_entry(entry, source))
            .collect();
        self.envelope(Change::Updated, path, below, &entries.into())
    }

    fn roster_entry(&self, entry: &RosterEntry, source: usize) -> Value {
        let has_id = !self.0.has(Quirk::EntriesWithoutIds);
        // Examples 1 to 3, of users, have the one; example 4, of a phone, the other.
        let info = match entry.callee.kind {
            IdentityKind::User => INVITATION_PARTICIPANT_INFO,
            _ => resources::PARTICIPANT_INFO,
        };
        let as_application = self.0.has(Quirk::UsersAsApplications);
        let set = identity_set(&entry.callee, as_application);
        let mut shown = resources::roster_entry(entry, source);
        if let Some(shown) = shown.as_object_mut() {
            shown.insert(ID.to_owned(), json!(has_id.then_some(entry.id)));
            let info = json!({ ODATA_TYPE: info, IDENTITY: set });
            shown.insert("info".to_owned(), info);
        }
        shown
    }

    pub(crate) fn call_state(&self, call: &Call, state: &str) -> Value {
        let data = json!({
            ODATA_TYPE: resources::CALL,
            ID: call.id,
            "state": state,
        });
        self.envelope(Change::Updated, call.id, "", &data)
    }

    /// A person calls the bot.
    pub(crate) fn incoming_call(&self, call: &Call, app: Uuid) -> Value {
        let data = resources::call(call, app);
        self.envelope(Change::Created, call.id, "", &data)
    }

    /// The bot has rejected the call. The service shows neither state nor result then.
    pub(crate) fn call_rejected(&self, call: &Call) -> Value {
        let data = json!({ ODATA_TYPE: resources::CALL, ID: call.id });
        self.envelope(Change::Deleted, call.id, "", &data)
    }

    pub(crate) fn call_terminated(&self, call: &Call) -> Value {
        let (code, subcode, message) = call.failure.map_or(CALL_ENDED, CallFailure::result);
        let data = json!({
            ODATA_TYPE: resources::CALL,
            ID: call.id,
            "state": "terminated",
            resources::RESULT_INFO: self.result(code, subcode, message),
        });
        self.envelope(Change::Deleted, call.id, "", &data)
    }

    fn result(&self, code: u16, subcode: u32, message: &str) -> Value {
        let as_text = self.0.has(Quirk::CodesAsText);
        let number = |number: u32| {
            if as_text {
                json!(number.to_string())
            } else {
                json!(number)
            }
        };
        resources::result_info(&number(code.into()), &number(subcode), message)
    }

    fn envelope(&self, change: Change, call: Uuid, below: &str, data: &Value) -> Value {
        let call = self.id(call);
        json!({
            ODATA_TYPE: "#microsoft.graph.commsNotifications",
            "value": [{
                ODATA_TYPE: "#microsoft.graph.commsNotification",
                "changeType": match change {
                    Change::Created => "created",
                    Change::Updated => "updated",
                    Change::Deleted => "deleted",
                },
                // An old prefix that the service still writes.
                "resource": format!("/app/calls/{call}{below}"),
                "resourceUrl": format!("{CALLS}/{call}{below}"),
                "resourceData": data,
            }],
        })
    }

    fn id(&self, id: Uuid) -> String {
        if self.0.has(Quirk::IdsWithoutDashes) {
            format!("{:X}", id.simple())
        } else {
            id.to_string()
        }
    }
}

/// Unlike the response to a request, it leaves empty slots and properties out.
fn identity_set(callee: &Callee, as_application: bool) -> Value {
    let mut identity = resources::identity(callee);
    identity.retain(|_, value| !value.is_null());
    identity.insert(ODATA_TYPE.to_owned(), IDENTITY_TYPE.into());
    let kind = match callee.kind {
        IdentityKind::User if as_application => IdentityKind::Application,
        kind => kind,
    };
    json!({ ODATA_TYPE: IDENTITY_SET, kind.json_name(): identity })
}
