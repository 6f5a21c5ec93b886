//! What the service says, in its own JSON.

use super::call::{Call, Entry, Operation, Origin, Stage};
use super::invitation::{Callee, Invited};
use crate::body::{ID, IDENTITY, IDENTITY_SET, IDENTITY_TYPE, ODATA_TYPE};
use graph_invite_rules::{Clause, Field, Kind};
use serde_json::{Map, Value, json};

/// Slots that the service writes as `null` when they are empty: these in every set ...
const SLOTS: [&str; 4] = [
    Kind::User.wire(),
    Kind::Application.wire(),
    "device",
    Kind::Phone.wire(),
];
/// ... and these in a set whose slot is none of the base type's (invite page, example 4).
const MORE_SLOTS: [&str; 4] = [
    Kind::Guest.wire(),
    Kind::Encrypted.wire(),
    Kind::OnPremises.wire(),
    Kind::ApplicationInstance.wire(),
];

pub(super) fn operation(operation: &Operation) -> Value {
    let participants = operation.legs.iter().map(|leg| invited(&leg.invited));
    // The service does write one of them with a capital.
    let status = if operation.is_running() {
        "Running"
    } else {
        "completed"
    };
    json!({
        ODATA_TYPE: "#microsoft.graph.inviteParticipantsOperation",
        ID: operation.id,
        "status": status,
        Field::Context.wire(): operation.context,
        "resultInfo": null,
        Field::Participants.wire(): participants.collect::<Vec<_>>(),
    })
}

fn invited(invited: &Invited) -> Value {
    json!({
        "endpointType": null,
        Clause::Replaces.wire(): invited.leaves,
        IDENTITY: identity_set(&invited.callee, identity(&invited.callee)),
    })
}

pub(super) fn roster(call: &Call) -> Value {
    let entries = call.roster().iter().zip(1..);
    let entries = entries.map(|(entry, source)| participant(entry, source));
    json!({ "value": entries.collect::<Vec<_>>() })
}

fn participant(entry: &Entry, source: usize) -> Value {
    let mut identity = identity(&entry.callee);
    identity.insert(ODATA_TYPE.to_owned(), IDENTITY_TYPE.into());
    let mut set = identity_set(&entry.callee, identity);
    set.insert(ODATA_TYPE.to_owned(), IDENTITY_SET.into());
    json!({
        ODATA_TYPE: "#microsoft.graph.participant",
        ID: entry.id,
        "info": {
            ODATA_TYPE: "#microsoft.graph.participantInfo",
            IDENTITY: set,
        },
        "isInLobby": false,
        "isMuted": false,
        "mediaStreams": [{
            ODATA_TYPE: "#microsoft.graph.mediaStream",
            "mediaType": "audio",
            "sourceId": source.to_string(),
            "direction": "sendReceive",
            "serverMuted": false,
            "label": null,
        }],
        "metadata": null,
    })
}

pub(super) fn call(call: &Call) -> Value {
    let state = match call.stage {
        Stage::Establishing => "establishing",
        Stage::Established => "established",
        Stage::Terminated => "terminated",
    };
    let chat = call.has_chat().then(|| {
        let kind = match call.origin {
            Origin::Meeting => "meeting_",
            Origin::PeerToPeer | Origin::Group | Origin::GroupWithChat => "",
        };
        json!({
            ODATA_TYPE: "#microsoft.graph.chatInfo",
            "threadId": format!("19:{kind}{}@thread.v2", call.id.simple()),
            "messageId": "0",
        })
    });
    json!({
        ODATA_TYPE: "#microsoft.graph.call",
        ID: call.id,
        "state": state,
        "direction": "outgoing",
        "chatInfo": chat,
    })
}

fn identity_set(callee: &Callee, identity: Map<String, Value>) -> Map<String, Value> {
    let own = callee.kind.wire();
    let base = matches!(callee.kind, Kind::User | Kind::Application);
    let more: &[_] = if base { &[] } else { &MORE_SLOTS };
    let slots = SLOTS.iter().chain(more);
    let mut set: Map<_, _> = slots.map(|&slot| (slot.to_owned(), Value::Null)).collect();
    set.insert(own.to_owned(), Value::Object(identity));
    set
}

fn identity(callee: &Callee) -> Map<String, Value> {
    let mut identity = Map::new();
    identity.insert(ID.to_owned(), callee.id.as_str().into());
    identity.insert(
        Clause::Named.wire().to_owned(),
        callee.name.as_deref().into(),
    );
    for (clause, said) in [
        (Clause::Tenant, &callee.tenant),
        (Clause::Provider, &callee.provider),
    ] {
        if let Some(said) = said {
            identity.insert(clause.wire().to_owned(), said.as_str().into());
        }
    }
    identity
}
