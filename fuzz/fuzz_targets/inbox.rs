//! Delivers anything in any order. The inbox keeps its limits, a known outcome stays known, and a
//! repeated notification changes nothing.
#![no_main]

use arbitrary::Arbitrary;
use graph_invite::fuzzing::{Sent, held};
use graph_invite::token::AccessToken;
use graph_invite::{CallId, Callback, Client, ClientContext, Cloud, Inbox, Invite, Outcome, Participant, Presence, Url, UserId, Uuid};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use std::sync::LazyLock;

const MAX_INVITES: usize = 6;
const MAX_BYTES: usize = 16 * 1024;
const MAX_BODY: usize = 4 * 1024;

#[derive(Arbitrary, Debug)]
enum Step<'a> {
    /// Sends a request.
    Send {
        call: u8,
        context: u8,
        person: u8,
        leaves: Option<u8>,
    },
    /// Receives its response.
    Answer {
        which: u8,
        id: Option<u8>,
        status: Option<u8>,
    },
    /// Drops the handle.
    Drop { which: u8 },
    /// Delivers any bytes.
    Raw(&'a [u8]),
    /// Delivers a valid body.
    Notify(Vec<Item<'a>>),
    /// The same, with a message id.
    Message(u8, Vec<Item<'a>>),
}

#[derive(Arbitrary, Debug)]
struct Item<'a> {
    call: Option<u8>,
    change: u8,
    what: What<'a>,
}

#[derive(Arbitrary, Debug)]
enum What<'a> {
    Operation {
        id: Option<u8>,
        context: Option<u8>,
        status: u8,
        people: Vec<u8>,
        why: Option<(i32, i32, &'a str)>,
    },
    Roster(Vec<Entry>),
    Delta(i8, Vec<Entry>),
    Call {
        state: u8,
        reason: Option<&'a str>,
    },
    /// Unexpected data.
    Odd(&'a str),
}

#[derive(Arbitrary, Debug)]
struct Entry {
    person: Option<u8>,
    slot: u8,
    in_lobby: bool,
    removed: Option<Option<u8>>,
    number: Option<i8>,
}

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let cloud = Cloud::Custom(Url::parse("http://127.0.0.1:1").unwrap());
    let client = Client::builder()
        .cloud(cloud)
        .token_source(AccessToken::new("t"));
    client.build().unwrap()
});

/// One of four ids, so that they coincide often.
fn id(kind: u128, number: u8) -> Uuid {
    Uuid::from_u128(kind << 64 | u128::from(number % 4 + 1))
}

fn word<'a>(words: &[&'a str], number: u8) -> &'a str {
    words[usize::from(number) % words.len()]
}

fn send(inbox: &Inbox, call: u8, context: u8, person: u8, leaves: Option<u8>) -> Option<Sent> {
    let person = Participant::user(UserId::from_uuid(id(3, person)));
    let person = person.replaces(leaves.map(|left| CallId::from_uuid(id(1, left))));
    let invite = Invite::builder().call(CallId::from_uuid(id(1, call)));
    let invite = invite.participants([person].into()).build().ok()?;
    let context = ClientContext::from(id(2, context));
    Some(Sent::new(&invite, &context, &CLIENT, inbox))
}

impl Item<'_> {
    fn json(&self) -> Value {
        let call = self.call.map(|call| id(1, call));
        let below = match &self.what {
            What::Operation {
                id: Some(number), ..
            } => format!("/operations/{}", id(4, *number)),
            What::Operation { id: None, .. } => "/operations/participants".to_owned(),
            What::Roster(_) | What::Delta(..) => "/participants".to_owned(),
            What::Call { .. } | What::Odd(_) => String::new(),
        };
        json!({
            "changeType": word(&["updated", "Deleted", "created", ""], self.change),
            "resourceUrl": call.map(|call| format!("/communications/calls/{call}{below}")),
            "resourceData": self.what.json(),
        })
    }
}

impl What<'_> {
    fn json(&self) -> Value {
        let entries = |entries: &[Entry]| entries.iter().map(Entry::json).collect::<Vec<_>>();
        match self {
            Self::Operation {
                id: number,
                context,
                status,
                people,
                why,
            } => json!({
                "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
                "id": number.map(|number| id(4, number).to_string()),
                "clientContext": context.map(|context| id(2, context).to_string()),
                "status": word(&["completed", "Failed", "running", "notStarted", "?"], *status),
                "participants": people.iter().map(|person| json!({
                    "identity": { "user": { "id": id(3, *person).to_string() } },
                })).collect::<Vec<_>>(),
                "resultInfo": why.map(|(code, subcode, message)| json!({
                    "code": code, "subcode": subcode.to_string(), "message": message,
                })),
            }),
            Self::Roster(people) => json!(entries(people)),
            Self::Delta(number, people) => json!({
                "@odata.type": "#microsoft.graph.deltaParticipants",
                "sequenceNumber": number,
                "participants": entries(people),
            }),
            Self::Call { state, reason } => json!({
                "@odata.type": "#microsoft.graph.call",
                "state": word(&["terminated", "terminating", "Established", "?"], *state),
                "terminationReason": reason,
            }),
            Self::Odd(text) => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        }
    }
}

impl Entry {
    fn json(&self) -> Value {
        let slot = word(&["user", "application", "phone", "?"], self.slot);
        json!({
            "info": self.person.map(|person| json!({ "identity": { slot: { "id": id(3, person).to_string() } } })),
            "isInLobby": self.in_lobby,
            "removedState": self.removed.map(|reason| json!({ "reason": reason })),
            "rosterSequenceNumber": self.number,
        })
    }
}

fn known(sent: &[Sent]) -> Vec<(Outcome, Vec<Presence>)> {
    sent.iter()
        .map(|sent| (sent.outcome(), sent.presence()))
        .collect()
}

fn deliver(inbox: &Inbox, sent: &[Sent], items: usize, deliver: impl Fn()) {
    let before = known(sent);
    deliver();
    let after = known(sent);
    for ((before, _), (after, _)) in before.iter().zip(&after) {
        assert!(*before == Outcome::Unknown || *after != Outcome::Unknown);
    }
    if items == 1 {
        deliver();
        assert_eq!(
            known(sent),
            after,
            "a repeated notification changed something"
        );
    }
    within(inbox);
}

fn within(inbox: &Inbox) {
    let (invites, _, bytes) = held(inbox);
    assert!(invites <= MAX_INVITES, "{invites} invites");
    assert!(bytes <= MAX_BYTES, "{bytes} bytes");
}

fuzz_target!(|steps: Vec<Step<'_>>| {
    let inbox = Inbox::builder()
        .max_invites(MAX_INVITES)
        .max_bytes(MAX_BYTES)
        .max_body(MAX_BODY)
        .max_messages(4)
        .build();
    let mut sent = Vec::new();
    for step in steps.iter().take(64) {
        match step {
            Step::Send {
                call,
                context,
                person,
                leaves,
            } => {
                sent.extend(send(&inbox, *call, *context, *person, *leaves));
            }
            Step::Answer {
                which,
                id: number,
                status,
            } if !sent.is_empty() => {
                let which: &Sent = &sent[usize::from(*which) % sent.len()];
                let answer = json!({
                    "id": number.map(|number| id(4, number).to_string()),
                    "status": status.map(|status| word(&["Running", "completed", "failed"], status)),
                });
                which.answered(answer.to_string().as_bytes());
            }
            Step::Drop { which } if !sent.is_empty() => {
                let which = usize::from(*which) % sent.len();
                drop(sent.swap_remove(which));
            }
            Step::Answer { .. } | Step::Drop { .. } => {}
            Step::Raw(body) => deliver(&inbox, &sent, 0, || drop(inbox.deliver(*body))),
            Step::Notify(items) => {
                let body = body(items);
                deliver(&inbox, &sent, items.len(), || drop(inbox.deliver(&body)));
            }
            Step::Message(id, items) => {
                let (id, body) = (id.to_string(), body(items));
                deliver(&inbox, &sent, items.len(), || {
                    drop(inbox.deliver(Callback::new(&body).with_message_id(&id)));
                });
            }
        }
        within(&inbox);
    }
    drop(sent);
    let (invites, bytes, _) = held(&inbox);
    assert_eq!(
        (invites, bytes),
        (0, 0),
        "the inbox holds something without a handle"
    );
});

fn body(items: &[Item<'_>]) -> Vec<u8> {
    let items: Vec<_> = items.iter().map(Item::json).collect();
    json!({ "value": items }).to_string().into_bytes()
}
