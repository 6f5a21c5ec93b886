//! What the service says, in its own JSON.

use crate::call::{Call, Entry, Operation, Origin, Stage};
use crate::invitation::{Callee, Invited};
use graph_invite_rules::wire::{ID, IDENTITY, IDENTITY_SET, IDENTITY_TYPE, ODATA_TYPE};
use graph_invite_rules::{Clause, Field, IdentityKind};
use serde_json::{Map, Value, json};

/// Slots that the service writes as `null` when they are empty: these in every set ...
const SLOTS: [&str; 4] = [
    IdentityKind::User.json_name(),
    IdentityKind::Application.json_name(),
    "device",
    IdentityKind::Phone.json_name(),
];
/// ... and these in a set whose slot is none of the base type's (invite page, example 4).
const MORE_SLOTS: [&str; 4] = [
    IdentityKind::Guest.json_name(),
    IdentityKind::Encrypted.json_name(),
    IdentityKind::OnPremises.json_name(),
    IdentityKind::ApplicationInstance.json_name(),
];

pub(crate) const RESULT_INFO: &str = "resultInfo";
pub(crate) const PARTICIPANT_INFO: &str = "#microsoft.graph.participantInfo";

pub(crate) fn operation(operation: &Operation) -> Value {
    let participants = operation.legs.iter().map(|leg| invited(&leg.invited));
    let result = failure(operation);
    let result =
        result.map(|(code, subcode, message)| result_info(&code.into(), &subcode.into(), &message));
    json!({
        ODATA_TYPE: "#microsoft.graph.inviteParticipantsOperation",
        ID: operation.id,
        "status": status(operation),
        Field::Context.json_name(): operation.context,
        RESULT_INFO: result,
        Field::Participants.json_name(): participants.collect::<Vec<_>>(),
    })
}

/// How far an operation is. The service does write one of them with a capital.
pub(crate) fn status(operation: &Operation) -> &'static str {
    match operation.failure() {
        _ if operation.is_running() => "Running",
        Some(_) => "failed",
        None => "completed",
    }
}

/// Code, subcode and message of an operation that has failed.
pub(crate) fn failure(operation: &Operation) -> Option<(u16, u32, String)> {
    let (ending, callee) = operation.failure()?;
    let (code, subcode, why) = ending.told();
    let message = format!(
        "addParticipants failed for participant {}. Underlying reason: {why}. DiagCode: {code}#{subcode}",
        mri(callee)
    );
    Some((code, subcode, message))
}

pub(crate) fn result_info(code: &Value, subcode: &Value, message: &str) -> Value {
    json!({
        ODATA_TYPE: "#microsoft.graph.resultInfo",
        "code": code,
        "subcode": subcode,
        "message": message,
    })
}

/// Somebody in the words of messages: `IdentitySetExtensions` of the C# SDK has the prefixes. Ids
/// of the other kinds have theirs already.
fn mri(callee: &Callee) -> String {
    let prefix = match callee.kind {
        IdentityKind::User => "8:orgid:",
        IdentityKind::Phone => "4:",
        IdentityKind::Application | IdentityKind::ApplicationInstance => "28:",
        IdentityKind::Guest
        | IdentityKind::Encrypted
        | IdentityKind::OnPremises
        | IdentityKind::AcsUser => "",
    };
    format!("{prefix}{}", callee.id)
}

fn invited(invited: &Invited) -> Value {
    json!({
        "endpointType": null,
        Clause::Replaces.json_name(): invited.leaves,
        IDENTITY: identity_set(&invited.callee, identity(&invited.callee)),
    })
}

pub(crate) fn roster(call: &Call) -> Value {
    let entries = call.roster().iter().zip(1..);
    let entries = entries.map(|(entry, source)| participant(entry, source));
    json!({ "value": entries.collect::<Vec<_>>() })
}

pub(crate) fn participant(entry: &Entry, source: usize) -> Value {
    let mut identity = identity(&entry.callee);
    identity.insert(ODATA_TYPE.to_owned(), IDENTITY_TYPE.into());
    let mut set = identity_set(&entry.callee, identity);
    set.insert(ODATA_TYPE.to_owned(), IDENTITY_SET.into());
    json!({
        ODATA_TYPE: "#microsoft.graph.participant",
        ID: entry.id,
        "info": {
            ODATA_TYPE: PARTICIPANT_INFO,
            IDENTITY: set,
        },
        "isInLobby": entry.in_lobby,
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

pub(crate) fn call(call: &Call) -> Value {
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
    let own = callee.kind.json_name();
    let base = matches!(callee.kind, IdentityKind::User | IdentityKind::Application);
    let more: &[_] = if base { &[] } else { &MORE_SLOTS };
    let slots = SLOTS.iter().chain(more);
    let mut set: Map<_, _> = slots.map(|&slot| (slot.to_owned(), Value::Null)).collect();
    set.insert(own.to_owned(), Value::Object(identity));
    set
}

pub(crate) fn identity(callee: &Callee) -> Map<String, Value> {
    let mut identity = Map::new();
    identity.insert(ID.to_owned(), callee.id.as_str().into());
    identity.insert(
        Clause::Named.json_name().to_owned(),
        callee.name.as_deref().into(),
    );
    for (clause, said) in [
        (Clause::Tenant, &callee.tenant),
        (Clause::Provider, &callee.provider),
    ] {
        if let Some(said) = said {
            identity.insert(clause.json_name().to_owned(), said.as_str().into());
        }
    }
    identity
}
