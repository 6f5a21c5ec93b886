//! The expansion of the macro causes no lint.

#![deny(
    warnings,
    unused,
    future_incompatible,
    let_underscore,
    nonstandard_style,
    rust_2018_idioms,
    rust_2024_compatibility,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unreachable_pub,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::decimal_literal_representation,
    clippy::default_numeric_fallback,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::mem_forget,
    clippy::panic,
    clippy::pattern_type_mismatch,
    clippy::shadow_reuse,
    clippy::shadow_unrelated,
    clippy::std_instead_of_core,
    clippy::str_to_string,
    clippy::unwrap_used
)]

use invites::error::InvalidInvite;
use invites::{CallId, ClientContext, Invite, Participant, TenantId, UserId, Uuid, graph_invite};

const ON_CALL: Invite = graph_invite! {
    call: "57dab8b1-894c-409a-b240-bd8beae78896",
    participants: [user "278405a3-f568-4b3e-b684-009193463064"],
};

static FRONT_DESK: Invite = graph_invite! {
    call: "57dab8b1-894c-409a-b240-bd8beae78896",
    participants: [application_instance "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11"],
};

#[test]
fn constants_cause_no_lint() {
    assert_ne!(ON_CALL, FRONT_DESK);
}

#[test]
fn every_kind_causes_no_lint() {
    let people = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            phone "+12345678901",
            application "832899f8-2ea1-4604-8413-27bd2892079f",
            application_instance "5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11",
        ],
    };
    let others = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            guest "8:teamsvisitor:4f1c",
            encrypted "29:1tKBWc",
            on_premises "8:sfb:ada",
            acs_user "8:acs:resource_user",
        ],
    };
    assert_eq!(people.participants().len(), others.participants().len());
}

#[test]
fn every_clause_causes_no_lint() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                named "Ada"
                tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
                provider "AAD"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db"
                hidden
                off_main_mix,
        ],
        context: "rota 7",
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn expressions_cause_no_lint() {
    let call = CallId::from_uuid(Uuid::from_u128(7));
    let ada = UserId::from_uuid(Uuid::from_u128(8));
    let tenant = TenantId::from_uuid(Uuid::from_u128(9));
    let context = ClientContext::from(Uuid::from_u128(10));
    let invite = graph_invite! {
        call: &call,
        participants: [user ada named String::from("Ada") tenant tenant],
        context: context,
    };
    assert_eq!(invite.call(), &call);
}

#[test]
fn options_and_conditions_cause_no_lint() {
    const ADA: UserId = UserId::from_static("278405a3-f568-4b3e-b684-009193463064");
    let left: Option<CallId> = None;
    let tenant = Some(TenantId::from_uuid(Uuid::from_u128(9)));
    let vip = left.is_none();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user const { ADA } named None tenant tenant replaces &left hidden if vip off_main_mix if !vip,
        ],
        context: None,
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn spreads_cause_no_lint() -> Result<(), InvalidInvite> {
    let bob = Participant::user(UserId::from_uuid(Uuid::from_u128(7)));
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..[bob], ..None],
    }?;
    assert_eq!(invite.participants().len(), 2);
    Ok(())
}
