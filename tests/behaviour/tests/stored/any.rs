//! Any value of what can be stored.

use invites::notification::{Notification, NotificationResource, Operation, ResultInfo};
use invites::{
    CallEnd, CallId, ClientContext, Failure, Identity, InviteEvent, InviteKey, InviteStatus,
    Outcome, ParticipantId, PersonStatus, PhoneNumber, UserId, Uuid,
};
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

pub(crate) fn failure_of(code: i64, subcode: i64, message: &str) -> Failure {
    let mut result = ResultInfo::default();
    result.code = Some(code);
    result.subcode = Some(subcode);
    result.message = Some(message.to_owned());
    Failure::from_result(result)
}

/// Texts of the service, with phone numbers, ids and codes.
fn message() -> impl Strategy<Value = String> {
    let parts = prop_oneof![
        "\\PC{0,12}",
        Just(" 4:+12345678901".to_owned()),
        Just(" 8:orgid:278405a3-f568-4b3e-b684-009193463064".to_owned()),
        Just(" 29:opaque_id".to_owned()),
        Just(" DiagCode: 412#10073.@".to_owned()),
    ];
    prop::collection::vec(parts, 0..4).prop_map(|parts| parts.concat())
}

pub(crate) fn result_info() -> impl Strategy<Value = ResultInfo> {
    let code = || option::of(prop_oneof![400_i64..700, any::<i64>()]);
    (code(), code(), option::of(message())).prop_map(|(code, subcode, message)| {
        let mut result = ResultInfo::default();
        (result.code, result.subcode, result.message) = (code, subcode, message);
        result
    })
}

pub(crate) fn failure() -> impl Strategy<Value = Failure> {
    result_info().prop_map(Failure::from_result)
}

pub(crate) fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Completed),
        Just(Outcome::Unknown),
        failure().prop_map(Outcome::Failed),
    ]
}

fn call_end() -> impl Strategy<Value = CallEnd> {
    (option::of(result_info()), option::of(message())).prop_map(|(result, reason)| {
        let mut end = CallEnd::default();
        (end.result, end.reason) = (result, reason);
        end
    })
}

pub(crate) fn event() -> impl Strategy<Value = InviteEvent> {
    let entry =
        || option::of(any::<u128>().prop_map(|id| ParticipantId::from(Uuid::from_u128(id))));
    prop_oneof![
        outcome().prop_map(InviteEvent::Ended),
        (any::<usize>(), entry())
            .prop_map(|(participant, entry)| InviteEvent::Joined { participant, entry }),
        (any::<usize>(), entry())
            .prop_map(|(participant, entry)| InviteEvent::InLobby { participant, entry }),
        (any::<usize>(), option::of(message())).prop_map(|(participant, reason)| {
            InviteEvent::Left {
                participant,
                reason,
            }
        }),
        call_end().prop_map(InviteEvent::CallEnded),
        call_end().prop_map(InviteEvent::ReplacedCallEnded),
    ]
}

pub(crate) fn person() -> impl Strategy<Value = PersonStatus> {
    (any::<bool>(), option::of(message()), option::of(failure())).prop_map(
        |(has_joined, reason, failure)| {
            let mut person = PersonStatus::default();
            (person.has_joined, person.left_reason) = (has_joined, reason);
            person.failure = failure;
            person
        },
    )
}

pub(crate) fn status() -> impl Strategy<Value = InviteStatus> {
    prop_oneof![
        Just(InviteStatus::NotRinging),
        Just(InviteStatus::Open),
        Just(InviteStatus::Ringing),
        outcome().prop_map(InviteStatus::Ended),
    ]
}

pub(crate) fn identity() -> impl Strategy<Value = Identity> {
    let phone = prop_oneof![Just("+12345678901"), Just("+4930555014")];
    prop_oneof![
        phone.prop_map(|number| Identity::Phone(PhoneNumber::parse(number).unwrap())),
        any::<u128>().prop_map(|id| Identity::User(UserId::from(Uuid::from_u128(id)))),
    ]
}

/// As a notification shows it.
pub(crate) fn operation() -> impl Strategy<Value = Operation> {
    let status = prop_oneof![
        Just("notStarted".to_owned()),
        Just("running".to_owned()),
        Just("completed".to_owned()),
        Just("failed".to_owned()),
        "[a-zA-Z]{1,8}",
    ];
    let parts = (status, option::of(message()), result_info(), any::<u128>());
    parts.prop_map(|(status, context, result, id)| {
        let resource = json!({
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "id": id.to_string(),
            "status": status,
            "clientContext": context,
            "resultInfo": result,
            "participants": [{ "identity": { "user": { "id": "278405a3" } } }],
        });
        let call = "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/1";
        let body = json!({ "value": [{ "resourceUrl": call, "resourceData": resource }] });
        let mut read = Notification::parse_body(body.to_string().as_bytes()).unwrap();
        match read.remove(0).unwrap().resource {
            NotificationResource::Operation(operation) => operation,
            other => unreachable!("{other:?}"),
        }
    })
}

pub(crate) fn key() -> impl Strategy<Value = InviteKey> {
    let call = prop_oneof![
        any::<u128>().prop_map(|id| CallId::from(Uuid::from_u128(id)).to_string()),
        "[a-z0-9]{1,20}",
    ];
    let context = "[a-zA-Z0-9 ]{0,20}x";
    (call, context, any::<u128>()).prop_map(|(call, context, id)| {
        let context = ClientContext::parse(&context).unwrap();
        let id = Uuid::from_u128(id).to_string();
        let stored = json!({ "call": call, "clientContext": context, "clientRequestId": id });
        serde_json::from_value(stored).unwrap()
    })
}
