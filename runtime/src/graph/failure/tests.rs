//! What a failure shows, and what it hides.

use super::{Failure, InviteFacts};
use crate::graph::operation::MAX_MESSAGE;
use crate::notification::ResultInfo;
use crate::redact::PersonalData;
use crate::{FailureKind, Identity, graph_invite};
use serde_json::Value;

fn failure(code: i64, subcode: i64, message: &str) -> Failure {
    let result = ResultInfo {
        code: Some(code),
        subcode: Some(subcode),
        message: Some(message.to_owned()),
    };
    Failure::from_result(result)
}

#[test]
fn publicly_reported_failures_are_explained() {
    let media = failure(
        410,
        301_004,
        "addParticipants failed for participant 8:orgid:278405a3-f568-4b3e-b684-009193463064. \
         Underlying reason: Client Media Error",
    );
    assert_eq!(media.kind(), FailureKind::Media);
    assert!(matches!(media.people[..], [Identity::User(_)]));

    let phone = failure(
        412,
        9999,
        "Could not find the PSTN content for the sponsor of this PSTN leg 4:+61255501234. \
         DiagCode: 412#10073.@",
    );
    assert_eq!(phone.kind(), FailureKind::PstnSetup);
    assert_eq!(phone.diag_code().unwrap().to_string(), "412#10073");
    assert!(matches!(phone.people[..], [Identity::Phone(_)]));
    assert!(phone.message().unwrap().contains("+61255501234"));
    assert!(!format!("{phone} {phone:?}").contains("612555"));

    for (code, subcode, message, class) in [
        (403, 0, "DiagCode:403#10151", FailureKind::PstnSetup),
        (
            500,
            0,
            "Object reference not set to an instance of an object",
            FailureKind::Service,
        ),
        (
            408,
            8544,
            "Callee could not be reached.",
            FailureKind::Unreachable,
        ),
        (
            500,
            7112,
            "Server Internal Error. DiagCode: 500#7112",
            FailureKind::Media,
        ),
        (
            500,
            9999,
            "Server Internal Error. DiagCode: 500#7117",
            FailureKind::Media,
        ),
        (400, 8508, "", FailureKind::Cancelled),
        (603, 0, "", FailureKind::Declined),
        (487, 10004, "", FailureKind::NoAnswer),
        (486, 9999, "", FailureKind::Busy),
        (777, 777, "", FailureKind::Other),
    ] {
        let failure = failure(code, subcode, message);
        assert_eq!(failure.kind(), class, "{failure}");
        assert_eq!(
            (failure.code(), failure.subcode()),
            (Some(code), Some(subcode))
        );
    }
}

#[test]
fn a_failure_without_a_reason_has_a_kind() {
    let failure = Failure::new(None, &PersonalData::default(), InviteFacts::default());
    assert_eq!(
        (failure.kind(), failure.message()),
        (FailureKind::Other, None)
    );
    assert!(failure.to_string().starts_with("?/?: "));
}

#[test]
fn the_order_of_properties_does_not_matter() {
    let [one, other] = [
        r#"{"resultInfo": {"code": 500, "subcode": "9999", "message": "DiagCode: 404#560404"}}"#,
        r#"{"resultInfo": {"message": "DiagCode: 404#560404", "subCode": 9999, "Code": "500"}}"#,
    ]
    .map(|json| serde_json::from_str::<Value>(json).unwrap())
    .map(|json| ResultInfo::read(json.as_object().unwrap()).unwrap())
    .map(Failure::from_result);
    assert_eq!(one, other);
    assert_eq!(one.kind(), FailureKind::InvalidNumber);
}

#[test]
fn a_failure_knows_the_invite() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901"],
    };
    let result = |message: &str| ResultInfo {
        code: Some(404),
        subcode: Some(0),
        message: Some(message.to_owned()),
    };
    let facts = InviteFacts::of(&invite, None, false);
    let kind = |message| {
        let result = Some(result(message));
        Failure::new(result, &PersonalData::default(), facts).kind()
    };
    assert_eq!(kind("not found"), FailureKind::InvalidNumber);
    let user = "8:orgid:278405a3-f568-4b3e-b684-009193463064 not found";
    assert_eq!(kind(user), FailureKind::Unreachable);
    let unknown = Failure::from_result(result("not found"));
    assert_eq!(unknown.kind(), FailureKind::Unreachable);
    let named = Failure::from_result(result("4:+12345678901 not found"));
    assert_eq!(named.kind(), FailureKind::InvalidNumber);
}

#[test]
fn a_message_of_a_caller_is_kept_up_to_a_bound() {
    let message = "ä".repeat(MAX_MESSAGE + 1);
    let failure = Failure::from_result(ResultInfo {
        message: Some(message),
        ..ResultInfo::default()
    });
    assert_eq!(failure.message().unwrap().chars().count(), MAX_MESSAGE);
}

#[test]
fn personal_data_is_not_shown() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" named "Ada"],
    };
    let result = ResultInfo {
        message: Some("Ada, 4:+12345678901, 29:opaque".to_owned()),
        ..ResultInfo::default()
    };
    let failure = Failure::new(
        Some(result),
        &PersonalData::of(&invite),
        InviteFacts::default(),
    );
    let shown = format!("{failure} {failure:?}");
    for secret in ["Ada", "2345678", "opaque"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
