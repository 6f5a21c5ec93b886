//! Invites of other clients, as public code and logs show them, sent to the emulator.

use super::*;
use graph_invite_emulator::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The complete response to a POST.
async fn post(emulator: &Emulator, path: &str, body: &Value) -> String {
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: graph\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        emulator.token(),
        body.len(),
    );
    let mut socket = TcpStream::connect(emulator.root().trim_start_matches("http://"))
        .await
        .unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    socket.read_to_string(&mut response).await.unwrap();
    response
}

/// The bodies, with a call that the person of the first one leaves.
fn bodies(left: &str) -> [(&'static str, Value); 7] {
    let one = |identity: Value| json!({ "participants": [{ "identity": identity }] });
    [
        (
            "types everywhere, a replaced call, no context",
            json!({ "participants": [{
                "@odata.type": "#microsoft.graph.invitationParticipantInfo",
                "identity": {
                    "@odata.type": "#microsoft.graph.identitySet",
                    "user": { "@odata.type": "#microsoft.graph.identity", "id": USER },
                },
                "replacesCallId": left,
            }]}),
        ),
        (
            "a name, no types",
            one(json!({ "user": { "displayName": "Someone", "id": USER } })),
        ),
        (
            "null for all that is not set",
            json!({
                "participants": [{
                    "identity": { "user": { "displayName": null, "id": USER, "tenantId": null } },
                    "replacesCallId": null,
                    "participantId": null,
                    "hidden": null,
                    "removeFromDefaultAudioRoutingGroup": null,
                }],
                "clientContext": null,
            }),
        ),
        (
            "properties that are not of an invite",
            json!({ "participants": [{
                "endpointType": "default",
                "identity": { "user": { "id": USER, "identityProvider": "AAD" } },
                "languageId": "en-us",
                "region": "amer",
            }]}),
        ),
        (
            "the types of a phone",
            one(json!({
                "@odata.type": "#microsoft.graph.communicationsIdentitySet",
                "phone": {
                    "@odata.type": "#microsoft.graph.communicationsPhoneIdentity",
                    "id": PHONE,
                    "displayName": PHONE,
                },
            })),
        ),
        (
            "a tenant",
            one(json!({ "user": { "id": USER, "tenantId": OTHER_OPERATION } })),
        ),
        (
            "`@odata_type`, as a Python client writes it",
            one(json!({ "phone": { "@odata_type": "#microsoft.graph.identity", "id": PHONE } })),
        ),
    ]
}

#[tokio::test]
async fn invites_of_other_clients_are_accepted_at_each_path() {
    let emulator = Emulator::start().await.unwrap();
    for path in [
        "/v1.0/communications/calls/{}/participants/invite",
        "/v1.0/communications/calls/{}/participants/microsoft.graph.invite",
        "/beta/app/calls/{}/participants/microsoft.graph.invite",
    ] {
        let left = emulator.add_peer_to_peer_call().to_string();
        for (shows, body) in bodies(&left) {
            let path = path.replace("{}", &emulator.add_meeting().to_string());
            let response = post(&emulator, &path, &body).await;
            assert!(response.starts_with("HTTP/1.1 200"), "{shows}: {response}");
        }
    }
}

/// graph-docs 16084: the service answers such an invite with 500 and code 9999.
#[tokio::test]
async fn phone_as_json_inside_a_string_is_refused_with_its_place() {
    let emulator = Emulator::start().await.unwrap();
    let phone = json!({ "id": PHONE }).to_string();
    let body = json!({ "participants": [{ "identity": { "phone": phone } }] });
    let call = emulator.add_meeting();
    let path = format!("/v1.0/communications/calls/{call}/participants/invite");
    let response = post(&emulator, &path, &body).await;
    assert!(response.starts_with("HTTP/1.1 400"), "{response}");
    assert!(
        response.contains("'participants[0].identity.phone'"),
        "{response}"
    );
}
