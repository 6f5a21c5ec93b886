//! Other operations of the call, with the client context of the invite (bots of
//! Microsoft-Teams-Samples and microsoft-graph-comms-samples).

use super::*;
use axum::Router;
use invites::{FailureKind, InviteEvent, UserId};
use tokio::net::TcpListener;

/// The ends of other operations that the sample bots start with the id of the call as context.
fn other_ends() -> [(&'static str, Vec<u8>); 3] {
    let done = result(200, 0, "Action completed successfully.");
    let stopped = result(400, 8508, "Action was cancelled by the bot.");
    [
        (
            "a prompt that was played",
            ended("playPromptOperation", OTHER_OPERATION, "completed", &done),
        ),
        (
            "a recording that failed",
            ended("recordOperation", OTHER_OPERATION, "failed", &stopped),
        ),
        (
            "a subscription to tones",
            ended(
                "subscribeToToneOperation",
                OTHER_OPERATION,
                "completed",
                &done,
            ),
        ),
    ]
}

#[tokio::test]
async fn another_operation_with_the_context_does_not_end_the_invite() {
    for (shows, body) in other_ends() {
        let sent = Accepted::new(user()).await;
        assert_eq!(sent.deliver(&body), 0, "{shows}");
        assert_eq!(sent.outcome(), Outcome::Unknown, "{shows}");
        let declined = invite_ended("failed", &result(603, 8538, "Callee declined."));
        assert_eq!(sent.deliver(&declined), 1, "{shows}");
        let InviteEvent::Ended(Outcome::Failed(failure)) = sent.ringing.events().recv().await
        else {
            panic!("{shows}")
        };
        assert_eq!(failure.kind(), FailureKind::Declined, "{shows}");
    }
}

#[tokio::test]
async fn another_operation_that_ends_before_the_answer_does_not_end_the_invite() {
    for (shows, body) in other_ends() {
        let inbox = Inbox::new();
        let (early, deliver_to) = (body, inbox.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let service = Router::new().fallback(move || {
            deliver_to.deliver(&early).unwrap();
            async { accepted() }
        });
        tokio::spawn(axum::serve(listener, service).into_future());
        let client = client(&Url::parse(&root).unwrap(), &inbox);
        let ringing = invite(user()).send(&client).await.unwrap();
        assert_eq!(ringing.operation_id().as_deref(), Some(OPERATION));
        assert_eq!(ringing.current_outcome(), Outcome::Unknown, "{shows}");
    }
}

#[tokio::test]
async fn another_operation_ends_none_of_two_invites_with_its_context() {
    let service = ScriptedServer::responding(response("200 OK", "", &accepted()));
    let inbox = Inbox::new();
    let client = client(&service.root, &inbox);
    let one = invite(user()).send(&client).await.unwrap();
    let other = invite(phone()).send(&client).await.unwrap();
    for (shows, body) in other_ends() {
        assert_eq!(inbox.deliver(&body).unwrap().matched, 0, "{shows}");
    }
    for ringing in [one, other] {
        assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    }
}

#[tokio::test]
async fn another_operation_does_not_end_an_invite_with_a_fresh_context() {
    let invite = Invite::builder()
        .call(CallId::parse(CALL).unwrap())
        .participants([Participant::user(UserId::parse(USER).unwrap())].into())
        .build()
        .unwrap();
    let sent = Accepted::of(&invite).await;
    for (shows, body) in other_ends() {
        assert_eq!(sent.deliver(&body), 0, "{shows}");
    }
    assert_eq!(sent.outcome(), Outcome::Unknown);
}

/// comms-samples 166 and 227: the person comes, and no roster ever shows it.
#[tokio::test]
async fn own_operation_ends_the_invite_without_a_roster() {
    let sent = Accepted::new(user()).await;
    let data = json!({
        "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
        "id": OPERATION,
        "status": "completed",
        "clientContext": CALL,
    });
    let path = format!("/operations/{OPERATION}");
    assert_eq!(sent.deliver(&notification("deleted", &path, &data)), 1);
    assert_eq!(sent.outcome(), Outcome::Completed);
    assert_eq!(sent.presence(), Presence::NotSeen);
}
