//! Every error of a send has a kind, and every state has plain words.

use super::{ada, client, says, sent};
use graph_invite_tests::scripted_server::{Action, ScriptedServer};
use invites::notification::{OperationStatus, ResultInfo};
use invites::token::{AccessToken, TokenRequest};
use invites::{
    Failure, FailureKind, InviteStatus, Outcome, Participant, Presence, RingStatus, SendError,
    UserId, graph_invite,
};
use std::fmt::Display;
use std::io;

#[tokio::test]
async fn every_error_of_a_send_has_a_kind() {
    for (action, kind) in [
        (
            says("404 A", "", r#"{"error":{"code":"8522"}}"#),
            FailureKind::CallNotFound,
        ),
        (says("429 A", "", "{}"), FailureKind::Throttled),
        (says("504 A", "", ""), FailureKind::Unconfirmed),
        (says("302 A", "", ""), FailureKind::Unconfirmed),
        (Action::Reset, FailureKind::Unconfirmed),
        (
            Action::RespondAndStall(Vec::new()),
            FailureKind::Unconfirmed,
        ),
    ] {
        let error = sent([action]).await;
        assert_eq!(error.kind(), kind, "{error}");
    }
    let nobody = ScriptedServer::unreachable();
    let closed = |_: TokenRequest| async { Err::<AccessToken, _>(io::Error::other("closed")) };
    let closed = client(&nobody.root).token_source(closed);
    for (client, kind) in [
        (client(&nobody.root), FailureKind::NoConnection),
        (closed, FailureKind::NoToken),
    ] {
        let error = ada().send(&client.build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[test]
fn question_mark_takes_the_mistakes_of_a_spread() {
    fn rota(people: Vec<Participant>) -> Result<(), SendError> {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [..people],
        }?;
        assert_eq!(invite.participants().len(), 1);
        Ok(())
    }
    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let error = rota(vec![Participant::user(ada); 2]).unwrap_err();
    assert!(error.did_not_ring() && error.kind() == FailureKind::InvalidRequest);
    assert!(rota(vec![Participant::user(ada)]).is_ok());
}

#[test]
fn states_are_shown_in_plain_words() {
    let shown = |state: &dyn Display| state.to_string();
    for (state, words) in [
        (shown(&FailureKind::NoConnection), "no connection"),
        (shown(&FailureKind::Unconfirmed), "may be ringing"),
        (shown(&Presence::NotSeen), "not seen"),
        (shown(&Presence::InLobby), "in the lobby"),
        (shown(&Presence::Joined), "in the call"),
        (shown(&Presence::Left), "no longer in the call"),
        (shown(&RingStatus::Rang), "it rang"),
        (shown(&RingStatus::DidNotRing), "it did not ring"),
        (shown(&RingStatus::Inconclusive), "it may be ringing"),
        (shown(&OperationStatus::NotStarted), "not started"),
        (shown(&OperationStatus::Other("odd".into())), "odd"),
        (shown(&InviteStatus::NotRinging), "no phone rings"),
        (shown(&InviteStatus::Open), "a phone may be ringing"),
        (shown(&InviteStatus::Ended(Outcome::Completed)), "completed"),
        (shown(&Outcome::Unknown), "not known yet"),
    ] {
        assert_eq!(state, words);
    }
    let mut busy = ResultInfo::default();
    (busy.code, busy.subcode) = (Some(486), Some(560_486));
    let failed = Outcome::Failed(Failure::from_result(busy)).to_string();
    assert!(failed.starts_with("failed: 486/560486: "), "{failed}");
}
