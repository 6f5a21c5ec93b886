//! Which invite learns what, in whatever order the notifications come.

mod bounds;
mod memory;
mod ownership;
mod routes;
mod state;
mod tenants;

use super::Inbox;
use crate::follow::events::Events;
use crate::follow::watch::InviteWatch;
use crate::graph::operation::Operation;
use crate::progress::status::SendPhase;
use crate::token::AccessToken;
use crate::{
    CallId, Client, ClientContext, Cloud, Invite, InviteKey, Outcome, Participant, Presence, Url,
    UserId,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;
use tracing::Span;
use uuid::Uuid;

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const LEFT: &str = "a7ebfb2d-871e-419c-87af-27290b22e8db";
const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";
const BOB: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";

fn call(id: &str) -> CallId {
    CallId::parse(id).unwrap()
}

fn user(id: &str) -> Participant {
    Participant::user(UserId::parse(id).unwrap())
}

fn invite(people: impl Into<crate::Participants>) -> Invite {
    let invite = Invite::builder().call(call(CALL));
    invite.participants(people.into()).build().unwrap()
}

fn events(watch: &InviteWatch) -> Events {
    Events::new(watch.clone())
}

/// An invite whose request is under way.
fn sent(inbox: &Inbox, context: &str, people: impl Into<crate::Participants>) -> InviteWatch {
    send(inbox, context, &invite(people))
}

fn send(inbox: &Inbox, context: &str, invite: &Invite) -> InviteWatch {
    follow(inbox, context, invite, &client())
}

fn follow(inbox: &Inbox, context: &str, invite: &Invite, client: &Client) -> InviteWatch {
    let key = InviteKey {
        call: invite.call().clone(),
        client_context: ClientContext::parse(context).unwrap(),
        client_request_id: Uuid::new_v4(),
    };
    InviteWatch::new(invite, key, client, Some(inbox), Span::none())
}

/// A client of a server that is not there, so that a check finds nothing.
fn client() -> Client {
    // To build one takes longer than all the rest: it reads the certificates of the platform.
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        let nowhere = Cloud::Custom(Url::parse("http://127.0.0.1:1").unwrap());
        let client = Client::builder().cloud(nowhere);
        client.token_source(AccessToken::new("t")).build().unwrap()
    });
    CLIENT.clone()
}

/// An invite that was accepted as an operation.
fn ringing(inbox: &Inbox, context: &str, id: &str, person: Participant) -> InviteWatch {
    let watch = sent(inbox, context, [person]);
    accept(&watch, id);
    watch
}

fn accept(watch: &InviteWatch, id: &str) {
    answer_with(watch, &json!({ "id": id, "status": "Running" }));
}

fn answer_with(watch: &InviteWatch, answer: &Value) {
    let operation = Operation::read(answer.as_object().unwrap());
    watch.answered(SendPhase::Accepted, Some(&operation));
}

fn outcome(watch: &InviteWatch) -> Outcome {
    watch.state().outcome_or_unknown()
}

fn people(watch: &InviteWatch) -> Vec<Presence> {
    watch.state().presence()
}

/// Delivers one notification and returns whether it matched an invite.
fn deliver(inbox: &Inbox, notification: &Value) -> bool {
    let body = json!({ "value": [notification] }).to_string();
    let delivered = inbox.deliver(body.as_bytes()).unwrap();
    assert_eq!((delivered.notifications, delivered.unreadable), (1, 0));
    delivered.matched == 1
}

fn ended(context: &str, id: Option<&str>, status: &str) -> Value {
    json!({
        "changeType": "deleted",
        "resourceUrl": format!("/communications/calls/{CALL}/operations/participants"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            "id": id,
            "status": status,
            "clientContext": context,
            "resultInfo": { "code": 603, "subcode": 0 },
        },
    })
}

fn roster(call: &str, entries: &Value) -> Value {
    json!({
        "changeType": "updated",
        "resourceUrl": format!("/communications/calls/{call}/participants"),
        "resourceData": entries,
    })
}

fn entry(id: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.participant",
        "id": null,
        "info": { "identity": { "application": { "id": id } } },
        "isInLobby": false,
    })
}

fn terminated(call: &str) -> Value {
    json!({
        "changeType": "deleted",
        "resourceUrl": format!("/communications/calls/{call}"),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "state": "terminated",
            "resultInfo": { "code": "200", "subcode": "5001" },
        },
    })
}

/// All notifications about three invites, of which the second is declined and the third leaves a
/// call; and notifications about others.
fn notifications() -> Vec<Value> {
    vec![
        ended("one", Some("1"), "completed"),
        ended("two", None, "failed"),
        ended("three", Some("3"), "completed"),
        ended("three", Some("other"), "failed"),
        ended("four", None, "failed"),
        ended("one", None, "running"),
        roster(LEFT, &json!([entry(BOB)])),
        roster(CALL, &json!([entry(ADA), entry(BOB)])),
        terminated(LEFT),
        json!({ "resourceUrl": "/communications/calls/other", "resourceData": { "state": "terminated" } }),
    ]
}

#[derive(Debug, PartialEq)]
struct Known {
    outcomes: Vec<Outcome>,
    has_left: bool,
    joined: Vec<Presence>,
}

/// What three invites know after all notifications in an order, with their answers between.
fn known(order: &[usize], answers_at: usize) -> Known {
    let inbox = Inbox::new();
    let three = [
        sent(&inbox, "one", [user(ADA)]),
        sent(&inbox, "two", [user(ADA)]),
        sent(&inbox, "three", [user(BOB).replaces(Some(call(LEFT)))]),
    ];
    let notifications = notifications();
    for (place, index) in order.iter().enumerate() {
        if place == answers_at {
            accept(&three[0], "1");
            three[1].answered(SendPhase::Accepted, None);
            accept(&three[2], "3");
        }
        deliver(&inbox, &notifications[*index]);
    }
    Known {
        outcomes: three.iter().map(outcome).collect(),
        has_left: three[2].state().replaced_call().is_some(),
        joined: three.iter().flat_map(people).collect(),
    }
}

proptest! {
    #[test]
    fn order_and_repetition_change_nothing(
        order in Just((0..notifications().len()).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0..notifications().len(), 0..20),
        places in prop::collection::vec(any::<prop::sample::Index>(), 20),
        answers_at in 0..10_usize,
    ) {
        let mut shuffled = order;
        for (repeated, place) in again.into_iter().zip(places) {
            shuffled.insert(place.index(shuffled.len() + 1), repeated);
        }
        let in_order: Vec<usize> = (0..notifications().len()).collect();
        let known = known(&shuffled, answers_at);
        prop_assert_eq!(&known, &self::known(&in_order, 0));
        prop_assert_eq!(&known.outcomes[0], &Outcome::Completed);
        prop_assert!(matches!(&known.outcomes[1], Outcome::Failed(_)));
        prop_assert_eq!(&known.outcomes[2], &Outcome::Completed);
        prop_assert_eq!(known.joined, [Presence::Joined; 3]);
    }

    #[test]
    fn no_body_is_too_odd(body: Vec<u8>, text in r#"[\[\]{}":,a0 ]{0,40}"#) {
        let inbox = Inbox::new();
        let _watch = sent(&inbox, "one", [user(ADA)]);
        let _ = inbox.deliver(&body);
        let _ = inbox.deliver(text.as_bytes());
    }
}

#[test]
fn ten_thousand_invites_each_take_their_own_end() {
    let inbox = Inbox::new();
    let contexts: Vec<String> = (0..10_000).map(|_| Uuid::new_v4().to_string()).collect();
    let invites: Vec<_> = contexts
        .iter()
        .map(|context| ringing(&inbox, context, context, user(ADA)))
        .collect();
    let is_lost = |place: usize| place % 20 == 7;
    for _ in 0..2 {
        for (place, context) in contexts.iter().enumerate().rev() {
            let status = if place % 2 == 0 {
                "completed"
            } else {
                "failed"
            };
            assert!(is_lost(place) || deliver(&inbox, &ended(context, None, status)));
        }
    }
    for (place, invite) in invites.iter().enumerate() {
        let is_right = match outcome(invite) {
            Outcome::Completed => place % 2 == 0,
            Outcome::Failed(_) => place % 2 == 1,
            Outcome::Unknown => is_lost(place),
        };
        assert!(is_right, "{place}");
    }
    drop(invites);
    assert!(format!("{inbox:?}").contains("invites: 0"));
}
