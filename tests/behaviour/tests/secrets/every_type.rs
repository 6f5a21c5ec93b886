//! Every public type is shown with something planted in it.

use super::{Shown, TOKEN};
use invites::callback::{RouterBuilder, Verifier};
use invites::error::SharedError;
use invites::token::{AccessToken, TokenRequest};
use invites::{
    AcsUserId, ApiVersion, ApplicationId, ApplicationInstanceId, CallId, Client, ClientContext,
    DisplayName, EncryptedId, GuestId, Identity, Inbox, Invite, OnPremisesId, Participant,
    ParticipantId, Participants, PendingMove, PhoneNumber, Polling, Provider, RetryPolicy,
    TenantId, UserId, Uuid, graph_invite,
};
use std::fs;

/// The list of public items, which the gate keeps up to date.
const PUBLIC_ITEMS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../public-api/graph-invite.txt"
);

/// Every type of the list was shown.
pub(crate) fn was_shown(shown: &Shown) {
    let list = fs::read_to_string(PUBLIC_ITEMS).unwrap();
    let mut missing: Vec<&str> = list.lines().filter_map(type_name).collect();
    assert!(missing.len() > 60, "{missing:?}");
    missing.retain(|name| !shown.types.contains(*name));
    assert_eq!(missing, [""; 0], "types that were not shown");
}

/// The name of a public type, if the line is about one.
fn type_name(line: &str) -> Option<&str> {
    let item = line
        .split_once("pub struct ")
        .or(line.split_once("pub enum "))?
        .1;
    let path = item.split(['<', '(']).next()?;
    path.rsplit("::").next()
}

/// Types that no other part of the test shows by themselves.
pub(crate) fn values(shown: &mut Shown) {
    let guid = Uuid::from_u128(7);
    shown.debug(&(
        UserId::from(guid),
        ApplicationId::from(guid),
        ApplicationInstanceId::from(guid),
        TenantId::from(guid),
        CallId::from(guid),
        ClientContext::from(guid),
    ));
    shown.debug(&(
        GuestId::parse("8:teamsvisitor:plantedopaque").unwrap(),
        EncryptedId::parse("29:plantedopaque").unwrap(),
        OnPremisesId::parse("8:sfb:plantedopaque").unwrap(),
        AcsUserId::parse("8:acs:plantedopaque").unwrap(),
        PhoneNumber::parse("+4930555014").unwrap(),
        DisplayName::from("Planted Plantedson"),
        Provider::from("AAD"),
    ));
    let phone = PhoneNumber::parse("+4930555014").unwrap();
    let named = Participant::phone(phone).named(Some(DisplayName::from("Planted Plantedson")));
    shown.debug::<Identity>(named.identity());
    shown.debug::<Participant>(&named);
    let entry = ParticipantId::from_graph("8:teamsvisitor:plantedopaque").unwrap();
    shown.debug::<ParticipantId>(&entry);
    shown.debug::<PendingMove>(&named.clone().moves(Some(entry)));
    let call = CallId::from(guid);
    let participants = Participants::from([named]);
    shown.debug(&participants);
    shown.debug(&Invite::builder().call(call).participants(participants));
    let hidden = graph_invite! {
        call: CallId::from(guid),
        participants: [user UserId::from(guid) named "Planted Plantedson" hidden],
    };
    shown.debug(&hidden);

    let client = Client::builder().token_source(AccessToken::new(TOKEN));
    shown.debug(&client);
    let client = client.build().unwrap();
    shown.debug::<Client>(&client);
    shown.debug(&hidden.send(&client));
    shown.debug(&(RetryPolicy::default(), ApiVersion::V1_0, Polling::off()));
    shown.debug(&TokenRequest::new("scope"));
    shown.debug(&SharedError::new("the vault is closed"));
    shown.debug(&Inbox::builder());
    let verifier = Verifier::builder(ApplicationId::from(guid)).any_tenant();
    let verifier = verifier.build().unwrap();
    shown.debug(&RouterBuilder::new(verifier, Inbox::new()));
}
