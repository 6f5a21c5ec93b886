//! The requests: their bodies, and the whole as the emulator reads it from its socket.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use graph_invite_emulator::Emulator;
use graph_invite_tests::{calling, sent};
use invites::{CallId, Client, Invite, Participant, UserId, graph_invite};
use serde_json::Value;

/// The call that people leave in the documented examples.
const LEFT: &str = "a7ebfb2d-871e-419c-87af-27290b22e8db";

/// The body of an invite with a context.
fn body_of(invite: &Invite) -> String {
    String::from_utf8(invite.body(invite.context().unwrap())).unwrap()
}

macro_rules! documented {
    ($name:ident, $file:literal, $($participants:tt)*) => {
        #[test]
        fn $name() {
            let body = body_of(&graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: $($participants)*,
                context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
            });
            let documented = include_str!(concat!("../fixtures/", $file, ".json"));
            let json = |text| serde_json::from_str::<Value>(text).unwrap();
            assert_eq!(json(&body), json(documented));
        }
    };
}

documented!(body_of_one_user_is_as_documented, "one_user", [
    user "278405a3-f568-4b3e-b684-009193463064" named "string"
        replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
]);

documented!(body_of_several_users_is_as_documented, "several_users", [
    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "string",
    user "1e126418-44a0-4a94-a6f8-0efe1ad71acb" named "string",
]);

documented!(body_of_a_replaced_call_is_as_documented, "replace_call", [
    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "string"
        replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
]);

documented!(body_of_a_phone_is_as_documented, "phone", [phone "+12345678901"]);

documented!(body_of_a_moved_participant_is_as_documented, "move_participant", [
    user "682b6c37-0729-4fab-ace6-d730d5d9137e" provider "AAD"
        moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
        from "a7ebfb2d-871e-419c-87af-27290b22e8db",
]);

#[test]
fn documented_example_of_several_users_is_rejected() {
    let documented = include_str!("../fixtures/several_users_as_documented.json");
    let mut stored: Value = serde_json::from_str(documented).unwrap();
    stored["call"] = "57dab8b1-894c-409a-b240-bd8beae78896".into();
    let error = serde_json::from_value::<Invite>(stored).unwrap_err();
    assert!(
        error.to_string().contains("must be invited alone"),
        "{error}"
    );
}

/// Checks the bytes of one participant.
macro_rules! bytes {
    ($name:ident, [$($participant:tt)*], $info:literal, $identity:literal) => {
        #[test]
        fn $name() {
            let body = body_of(&graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [$($participant)*],
                context: "c",
            });
            assert_eq!(
                body,
                concat!(
                    r##"{"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo","##,
                    $info,
                    r##""identity":{"@odata.type":"#microsoft.graph.identitySet","##,
                    $identity,
                    r#"}}],"clientContext":"c"}"#,
                ),
            );
        }
    };
}

bytes!(user_is_serialized, [user "278405a3-f568-4b3e-b684-009193463064"], "",
    r##""user":{"@odata.type":"#microsoft.graph.identity","id":"278405a3-f568-4b3e-b684-009193463064"}"##);
bytes!(phone_is_serialized, [phone "+12345678901"], "",
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901"}"##);
bytes!(application_is_serialized, [application "278405a3-f568-4b3e-b684-009193463064"], "",
    r##""application":{"@odata.type":"#microsoft.graph.identity","id":"278405a3-f568-4b3e-b684-009193463064"}"##);
bytes!(application_instance_is_serialized, [application_instance "278405a3-f568-4b3e-b684-009193463064"], "",
    r##""applicationInstance":{"@odata.type":"#microsoft.graph.identity","id":"278405a3-f568-4b3e-b684-009193463064"}"##);
bytes!(guest_is_serialized, [guest "8:teamsvisitor:1"], "",
    r##""guest":{"@odata.type":"#microsoft.graph.identity","id":"8:teamsvisitor:1"}"##);
bytes!(encrypted_user_is_serialized, [encrypted "29:a"], "",
    r##""encrypted":{"@odata.type":"#microsoft.graph.identity","id":"29:a"}"##);
bytes!(on_premises_user_is_serialized, [on_premises "8:sfb:a"], "",
    r##""onPremises":{"@odata.type":"#microsoft.graph.identity","id":"8:sfb:a"}"##);
bytes!(acs_user_is_serialized, [acs_user "8:acs:a_b"], "",
    r##""azureCommunicationServicesUser":{"@odata.type":"#microsoft.graph.identity","id":"8:acs:a_b"}"##);
bytes!(name_is_escaped, [phone "+12345678901" named "Ada \"A\" \u{1F600}\\"], "",
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901","displayName":"Ada \"A\" 😀\\"}"##);
bytes!(blank_name_is_left_out, [phone "+12345678901" named String::from(" ")], "",
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901"}"##);
bytes!(tenant_is_serialized_in_lower_case, [phone "+12345678901" tenant "9F4A1B4E-6C0D-4E0A-8A1C-7A2F5F9B3C21"], "",
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901","tenantId":"9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"}"##);
bytes!(provider_is_serialized, [phone "+12345678901" provider "AAD"], "",
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901","identityProvider":"AAD"}"##);
bytes!(replaced_call_is_serialized, [phone "+12345678901" replaces "a7ebfb2d-871e-419c-87af-27290b22e8db"],
    r#""replacesCallId":"a7ebfb2d-871e-419c-87af-27290b22e8db","#,
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901"}"##);
bytes!(replaced_call_keeps_the_spelling_of_the_service, [phone "+12345678901" replaces CallId::from_graph("A7EBFB2D871E419C87AF27290B22E8DB").unwrap()],
    r#""replacesCallId":"A7EBFB2D871E419C87AF27290B22E8DB","#,
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901"}"##);
bytes!(move_is_serialized, [phone "+12345678901" moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c" from "a7ebfb2d-871e-419c-87af-27290b22e8db"],
    r#""replacesCallId":"a7ebfb2d-871e-419c-87af-27290b22e8db","participantId":"7d501bf1-5ee4-4605-ba92-0ae4513c611c","#,
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901"}"##);
bytes!(hidden_is_serialized, [phone "+12345678901" hidden], r#""hidden":true,"#,
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901"}"##);
bytes!(off_main_mix_is_serialized, [phone "+12345678901" off_main_mix], r#""removeFromDefaultAudioRoutingGroup":true,"#,
    r##""phone":{"@odata.type":"#microsoft.graph.identity","id":"+12345678901"}"##);

#[tokio::test]
async fn request_has_method_path_headers_and_body() {
    let (emulator, client) = calling().await;
    let call = emulator.add_meeting();
    let invite = graph_invite! { call: call, participants: [phone "+12345678901"] };
    let ringing = invite.send(&client).await.unwrap();

    let request = sent(&emulator);
    assert_eq!(request.body, invite.body(ringing.key().client_context()));
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.path,
        format!("/v1.0/communications/calls/{call}/participants/invite")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("authorization"), Some("Bearer …"));
    let id = ringing.key().client_request_id().to_string();
    assert_eq!(request.header("client-request-id"), Some(id.as_str()));
    assert!(
        request
            .header("user-agent")
            .unwrap()
            .starts_with("graph-invite/")
    );
}

#[tokio::test]
async fn missing_context_is_sent_as_a_new_uuid() {
    let (emulator, client) = calling().await;
    let mut contexts = Vec::new();
    for phone in ["+12345678901", "+12345678902"] {
        let phone = invites::PhoneNumber::parse(phone).unwrap();
        let invite = graph_invite! { call: emulator.add_meeting(), participants: [phone phone] };
        let ringing = invite.send(&client).await.unwrap();
        let body: Value = serde_json::from_slice(&sent(&emulator).body).unwrap();
        let context = ringing.key().client_context().to_string();
        assert_eq!(body["clientContext"], context.as_str());
        assert!(invites::Uuid::parse_str(&context).is_ok());
        contexts.push(context);
    }
    assert_ne!(contexts[0], contexts[1]);
}

#[tokio::test]
async fn accepted_invite_rings_once_and_has_an_operation() {
    let (emulator, client) = calling().await;
    let ringing = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        context: "rota 7",
    }
    .send(&client)
    .await
    .unwrap();

    assert_eq!(
        emulator.ring_count("278405a3-f568-4b3e-b684-009193463064"),
        1
    );
    assert_eq!(emulator.requests().len(), 1);
    assert_eq!(ringing.current_outcome(), invites::Outcome::Unknown);
    assert!(ringing.operation_id().is_some());
    assert!(ringing.request_id().is_some());
}

#[tokio::test]
async fn documented_invites_are_accepted() {
    let (emulator, client) = calling().await;
    let user = |text| UserId::parse(text).unwrap();
    let plenary = emulator.add_meeting();
    let entry = emulator
        .add_participant(
            plenary,
            user("682b6c37-0729-4fab-ace6-d730d5d9137e").as_uuid(),
        )
        .unwrap();
    let flows = [
        graph_invite! {
            call: emulator.add_meeting(),
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
        graph_invite! {
            call: emulator.add_group_call_with_chat(),
            participants: [
                user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
                user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
            ],
        },
        graph_invite! {
            call: emulator.add_group_call(),
            participants: [
                user "a57dab8b-094c-409a-b240-bd8beae78896" replaces emulator.add_peer_to_peer_call(),
            ],
        },
        graph_invite! { call: emulator.add_group_call(), participants: [phone "+12345678901"] },
        graph_invite! {
            call: emulator.add_meeting(),
            participants: [
                user "682b6c37-0729-4fab-ace6-d730d5d9137e" moves entry from plenary,
            ],
        },
    ];
    for flow in flows {
        let _ = flow.send(&client).await.unwrap();
    }
    assert_eq!(
        emulator.ring_counts().values().sum::<usize>(),
        6,
        "each of six people rings once"
    );
}

#[tokio::test]
async fn invite_invalid_at_run_time_is_not_sent() {
    let (emulator, client) = calling().await;
    let call = emulator.add_meeting();
    let invite = graph_invite! {
        call: call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064" replaces call],
    };
    let error = invite.send(&client).await.unwrap_err();
    assert!(error.did_not_ring());
    assert!(matches!(
        error,
        invites::SendError::NotSent(invites::NotSent::Invalid(_))
    ));
    assert!(emulator.requests().is_empty());
}

#[test]
fn builder_and_macro_make_the_same_body() {
    let ada = Participant::user("278405a3-f568-4b3e-b684-009193463064".parse().unwrap());
    let left = CallId::parse(LEFT).unwrap();
    let built = Invite::builder()
        .context(Some("c".parse().unwrap()))
        .participants([ada.named(Some("Ada".into())).replaces(Some(left))].into())
        .call("57dab8b1-894c-409a-b240-bd8beae78896".parse().unwrap())
        .build()
        .unwrap();
    let written = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064" named "Ada"
                replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
        ],
        context: "c",
    };
    assert_eq!(built, written);
    assert_eq!(body_of(&built), body_of(&written));
}

#[tokio::test]
async fn send_future_can_be_spawned() {
    let (emulator, client) = calling().await;
    let sending = {
        let client: Client = client;
        graph_invite! { call: emulator.add_meeting(), participants: [phone "+12345678901"] }
            .send(&client)
    };
    let ringing = tokio::spawn(sending).await.unwrap().unwrap();
    assert!(ringing.operation_id().is_some());
    let _: Emulator = emulator;
}
