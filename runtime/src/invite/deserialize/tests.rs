mod secrets;

use crate::error::InviteError;
use crate::{Invite, Participant};
use serde_json::{Value, json};

fn invite() -> Value {
    json!({
        "call": "57dab8b1-894c-409a-b240-bd8beae78896",
        "participants": [{
            "@odata.type": "#microsoft.graph.invitationParticipantInfo",
            "replacesCallId": "a7ebfb2d-871e-419c-87af-27290b22e8db",
            "participantId": "7d501bf1-5ee4-4605-ba92-0ae4513c611c",
            "hidden": true,
            "removeFromDefaultAudioRoutingGroup": true,
            "identity": {
                "@odata.type": "#microsoft.graph.identitySet",
                "user": {
                    "@odata.type": "#microsoft.graph.identity",
                    "id": "682b6c37-0729-4fab-ace6-d730d5d9137e",
                    "displayName": "Ada",
                    "tenantId": "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21",
                    "identityProvider": "AAD",
                },
            },
        }],
        "clientContext": "rota 7",
    })
}

#[test]
fn serialized_invite_is_read_unchanged() {
    let read: Invite = serde_json::from_value(invite()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), invite());
    let again: Invite = serde_json::from_slice(&serde_json::to_vec(&read).unwrap()).unwrap();
    assert_eq!(again, read);
}

#[test]
fn absent_null_and_blank_properties_are_left_out() {
    let mut stored = invite();
    let person = &mut stored["participants"][0];
    person["hidden"] = json!(null);
    person["removeFromDefaultAudioRoutingGroup"] = json!(false);
    person["identity"]["user"]["displayName"] = json!(" ");
    let read: Invite = serde_json::from_value(stored).unwrap();
    let text = serde_json::to_string(&read).unwrap();
    for name in [
        "hidden",
        "removeFromDefaultAudioRoutingGroup",
        "displayName",
    ] {
        assert!(!text.contains(name), "{text}");
    }
}

#[test]
fn invite_that_breaks_a_rule_is_refused() {
    let mut stored = invite();
    stored["call"] = stored["participants"][0]["replacesCallId"].clone();
    let error = serde_json::from_value::<Invite>(stored).unwrap_err();
    assert!(
        error
            .to_string()
            .contains(&InviteError::ReplacesTargetCall.to_string()),
        "{error}"
    );

    let mut stored = invite();
    stored["participants"][0]["identity"]["phone"] = json!({"id": "+12345678901"});
    assert!(serde_json::from_value::<Invite>(stored).is_err());

    let mut stored = invite();
    stored["participants"][0]["replacesCallId"] = json!(null);
    assert!(serde_json::from_value::<Invite>(stored).is_err());
}

/// The error for an invite with this value in this place.
fn error(pointer: &str, value: Value) -> String {
    let mut stored = invite();
    *stored.pointer_mut(pointer).unwrap() = value;
    serde_json::from_value::<Invite>(stored)
        .unwrap_err()
        .to_string()
}

#[test]
fn error_names_the_property_and_what_is_expected() {
    for (pointer, value, expected) in [
        ("", json!("x"), "expected an object, found a string"),
        (
            "/call",
            json!(7),
            "`call`: expected a string, found a number",
        ),
        (
            "/participants",
            json!("x"),
            "`participants`: expected an array, found a string",
        ),
        (
            "/participants/0",
            json!([]),
            "`participants[0]`: expected an object, found an array",
        ),
        (
            "/participants/0/hidden",
            json!("x"),
            "`participants[0].hidden`: expected a boolean, found a string",
        ),
        (
            "/participants/0/identity",
            json!(null),
            "`participants[0]`: missing field `identity`",
        ),
        (
            "/participants/0/replacesCallId",
            json!(null),
            "`participants[0]`: missing field `replacesCallId`",
        ),
        (
            "/participants/0/identity/user",
            json!(false),
            "`participants[0].identity.user`: expected an object, found a boolean",
        ),
        (
            "/participants/0/identity/user/id",
            json!({}),
            "`participants[0].identity.user.id`: expected a string, found an object",
        ),
        (
            "/participants/0/identity/user/id",
            json!(""),
            "`participants[0].identity.user.id`: invalid GUID: the text is empty",
        ),
        (
            "/participants/0/identity/user/id",
            json!(null),
            "`participants[0].identity.user`: missing field `id`",
        ),
        (
            "/clientContext",
            json!(""),
            "`clientContext`: expected text, found an empty string",
        ),
        (
            "/participants/0/identity",
            json!({"user": {}, "phone": {}}),
            "`participants[0].identity`: expected exactly one of `user`, `phone`, `application`, \
             `applicationInstance`, `guest`, `encrypted`, `onPremises`, `azureCommunicationServicesUser`",
        ),
    ] {
        assert_eq!(error(pointer, value), expected);
    }
    let participant = serde_json::from_str::<Participant>("{}").unwrap_err();
    assert_eq!(participant.to_string(), "missing field `identity`");
}
