//! The bodies of the five documented requests: from the macro, and by hand from serde structs that own
//! their values.

#![allow(clippy::unwrap_used, reason = "a benchmark is run by hand")]
#![allow(clippy::struct_field_names, reason = "the names are those of the wire")]

use graph_invite::graph_invite;
use serde::Serialize;

/// A body: its name, and two ways to build and write it.
pub(crate) struct Body {
    pub(crate) name: &'static str,
    pub(crate) ours: fn() -> Vec<u8>,
    pub(crate) by_hand: fn() -> Vec<u8>,
}

/// All five bodies. Both ways write the same JSON.
pub(crate) fn all() -> [Body; 5] {
    let all = [
        (
            "one user",
            one_user as fn() -> _,
            one_user_by_hand as fn() -> _,
        ),
        ("several users", several_users, several_users_by_hand),
        ("replace call", replace_call, replace_call_by_hand),
        ("phone", phone, phone_by_hand),
        (
            "move participant",
            move_participant,
            move_participant_by_hand,
        ),
    ];
    all.map(|(name, ours, by_hand)| {
        let json = |body: Vec<u8>| serde_json::from_slice::<serde_json::Value>(&body).unwrap();
        assert_eq!(json(ours()), json(by_hand()), "{name}");
        Body {
            name,
            ours,
            by_hand,
        }
    })
}

const ADA: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
const BOB: &str = "1e126418-44a0-4a94-a6f8-0efe1ad71acb";
const LEFT: &str = "a7ebfb2d-871e-419c-87af-27290b22e8db";
const ENTRY: &str = "7d501bf1-5ee4-4605-ba92-0ae4513c611c";
const PHONE: &str = "+12345678901";
const CONTEXT: &str = "f2fa86af-3c51-4bc2-8fc0-475452d9764f";

macro_rules! invite {
    ($name:ident, $($participants:tt)*) => {
        fn $name() -> Vec<u8> {
            let invite = graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: $($participants)*,
                context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
            };
            invite.body(invite.context().unwrap())
        }
    };
}

invite!(one_user, [
    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "string"
        replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
]);
invite!(several_users, [
    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "string",
    user "1e126418-44a0-4a94-a6f8-0efe1ad71acb" named "string",
]);
invite!(replace_call, [
    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
]);
invite!(phone, [phone "+12345678901"]);
invite!(move_participant, [
    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" provider "AAD"
        moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
        from "a7ebfb2d-871e-419c-87af-27290b22e8db",
]);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ByHand {
    participants: Vec<Person>,
    client_context: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    #[serde(rename = "@odata.type")]
    odata_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces_call_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_id: Option<String>,
    identity: IdentitySet,
}

#[derive(Serialize)]
struct IdentitySet {
    #[serde(rename = "@odata.type")]
    odata_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Identity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<Identity>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    #[serde(rename = "@odata.type")]
    odata_type: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_provider: Option<String>,
}

fn identity(id: &str, name: Option<&str>, provider: Option<&str>) -> Identity {
    Identity {
        odata_type: "#microsoft.graph.identity",
        id: id.to_owned(),
        display_name: name.map(str::to_owned),
        identity_provider: provider.map(str::to_owned),
    }
}

fn person(
    user: Option<Identity>,
    phone: Option<Identity>,
    left: Option<&str>,
    entry: Option<&str>,
) -> Person {
    Person {
        odata_type: "#microsoft.graph.invitationParticipantInfo",
        replaces_call_id: left.map(str::to_owned),
        participant_id: entry.map(str::to_owned),
        identity: IdentitySet {
            odata_type: "#microsoft.graph.identitySet",
            user,
            phone,
        },
    }
}

fn by_hand(participants: Vec<Person>) -> Vec<u8> {
    let invite = ByHand {
        participants,
        client_context: CONTEXT.to_owned(),
    };
    serde_json::to_vec(&invite).unwrap()
}

fn one_user_by_hand() -> Vec<u8> {
    by_hand(vec![person(
        Some(identity(ADA, Some("string"), None)),
        None,
        Some(LEFT),
        None,
    )])
}

fn several_users_by_hand() -> Vec<u8> {
    let one = |id| person(Some(identity(id, Some("string"), None)), None, None, None);
    by_hand(vec![one(ADA), one(BOB)])
}

fn replace_call_by_hand() -> Vec<u8> {
    by_hand(vec![person(
        Some(identity(ADA, None, None)),
        None,
        Some(LEFT),
        None,
    )])
}

fn phone_by_hand() -> Vec<u8> {
    by_hand(vec![person(
        None,
        Some(identity(PHONE, None, None)),
        None,
        None,
    )])
}

fn move_participant_by_hand() -> Vec<u8> {
    let user = identity(ADA, None, Some("AAD"));
    by_hand(vec![person(Some(user), None, Some(LEFT), Some(ENTRY))])
}
