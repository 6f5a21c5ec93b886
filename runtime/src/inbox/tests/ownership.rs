//! Random histories: no invite takes the end of another one, and none misses a clear end of its own.

use super::{ADA, CALL, LEFT, answer_with, invite, outcome, send};
use super::{BOB, call, user};
use crate::Inbox;
use crate::follow::watch::InviteWatch;
use crate::progress::status::SendPhase;
use crate::{Invite, Outcome};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const CAROL: &str = "1e126418-44a0-4a94-a6f8-0efe1ad71acb";
const STRANGER: &str = "682b6c37-0729-4fab-ace6-d730d5d9137e";
const MAX_INVITES: usize = 6;

/// The operations of other actions (wire names of the operation resources).
const OTHER_ACTIONS: [&str; 9] = [
    "playPromptOperation",
    "recordOperation",
    "muteParticipantOperation",
    "unmuteParticipantOperation",
    "updateRecordingStatusOperation",
    "startHoldMusicOperation",
    "stopHoldMusicOperation",
    "sendDtmfTonesOperation",
    "subscribeToToneOperation",
];

#[derive(Clone, Debug)]
struct Plan {
    call: &'static str,
    context: &'static str,
    people: Vec<&'static str>,
}

#[derive(Clone, Debug)]
enum Step {
    Send,
    /// The answer to an invite, with its operation id or without.
    Answer {
        invite: usize,
        has_id: bool,
    },
    Drop {
        invite: usize,
    },
    Notify(Notified),
}

/// The end of an operation.
#[derive(Clone, Debug)]
struct Notified {
    /// The invite that it is about; an invite that is not sent yet stands for another action.
    owner: usize,
    id: OperationId,
    kind: Option<&'static str>,
    other_action: &'static str,
    names: Names,
    has_call: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum OperationId {
    Own,
    Unknown,
    Null,
}

#[derive(Clone, Copy, Debug)]
enum Names {
    Nobody,
    One,
    All,
    Stranger,
}

fn plan() -> impl Strategy<Value = Plan> {
    let people = prop::sample::subsequence(vec![ADA, BOB, CAROL], 1..=3);
    let key = (select(vec![CALL, LEFT]), select(vec!["rota", "shift"]));
    (key, people).prop_map(|((call, context), people)| Plan {
        call,
        context,
        people,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let invite = 0..MAX_INVITES;
    let ids = [OperationId::Own, OperationId::Unknown, OperationId::Null];
    let names = [Names::Nobody, Names::One, Names::All, Names::Stranger];
    let kinds = [
        Some("inviteParticipantsOperation"),
        Some("commsOperation"),
        None,
    ];
    let received = (
        0..MAX_INVITES,
        select(ids.to_vec()),
        select(kinds.to_vec()),
        select(OTHER_ACTIONS.to_vec()),
        select(names.to_vec()),
        any::<bool>(),
    );
    prop_oneof![
        3 => Just(Step::Send),
        3 => (invite.clone(), any::<bool>())
            .prop_map(|(invite, has_id)| Step::Answer { invite, has_id }),
        1 => invite.prop_map(|invite| Step::Drop { invite }),
        6 => received.prop_map(|(owner, id, kind, other_action, names, has_call)| {
            Step::Notify(Notified { owner, id, kind, other_action, names, has_call })
        }),
    ]
}

/// What became of an invite.
struct Sent {
    watch: Option<InviteWatch>,
    is_answered: bool,
    /// Whether the answer has the id of the operation.
    has_answer_id: bool,
    /// Whether an end with its own operation id came while it listened.
    has_own_id: bool,
}

fn operation_id(owner: usize) -> String {
    format!("operation {owner}")
}

fn code(owner: usize) -> i64 {
    1000 + i64::try_from(owner).unwrap()
}

/// The body of the notification. Its code names the owner.
fn body(received: &Notified, plan: &Plan, is_invite: bool) -> Value {
    let id = match received.id {
        OperationId::Own => json!(operation_id(received.owner)),
        OperationId::Unknown => json!("an unknown operation"),
        OperationId::Null => json!(null),
    };
    let people: Vec<&str> = match received.names {
        Names::Nobody => vec![],
        Names::One => plan.people.iter().take(1).copied().collect(),
        Names::All => plan.people.clone(),
        // An operation of an invite names only people of the invite.
        Names::Stranger if is_invite => plan.people.clone(),
        Names::Stranger => vec![STRANGER],
    };
    let named = people
        .iter()
        .map(|id| json!({ "identity": { "user": { "id": id } } }));
    let kind = if is_invite {
        received.kind
    } else {
        Some(received.other_action)
    };
    let mut notification = json!({ "resourceData": {
        "@odata.type": kind.map(|kind| format!("#microsoft.graph.{kind}")),
        "id": id,
        "status": "failed",
        "clientContext": plan.context,
        "participants": named.collect::<Vec<_>>(),
        "resultInfo": { "code": if is_invite { code(received.owner) } else { 1 }, "subcode": 0 },
    }});
    if received.has_call {
        let url = format!(
            "/communications/calls/{}/operations/participants",
            plan.call
        );
        notification["resourceUrl"] = json!(url);
    }
    json!({ "value": [notification] })
}

fn built(plan: &Plan) -> Invite {
    let people: Vec<_> = plan.people.iter().map(|id| user(id)).collect();
    let mut invite = invite(people);
    invite.call = call(plan.call);
    invite
}

fn replay(plans: &[Plan], steps: &[Step], inbox: &Inbox) -> Vec<Sent> {
    let mut sent: Vec<Sent> = Vec::new();
    for step in steps {
        match step {
            Step::Send => {
                if let Some(plan) = plans.get(sent.len()) {
                    sent.push(Sent {
                        watch: Some(send(inbox, plan.context, &built(plan))),
                        is_answered: false,
                        has_answer_id: false,
                        has_own_id: false,
                    });
                }
            }
            Step::Answer { invite, has_id } => {
                let Some(sent) = sent.get_mut(*invite).filter(|sent| !sent.is_answered) else {
                    continue;
                };
                let id = has_id.then(|| operation_id(*invite));
                if let Some(watch) = &sent.watch {
                    match &id {
                        Some(id) => answer_with(watch, &json!({ "id": id, "status": "running" })),
                        None => watch.answered(SendPhase::Accepted, None),
                    }
                }
                sent.is_answered = true;
                sent.has_answer_id = *has_id;
            }
            Step::Drop { invite } => {
                if let Some(sent) = sent.get_mut(*invite) {
                    sent.watch = None;
                }
            }
            Step::Notify(received) => {
                let Some(plan) = plans.get(received.owner) else {
                    continue;
                };
                let is_invite = received.owner < sent.len();
                let body = body(received, plan, is_invite).to_string();
                inbox.deliver(body.as_bytes()).unwrap();
                if is_invite && received.id == OperationId::Own && received.has_call {
                    sent[received.owner].has_own_id |= sent[received.owner].watch.is_some();
                }
            }
        }
    }
    sent
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_invite_takes_the_end_of_another_one(
        plans in prop::collection::vec(plan(), 1..=MAX_INVITES),
        steps in prop::collection::vec(step(), 1..40),
        max_invites in select(vec![3, 1000]),
    ) {
        let inbox = Inbox::builder().max_invites(max_invites).build();
        for (place, sent) in replay(&plans, &steps, &inbox).iter().enumerate() {
            let Some(watch) = &sent.watch else { continue };
            match outcome(watch) {
                Outcome::Failed(failure) => prop_assert_eq!(failure.code(), Some(code(place))),
                Outcome::Unknown => {
                    let is_clear = sent.has_own_id && sent.has_answer_id;
                    prop_assert!(!is_clear || max_invites == 3, "invite {} missed its end", place);
                }
                Outcome::Completed => prop_assert!(false, "invite {} completed", place),
            }
        }
    }
}
