//! The bodies of notifications, in the service's own JSON.

use crate::call::{Call, Entry, Operation};
use crate::invitation::Callee;
use crate::oddity::{Oddities, Oddity};
use crate::routes::{CALLS, OPERATIONS};
use crate::show;
use graph_invite_rules::wire::{
    ID, IDENTITY, IDENTITY_SET, IDENTITY_TYPE, INVITATION_PARTICIPANT_INFO, ODATA_TYPE,
};
use graph_invite_rules::{Clause, Field, IdentityKind};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// How the end of a call is told: the code and subcode of the documented notification.
const CALL_ENDED: (u16, u32, &str) = (200, 5001, "The call has ended");

const PARTICIPANTS: &str = "/participants";
/// The path below a call that example 2 has for the operation and for the roster.
const NAMELESS: &str = "/operations/participants";

/// What a notification says has happened to a resource.
#[derive(Clone, Copy)]
pub(crate) enum Change {
    Updated,
    Deleted,
}

/// The service's way of writing.
pub(crate) struct Notices<'a>(pub(crate) &'a Oddities);

impl Notices<'_> {
    /// The end of an operation.
    pub(crate) fn ended(&self, call: &Call, operation: &Operation) -> Value {
        let result = show::failure(operation);
        let result = result.map(|(code, subcode, message)| self.result(code, subcode, &message));
        let status = show::status(operation);
        self.operation(Change::Deleted, call, operation, status, result)
    }

    /// An operation that is under way.
    pub(crate) fn running(&self, call: &Call, operation: &Operation) -> Value {
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
        let nameless = self.is_nameless(operation);
        let below = if nameless {
            NAMELESS.to_owned()
        } else {
            format!("/{OPERATIONS}/{}", self.id(operation.id))
        };
        let participants = operation.legs.iter().map(|leg| {
            let mut participant = Map::new();
            participant.insert(ODATA_TYPE.to_owned(), INVITATION_PARTICIPANT_INFO.into());
            participant.insert(IDENTITY.to_owned(), identity(&leg.invited.callee, false));
            if let Some(left) = &leg.invited.leaves {
                participant.insert(Clause::Replaces.json_name().to_owned(), json!(left));
            }
            if let Some(entry) = &leg.invited.entry {
                participant.insert(Clause::Moves.json_name().to_owned(), json!(entry));
            }
            Value::Object(participant)
        });
        let mut data = json!({
            ODATA_TYPE: "#microsoft.graph.inviteParticipantsOperation",
            ID: (!nameless).then_some(operation.id),
            "status": status,
            Field::Context.json_name(): operation.context,
            Field::Participants.json_name(): participants.collect::<Vec<_>>(),
        });
        if let (Some(result), Some(data)) = (result, data.as_object_mut()) {
            data.insert(show::RESULT_INFO.to_owned(), result);
        }
        self.envelope(change, call.id, &below, &data)
    }

    fn is_nameless(&self, operation: &Operation) -> bool {
        operation.legs.len() > 1 && self.0.has(Oddity::NamelessOperation)
    }

    /// Who is in a call now, after something that `operation` did, if one did it. `left` is the
    /// call that somebody left for it.
    pub(crate) fn roster(
        &self,
        call: &Call,
        operation: Option<&Operation>,
        left: Option<Uuid>,
    ) -> Value {
        let odd = self.0.has(Oddity::RosterOfLeftCall);
        let path = left.filter(|_| odd).unwrap_or(call.id);
        let below = match operation {
            Some(operation) if self.is_nameless(operation) => NAMELESS,
            _ => PARTICIPANTS,
        };
        let entries = call.roster().iter().zip(1..);
        let entries: Vec<_> = entries
            .map(|(entry, source)| self.entry(entry, source))
            .collect();
        self.envelope(Change::Updated, path, below, &entries.into())
    }

    fn entry(&self, entry: &Entry, source: usize) -> Value {
        let named = !self.0.has(Oddity::NamelessEntries);
        // Examples 1 to 3, of users, have the one; example 4, of a phone, the other.
        let info = match entry.callee.kind {
            IdentityKind::User => INVITATION_PARTICIPANT_INFO,
            _ => show::PARTICIPANT_INFO,
        };
        let as_application = self.0.has(Oddity::UsersAsApplications);
        let mut shown = show::participant(entry, source);
        if let Some(shown) = shown.as_object_mut() {
            shown.insert(ID.to_owned(), json!(named.then_some(&entry.id)));
            let identity = identity(&entry.callee, as_application);
            shown.insert(
                "info".to_owned(),
                json!({ ODATA_TYPE: info, IDENTITY: identity }),
            );
        }
        shown
    }

    /// A call whose state has changed.
    pub(crate) fn state(&self, call: &Call, state: &str) -> Value {
        let data = json!({
            ODATA_TYPE: "#microsoft.graph.call",
            ID: call.id,
            "state": state,
        });
        self.envelope(Change::Updated, call.id, "", &data)
    }

    /// A call that is over.
    pub(crate) fn terminated(&self, call: &Call) -> Value {
        let (code, subcode, message) = CALL_ENDED;
        let data = json!({
            ODATA_TYPE: "#microsoft.graph.call",
            ID: call.id,
            "state": "terminated",
            show::RESULT_INFO: self.result(code, subcode, message),
        });
        self.envelope(Change::Deleted, call.id, "", &data)
    }

    fn result(&self, code: u16, subcode: u32, message: &str) -> Value {
        let odd = self.0.has(Oddity::CodesAsText);
        let number = |number: u32| {
            if odd {
                json!(number.to_string())
            } else {
                json!(number)
            }
        };
        show::result_info(&number(code.into()), &number(subcode), message)
    }

    fn envelope(&self, change: Change, call: Uuid, below: &str, data: &Value) -> Value {
        let call = self.id(call);
        json!({
            ODATA_TYPE: "#microsoft.graph.commsNotifications",
            "value": [{
                ODATA_TYPE: "#microsoft.graph.commsNotification",
                "changeType": match change {
                    Change::Updated => "updated",
                    Change::Deleted => "deleted",
                },
                // The prefix of old, which is still there.
                "resource": format!("/app/calls/{call}{below}"),
                "resourceUrl": format!("{CALLS}/{call}{below}"),
                "resourceData": data,
            }],
        })
    }

    fn id(&self, id: Uuid) -> String {
        if self.0.has(Oddity::BareIds) {
            format!("{:X}", id.simple())
        } else {
            id.to_string()
        }
    }
}

/// Unlike in the answer to a request, slots that are empty are left out.
fn identity(callee: &Callee, as_application: bool) -> Value {
    let mut identity = show::identity(callee);
    identity.retain(|_, value| !value.is_null());
    identity.insert(ODATA_TYPE.to_owned(), IDENTITY_TYPE.into());
    let kind = match callee.kind {
        IdentityKind::User if as_application => IdentityKind::Application,
        kind => kind,
    };
    json!({ ODATA_TYPE: IDENTITY_SET, kind.json_name(): identity })
}
