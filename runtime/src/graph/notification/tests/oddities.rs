//! Every way in which the service has been seen to write the documented payloads, and some more.

use super::*;

/// Changes the data of a notification.
fn with(mut item: Value, change: impl FnOnce(&mut Value)) -> Value {
    change(&mut item);
    item
}

fn operation_id(item: &Value) -> Option<String> {
    match one(item).resource {
        NotificationResource::Operation(operation) => operation.id,
        news => panic!("{news:?}"),
    }
}

#[test]
fn an_operation_is_named_where_it_can_be() {
    let spelled = OPERATION.replace('-', "").to_uppercase();
    let no_id = with(completed(), |item| item["resourceData"]["id"] = Value::Null);
    assert_eq!(operation_id(&no_id).as_deref(), Some(OPERATION));

    let only_odata_id = with(no_id.clone(), |item| {
        item["resourceUrl"] =
            format!("/communications/calls/{CALL}/operations/participants").into();
        item["resourceData"]["@odata.id"] =
            format!("/app/calls/{CALL}/operations/{spelled}").into();
    });
    assert_eq!(operation_id(&only_odata_id), Some(spelled));

    let nowhere = with(only_odata_id, |item| {
        item["resourceData"]["@odata.id"] = Value::Null;
    });
    assert_eq!(operation_id(&nowhere), None);
}

#[test]
fn resources_at_one_path_are_distinguished_by_type() {
    let url = format!("/communications/calls/{CALL}/operations/participants");
    let operation = with(completed(), |item| item["resourceUrl"] = url.clone().into());
    let roster = with(roster(CALL), |item| item["resourceUrl"] = url.into());
    assert!(matches!(
        one(&operation).resource,
        NotificationResource::Operation(_)
    ));
    assert!(matches!(
        one(&roster).resource,
        NotificationResource::Roster(_)
    ));
}

#[test]
fn a_type_may_be_missing_or_odd() {
    for kind in [
        json!(null),
        json!(7),
        json!("microsoft.graph.inviteParticipantsOperation"),
        json!("#Microsoft.Graph.INVITEPARTICIPANTSOPERATION"),
        json!("#microsoft.graph.commsOperation"),
    ] {
        let item = with(completed(), |item| {
            item["resourceData"]["@odata.type"] = kind.clone();
        });
        assert!(
            matches!(one(&item).resource, NotificationResource::Operation(_)),
            "{kind}"
        );
    }
    let untyped = with(roster(CALL), |item| {
        item["resourceData"][0]
            .as_object_mut()
            .unwrap()
            .remove("@odata.type");
    });
    assert!(matches!(
        one(&untyped).resource,
        NotificationResource::Roster(_)
    ));
    let state = json!({ "resource": format!("/app/calls/{CALL}"), "resourceData": { "id": CALL } });
    assert!(matches!(
        one(&state).resource,
        NotificationResource::Call(_)
    ));
    let new = json!({ "resourceData": { "@odata.type": "#microsoft.graph.hologram" } });
    assert_eq!(
        one(&new).resource,
        NotificationResource::Other(Some("#microsoft.graph.hologram".to_owned()))
    );
}

#[test]
fn a_call_is_found_in_any_spelling_of_its_path() {
    let plain = CALL.replace('-', "").to_uppercase();
    for path in [
        format!("/communications/calls/{plain}/operations/{OPERATION}"),
        format!("communications/Calls/{CALL}/operations/{OPERATION}?a=b"),
        format!("/app/calls/{CALL}"),
        format!("https://graph.microsoft.com/v1.0/communications/calls/{CALL}/participants"),
    ] {
        let both = with(completed(), |item| {
            item["resourceUrl"] = path.clone().into();
        });
        assert!(is_call(&one(&both), CALL), "{path}");
        let old = with(completed(), |item| {
            item.as_object_mut().unwrap().remove("resourceUrl");
            item["resource"] = path.clone().into();
        });
        assert!(is_call(&one(&old), CALL), "{path}");
    }
    let nowhere =
        json!({ "resourceUrl": "/communications/calls", "resourceData": { "status": "failed" } });
    assert_eq!(one(&nowhere).call, None);
}

#[test]
fn a_delta_is_an_object_with_a_sequence() {
    let delta = json!({
        "changeType": "updated",
        "resourceUrl": format!("/communications/calls/{CALL}/participants"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.deltaParticipants",
            "sequenceNumber": "7",
            "participants": [{
                "info": { "identity": { "user": { "id": ADA } } },
                "removedState": { "reason": "Removed" },
            }],
        },
    });
    for delta in [
        delta.clone(),
        with(delta, |item| {
            item["resourceData"]["@odata.type"] = Value::Null;
        }),
    ] {
        let NotificationResource::Roster(roster) = one(&delta).resource else {
            panic!("{delta}");
        };
        assert_eq!((roster.full, roster.sequence), (false, Some(7)));
        assert!(roster.entries[0].removed);
        assert_eq!(roster.entries[0].removed_reason.as_deref(), Some("Removed"));
    }
}

#[test]
fn an_empty_array_is_an_empty_roster() {
    let empty = with(roster(CALL), |item| item["resourceData"] = json!([]));
    assert!(
        matches!(one(&empty).resource, NotificationResource::Roster(roster) if roster.entries.is_empty())
    );
}

#[test]
fn an_array_of_nonsense_is_no_roster() {
    let odd = with(roster(CALL), |item| item["resourceData"] = json!([7, null]));
    assert_eq!(one(&odd).resource, NotificationResource::Other(None));
    let half = with(roster(CALL), |item| {
        let entry = item["resourceData"][0].clone();
        item["resourceData"] = json!([7, entry]);
    });
    assert!(matches!(one(&half).resource, NotificationResource::Roster(roster) if !roster.full));
}

#[test]
fn one_bad_notification_does_not_lose_the_others() {
    let body =
        json!({ "value": [null, 7, {}, { "resourceData": "gone" }, completed(), [roster(CALL)]] });
    let read = read(&body);
    assert_eq!(read.len(), 6);
    assert_eq!(read.iter().flatten().count(), 1);
}

#[test]
fn an_envelope_may_be_missing() {
    for body in [
        completed(),
        json!([completed()]),
        json!({ "Value": completed() }),
        json!({ "value": [completed()] }),
    ] {
        assert!(matches!(&read(&body)[..], [Some(_)]), "{body}");
    }
    let marked = format!("\u{FEFF}{}", json!({ "value": [] }));
    assert_eq!(Notification::parse_body(marked.as_bytes()).unwrap(), []);
    assert!(Notification::parse_body(b"").is_err());
    assert!(Notification::parse_body(b"{\"value\":").is_err());
    assert!(Notification::parse_body("[".repeat(10_000).as_bytes()).is_err());
}

#[test]
fn words_that_are_not_documented_are_kept() {
    let odd = with(completed(), |item| {
        item["changeType"] = "unknownFutureValue".into();
        item["resourceData"]["status"] = "Paused".into();
    });
    let odd = one(&odd);
    assert_eq!(
        odd.change_type,
        Some(ChangeType::Other("unknownFutureValue".to_owned()))
    );
    let NotificationResource::Operation(operation) = odd.resource else {
        panic!("{odd:?}");
    };
    assert_eq!(
        operation.status,
        OperationStatus::Other("Paused".to_owned())
    );
}
