//! Requests about a call, and about all else of Graph, over sockets.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod request;
mod tokens;

use graph_invite_emulator::{Behavior, Emulator, Fault};
use graph_invite_tests::calling;
use graph_invite_tests::scripted_server::{ScriptedServer, response};
use invites::notification::{CallState, OperationStatus};
use invites::token::AccessToken;
use invites::{
    CallId, Client, ClientBuilder, Cloud, FailureKind, Outcome, ParticipantId, RequestError,
    StatusError, UnsentRequest, Uuid, graph_invite,
};
use std::error::Error;

const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const CALL: CallId = CallId::from_uuid(Uuid::from_u128(0x57dab8b1_894c_409a_b240_bd8beae78896));

fn client(service: &ScriptedServer) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(service.root.clone()))
        .token_source(AccessToken::new("secret-token"))
}

fn refusal(error: RequestError) -> StatusError {
    match error {
        RequestError::Status(error) => *error,
        error => panic!("{error:?}"),
    }
}

/// The first line of each request.
fn lines(service: &ScriptedServer) -> Vec<String> {
    let requests = service.requests().into_iter();
    requests
        .map(|it| it.lines().next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn state_of_a_call_is_read_until_the_bot_hangs_up() {
    let (emulator, client) = calling().await;
    let id = emulator.add_joining_meeting();
    let call = CallId::from(id);
    let establishing = client.call(&call).await.unwrap();
    assert_eq!(establishing.state, Some(CallState::Establishing));
    emulator.establish_call(id);
    let established = client.call(&call).await.unwrap();
    assert_eq!(established.state, Some(CallState::Established));

    client.hang_up(&call).await.unwrap();
    let gone = refusal(client.call(&call).await.unwrap_err());
    assert_eq!(
        (gone.status(), gone.kind()),
        (404, FailureKind::CallNotFound)
    );
    assert_eq!(gone.graph_error().code(), Some("8522"));
    assert!(gone.graph_error().request_id().is_some());
    let again = refusal(client.hang_up(&call).await.unwrap_err());
    assert_eq!(again.kind(), FailureKind::CallNotFound);
}

#[tokio::test]
async fn hanging_up_stops_a_phone_that_rings() {
    let (emulator, client) = calling().await;
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let call = CallId::from(emulator.add_meeting());
    let ringing = graph_invite! {
        call: &call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let _ringing = ringing.send(&client).await.unwrap();
    client.hang_up(&call).await.unwrap();
    assert!(!emulator.answer(call.to_uuid().unwrap(), ADA));
}

#[tokio::test]
async fn roster_shows_who_is_in_the_call_and_shrinks_when_they_are_removed() {
    let (emulator, client) = calling().await;
    let id = emulator.add_meeting();
    let call = CallId::from(id);
    assert!(client.roster(&call).await.unwrap().entries.is_empty());
    let ada = emulator.add_participant(id, ADA.parse().unwrap()).unwrap();
    let roster = client.roster(&call).await.unwrap();
    assert!(roster.full);
    let entry = ParticipantId::from(ada);
    assert_eq!(roster.entries[0].id, Some(entry.clone()));
    assert_eq!(roster.entries[0].identities[0].id, ADA);

    client.remove(&call, &entry).await.unwrap();
    assert!(client.roster(&call).await.unwrap().entries.is_empty());
    let gone = refusal(client.remove(&call, &entry).await.unwrap_err());
    assert_eq!(gone.status(), 404);
}

#[tokio::test]
async fn operation_shows_the_outcome_of_an_invite() {
    let (emulator, client) = calling().await;
    for (behavior, status, kind) in [
        (Behavior::Answers, OperationStatus::Completed, None),
        (
            Behavior::Declines,
            OperationStatus::Failed,
            Some(FailureKind::Declined),
        ),
        (Behavior::KeepsRinging, OperationStatus::Running, None),
    ] {
        emulator.set_behavior(ADA, behavior);
        let ringing = graph_invite! {
            call: emulator.add_meeting(),
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        };
        let ringing = ringing.send(&client).await.unwrap();
        let id = ringing.operation_id().unwrap();
        let operation = client.operation(ringing.key().call(), &id).await.unwrap();
        assert_eq!(operation.status, status);
        assert_eq!(operation.id, Some(id));
        match operation.outcome() {
            Outcome::Failed(failure) => assert_eq!(Some(failure.kind()), kind),
            outcome => {
                assert_eq!(
                    outcome == Outcome::Completed,
                    status == OperationStatus::Completed
                );
                assert_eq!(kind, None);
            }
        }
    }
}

#[tokio::test]
async fn id_of_an_operation_reaches_nothing_but_operations() {
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let client = client(&service).build().unwrap();
    for id in ["", " ", ".", "..", "a\nb"] {
        let error = client.operation(&CALL, id).await.unwrap_err();
        let RequestError::NotSent(UnsentRequest::Path(_)) = error else {
            panic!("{id:?}: {error:?}")
        };
    }
    client.operation(&CALL, "../a?b").await.unwrap();
    let sent = lines(&service);
    assert_eq!(
        sent,
        [
            "GET /v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/..%2Fa%3Fb HTTP/1.1"
        ]
    );
}

#[tokio::test]
async fn removal_that_the_tenant_or_the_token_forbids_says_what_is_missing() {
    let emulator = Emulator::builder().forbid_removal().start().await.unwrap();
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .build()
        .unwrap();
    let id = emulator.add_meeting();
    let ada = emulator.add_participant(id, ADA.parse().unwrap()).unwrap();
    let refused = client.remove(&id.into(), &ada.into()).await.unwrap_err();
    let refused = refusal(refused);
    assert_eq!(
        (refused.status(), refused.kind()),
        (403, FailureKind::Policy)
    );
    for missing in ["Calls.JoinGroupCall.All", "-AllowRemoveParticipantAppIds"] {
        assert!(refused.advice().contains(missing), "{}", refused.advice());
    }
}

#[tokio::test]
async fn error_is_one_line_with_its_reason() {
    let throttled = r#"{"error":{"code":"8516","message":"slow down, +12345678901"}}"#;
    let throttled = response("429 X", "retry-after: 7\r\n", throttled);
    let service = ScriptedServer::responding(throttled);
    let error = client(&service)
        .build()
        .unwrap()
        .call(&CALL)
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(429));
    assert_eq!(
        error.to_string(),
        "the service answered HTTP 429, code 8516, retry after 7 seconds"
    );
    let words = error.source().unwrap().to_string();
    assert!(
        words.starts_with("8516: slow down, +… (request-id "),
        "{words}"
    );
    assert_eq!(refusal(error).retry_after().unwrap().as_secs(), 7);

    let nowhere = ScriptedServer::unreachable();
    let error = client(&nowhere)
        .build()
        .unwrap()
        .call(&CALL)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request was not sent: failed to connect"
    );
}

#[tokio::test]
async fn answer_that_is_no_object_is_unreadable() {
    for body in ["", "<html>", "[]", r#"{"state":"#] {
        let service = ScriptedServer::responding(response("200 OK", "", body));
        let client = client(&service).build().unwrap();
        for error in [
            client.call(&CALL).await.unwrap_err(),
            client.roster(&CALL).await.unwrap_err(),
            client.operation(&CALL, "1").await.unwrap_err(),
        ] {
            assert!(
                matches!(error, RequestError::Unreadable { status: 200, .. }),
                "{error:?}"
            );
        }
    }
}

#[tokio::test]
async fn lost_answer_to_a_removal_leaves_it_open() {
    let (emulator, client) = calling().await;
    let id = emulator.add_meeting();
    let ada = emulator.add_participant(id, ADA.parse().unwrap()).unwrap();
    emulator.fail_next_request("DELETE", "/participants/", Fault::reset().after_ringing());
    let error = client.remove(&id.into(), &ada.into()).await.unwrap_err();
    assert!(matches!(error, RequestError::NoAnswer(_)), "{error:?}");
    assert!(client.roster(&id.into()).await.unwrap().entries.is_empty());
    assert_eq!(emulator.requests().len(), 2);
}
