//! Words whose value is an `Option`: `None` leaves the word out.

use invites::{
    CallId, ClientContext, Invite, Participant, ParticipantId, Provider, TenantId, Uuid,
    graph_invite,
};

fn call() -> CallId {
    CallId::from_static("a7ebfb2d-871e-419c-87af-27290b22e8db")
}

fn entry() -> ParticipantId {
    ParticipantId::from_static("7d501bf1-5ee4-4605-ba92-0ae4513c611c")
}

fn tenant() -> TenantId {
    TenantId::from_static("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")
}

macro_rules! only {
    ($invite:expr) => {
        $invite.participants().first().unwrap()
    };
}

macro_rules! ada {
    ($($clauses:tt)*) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" $($clauses)*],
        }
    };
}

macro_rules! with_context {
    ($context:expr) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+12345678901"],
            context: $context,
        }
    };
}

#[test]
fn option_as_tenant() {
    let invite = ada!(tenant Some(tenant()));
    assert_eq!(only!(&invite).tenant_id(), Some(tenant()));
}

#[test]
fn option_of_reference_as_tenant() {
    let invite = ada!(tenant Some(&tenant()));
    assert_eq!(only!(&invite).tenant_id(), Some(tenant()));
}

#[test]
fn option_of_uuid_as_tenant() {
    let invite = ada!(tenant Some(tenant().as_uuid()));
    assert_eq!(only!(&invite).tenant_id(), Some(tenant()));
}

#[test]
fn reference_to_an_option_as_tenant() {
    let invite = ada!(tenant & Some(tenant()));
    assert_eq!(only!(&invite).tenant_id(), Some(tenant()));
}

#[test]
fn none_as_tenant() {
    let invite = ada!(tenant None);
    assert_eq!(only!(&invite).tenant_id(), None);
}

#[test]
fn none_of_uuid_as_tenant() {
    let invite = ada!(tenant None::<Uuid>);
    assert_eq!(only!(&invite).tenant_id(), None);
}

#[test]
fn parsed_text_as_optional_tenant() {
    let invite = ada!(tenant TenantId::parse("no tenant").ok());
    assert_eq!(only!(&invite).tenant_id(), None);
}

#[test]
fn option_as_provider() {
    let invite = ada!(provider Some("AAD"));
    assert_eq!(
        only!(&invite).identity_provider().map(Provider::as_str),
        Some("AAD")
    );
}

#[test]
fn option_of_provider_as_provider() {
    let invite = ada!(provider Some(Provider::from("AAD")));
    assert_eq!(
        only!(&invite).identity_provider().map(Provider::as_str),
        Some("AAD")
    );
}

#[test]
fn none_as_provider() {
    let invite = ada!(provider None);
    assert_eq!(
        only!(&invite).identity_provider().map(Provider::as_str),
        None
    );
}

#[test]
fn option_as_replaced_call() {
    let invite = ada!(replaces Some(call()));
    assert_eq!(only!(&invite).replaced_call(), Some(&call()));
}

#[test]
fn option_of_reference_as_replaced_call() {
    let invite = ada!(replaces Some(&call()));
    assert_eq!(only!(&invite).replaced_call(), Some(&call()));
}

#[test]
fn option_of_uuid_as_replaced_call() {
    let invite = ada!(replaces call().to_uuid());
    assert_eq!(only!(&invite).replaced_call(), Some(&call()));
}

#[test]
fn reference_to_an_option_as_replaced_call() {
    let invite = ada!(replaces & Some(call()));
    assert_eq!(only!(&invite).replaced_call(), Some(&call()));
}

#[test]
fn none_as_replaced_call() {
    let invite = ada!(replaces None);
    assert_eq!(only!(&invite).replaced_call(), None);
}

#[test]
fn none_of_call_as_replaced_call() {
    let invite = ada!(replaces None::<CallId>);
    assert_eq!(only!(&invite).replaced_call(), None);
}

#[test]
fn options_as_move() {
    let invite = ada!(moves Some(entry()) from Some(call()));
    assert_eq!(
        (only!(&invite).moved_entry(), only!(&invite).replaced_call()),
        (Some(&entry()), Some(&call()))
    );
}

#[test]
fn references_to_options_as_move() {
    let invite = ada!(moves &Some(entry()) from &Some(call()));
    assert_eq!(
        (only!(&invite).moved_entry(), only!(&invite).replaced_call()),
        (Some(&entry()), Some(&call()))
    );
}

#[test]
fn option_and_value_as_move() {
    let invite = ada!(moves Some(entry()) from call());
    assert_eq!(
        (only!(&invite).moved_entry(), only!(&invite).replaced_call()),
        (Some(&entry()), Some(&call()))
    );
}

#[test]
fn none_as_move() {
    let invite = ada!(moves None from None);
    assert_eq!(
        (only!(&invite).moved_entry(), only!(&invite).replaced_call()),
        (None, None)
    );
}

#[test]
fn absent_options_as_move() {
    let invite = ada!(moves None::<ParticipantId> from None::<CallId>);
    assert_eq!(
        (only!(&invite).moved_entry(), only!(&invite).replaced_call()),
        (None, None)
    );
}

#[test]
fn pair_that_may_be_absent_as_move() {
    let left = Some((entry(), call()));
    let (entry, call) = left.unzip();
    let invite = ada!(moves &entry from &call);
    assert_eq!(only!(&invite).moved_entry(), entry.as_ref());
}

#[test]
fn option_as_context() {
    let invite = with_context!(Some(ClientContext::from_static("rota 7")));
    assert_eq!(invite.context().map(ClientContext::as_str), Some("rota 7"));
}

#[test]
fn option_of_reference_as_context() {
    let invite = with_context!(Some(&ClientContext::from_static("rota 7")));
    assert_eq!(invite.context().map(ClientContext::as_str), Some("rota 7"));
}

#[test]
fn reference_to_an_option_as_context() {
    let invite = with_context!(&Some(ClientContext::from_static("rota 7")));
    assert_eq!(invite.context().map(ClientContext::as_str), Some("rota 7"));
}

#[test]
fn option_of_uuid_as_context() {
    let invite = with_context!(Some(Uuid::nil()));
    assert_eq!(
        invite.context().map(ClientContext::as_str),
        Some("00000000-0000-0000-0000-000000000000")
    );
}

#[test]
fn none_as_context() {
    let invite = with_context!(None);
    assert_eq!(invite.context().map(ClientContext::as_str), None);
}

#[test]
fn none_leaves_the_word_out() {
    let plain = ada!();
    let left_out = ada!(named None tenant None provider None replaces None hidden if false off_main_mix if false);
    assert_eq!(left_out, plain);
}

#[test]
fn none_in_a_constant() {
    const PLAIN: Invite = ada!(named None tenant None replaces None);

    assert_eq!(PLAIN, ada!());
}

#[test]
fn two_people_without_a_replaced_call() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064" replaces None,
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
        ],
    };
    assert_eq!(invite.participants().len(), 2);
}

#[test]
fn option_in_a_spread_participant_is_checked_at_run_time() {
    let invite = |left: Option<CallId>| {
        let ada = Participant::user("278405a3-f568-4b3e-b684-009193463064".parse().unwrap());
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+12345678901", ..[ada.replaces(left)]],
        }
    };
    assert!(invite(None).is_ok());
    assert!(invite(Some(call())).is_err());
}
