//! Calls, rosters and operations in the JSON of the service.

use crate::calls::call::{Call, CallState, Origin, RosterEntry};
use crate::calls::call_kind::CallKind;
use crate::calls::callee::Callee;
use crate::calls::invitation::InvitedParticipant;
use crate::calls::new_call;
use crate::calls::operation::Operation;
use graph_invite_rules::wire::{ID, IDENTITY, IDENTITY_SET, IDENTITY_TYPE, ODATA_TYPE};
use graph_invite_rules::{Clause, Field, IdentityKind};
use serde_json::{Map, Value, json};
use url::Url;
use uuid::Uuid;

pub(crate) const CALL: &str = "#microsoft.graph.call";
pub(crate) const INVITE_OPERATION: &str = "#microsoft.graph.inviteParticipantsOperation";
pub(crate) const PARTICIPANT_INFO: &str = "#microsoft.graph.participantInfo";
pub(crate) const RESULT_INFO: &str = "resultInfo";

/// Slots that the service writes as `null` when they are empty: these in every set ...
const SLOTS: [&str; 4] = [
    IdentityKind::User.json_name(),
    IdentityKind::Application.json_name(),
    "device",
    IdentityKind::Phone.json_name(),
];
/// ... and these in a set whose slot is not one of the base type's (invite page, example 4).
const MORE_SLOTS: [&str; 4] = [
    IdentityKind::Guest.json_name(),
    IdentityKind::Encrypted.json_name(),
    IdentityKind::OnPremises.json_name(),
    IdentityKind::ApplicationInstance.json_name(),
];

/// `app` is the bot.
pub(crate) fn call(call: &Call, app: Uuid) -> Value {
    let state = match call.state {
        CallState::Incoming => "incoming",
        CallState::Establishing => "establishing",
        CallState::Established => "established",
        CallState::Terminated => "terminated",
    };
    let chat = call.has_chat().then(|| {
        let kind = match call.kind {
            CallKind::Meeting => "meeting_",
            CallKind::PeerToPeer | CallKind::Group | CallKind::GroupWithChat => "",
        };
        json!({
            ODATA_TYPE: "#microsoft.graph.chatInfo",
            "threadId": format!("19:{kind}{}@thread.v2", call.id.simple()),
            "messageId": "0",
        })
    });
    json!({
        ODATA_TYPE: CALL,
        ID: call.id,
        "state": state,
        "direction": match call.origin {
            Origin::Person(_) => "incoming",
            Origin::Earlier | Origin::Bot(_) => "outgoing",
        },
        "tenantId": call.tenant,
        "callbackUri": call.callback.as_ref().map(Url::as_str),
        "source": source(call, app),
        new_call::TARGETS: targets(call, app),
        "chatInfo": chat,
        "callRoutes": [],
        "activeModalities": [],
    })
}

/// Who calls. It is not shown of a call that a test has made.
fn source(call: &Call, app: Uuid) -> Option<Value> {
    let source = match &call.origin {
        Origin::Earlier => return None,
        Origin::Bot(Some(source)) => source,
        Origin::Bot(None) => &Callee::application(app),
        Origin::Person(caller) => caller,
    };
    Some(json!({
        ODATA_TYPE: PARTICIPANT_INFO,
        IDENTITY: identity_set(source, identity(source)),
    }))
}

/// Who is called.
fn targets(call: &Call, app: Uuid) -> Vec<Value> {
    if let Origin::Person(_) = call.origin {
        let bot = Callee::application(app);
        return vec![json!({ IDENTITY: identity_set(&bot, identity(&bot)) })];
    }
    let legs = call.dialing().map_or(&[][..], |dialing| &dialing.legs);
    let targets = legs.iter().map(|leg| {
        let mut target = invited(&leg.invited);
        target.insert(ID.to_owned(), json!(leg.id));
        target.into()
    });
    targets.collect()
}

/// `shows_ids`: the ids by which the invited can be removed.
pub(crate) fn operation(operation: &Operation, shows_ids: bool) -> Value {
    let participants = operation.legs.iter().map(|leg| {
        let mut shown = invited(&leg.invited);
        if shows_ids {
            shown.insert(ID.to_owned(), json!(leg.id));
        }
        shown
    });
    let result = failure(operation)
        .map(|(code, subcode, message)| result_info(&code.into(), &subcode.into(), &message));
    json!({
        ODATA_TYPE: INVITE_OPERATION,
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
    let (failure, callee) = operation.failure()?;
    let (code, subcode, reason) = failure.result();
    let message = format!(
        "addParticipants failed for participant {}. Underlying reason: {reason}. DiagCode: {code}#{subcode}",
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

/// The MRI of a callee (the Teams identifier, such as `8:orgid:…`). `IdentitySetExtensions` of the
/// C# SDK has the prefixes. Ids of the other kinds have theirs already.
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

fn invited(invited: &InvitedParticipant) -> Map<String, Value> {
    let identity = identity_set(&invited.callee, identity(&invited.callee));
    let properties = [
        (ID, Value::Null),
        ("endpointType", Value::Null),
        (Clause::Replaces.json_name(), json!(invited.replaced_call)),
        (IDENTITY, Value::Object(identity)),
    ];
    properties
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

pub(crate) fn roster(call: &Call) -> Value {
    let entries = call.roster().iter().zip(1..);
    let entries = entries.map(|(entry, source)| roster_entry(entry, source));
    json!({ "value": entries.collect::<Vec<_>>() })
}

pub(crate) fn roster_entry(entry: &RosterEntry, source: usize) -> Value {
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

fn identity_set(callee: &Callee, identity: Map<String, Value>) -> Map<String, Value> {
    let is_base_slot = matches!(callee.kind, IdentityKind::User | IdentityKind::Application);
    let more: &[_] = if is_base_slot { &[] } else { &MORE_SLOTS };
    let slots = SLOTS.iter().chain(more);
    let mut set: Map<_, _> = slots.map(|&slot| (slot.to_owned(), Value::Null)).collect();
    set.insert(callee.kind.json_name().to_owned(), Value::Object(identity));
    set
}

pub(crate) fn identity(callee: &Callee) -> Map<String, Value> {
    let mut identity = Map::new();
    identity.insert(ID.to_owned(), callee.id.as_str().into());
    identity.insert(
        Clause::Named.json_name().to_owned(),
        callee.display_name.as_deref().into(),
    );
    for (clause, value) in [
        (Clause::Tenant, &callee.tenant),
        (Clause::Provider, &callee.provider),
    ] {
        if let Some(value) = value {
            identity.insert(clause.json_name().to_owned(), value.as_str().into());
        }
    }
    identity
}
